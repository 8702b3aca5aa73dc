//! Policy groups.

use super::access;
use super::effect::{self, Barred};
use super::outbox::{News, push, unchanged};
use super::policy::{Turn, back_at_ida, mapped};
use super::{Conflict, Ctx, OpError};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::change::{Change, Outcome, Written};
use crate::domain::id::PolicyGroupId;
use crate::domain::misp::Misp;
use crate::domain::outbox::MessageKind;
use crate::domain::policy::{Policy, PolicyGroup, PolicyState};
use crate::domain::text::{Description, Name, Reason};
use crate::store::{Conn, mappings, misps, policies, policy_groups};

#[derive(Debug, Clone)]
pub struct NewGroup {
    pub name: Name,
    /// Default: the name.
    pub description: Option<Description>,
}

/// The same name with the same description is `unchanged`; with another it is a conflict.
pub fn add(ctx: &Ctx<'_>, new: &NewGroup) -> Result<Written<PolicyGroup>, OpError> {
    access::system(ctx, Action::PolicyGroupAdd)?;
    let found = existing(&mut *ctx.store.read()?, new)?;
    if let Some(group) = found {
        return unchanged(ctx, group, &[]);
    }
    let mut tx = ctx.store.write()?;
    if let Some(group) = existing(&mut tx, new)? {
        drop(tx);
        return unchanged(ctx, group, &[]);
    }
    let now = ctx.now();
    let group = PolicyGroup {
        id: random::id(now).parse()?,
        name: new.name.clone(),
        description: description(new)?,
        active: true,
        created_at: now,
    };
    let mut news = News::default();
    policy_groups::insert(&mut tx, &group)?;
    let mut entry = ctx.audited("policy-group.add", group.id.as_str());
    entry.detail = Some(group.name.to_string());
    news.audit(ctx, &mut tx, &entry)?;
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity: group,
        outcome: Outcome::Created,
        delivery,
        notes: Vec::new(),
    })
}

fn description(new: &NewGroup) -> Result<Description, OpError> {
    match &new.description {
        Some(description) => Ok(description.clone()),
        None => Ok(new.name.as_str().parse()?),
    }
}

pub(super) fn existing(
    conn: &mut Conn<'_>,
    new: &NewGroup,
) -> Result<Option<PolicyGroup>, OpError> {
    let Some(group) = policy_groups::by_name(conn, &new.name.key())? else {
        new.name.is_one_step()?;
        return Ok(None);
    };
    if new
        .description
        .as_ref()
        .is_some_and(|text| *text != group.description)
    {
        return Err(Conflict::Differs {
            what: "policy group",
            name: group.name.to_string(),
            id: group.id.to_string(),
            differs: "description".to_owned(),
        }
        .into());
    }
    Ok(Some(group))
}

/// A group with what a deactivation concerns.
#[derive(Debug, Clone)]
pub struct Served {
    pub group: PolicyGroup,
    /// Published and active by themselves.
    pub policies: usize,
    /// Mapped to a policy of the group.
    pub partners: i64,
}

/// What a deactivation concerns, for a question before it.
pub fn served(ctx: &Ctx<'_>, group: &str) -> Result<Served, OpError> {
    access::system(ctx, Action::PolicyGroupDeactivate)?;
    let mut conn = ctx.store.read()?;
    let group = find(&mut conn, group)?;
    let published = published(&mut conn, &group)?;
    Ok(Served {
        policies: published.iter().filter(is_active).count(),
        partners: mappings::count_in(&mut conn, &group.id)?,
        group,
    })
}

/// Takes every policy of the group out of force, here and at ID Authentication, which knows no groups: it hears of each
/// published policy.
///
/// MOSIP refuses this while a policy of the group is active (PMS_POL_056). Here the policies stay as they are by
/// themselves, so that [`activate`] gives back exactly what was taken.
pub fn deactivate(
    ctx: &Ctx<'_>,
    group: &str,
    reason: &Reason,
) -> Result<Written<Barred<PolicyGroup>>, OpError> {
    access::system(ctx, Action::PolicyGroupDeactivate)?;
    let done = turn(ctx, group, Turn::Off, Some(reason))?;
    let mut conn = ctx.store.read()?;
    let published = published(&mut conn, &done.entity)?;
    let keeping = misps::with_policy_in(&mut conn, &done.entity.id)?;
    drop(conn);
    let effect = effect::of_policies(ctx, &published, done.outcome)?;
    let mut barred = effect::barred(done, effect);
    barred.notes.extend(keeping.iter().map(keeps));
    Ok(barred)
}

/// Status and group of a MISP's policy are nothing to ID Authentication.
fn keeps(misp: &Misp) -> String {
    format!(
        "MISP {id} goes on with its own policy at ID Authentication, which looks at no status of it: pmctl misp update {id} --no-policy",
        id = misp.id
    )
}

pub fn activate(
    ctx: &Ctx<'_>,
    group: &str,
    reason: Option<&Reason>,
) -> Result<Written<PolicyGroup>, OpError> {
    access::system(ctx, Action::PolicyGroupActivate)?;
    turn(ctx, group, Turn::On, reason)
}

fn turn(
    ctx: &Ctx<'_>,
    group: &str,
    turn: Turn,
    reason: Option<&Reason>,
) -> Result<Written<PolicyGroup>, OpError> {
    let mut tx = ctx.store.write()?;
    let found = find(&mut tx, group)?;
    let (action, change) = match turn {
        Turn::Off => ("policy-group.deactivate", found.deactivate()),
        Turn::On => ("policy-group.activate", found.activate()),
    };
    let group = match change {
        Change::Changed(group) => group,
        Change::Unchanged(group) => {
            let policies = published(&mut tx, &group)?;
            let about: Vec<_> = policies.iter().map(|it| it.id.to_string()).collect();
            drop(tx);
            return unchanged(ctx, group, &about);
        }
    };
    policy_groups::update(&mut tx, &group)?;
    let published = published(&mut tx, &group)?;
    let partners = mappings::count_in(&mut tx, &group.id)?;
    let mut news = News::default();
    let mut entry = ctx.audited(action, group.id.as_str());
    entry.reason = reason.map(Reason::to_string);
    entry.detail = Some(group.name.to_string());
    news.audit(ctx, &mut tx, &entry)?;
    for policy in &published {
        news.queue(ctx, &mut tx, MessageKind::Policy, policy.id.as_str())?;
    }
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        notes: notes(ctx, turn, &group, (&published, partners)),
        entity: group,
        outcome: Outcome::Updated,
        delivery,
    })
}

fn notes(
    ctx: &Ctx<'_>,
    turn: Turn,
    group: &PolicyGroup,
    (published, partners): (&[Policy], i64),
) -> Vec<String> {
    let mapped = mapped(partners);
    let active = published.iter().filter(is_active).count();
    match turn {
        _ if partners == 0 => vec![format!("{mapped} to its policies")],
        Turn::Off => vec![format!(
            "{mapped} to its policies: not accepted (IDA-MPA-019) until pmctl policy-group activate {}",
            group.id
        )],
        Turn::On => vec![
            format!(
                "{mapped} to its policies; of {} published {active} are active",
                published.len()
            ),
            back_at_ida(ctx),
        ],
    }
}

fn is_active(policy: &&Policy) -> bool {
    matches!(policy.state, PolicyState::Published { active: true, .. })
}

/// Drafts were never told to ID Authentication.
fn published(conn: &mut Conn<'_>, group: &PolicyGroup) -> Result<Vec<Policy>, OpError> {
    let mut all = policies::list(conn, Some(&group.id))?;
    all.retain(|policy| policy.state != PolicyState::Draft);
    Ok(all)
}

pub fn list(ctx: &Ctx<'_>) -> Result<Vec<PolicyGroup>, OpError> {
    access::system(ctx, Action::PolicyRead)?;
    Ok(policy_groups::list(&mut *ctx.store.read()?)?)
}

/// By id or by name.
pub fn show(ctx: &Ctx<'_>, group: &str) -> Result<PolicyGroup, OpError> {
    access::system(ctx, Action::PolicyRead)?;
    find(&mut *ctx.store.read()?, group)
}

pub(super) fn find(conn: &mut Conn<'_>, group: &str) -> Result<PolicyGroup, OpError> {
    if let Ok(id) = group.parse::<PolicyGroupId>()
        && let Some(found) = policy_groups::find(conn, &id)?
    {
        return Ok(found);
    }
    let found = policy_groups::by_name(conn, &crate::domain::text::name_key(group))?;
    found.ok_or_else(|| OpError::NotFound {
        what: "policy group",
        id: group.to_owned(),
    })
}
