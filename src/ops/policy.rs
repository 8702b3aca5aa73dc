//! Policies.

mod compare;
mod force;
mod update;

pub use compare::compare;
pub use force::{Served, activate, deactivate, mapped, served};
pub(super) use force::{Turn, back_at_ida};
pub use update::{NewDraft, update};

use super::access;
use super::outbox::{News, push, unchanged};
use super::{Conflict, Ctx, OpError, policy_group};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::change::{Change, Outcome, Written};
use crate::domain::id::PolicyId;
use crate::domain::invalid::Invalid;
use crate::domain::outbox::MessageKind;
use crate::domain::policy::document::{PolicyDocument, Severity};
use crate::domain::policy::{Policy, PolicyGroup, PolicyKind, PolicyState};
use crate::domain::text::{Description, Name, PolicyVersion, name_key};
use crate::domain::time::{Lifetime, Moment};
use crate::store::{Conn, Tx, policies, policy_groups};

#[derive(Debug, Clone)]
pub struct NewPolicy {
    /// Id or name.
    pub group: String,
    pub name: Name,
    pub version: PolicyVersion,
    /// Default: the name.
    pub description: Option<Description>,
    pub kind: PolicyKind,
    /// JSON as the user wrote it.
    pub document: String,
    pub validity: Option<Lifetime>,
}

/// A policy with its group.
#[derive(Debug, Clone)]
pub struct Grouped {
    pub policy: Policy,
    pub group: PolicyGroup,
}

/// Adds a draft. The same document, version and kind, and the same validity if one is given, under the same name is
/// `unchanged`.
pub fn add(ctx: &Ctx<'_>, new: &NewPolicy) -> Result<Written<Grouped>, OpError> {
    access::system(ctx, Action::PolicyAdd)?;
    let (document, notes) = checked(new.kind, &new.document)?;
    let found = existing(&mut *ctx.store.read()?, new, &document)?;
    if let Some(found) = found {
        return unchanged(ctx, found, &[]);
    }
    let mut tx = ctx.store.write()?;
    if let Some(found) = existing(&mut tx, new, &document)? {
        drop(tx);
        return unchanged(ctx, found, &[]);
    }
    let group = policy_group::find(&mut tx, &new.group)?;
    let now = ctx.now();
    let description = match &new.description {
        Some(description) => description.clone(),
        None => new.name.as_str().parse()?,
    };
    let policy = Policy {
        id: random::id(now).parse()?,
        group: group.id.clone(),
        name: new.name.clone(),
        version: new.version.clone(),
        description,
        kind: new.kind,
        document,
        state: PolicyState::Draft,
        valid_from: now,
        valid_to: ending(ctx, now, new.validity.unwrap_or(ctx.rules.policy_validity))?,
        created_at: now,
    };
    policies::insert(&mut tx, &policy)?;
    let saved = Saved {
        action: "policy.add",
        outcome: Outcome::Created,
        reason: None,
        changed: None,
        notes,
    };
    save(ctx, tx, Grouped { policy, group }, saved)
}

/// When a policy ends that is valid from `begin` on; what has ended already would serve nobody.
fn ending(ctx: &Ctx<'_>, begin: Moment, validity: Lifetime) -> Result<Moment, OpError> {
    let end = begin.plus(validity);
    if end <= ctx.now() {
        let cause = format!("lets the policy end at {end}, which is past");
        return Err(Invalid::new("validity", cause).into());
    }
    Ok(end)
}

/// The compact document and its warnings, or all its faults at once.
pub(super) fn checked(kind: PolicyKind, text: &str) -> Result<(String, Vec<String>), OpError> {
    let read = PolicyDocument::read(kind, text);
    let faulty = read
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    match read.document {
        Some(document) if !faulty => {
            let notes = read
                .findings
                .iter()
                .map(|finding| finding.message.clone())
                .collect();
            Ok((document, notes))
        }
        _ => Err(OpError::Policy(read.findings)),
    }
}

pub(super) fn existing(
    conn: &mut Conn<'_>,
    new: &NewPolicy,
    document: &str,
) -> Result<Option<Grouped>, OpError> {
    let group = policy_group::find(conn, &new.group)?;
    let Some(policy) = policies::by_name(conn, &group.id, &new.name.key())? else {
        new.name.is_one_step()?;
        return Ok(None);
    };
    let mut differs = Vec::new();
    let mut note = |same: bool, what| {
        if !same {
            differs.push(what);
        }
    };
    note(policy.document == document, "document");
    note(policy.version == new.version, "version");
    note(policy.kind == new.kind, "kind");
    note(
        new.description
            .as_ref()
            .is_none_or(|text| *text == policy.description),
        "description",
    );
    // Without one it was the default of its time, counted from then.
    note(
        new.validity
            .is_none_or(|validity| policy.valid_from.plus(validity) == policy.valid_to),
        "validity",
    );
    if differs.is_empty() {
        return Ok(Some(Grouped { policy, group }));
    }
    Err(Conflict::Differs {
        what: "policy",
        name: policy.name.to_string(),
        id: policy.id.to_string(),
        differs: differs.join(", "),
    }
    .into())
}

struct Saved {
    action: &'static str,
    outcome: Outcome,
    reason: Option<String>,
    /// What of it was changed, for the audit trail.
    changed: Option<String>,
    notes: Vec<String>,
}

/// Ends what was changed. ID Authentication hears of a policy from its publishing on: a draft was never told.
fn save(
    ctx: &Ctx<'_>,
    mut tx: Tx<'_>,
    entity: Grouped,
    saved: Saved,
) -> Result<Written<Grouped>, OpError> {
    let mut news = News::default();
    let policy = &entity.policy;
    let mut entry = ctx.audited(saved.action, policy.id.as_str());
    entry.reason = saved.reason;
    let changed = saved.changed.map(|fields| format!(": {fields}"));
    entry.detail = Some(format!(
        "{}/{} {}{}",
        entity.group.name,
        policy.name,
        policy.version,
        changed.unwrap_or_default()
    ));
    news.audit(ctx, &mut tx, &entry)?;
    if policy.state != PolicyState::Draft {
        news.queue(ctx, &mut tx, MessageKind::Policy, policy.id.as_str())?;
    }
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity,
        outcome: saved.outcome,
        delivery,
        notes: saved.notes,
    })
}

/// The policy as it is published; a draft that has ended is refused.
pub(super) fn published(ctx: &Ctx<'_>, policy: Policy) -> Result<Change<Policy>, OpError> {
    let id = policy.id.to_string();
    let refused = |ended| Conflict::DraftEnded { policy: id, ended };
    Ok(policy.publish(ctx.now()).map_err(refused)?)
}

/// Puts a draft in force; from then on it never changes.
pub fn publish(ctx: &Ctx<'_>, policy: &str) -> Result<Written<Grouped>, OpError> {
    access::system(ctx, Action::PolicyPublish)?;
    let mut tx = ctx.store.write()?;
    let Grouped { policy, group } = find(&mut tx, policy)?;
    match published(ctx, policy)? {
        Change::Unchanged(policy) => {
            drop(tx);
            let about = [policy.id.to_string()];
            unchanged(ctx, Grouped { policy, group }, &about)
        }
        Change::Changed(policy) => {
            policies::update(&mut tx, &policy)?;
            let saved = Saved {
                action: "policy.publish",
                outcome: Outcome::Updated,
                reason: None,
                changed: None,
                notes: Vec::new(),
            };
            save(ctx, tx, Grouped { policy, group }, saved)
        }
    }
}

pub fn list(ctx: &Ctx<'_>, group: Option<&str>) -> Result<Vec<Grouped>, OpError> {
    access::system(ctx, Action::PolicyRead)?;
    let mut conn = ctx.store.read()?;
    let group = match group {
        Some(group) => Some(policy_group::find(&mut conn, group)?.id),
        None => None,
    };
    let found = policies::list(&mut conn, group.as_ref())?;
    found
        .into_iter()
        .map(|policy| grouped(&mut conn, policy))
        .collect()
}

/// By id, or as `group/name`.
pub fn show(ctx: &Ctx<'_>, policy: &str) -> Result<Grouped, OpError> {
    access::system(ctx, Action::PolicyRead)?;
    find(&mut *ctx.store.read()?, policy)
}

pub(super) fn grouped(conn: &mut Conn<'_>, policy: Policy) -> Result<Grouped, OpError> {
    let group = policy_groups::get(conn, &policy.group)?;
    Ok(Grouped { policy, group })
}

pub(super) fn find(conn: &mut Conn<'_>, policy: &str) -> Result<Grouped, OpError> {
    let absent = || OpError::NotFound {
        what: "policy",
        id: policy.to_owned(),
    };
    if let Some((group, name)) = policy.split_once('/') {
        let group = policy_group::find(conn, group)?;
        let found = policies::by_name(conn, &group.id, &name_key(name))?;
        return Ok(Grouped {
            policy: found.ok_or_else(absent)?,
            group,
        });
    }
    let id = policy.parse::<PolicyId>()?;
    let found = policies::find(conn, &id)?.ok_or_else(absent)?;
    grouped(conn, found)
}

/// For whoever is given a policy: ID Authentication would refuse a partner with any other.
pub(super) fn usable(ctx: &Ctx<'_>, policy: &Policy, group: &PolicyGroup) -> Result<(), OpError> {
    let refused = |why| Conflict::PolicyUnusable {
        id: policy.id.to_string(),
        name: format!("{}/{}", group.name, policy.name),
        group: group.id.to_string(),
        why,
    };
    Ok(policy.usable(group, ctx.now()).map_err(refused)?)
}
