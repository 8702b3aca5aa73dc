//! Requests to map a partner to a policy, and their approval.

use super::access;
use super::holder::active_partner;
use super::outbox::{News, push, unchanged};
use super::{Conflict, Ctx, OpError, ida, policy};
use crate::crypto::random;
use crate::domain::access::{Action, Target, decide};
use crate::domain::api_key::{API_KEY_LENGTH, ApiKey};
use crate::domain::change::{Outcome, Written};
use crate::domain::id::{ApiKeyId, MappingId, PartnerId};
use crate::domain::mapping::{Mapping, MappingState};
use crate::domain::outbox::MessageKind;
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup};
use crate::domain::text::RequestDetail;
use crate::store::{Conn, Tx, api_keys, mappings, partners, policies, policy_groups};

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
    let (partner, _) = access::partner(ctx, &mut tx, Action::PartnerMap, id)?;
    let policy::Grouped { policy, group } = policy::find(&mut tx, &wanted.policy)?;
    if let Some(found) = settled(&mut tx, &partner, &policy, wanted)? {
        drop(tx);
        let entity = Named {
            mapping: found,
            partner,
            policy,
            group,
        };
        return unchanged(ctx, entity);
    }
    active_partner(&partner)?;
    fits(&partner, &policy, &group)?;
    policy.usable(&group, ctx.now()).map_err(Conflict::from)?;
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

/// The request or mapping that is already what was asked for.
pub(super) fn settled(
    conn: &mut Conn<'_>,
    partner: &Partner,
    policy: &Policy,
    wanted: &MapRequest,
) -> Result<Option<Mapping>, OpError> {
    if let Some(waiting) = mappings::waiting_of(conn, &partner.id)? {
        if waiting.policy == policy.id {
            return Ok(Some(waiting));
        }
        return Err(Conflict::MappingWaiting {
            partner: partner.id.to_string(),
            mapping: waiting.id.to_string(),
        }
        .into());
    }
    match mappings::approved_of(conn, &partner.id)? {
        Some(approved) if approved.policy == policy.id => Ok(Some(approved)),
        Some(approved) if wanted.replacing == Replacing::No => {
            let held = policies::get(conn, &approved.policy)?;
            Err(Conflict::Mapped {
                partner: partner.id.to_string(),
                policy: held.name.to_string(),
            }
            .into())
        }
        _ => Ok(None),
    }
}

fn fits(partner: &Partner, policy: &Policy, group: &PolicyGroup) -> Result<(), OpError> {
    if partner.group == policy.group {
        return Ok(());
    }
    Err(Conflict::OtherGroup {
        policy: format!("{}/{}", group.name, policy.name),
        partner: partner.id.to_string(),
    }
    .into())
}

/// An approved mapping with the API key that it gave.
#[derive(Debug, Clone)]
pub struct Approved {
    pub named: Named,
    pub api_key: ApiKey,
}

/// Approves a request and issues an API key for it, in one transaction.
///
/// A mapping that it replaces is retired with its key at the same moment: ID Authentication cannot re-map a key. What was
/// approved before is `unchanged`, with the key that it has.
pub fn approve(ctx: &Ctx<'_>, id: &MappingId) -> Result<Written<Approved>, OpError> {
    access::system(ctx, Action::MappingApprove)?;
    let mut tx = ctx.store.write()?;
    let named = find(ctx, &mut tx, Action::MappingApprove, id)?;
    if let MappingState::Approved { api_key, .. } = &named.mapping.state {
        let api_key = api_keys::get(&mut tx, api_key)?;
        drop(tx);
        return unchanged(ctx, Approved { named, api_key });
    }
    active_partner(&named.partner)?;
    named
        .policy
        .usable(&named.group, ctx.now())
        .map_err(Conflict::from)?;
    let mut news = News::default();
    let approved = decide_for(ctx, &mut tx, &mut news, named)?;
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity: approved,
        outcome: Outcome::Updated,
        delivery,
        notes: Vec::new(),
    })
}

fn decide_for(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    named: Named,
) -> Result<Approved, OpError> {
    let now = ctx.now();
    let api_key = ApiKey {
        id: random::id(now).parse::<ApiKeyId>()?,
        partner: named.partner.id.clone(),
        policy: named.policy.id.clone(),
        mapping: named.mapping.id.clone(),
        key: random::alphanumeric(API_KEY_LENGTH)?,
        valid_from: now,
        valid_to: now.plus(ctx.rules.api_key_validity),
        revoked: None,
        issued_at: now,
    };
    retire_former(ctx, tx, news, &named.partner.id)?;
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
    Ok(Approved {
        named: Named { mapping, ..named },
        api_key,
    })
}

fn retire_former(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    partner: &PartnerId,
) -> Result<(), OpError> {
    let Some(former) = mappings::approved_of(tx, partner)? else {
        return Ok(());
    };
    let MappingState::Approved { api_key, .. } = &former.state else {
        return Ok(());
    };
    let mut key = api_keys::get(tx, api_key)?;
    key.revoked = Some(crate::domain::license::Revocation {
        reason: "replaced by a newer mapping".parse()?,
        by: ctx.actor.name.clone(),
        at: ctx.now(),
    });
    api_keys::update(tx, &key)?;
    mappings::update(tx, &former.replace(ctx.now()))?;
    news.queue(ctx, tx, MessageKind::ApiKey, key.id.as_str())
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
    let misp = crate::store::misps::get(conn, &row.partner.misp)?;
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
