//! A new API key for the policy that a partner has.

use super::{find, issue, retire};
use crate::domain::access::{Action, gives_back};
use crate::domain::api_key::{ApiKey, ApiKeyStatus};
use crate::domain::change::{Outcome, Written};
use crate::domain::effect::Effect;
use crate::domain::id::ApiKeyId;
use crate::domain::mapping::Mapping;
use crate::domain::outbox::MessageKind;
use crate::ops::holder::{active_misp, active_partner};
use crate::ops::outbox::{News, push};
use crate::ops::policy::usable;
use crate::ops::{Conflict, Ctx, OpError, effect, ida};
use crate::store::{Conn, Tx, api_keys, mappings, misps, partners, policies, policy_groups};

/// What becomes of the key that is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Former {
    /// Out of force in the same transaction.
    Retired,
    /// Lives to its own end. No date is shortened: ID Authentication's cache keeps those that it saw.
    Kept,
}

#[derive(Debug, Clone)]
pub struct Reissued {
    pub api_key: ApiKey,
    pub former: ApiKey,
    /// Of the retirement, where the former key was not kept.
    pub effect: Option<Effect>,
}

/// Issues a new key for the mapping of the current one, in one transaction; the mapping names the new one from then on.
///
/// A key that is not the current one is refused, so a second run, or another process at the same moment, issues nothing.
pub fn reissue(ctx: &Ctx<'_>, id: &ApiKeyId, former: Former) -> Result<Written<Reissued>, OpError> {
    let mut tx = ctx.store.write()?;
    let old = find(ctx, &mut tx, id, Action::ApiKeyReissue)?;
    let mapping = mapping_of(&mut tx, &old)?;
    gives_back(ctx.actor, old.revoked.as_ref())?;
    let api_key = issue(ctx, &mapping)?;
    let partner = partners::get(&mut tx, &old.partner)?;
    active_misp(&misps::get(&mut tx, &partner.misp)?)?;
    active_partner(&partner)?;
    let policy = policies::get(&mut tx, &mapping.policy)?;
    let group = policy_groups::get(&mut tx, &policy.group)?;
    usable(ctx, &policy, &group)?;

    let mut news = News::default();
    let old = match former {
        Former::Retired => retire(ctx, &mut tx, &mut news, (old, &api_key))?,
        Former::Kept => old,
    };
    mappings::update(&mut tx, &mapping.reissued(api_key.id.clone()))?;
    api_keys::insert(&mut tx, &api_key)?;
    let mut entry = ctx.audited("api-key.reissue", partner.id.as_str());
    entry.detail = Some(format!("API key {} after {}", api_key.id, old.id));
    news.audit(ctx, &mut tx, &entry)?;
    if ida::certificate_for(&mut tx, &partner)?.is_some() {
        let kind = MessageKind::ApiKeyApproved;
        news.queue(ctx, &mut tx, kind, api_key.id.as_str())?;
    }
    let notes = in_force_besides(ctx, &mut tx, &api_key)?;
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    let effect = match former {
        Former::Retired => Some(effect::of_api_key(ctx, &old, Outcome::Updated)?),
        Former::Kept => None,
    };
    Ok(Written {
        entity: Reissued {
            api_key,
            former: old,
            effect,
        },
        outcome: Outcome::Created,
        delivery,
        notes,
    })
}

/// Of the current key only.
fn mapping_of(tx: &mut Tx<'_>, key: &ApiKey) -> Result<Mapping, OpError> {
    let mapping = mappings::get(tx, &key.mapping)?;
    if mapping.api_key() == Some(&key.id) {
        return Ok(mapping);
    }
    let current = mappings::approved_of(tx, &key.partner)?;
    let current = current.as_ref().and_then(Mapping::api_key);
    Err(Conflict::ApiKeyNotCurrent {
        api_key: key.id.to_string(),
        partner: key.partner.to_string(),
        current: current.map(ToString::to_string),
    }
    .into())
}

/// The partner's other keys that let requests in.
fn in_force_besides(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    anew: &ApiKey,
) -> Result<Vec<String>, OpError> {
    let all = api_keys::of_partner(conn, &anew.partner)?;
    let others = all
        .iter()
        .filter(|key| key.id != anew.id && key.status(ctx.now()) == ApiKeyStatus::Active);
    Ok(others
        .map(|key| {
            format!(
                "API key {id} stays in force until {}; to end it before: pmctl api-key revoke {id}",
                key.valid_to,
                id = key.id
            )
        })
        .collect())
}
