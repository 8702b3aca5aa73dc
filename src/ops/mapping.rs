//! Requests to map a partner to a policy, and what is decided about them.

use super::access;
use super::api_key::{issue, out_of_force, retire_all};
use super::holder::{active_misp, active_partner};
use super::outbox::{News, push, unchanged};
use super::{Conflict, Ctx, OpError, ida, policy};
use crate::crypto::random;
use crate::domain::access::{Action, Target, decide};
use crate::domain::api_key::ApiKey;
use crate::domain::change::{Change, Outcome, Written};
use crate::domain::id::{MappingId, PartnerId, PolicyId};
use crate::domain::mapping::{Mapping, MappingState};
use crate::domain::outbox::MessageKind;
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup, PolicyKind};
use crate::domain::text::{Reason, RequestDetail};
use crate::store::{Conn, Tx, api_keys, mappings, misps, partners, policies, policy_groups};

/// A request with the names that a person knows.
#[derive(Debug, Clone)]
pub struct Named {
    pub mapping: Mapping,
    pub partner: Partner,
    pub policy: Policy,
    pub group: PolicyGroup,
}

/// What is asked for a partner.
#[derive(Debug, Clone)]
pub struct MapRequest {
    /// Id, or `group/name`.
    pub policy: String,
    pub replacing: Replacing,
    pub detail: Option<RequestDetail>,
}

/// Whether a partner that is mapped already may get another policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacing {
    No,
    Yes,
}

/// Requests a policy for a partner; it holds once it is approved.
///
/// A partner is mapped to one policy. The policy that it has, or has asked for, is `unchanged`; another one is a
/// conflict unless it is to replace, which it does at the approval and not before.
pub fn request(
    ctx: &Ctx<'_>,
    id: &PartnerId,
    wanted: &MapRequest,
) -> Result<Written<Named>, OpError> {
    let mut tx = ctx.store.write()?;
    let (partner, misp) = access::partner(ctx, &mut tx, Action::PartnerMap, id)?;
    let policy::Grouped { policy, group } = policy::find(&mut tx, &wanted.policy)?;
    if let Some(mapping) = settled(&mut tx, &partner, &policy.id, wanted.replacing)? {
        let note = standing(ctx, &mut tx, &mapping)?;
        let beside = waiting_beside(&mut tx, &mapping)?;
        let unusable = policy::usable(ctx, &policy, &group).err();
        drop(tx);
        let entity = Named {
            mapping,
            partner,
            policy,
            group,
        };
        let mut written = unchanged(ctx, entity, &[])?;
        written.notes.push(note);
        written.notes.extend(beside);
        let carries_nothing = |why| format!("nobody is accepted with it (IDA-MPA-019): {why}");
        written.notes.extend(unusable.map(carries_nothing));
        return Ok(written);
    }
    active_misp(&misp)?;
    active_partner(&partner)?;
    fits(&partner, &policy, &group)?;
    policy::usable(ctx, &policy, &group)?;
    let mapping = Mapping {
        id: random::id(ctx.now()).parse()?,
        partner: id.clone(),
        policy: policy.id.clone(),
        detail: wanted.detail.clone(),
        requested_by: ctx.actor.name.clone(),
        requested_at: ctx.now(),
        state: MappingState::Requested,
    };
    let mut news = News::default();
    mappings::insert(&mut tx, &mapping)?;
    let mut entry = ctx.audited("partner.map-policy", id.as_str());
    entry.detail = Some(format!(
        "request {} for {}/{}",
        mapping.id, group.name, policy.name
    ));
    news.audit(ctx, &mut tx, &entry)?;
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    let entity = Named {
        mapping,
        partner,
        policy,
        group,
    };
    Ok(Written {
        entity,
        outcome: Outcome::Created,
        delivery,
        notes: Vec::new(),
    })
}

/// The request or mapping that is already what was asked for. The policy in force goes first: what is to replace it
/// takes nothing from it before the approval.
pub(super) fn settled(
    conn: &mut Conn<'_>,
    partner: &Partner,
    policy: &PolicyId,
    replacing: Replacing,
) -> Result<Option<Mapping>, OpError> {
    let approved = mappings::approved_of(conn, &partner.id)?;
    if approved.as_ref().is_some_and(|one| one.policy == *policy) {
        return Ok(approved);
    }
    if let Some(waiting) = mappings::waiting_of(conn, &partner.id)? {
        if waiting.policy == *policy {
            return Ok(Some(waiting));
        }
        return Err(Conflict::MappingWaiting {
            partner: partner.id.to_string(),
            mapping: waiting.id.to_string(),
        }
        .into());
    }
    match approved {
        Some(approved) if replacing == Replacing::No => {
            let held = policies::get(conn, &approved.policy)?;
            Err(Conflict::Mapped {
                partner: partner.id.to_string(),
                policy: held.name.to_string(),
                wanted: policy.to_string(),
            }
            .into())
        }
        _ => Ok(None),
    }
}

/// Of what waits to take the place of a mapping in force.
fn waiting_beside(conn: &mut Conn<'_>, mapping: &Mapping) -> Result<Option<String>, OpError> {
    let waiting = mappings::waiting_of(conn, &mapping.partner)?;
    let Some(waiting) = waiting.filter(|waiting| waiting.id != mapping.id) else {
        return Ok(None);
    };
    let policy = policies::get(conn, &waiting.policy)?;
    Ok(Some(format!(
        "a request to replace it by {} waits for a decision; to keep it: pmctl mapping reject {}",
        policy.name, waiting.id
    )))
}

/// What there is already, for whoever asks for the same again.
fn standing(ctx: &Ctx<'_>, conn: &mut Conn<'_>, mapping: &Mapping) -> Result<String, OpError> {
    let Some(id) = mapping.api_key() else {
        return Ok(format!(
            "the same was asked for by {} on {}, and waits for a decision",
            mapping.requested_by,
            mapping.requested_at.date()
        ));
    };
    let key = api_keys::get(conn, id)?;
    Ok(match out_of_force(ctx, &key) {
        None => format!("it has this policy already, with API key {id}"),
        Some(over) => format!("it has this policy already, but {over}"),
    })
}

/// A partner gets a policy of its own group, and none that says what a MISP may do.
fn fits(partner: &Partner, policy: &Policy, group: &PolicyGroup) -> Result<(), OpError> {
    let name = format!("{}/{}", group.name, policy.name);
    if partner.group != policy.group {
        return Err(Conflict::OtherGroup {
            policy: name,
            partner: partner.id.to_string(),
            group: partner.group.to_string(),
        }
        .into());
    }
    if policy.kind == PolicyKind::Misp {
        return Err(Conflict::PolicyOfMisps {
            policy: name,
            group: group.id.to_string(),
        }
        .into());
    }
    Ok(())
}

/// An approved mapping with the API key that it gave.
#[derive(Debug, Clone)]
pub struct Approved {
    pub named: Named,
    pub api_key: ApiKey,
}

/// Approves a request and issues an API key for it, in one transaction.
///
/// A mapping that it replaces is retired with its keys at the same moment: ID Authentication cannot re-map a key. What
/// was approved before is `unchanged`, with the key that it has; so of two that approve at once, both name one key.
pub fn approve(ctx: &Ctx<'_>, id: &MappingId) -> Result<Written<Approved>, OpError> {
    access::system(ctx, Action::MappingApprove)?;
    let mut tx = ctx.store.write()?;
    let named = find(ctx, &mut tx, Action::MappingApprove, id)?;
    if let Some(api_key) = named.mapping.api_key() {
        let api_key = api_keys::get(&mut tx, api_key)?;
        drop(tx);
        let about = [api_key.id.to_string()];
        return unchanged(ctx, Approved { named, api_key }, &about);
    }
    named.mapping.undecided().map_err(Conflict::from)?;
    active_misp(&misps::get(&mut tx, &named.partner.misp)?)?;
    active_partner(&named.partner)?;
    policy::usable(ctx, &named.policy, &named.group)?;
    let mut news = News::default();
    let (entity, notes) = approved(ctx, &mut tx, &mut news, named)?;
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity,
        outcome: Outcome::Updated,
        delivery,
        notes,
    })
}

/// The mapping with its new key, and what it retired.
fn approved(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    named: Named,
) -> Result<(Approved, Vec<String>), OpError> {
    let now = ctx.now();
    let api_key = issue(ctx, &named.mapping)?;
    let notes = retire_former(ctx, tx, news, &api_key)?;
    let mapping = named
        .mapping
        .approve(ctx.actor.name.clone(), now, api_key.id.clone())
        .map_err(Conflict::from)?;
    mappings::update(tx, &mapping)?;
    api_keys::insert(tx, &api_key)?;
    let mut entry = ctx.audited("mapping.approve", mapping.id.as_str());
    entry.detail = Some(format!(
        "partner {}, API key {}",
        mapping.partner, api_key.id
    ));
    news.audit(ctx, tx, &entry)?;
    if ida::certificate_for(tx, &named.partner)?.is_some() {
        news.queue(ctx, tx, MessageKind::ApiKeyApproved, api_key.id.as_str())?;
    }
    let named = Named { mapping, ..named };
    Ok((Approved { named, api_key }, notes))
}

/// Ends the mapping in force, and every key of the partner with it.
fn retire_former(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    anew: &ApiKey,
) -> Result<Vec<String>, OpError> {
    let Some(former) = mappings::approved_of(tx, &anew.partner)? else {
        return Ok(Vec::new());
    };
    let retired = retire_all(ctx, tx, news, anew)?;
    let held = policies::get(tx, &former.policy)?;
    mappings::update(tx, &former.replace(ctx.now()))?;
    Ok(vec![format!(
        "policy {} of partner {} was replaced, and API key {} retired; what ID Authentication keeps in its cache, it \
         accepts until its auth and otp services restart",
        held.name,
        anew.partner,
        retired.join(", ")
    )])
}

/// Rejects a request; the partner may ask again. A second time is `unchanged`, and the first reason stays.
///
/// A mapping that it was to replace stays in force with its key.
pub fn reject(ctx: &Ctx<'_>, id: &MappingId, reason: &Reason) -> Result<Written<Named>, OpError> {
    access::system(ctx, Action::MappingReject)?;
    let mut tx = ctx.store.write()?;
    let named = find(ctx, &mut tx, Action::MappingReject, id)?;
    let by = ctx.actor.name.clone();
    let mapping = match named.mapping.reject(by, ctx.now(), reason) {
        Ok(Change::Changed(mapping)) => mapping,
        Ok(Change::Unchanged(mapping)) => {
            drop(tx);
            return unchanged(ctx, Named { mapping, ..named }, &[]);
        }
        Err(decided) => return Err(Conflict::from(decided).into()),
    };
    let mut news = News::default();
    mappings::update(&mut tx, &mapping)?;
    let mut entry = ctx.audited("mapping.reject", mapping.id.as_str());
    entry.reason = Some(reason.to_string());
    entry.detail = Some(format!("partner {}", mapping.partner));
    news.audit(ctx, &mut tx, &entry)?;
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity: Named { mapping, ..named },
        outcome: Outcome::Updated,
        delivery,
        notes: Vec::new(),
    })
}

/// Those that the actor may see; `state` is a word such as `requested`.
pub fn list(ctx: &Ctx<'_>, state: Option<&str>) -> Result<Vec<Named>, OpError> {
    access::system(ctx, Action::MappingRead)?;
    let mut conn = ctx.store.read()?;
    let mut rows = Vec::new();
    for mapping in mappings::list(&mut conn, state)? {
        let row = named(&mut conn, mapping)?;
        if sees(ctx, &mut conn, Action::MappingRead, &row)? {
            rows.push(row);
        }
    }
    Ok(rows)
}

pub fn show(ctx: &Ctx<'_>, id: &MappingId) -> Result<Named, OpError> {
    access::system(ctx, Action::MappingRead)?;
    find(ctx, &mut *ctx.store.read()?, Action::MappingRead, id)
}

fn find(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    action: Action,
    id: &MappingId,
) -> Result<Named, OpError> {
    let absent = || OpError::NotFound {
        what: "mapping",
        id: id.to_string(),
    };
    let mapping = mappings::find(conn, id)?.ok_or_else(absent)?;
    let row = named(conn, mapping)?;
    if sees(ctx, conn, action, &row)? {
        Ok(row)
    } else {
        Err(absent())
    }
}

fn sees(ctx: &Ctx<'_>, conn: &mut Conn<'_>, action: Action, row: &Named) -> Result<bool, OpError> {
    if decide(ctx.actor, action, Target::System).is_err() {
        return Ok(false);
    }
    let misp = misps::get(conn, &row.partner.misp)?;
    Ok(access::sees_partner(ctx, action, &row.partner, &misp))
}

fn named(conn: &mut Conn<'_>, mapping: Mapping) -> Result<Named, OpError> {
    let partner = partners::get(conn, &mapping.partner)?;
    let policy = policies::get(conn, &mapping.policy)?;
    let group = policy_groups::get(conn, &policy.group)?;
    Ok(Named {
        mapping,
        partner,
        policy,
        group,
    })
}
