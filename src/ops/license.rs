//! Licenses: issued with the MISP, renewed here.

use super::access;
use super::journal::{self, Begun, Wanted};
use super::misp;
use super::outbox::{News, push, unchanged};
use super::{Conflict, Ctx, LicenseSource, OpError};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::change::{Outcome, Written};
use crate::domain::id::{LicenseId, MispId};
use crate::domain::journal::{Intent, IntentKind, IntentState};
use crate::domain::license::{Due, License};
use crate::domain::misp::Misp;
use crate::domain::outbox::MessageKind;
use crate::domain::secret::Secret;
use crate::domain::time::{Lifetime, Moment};
use crate::store::{Conn, Page, intents, licenses, misps};

/// Characters of a key that is made here, as MOSIP's PMS makes them.
const BUILTIN_LENGTH: usize = 50;

/// A license with the MISP that holds it, whose status it shares.
#[derive(Debug, Clone)]
pub struct Held {
    pub license: License,
    pub misp: Misp,
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

/// When and for how long a license is renewed.
#[derive(Debug, Clone, Copy)]
pub struct Renewal {
    pub due: Due,
    /// Default: the context's.
    pub validity: Option<Lifetime>,
}

/// Issues a new key when the one in force is due; otherwise `unchanged`.
///
/// A blocked MISP is refused, and so is a revoked license: renewing would undo what was taken away. However this dies, one
/// key ends in force: the store holds one license per license that it renews.
pub fn renew(ctx: &Ctx<'_>, id: &MispId, renewal: Renewal) -> Result<Written<Held>, OpError> {
    let state = settled(ctx, &mut *ctx.store.read()?, id, renewal)?;
    let old = match state {
        State::Settled(held) => return unchanged(ctx, held),
        State::Due(old) => old,
    };
    let input = old.license.id.to_string();
    let wanted = Wanted {
        kind: IntentKind::LicenseRenew,
        subject: id.as_str(),
        input: &input,
    };
    let begun = journal::begin(ctx, &wanted, |tx| match settled(ctx, tx, id, renewal)? {
        State::Settled(held) => Ok(Some(held)),
        State::Due(now) if now.license.id != old.license.id => Ok(Some(now)),
        State::Due(_) => Ok(None),
    })?;
    let (intent, mut notes) = match begun {
        Begun::Already(held) => return unchanged(ctx, held),
        Begun::Mine { intent, notes } => (intent, notes),
    };
    let now = ctx.now();
    let valid_to = now.plus(renewal.validity.unwrap_or(ctx.rules.license_validity));
    let (intent, key) = issue(ctx, intent, id, valid_to)?;
    let orphan = journal::orphan_note(&intent, "a license key");
    let license = License {
        id: random::id(now).parse::<LicenseId>()?,
        misp: id.clone(),
        key,
        valid_from: now,
        valid_to,
        revoked: None,
        renewed_from: Some(old.license.id),
        issued_at: now,
    };

    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    let misp = misp::active(ctx, &mut tx, Action::LicenseRenew, id)?;
    licenses::insert(&mut tx, &license)?;
    let mut entry = ctx.audited("license.renew", id.as_str());
    entry.detail = Some(format!("license {} until {}", license.id, valid_to.date()));
    entry.reason = orphan.clone();
    notes.extend(orphan);
    news.audit(ctx, &mut tx, &entry)?;
    news.queue(ctx, &mut tx, MessageKind::MispLicense, id.as_str())?;
    intents::end(&mut tx, &intent, IntentState::Done)?;
    ctx.faults.pass();
    tx.commit()?;
    ctx.faults.pass();

    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity: Held { license, misp },
        outcome: Outcome::Created,
        delivery,
        notes,
    })
}

enum State {
    /// Nothing to do.
    Settled(Held),
    Due(Held),
}

fn settled(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    id: &MispId,
    renewal: Renewal,
) -> Result<State, OpError> {
    let misp = misp::active(ctx, conn, Action::LicenseRenew, id)?;
    let newest = licenses::of_misp(conn, id)?.into_iter().next();
    let absent = || OpError::NotFound {
        what: "license of MISP",
        id: id.to_string(),
    };
    let license = newest.ok_or_else(absent)?;
    if let Some(revoked) = &license.revoked {
        return Err(Conflict::LicenseRevoked {
            id: license.id.to_string(),
            reason: revoked.reason.to_string(),
        }
        .into());
    }
    let due = license.is_due(renewal.due, ctx.now());
    let held = Held { license, misp };
    Ok(if due {
        State::Due(held)
    } else {
        State::Settled(held)
    })
}

/// One row of a renewal of all.
#[derive(Debug)]
pub struct RenewalRow {
    pub misp: MispId,
    pub result: Result<Written<Held>, OpError>,
}

/// Renews what is due among all MISPs; a blocked one is passed over, one that fails stops no other.
pub fn renew_all(ctx: &Ctx<'_>, renewal: Renewal) -> Result<Vec<RenewalRow>, OpError> {
    access::system(ctx, Action::LicenseRenew)?;
    let mut rows = Vec::new();
    let mut page = Page::first(500);
    loop {
        let misps = misps::list(&mut *ctx.store.read()?, &page)?;
        let Some(last) = misps.last() else {
            return Ok(rows);
        };
        page = page.after(last.name.key());
        for misp in misps.into_iter().filter(|misp| !misp.status.is_blocked()) {
            let result = renew(ctx, &misp.id, renewal);
            rows.push(RenewalRow {
                misp: misp.id,
                result,
            });
        }
    }
}

/// Of all MISPs, or of one; a misp sees its own.
pub fn list(ctx: &Ctx<'_>, misp: Option<&MispId>, page: &Page) -> Result<Vec<Held>, OpError> {
    let own = ctx.actor.misp.clone().filter(|_| !ctx.actor.is_admin());
    let mut conn = ctx.store.read()?;
    let Some(id) = misp.cloned().or(own) else {
        access::everyone(ctx, Action::LicenseRead)?;
        let all = licenses::list(&mut conn, page)?;
        return all
            .into_iter()
            .map(|license| held(&mut conn, license))
            .collect();
    };
    let misp = access::misp(ctx, &mut conn, Action::LicenseRead, &id)?;
    let all = licenses::of_misp(&mut conn, &id)?;
    Ok(all
        .into_iter()
        .map(|license| Held {
            license,
            misp: misp.clone(),
        })
        .collect())
}

fn held(conn: &mut Conn<'_>, license: License) -> Result<Held, OpError> {
    let misp = misps::get(conn, &license.misp)?;
    Ok(Held { license, misp })
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
        misp => Ok(Held {
            license,
            misp: misp?,
        }),
    }
}
