//! A MISP's beginning.

use super::{Licensed, NewMisp, contact_differences, policy_for, with_license};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::change::{Outcome, Written};
use crate::domain::id::{LicenseId, MispId};
use crate::domain::journal::{IntentKind, IntentState};
use crate::domain::license::License;
use crate::domain::misp::Misp;
use crate::domain::outbox::MessageKind;
use crate::domain::status::Status;
use crate::kernel::IdKind;
use crate::ops::journal::{self, Begun, Wanted};
use crate::ops::outbox::{News, push, unchanged};
use crate::ops::{Conflict, Ctx, OpError, access, ids, license, policy};
use crate::store::{Conn, Tx, intents, licenses, misps};

/// Registers a MISP: its id and license key come from the Kernel, both are stored in one transaction.
///
/// The same name with the same contact is `unchanged`; with another it is a conflict. An id that the Kernel gave is kept
/// over a crash; a license key whose answer was lost is issued again, and the lost one is reported.
pub fn register(ctx: &Ctx<'_>, new: &NewMisp) -> Result<Written<Licensed>, OpError> {
    access::system(ctx, Action::MispRegister)?;
    license::lasting(new.license_validity)?;
    if let Some((id, _)) = &new.id {
        id.chosen()?;
    }
    let found = registered(ctx, &mut *ctx.store.read()?, new)?;
    if let Some(found) = found {
        return unchanged(ctx, found, &[]);
    }
    let subject = new.name.key();
    let wanted = Wanted {
        kind: IntentKind::MispRegister,
        subject: &subject,
        input: new.name.as_str(),
    };
    let policy = new.policy.as_deref();
    // Refused before the Kernel is asked for an id and a key.
    let wanted_policy =
        |conn: &mut Conn<'_>| policy.map(|named| policy_for(ctx, conn, named)).transpose();
    wanted_policy(&mut *ctx.store.read()?)?;
    let begun = journal::begin(ctx, &wanted, |tx| registered(ctx, tx, new))?;
    let (intent, mut notes) = match begun {
        Begun::Already(found) => return unchanged(ctx, found, &[]),
        Begun::Mine { intent, notes } => (intent, notes),
    };
    let chosen = new.id.as_ref().map(|(id, entry)| (id.as_str(), *entry));
    let (intent, id) = ids::settled(ctx, intent, IdKind::Misp, chosen)?;
    let id: MispId = id.parse()?;
    let now = ctx.now();
    let valid_to = now.plus(new.license_validity.unwrap_or(ctx.rules.license_validity));
    let (intent, key) = license::issue(ctx, intent, &id, valid_to)?;
    let orphan = journal::orphan_note(&intent, "a license key");

    let mut misp = Misp {
        id: id.clone(),
        name: new.name.clone(),
        contact: new.contact.clone(),
        status: Status::Active,
        created_at: now,
        policy: None,
    };
    let license = License {
        id: random::id(now).parse::<LicenseId>()?,
        misp: id,
        key,
        valid_from: now,
        valid_to,
        revoked: None,
        renewed_from: None,
        issued_at: now,
        handed_over: None,
    };
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    let policy = wanted_policy(&mut tx)?;
    misp.policy = policy.as_ref().map(|found| found.policy.id.clone());
    record(
        ctx,
        &mut tx,
        &mut news,
        (&misp, &license),
        orphan.as_deref(),
    )?;
    notes.extend(orphan);
    notes.extend(new.contact.warning("MISP"));
    intents::end(&mut tx, &intent, IntentState::Done)?;
    ctx.faults.pass();
    tx.commit()?;
    ctx.faults.pass();

    let delivery = push(ctx, &news)?;
    let entity = Licensed {
        misp,
        license: Some(license),
        next: None,
        policy,
    };
    Ok(Written {
        entity,
        outcome: Outcome::Created,
        delivery,
        notes,
    })
}

fn record(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    (misp, license): (&Misp, &License),
    orphan: Option<&str>,
) -> Result<(), OpError> {
    access::login_of_misp(ctx, tx, Some(&misp.id), misp.contact.user.as_ref())?;
    misps::insert(tx, misp)?;
    licenses::insert(tx, license)?;
    news.audit(ctx, tx, &ctx.audited("misp.register", misp.id.as_str()))?;
    let mut entry = ctx.audited("license.issue", misp.id.as_str());
    entry.detail = Some(format!(
        "license {} until {}",
        license.id,
        license.valid_to.date()
    ));
    entry.reason = orphan.map(str::to_owned);
    news.audit(ctx, tx, &entry)?;
    news.queue(ctx, tx, MessageKind::MispLicense, misp.id.as_str())
}

/// The MISP of that name, if it is the same in all that was given.
fn registered(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    new: &NewMisp,
) -> Result<Option<Licensed>, OpError> {
    let Some(misp) = misps::by_name(conn, &new.name.key())? else {
        access::login_of_misp(ctx, conn, None, new.contact.user.as_ref())?;
        return Ok(None);
    };
    let differs = differences(conn, &misp, new)?;
    if !differs.is_empty() {
        return Err(Conflict::Differs {
            what: "MISP",
            name: misp.name.to_string(),
            id: misp.id.to_string(),
            differs,
        }
        .into());
    }
    with_license(ctx, conn, misp).map(Some)
}

fn differences(conn: &mut Conn<'_>, misp: &Misp, new: &NewMisp) -> Result<String, OpError> {
    let mut differs = contact_differences(&misp.contact, &new.contact);
    if new.id.as_ref().is_some_and(|(id, _)| *id != misp.id) {
        differs.push("id");
    }
    if let Some(named) = &new.policy
        && misp.policy.as_ref() != Some(&policy::find(conn, named)?.policy.id)
    {
        differs.push("policy");
    }
    Ok(differs.join(", "))
}
