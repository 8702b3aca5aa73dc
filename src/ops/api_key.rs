//! API keys: issued when a mapping is approved, revoked, restored and reissued here.

mod reissue;

pub use reissue::{Former, Reissued, reissue};

use super::access;
use super::effect::{self, Barred};
use super::outbox::{News, push, unchanged};
use super::{Conflict, Ctx, OpError, files, ida};
use crate::crypto::random;
use crate::domain::access::{Action, gives_back};
use crate::domain::api_key::{API_KEY_LENGTH, ApiKey, ApiKeyStatus};
use crate::domain::change::{Change, Outcome, Written};
use crate::domain::id::{ApiKeyId, PartnerId};
use crate::domain::mapping::Mapping;
use crate::domain::outbox::MessageKind;
use crate::domain::status::Block;
use crate::domain::text::Reason;
use crate::store::{Conn, Of, Page, Tx, api_keys, misps, partners};
use std::path::Path;

/// Of one partner; of all for an ida-admin, of its own partners for a misp. Oldest first.
pub fn list(
    ctx: &Ctx<'_>,
    partner: Option<&PartnerId>,
    page: &Page,
) -> Result<Vec<ApiKey>, OpError> {
    let mut conn = ctx.store.read()?;
    let of = match partner {
        Some(id) => {
            access::partner(ctx, &mut conn, Action::ApiKeyRead, id)?;
            Of::Partner(id)
        }
        None => access::whose(ctx, &mut conn, Action::ApiKeyRead)?,
    };
    Ok(api_keys::list(&mut conn, of, page)?)
}

pub fn show(ctx: &Ctx<'_>, id: &ApiKeyId) -> Result<ApiKey, OpError> {
    find(ctx, &mut *ctx.store.read()?, id, Action::ApiKeyRead)
}

/// The API key in clear; the audit trail says who saw it.
pub fn reveal(ctx: &Ctx<'_>, id: &ApiKeyId) -> Result<ApiKey, OpError> {
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    let key = find(ctx, &mut tx, id, Action::ApiKeyReveal)?;
    let mut entry = ctx.audited("api-key.reveal", key.partner.as_str());
    entry.detail = Some(format!("API key {id}"));
    news.audit(ctx, &mut tx, &entry)?;
    tx.commit()?;
    push(ctx, &news)?;
    Ok(key)
}

/// Writes a key that was just issued to a file; the audit trail says who took it.
pub fn write(ctx: &Ctx<'_>, id: &ApiKeyId, path: &Path) -> Result<(), OpError> {
    let key = reveal(ctx, id)?;
    files::write_secret(path, &key.key).map_err(|error| OpError::KeyNotWritten {
        api_key: id.to_string(),
        partner: key.partner.to_string(),
        path: path.display().to_string(),
        cause: error.without_path(),
    })
}

fn find(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    id: &ApiKeyId,
    action: Action,
) -> Result<ApiKey, OpError> {
    let absent = || OpError::NotFound {
        what: "API key",
        id: id.to_string(),
    };
    let key = api_keys::find(conn, id)?.ok_or_else(absent)?;
    match access::partner(ctx, conn, action, &key.partner) {
        Err(OpError::NotFound { .. }) => Err(absent()),
        allowed => allowed.map(|_| key),
    }
}

/// A new key for a mapping; its partner and policy are the mapping's, for ever.
pub(super) fn issue(ctx: &Ctx<'_>, mapping: &Mapping) -> Result<ApiKey, OpError> {
    let now = ctx.now();
    Ok(ApiKey {
        id: random::id(now).parse()?,
        partner: mapping.partner.clone(),
        policy: mapping.policy.clone(),
        mapping: mapping.id.clone(),
        key: random::alphanumeric(API_KEY_LENGTH)?,
        valid_from: now,
        valid_to: now.plus(ctx.rules.api_key_validity),
        revoked: None,
        replaced_by: None,
        issued_at: now,
    })
}

/// Takes every key of a partner out of force for good, in favour of a new one that is not stored yet; gives their ids.
pub(super) fn retire_all(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    anew: &ApiKey,
) -> Result<Vec<String>, OpError> {
    let mut retired = Vec::new();
    for key in api_keys::of_partner(tx, &anew.partner)? {
        if key.replaced_by.is_none() {
            retired.push(key.id.to_string());
            retire(ctx, tx, news, (key, anew))?;
        }
    }
    Ok(retired)
}

fn retire(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    (key, anew): (ApiKey, &ApiKey),
) -> Result<ApiKey, OpError> {
    let reason: Reason = match key.mapping == anew.mapping {
        true => "reissued".parse()?,
        false => "replaced by a newer mapping".parse()?,
    };
    let key = key.retire(bar(ctx, reason), anew.id.clone());
    api_keys::update(tx, &key)?;
    news.queue(ctx, tx, MessageKind::ApiKey, key.id.as_str())?;
    Ok(key)
}

fn bar(ctx: &Ctx<'_>, reason: Reason) -> Block {
    Block {
        reason,
        by: ctx.actor.name.clone(),
        by_admin: ctx.actor.is_admin(),
        at: ctx.now(),
    }
}

/// Takes one key out of force; its mapping stays. The first reason stays, and a second time is `unchanged`, unless an
/// ida-admin makes its own what the MISP revoked.
pub fn revoke(
    ctx: &Ctx<'_>,
    id: &ApiKeyId,
    reason: &Reason,
) -> Result<Written<Barred<ApiKey>>, OpError> {
    let mut tx = ctx.store.write()?;
    let key = find(ctx, &mut tx, id, Action::ApiKeyRevoke)?;
    let first = key.revoked.clone();
    let change = key.revoke(bar(ctx, reason.clone()));
    let mut done = save(
        ctx,
        tx,
        change,
        MessageKind::ApiKey,
        ("api-key.revoke", Some(reason)),
    )?;
    done.notes
        .extend(effect::confirmed(first.as_ref(), done.outcome));
    let effect = effect::of_api_key(ctx, &done.entity, done.outcome)?;
    Ok(effect::barred(done, effect))
}

/// Takes a revocation back: the key is again what its dates make it.
///
/// One that was retired for another is refused: the other is in force. What an ida-admin revoked, an ida-admin restores.
pub fn restore(
    ctx: &Ctx<'_>,
    id: &ApiKeyId,
    reason: Option<&Reason>,
) -> Result<Written<ApiKey>, OpError> {
    let mut tx = ctx.store.write()?;
    let key = find(ctx, &mut tx, id, Action::ApiKeyRestore)?;
    // One that was revoked before the partner's first certificate was never told of: an update would meet nothing.
    let partner = partners::get(&mut tx, &key.partner)?;
    let kind = match ida::certificate_for(&mut tx, &partner)? {
        Some(_) => MessageKind::ApiKeyApproved,
        None => MessageKind::ApiKey,
    };
    let by = key.revoked.clone();
    let change = key.restore().map_err(Conflict::from)?;
    gives_back(ctx.actor, by.as_ref())?;
    let still = match &change {
        Change::Changed(key) => still(ctx, &mut tx, key)?,
        Change::Unchanged(_) => Vec::new(),
    };
    let mut written = save(ctx, tx, change, kind, ("api-key.restore", reason))?;
    written.notes.extend(still);
    Ok(written)
}

/// Of a key that lets nobody in any more, for whoever is given it.
pub(super) fn out_of_force(ctx: &Ctx<'_>, key: &ApiKey) -> Option<String> {
    let status = key.status(ctx.now());
    let over = matches!(status, ApiKeyStatus::Revoked | ApiKeyStatus::Expired);
    over.then(|| {
        let (id, word) = (&key.id, status.word());
        format!("API key {id} is {word}: pmctl api-key reissue {id}")
    })
}

/// What keeps a restored key from being of use.
fn still(ctx: &Ctx<'_>, conn: &mut Conn<'_>, key: &ApiKey) -> Result<Vec<String>, OpError> {
    let mut notes = Vec::new();
    if key.status(ctx.now()) == ApiKeyStatus::Expired {
        notes.push(format!(
            "API key {id} expired on {}, and stays expired: pmctl api-key reissue {id}",
            key.valid_to.date(),
            id = key.id
        ));
    }
    let partner = partners::get(conn, &key.partner)?;
    if partner.status.is_blocked() {
        notes.push(format!("partner {} is still blocked", partner.id));
    }
    if misps::get(conn, &partner.misp)?.status.is_blocked() {
        notes.push(format!("MISP {} is still blocked", partner.misp));
    }
    Ok(notes)
}

fn save(
    ctx: &Ctx<'_>,
    mut tx: Tx<'_>,
    change: Change<ApiKey>,
    kind: MessageKind,
    (action, reason): (&'static str, Option<&Reason>),
) -> Result<Written<ApiKey>, OpError> {
    let key = match change {
        Change::Changed(key) => key,
        Change::Unchanged(key) => {
            drop(tx);
            let about = [key.id.to_string()];
            return unchanged(ctx, key, &about);
        }
    };
    let mut news = News::default();
    api_keys::update(&mut tx, &key)?;
    let mut entry = ctx.audited(action, key.partner.as_str());
    entry.reason = reason.map(Reason::to_string);
    entry.detail = Some(format!("API key {}", key.id));
    news.audit(ctx, &mut tx, &entry)?;
    news.queue(ctx, &mut tx, kind, key.id.as_str())?;
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity: key,
        outcome: Outcome::Updated,
        delivery,
        notes: Vec::new(),
    })
}
