//! Licenses: issued with the MISP, renewed, revoked and handed over here.

mod all;
mod hand_over;
mod hook;
mod keys;
mod renew;

pub use all::{RenewalRow, Renewed, renew_all};
pub use hand_over::{HandOver, Place, hand_over};
pub use hook::{Hook, Running};
pub(super) use renew::lasting;
pub use renew::{Renewal, renew};

use super::access;
use super::effect::{self, Barred, Since};
use super::journal;
use super::outbox::{News, push, unchanged};
use super::{Ctx, LicenseSource, OpError};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::change::{Change, Outcome, Written};
use crate::domain::id::{LicenseId, MispId};
use crate::domain::journal::Intent;
use crate::domain::license::{License, LicenseStatus, Revocation, Standing, successor};
use crate::domain::misp::Misp;
use crate::domain::outbox::MessageKind;
use crate::domain::secret::Secret;
use crate::domain::text::Reason;
use crate::domain::time::Moment;
use crate::store::{Conn, Page, Tx, licenses, misps};
use std::collections::HashMap;

/// Characters of a key that is made here, as MOSIP's PMS makes them.
const BUILTIN_LENGTH: usize = 50;

/// A license with the MISP that holds it, whose status it shares.
#[derive(Debug, Clone)]
pub struct Held {
    pub license: License,
    pub misp: Misp,
    pub standing: Standing,
}

/// The key for a MISP until `valid_to`, from the Kernel or from here.
pub(super) fn issue(
    ctx: &Ctx<'_>,
    intent: Intent,
    misp: &MispId,
    valid_to: Moment,
) -> Result<(Intent, Secret), OpError> {
    match ctx.rules.license_source {
        LicenseSource::Builtin => Ok((intent, random::alphanumeric(BUILTIN_LENGTH)?)),
        LicenseSource::Kernel => journal::ask(ctx, &intent, |kernel| {
            kernel.generate_license(misp.as_str(), valid_to.timestamp())
        }),
    }
}

/// Tells ID Authentication which license is in force, now and again at each cutover to come: what is said then is what
/// is true then, and a clock that was set back meanwhile does not leave it with the older one.
pub(super) fn tell(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    misp: &MispId,
) -> Result<(), OpError> {
    news.queue(ctx, tx, MessageKind::MispLicense, misp.as_str())?;
    tell_later(ctx, tx, news, misp)
}

pub(super) fn tell_later(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    misp: &MispId,
) -> Result<(), OpError> {
    let now = ctx.now();
    for license in licenses::of_misp(tx, misp)? {
        if let Some(cutover) = license.cutover().filter(|cutover| now < *cutover) {
            news.queue_for(ctx, tx, MessageKind::MispLicense, misp.as_str(), cutover)?;
        }
    }
    Ok(())
}

/// Which licenses a list shows.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub misp: Option<MispId>,
    pub status: Option<LicenseStatus>,
}

/// Of all MISPs sorted by id, or of one, newest first; a misp sees its own.
pub fn list(ctx: &Ctx<'_>, wanted: &Wanted, page: &Page) -> Result<Vec<Held>, OpError> {
    let own = ctx.actor.own_misp().cloned();
    let now = ctx.now();
    let mut conn = ctx.store.read()?;
    let Some(id) = wanted.misp.clone().or(own) else {
        access::everyone(ctx, Action::LicenseRead)?;
        let status = wanted.status.map(|status| (status, now));
        let found = licenses::list(&mut conn, status, page)?;
        return with_misps(&mut conn, found, now);
    };
    access::misp(ctx, &mut conn, Action::LicenseRead, &id)?;
    let found = licenses::of_misp(&mut conn, &id)?;
    let mut all = with_misps(&mut conn, found, now)?;
    if let Some(status) = wanted.status {
        all.retain(|held| held.license.status(&held.misp.status, now) == status);
    }
    if let Some(last) = &page.after {
        let place = all.iter().position(|held| held.license.id.as_str() == last);
        all.drain(..place.map_or(all.len(), |place| place + 1));
    }
    all.truncate(page.limit);
    Ok(all)
}

/// Reads each MISP once.
fn with_misps(conn: &mut Conn<'_>, found: Vec<License>, now: Moment) -> Result<Vec<Held>, OpError> {
    let mut known: HashMap<MispId, (Misp, Vec<License>)> = HashMap::new();
    let mut rows = Vec::with_capacity(found.len());
    for license in found {
        if !known.contains_key(&license.misp) {
            let misp = misps::get(conn, &license.misp)?;
            let all = licenses::of_misp(conn, &license.misp)?;
            known.insert(license.misp.clone(), (misp, all));
        }
        let (misp, all) = &known[&license.misp];
        rows.push(Held {
            misp: misp.clone(),
            standing: Standing::of(&license, all, now),
            license,
        });
    }
    Ok(rows)
}

/// One license with what it depends on.
fn held(ctx: &Ctx<'_>, conn: &mut Conn<'_>, license: License, misp: Misp) -> Result<Held, OpError> {
    let all = licenses::of_misp(conn, &misp.id)?;
    let standing = Standing::of(&license, &all, ctx.now());
    Ok(Held {
        license,
        misp,
        standing,
    })
}

pub fn show(ctx: &Ctx<'_>, id: &LicenseId) -> Result<Held, OpError> {
    find(ctx, &mut *ctx.store.read()?, id, Action::LicenseRead)
}

/// The license with its key in clear; the audit trail says who saw it.
pub fn reveal(ctx: &Ctx<'_>, id: &LicenseId) -> Result<Held, OpError> {
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    let held = find(ctx, &mut tx, id, Action::LicenseReveal)?;
    let mut entry = ctx.audited("license.reveal", held.misp.id.as_str());
    entry.detail = Some(format!("license {id}"));
    news.audit(ctx, &mut tx, &entry)?;
    licenses::handed_over(&mut tx, id, ctx.now())?;
    tx.commit()?;
    push(ctx, &news)?;
    Ok(held)
}

fn find(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    id: &LicenseId,
    action: Action,
) -> Result<Held, OpError> {
    let absent = || OpError::NotFound {
        what: "license",
        id: id.to_string(),
    };
    let license = licenses::find(conn, id)?.ok_or_else(absent)?;
    match access::misp(ctx, conn, action, &license.misp) {
        Err(OpError::NotFound { .. }) => Err(absent()),
        misp => held(ctx, conn, license, misp?),
    }
}

/// Bars one key, whatever becomes of its MISP; a second time is `unchanged`, and the first reason stays.
///
/// ID Authentication is told of the license that is in force, which is this one or another.
pub fn revoke(
    ctx: &Ctx<'_>,
    id: &LicenseId,
    reason: &Reason,
) -> Result<Written<Barred<Held>>, OpError> {
    let mut tx = ctx.store.write()?;
    let found = find(ctx, &mut tx, id, Action::LicenseRevoke)?;
    let change = found.license.revoke(Revocation {
        reason: reason.clone(),
        by: ctx.actor.name.clone(),
        at: ctx.now(),
    });
    let action = ("license.revoke", Some(reason));
    let done = save(ctx, tx, found.misp, change, action)?;
    let license = &done.entity.license;
    let then = license.revoked.as_ref().map(|bar| bar.at);
    let effect = effect::of_license(ctx, license, Since::of(done.outcome, then))?;
    Ok(effect::barred(done, effect))
}

/// Takes a revocation back: the license is again what its dates and its MISP make it.
pub fn restore(
    ctx: &Ctx<'_>,
    id: &LicenseId,
    reason: Option<&Reason>,
) -> Result<Written<Held>, OpError> {
    let mut tx = ctx.store.write()?;
    let found = find(ctx, &mut tx, id, Action::LicenseRestore)?;
    let change = found.license.restore();
    save(ctx, tx, found.misp, change, ("license.restore", reason))
}

fn save(
    ctx: &Ctx<'_>,
    mut tx: Tx<'_>,
    misp: Misp,
    change: Change<License>,
    (action, reason): (&'static str, Option<&Reason>),
) -> Result<Written<Held>, OpError> {
    let license = match change {
        Change::Changed(license) => license,
        Change::Unchanged(license) => {
            let found = held(ctx, &mut tx, license, misp)?;
            drop(tx);
            let about = [found.misp.id.to_string()];
            return unchanged(ctx, found, &about);
        }
    };
    let mut news = News::default();
    licenses::update(&mut tx, &license)?;
    let mut entry = ctx.audited(action, misp.id.as_str());
    entry.reason = reason.map(Reason::to_string);
    entry.detail = Some(format!("license {}", license.id));
    news.audit(ctx, &mut tx, &entry)?;
    tell(ctx, &mut tx, &mut news, &misp.id)?;
    let notes = consequences(ctx, &mut tx, &license, &misp)?;
    let entity = held(ctx, &mut tx, license, misp)?;
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

/// What a revocation or its end does not change, though one might think so.
fn consequences(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    license: &License,
    misp: &Misp,
) -> Result<Vec<String>, OpError> {
    let now = ctx.now();
    let all = licenses::of_misp(conn, &misp.id)?;
    let mut notes = Vec::new();
    if let Some(next) = successor(&all, now).filter(|_| license.revoked.is_some()) {
        notes.push(format!(
            "license {} of the same MISP takes over on {}; revoke it too if the MISP is to be stopped",
            next.id,
            next.valid_from.date()
        ));
    }
    if license.revoked.is_none() && license.status(&misp.status, now) == LicenseStatus::Blocked {
        notes.push(format!("MISP {} is still blocked", misp.id));
    }
    if license.revoked.is_none() && now >= license.valid_to {
        notes.push(format!(
            "license {} has expired: pmctl misp renew-license {}",
            license.id, misp.id
        ));
    }
    Ok(notes)
}

#[cfg(test)]
mod tests;
