//! API keys, issued when a mapping is approved.

use super::access;
use super::outbox::{News, push};
use super::{Ctx, OpError};
use crate::domain::access::Action;
use crate::domain::api_key::ApiKey;
use crate::domain::id::{ApiKeyId, PartnerId};
use crate::store::{Conn, Page, api_keys, partners};

/// Of one partner; of all for an ida-admin, of its own partners for a misp.
pub fn list(
    ctx: &Ctx<'_>,
    partner: Option<&PartnerId>,
    page: &Page,
) -> Result<Vec<ApiKey>, OpError> {
    let own = ctx.actor.partner.clone().filter(|_| !ctx.actor.is_admin());
    let mut conn = ctx.store.read()?;
    let Some(id) = partner.cloned().or(own) else {
        if let (false, Some(misp)) = (ctx.actor.is_admin(), &ctx.actor.misp) {
            access::misp(ctx, &mut conn, Action::ApiKeyRead, misp)?;
            let mut rows = Vec::new();
            for partner in partners::list(&mut conn, Some(misp), page)? {
                rows.extend(api_keys::of_partner(&mut conn, &partner.id)?);
            }
            return Ok(rows);
        }
        access::everyone(ctx, Action::ApiKeyRead)?;
        return Ok(api_keys::list(&mut conn, page)?);
    };
    access::partner(ctx, &mut conn, Action::ApiKeyRead, &id)?;
    Ok(api_keys::of_partner(&mut conn, &id)?)
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
