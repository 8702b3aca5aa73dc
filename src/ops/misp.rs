//! MISPs.

use super::access;
use super::holder::active_misp;
use super::ids::{self, KernelEntry};
use super::journal::{self, Begun, Wanted};
use super::outbox::{News, push, unchanged};
use super::{Conflict, Ctx, OpError, license};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::change::{Change, Outcome, Written};
use crate::domain::contact::{Contact, Email, Phone};
use crate::domain::id::{LicenseId, MispId};
use crate::domain::journal::{IntentKind, IntentState};
use crate::domain::license::License;
use crate::domain::misp::Misp;
use crate::domain::outbox::MessageKind;
use crate::domain::status::Block;
use crate::domain::text::{Address, ContactName, LoginUser, Name, Reason};
use crate::domain::time::Lifetime;
use crate::kernel::IdKind;
use crate::store::{Conn, Page, Tx, intents, licenses, misps};

#[derive(Debug, Clone)]
pub struct NewMisp {
    pub name: Name,
    pub contact: Contact,
    /// Chosen by an ida-admin; otherwise it comes from the id source of the context.
    pub id: Option<(MispId, KernelEntry)>,
    /// Default: the context's.
    pub license_validity: Option<Lifetime>,
}

/// A MISP with the license that is in force, if one has begun.
#[derive(Debug, Clone)]
pub struct Licensed {
    pub misp: Misp,
    pub license: Option<License>,
}

/// Registers a MISP: its id and license key come from the Kernel, both are stored in one transaction.
///
/// The same name with the same contact is `unchanged`; with another it is a conflict. An id that the Kernel gave is kept
/// over a crash; a license key whose answer was lost is issued again, and the lost one is reported.
pub fn register(ctx: &Ctx<'_>, new: &NewMisp) -> Result<Written<Licensed>, OpError> {
    access::system(ctx, Action::MispRegister)?;
    let found = registered(ctx, &mut *ctx.store.read()?, new)?;
    if let Some(found) = found {
        return unchanged(ctx, found);
    }
    let subject = new.name.key();
    let wanted = Wanted {
        kind: IntentKind::MispRegister,
        subject: &subject,
        input: new.name.as_str(),
    };
    let begun = journal::begin(ctx, &wanted, |tx| registered(ctx, tx, new))?;
    let (intent, mut notes) = match begun {
        Begun::Already(found) => return unchanged(ctx, found),
        Begun::Mine { intent, notes } => (intent, notes),
    };
    let chosen = new.id.as_ref().map(|(id, entry)| (id.as_str(), *entry));
    let (intent, id) = ids::settled(ctx, intent, IdKind::Misp, chosen)?;
    let id: MispId = id.parse()?;
    let now = ctx.now();
    let valid_to = now.plus(new.license_validity.unwrap_or(ctx.rules.license_validity));
    let (intent, key) = license::issue(ctx, intent, &id, valid_to)?;
    let orphan = journal::orphan_note(&intent, "a license key");

    let misp = Misp {
        id: id.clone(),
        name: new.name.clone(),
        contact: new.contact.clone(),
        status: crate::domain::status::Status::Active,
        created_at: now,
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
    };
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    record(
        ctx,
        &mut tx,
        &mut news,
        (&misp, &license),
        orphan.as_deref(),
    )?;
    notes.extend(orphan);
    intents::end(&mut tx, &intent, IntentState::Done)?;
    ctx.faults.pass();
    tx.commit()?;
    ctx.faults.pass();

    let delivery = push(ctx, &news)?;
    let entity = Licensed {
        misp,
        license: Some(license),
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
    access::login_of_misp(tx, Some(&misp.id), misp.contact.user.as_ref())?;
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
pub(super) fn registered(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    new: &NewMisp,
) -> Result<Option<Licensed>, OpError> {
    let Some(misp) = misps::by_name(conn, &new.name.key())? else {
        access::login_of_misp(conn, None, new.contact.user.as_ref())?;
        return Ok(None);
    };
    let differs = differences(&misp, new);
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

fn differences(misp: &Misp, new: &NewMisp) -> String {
    let mut differs = contact_differences(&misp.contact, &new.contact);
    if new.id.as_ref().is_some_and(|(id, _)| *id != misp.id) {
        differs.push("id");
    }
    differs.join(", ")
}

/// The names of the fields in which two contacts differ.
pub(super) fn contact_differences(old: &Contact, new: &Contact) -> Vec<&'static str> {
    let mut differs = Vec::new();
    let mut note = |same: bool, what| {
        if !same {
            differs.push(what);
        }
    };
    note(old.name == new.name, "contact name");
    note(old.phone == new.phone, "phone");
    note(old.email == new.email, "e-mail");
    note(old.address == new.address, "address");
    note(old.user == new.user, "login user");
    differs
}

fn with_license(ctx: &Ctx<'_>, conn: &mut Conn<'_>, misp: Misp) -> Result<Licensed, OpError> {
    let all = licenses::of_misp(conn, &misp.id)?;
    let license = crate::domain::license::in_force(&all, ctx.now()).cloned();
    Ok(Licensed { misp, license })
}

/// By name; a misp sees itself only.
pub fn list(ctx: &Ctx<'_>, page: &Page) -> Result<Vec<Licensed>, OpError> {
    if let (false, Some(own)) = (ctx.actor.is_admin(), &ctx.actor.misp) {
        return Ok(vec![show(ctx, own)?]);
    }
    access::everyone(ctx, Action::MispRead)?;
    let mut conn = ctx.store.read()?;
    let misps = misps::list(&mut conn, page)?;
    misps
        .into_iter()
        .map(|misp| with_license(ctx, &mut conn, misp))
        .collect()
}

pub fn show(ctx: &Ctx<'_>, id: &MispId) -> Result<Licensed, OpError> {
    let mut conn = ctx.store.read()?;
    let misp = access::misp(ctx, &mut conn, Action::MispRead, id)?;
    with_license(ctx, &mut conn, misp)
}

/// What is to be changed of a MISP or a partner; `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Revision {
    pub name: Option<Name>,
    pub contact: Option<ContactName>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    pub address: Option<Address>,
    pub user: Option<LoginUser>,
}

impl Revision {
    pub(super) fn of_contact(&self, old: &Contact) -> Contact {
        let or = |new: &Option<Address>| new.clone().or_else(|| old.address.clone());
        Contact {
            name: self.contact.clone().unwrap_or_else(|| old.name.clone()),
            phone: self.phone.clone().unwrap_or_else(|| old.phone.clone()),
            email: self.email.clone().unwrap_or_else(|| old.email.clone()),
            address: or(&self.address),
            user: self.user.clone().or_else(|| old.user.clone()),
        }
    }
}

/// Who acts for it has changed: the audit trail says from whom to whom.
pub(super) fn login_change(old: &Contact, new: &Contact) -> Option<String> {
    let name = |contact: &Contact| {
        contact
            .user
            .as_ref()
            .map_or("none".to_owned(), LoginUser::to_string)
    };
    (old.user != new.user).then(|| format!("login {} → {}", name(old), name(new)))
}

pub fn update(
    ctx: &Ctx<'_>,
    id: &MispId,
    revision: &Revision,
) -> Result<Written<Licensed>, OpError> {
    let mut tx = ctx.store.write()?;
    let misp = access::misp(ctx, &mut tx, Action::MispUpdate, id)?;
    let name = revision.name.clone().unwrap_or_else(|| misp.name.clone());
    let contact = revision.of_contact(&misp.contact);
    if let Some(other) = misps::by_name(&mut tx, &name.key())?.filter(|other| other.id != *id) {
        let taken = Conflict::NameTaken {
            what: "MISP",
            name: name.to_string(),
            id: other.id.to_string(),
        };
        return Err(taken.into());
    }
    access::login_of_misp(&mut tx, Some(id), revision.user.as_ref())?;
    let login = login_change(&misp.contact, &contact);
    let change = misp.revise(name, contact);
    save(ctx, tx, change, ("misp.update", login), None)
}

/// Blocks a MISP here, then tells ID Authentication and the audit manager.
///
/// Change, audit entry and messages are one transaction. A receiver that is down delays the news, never the block.
pub fn block(ctx: &Ctx<'_>, id: &MispId, reason: &Reason) -> Result<Written<Licensed>, OpError> {
    let mut tx = ctx.store.write()?;
    let misp = access::misp(ctx, &mut tx, Action::MispBlock, id)?;
    let change = misp.block(Block {
        reason: reason.clone(),
        by: ctx.actor.name.clone(),
        by_admin: ctx.actor.is_admin(),
        at: ctx.now(),
    });
    save(
        ctx,
        tx,
        change,
        ("misp.block", None),
        Some(reason.to_string()),
    )
}

/// Gives back exactly what the block took away: a license revoked by itself stays revoked.
pub fn unblock(
    ctx: &Ctx<'_>,
    id: &MispId,
    reason: Option<&Reason>,
) -> Result<Written<Licensed>, OpError> {
    let mut tx = ctx.store.write()?;
    let misp = access::misp(ctx, &mut tx, Action::MispUnblock, id)?;
    let change = misp.unblock();
    save(
        ctx,
        tx,
        change,
        ("misp.unblock", None),
        reason.map(Reason::to_string),
    )
}

fn save(
    ctx: &Ctx<'_>,
    mut tx: Tx<'_>,
    change: Change<Misp>,
    (action, detail): (&'static str, Option<String>),
    reason: Option<String>,
) -> Result<Written<Licensed>, OpError> {
    let misp = match change {
        Change::Changed(misp) => misp,
        Change::Unchanged(misp) => {
            let found = with_license(ctx, &mut tx, misp)?;
            drop(tx);
            return unchanged(ctx, found);
        }
    };
    let mut news = News::default();
    misps::update(&mut tx, &misp)?;
    let mut entry = ctx.audited(action, misp.id.as_str());
    (entry.reason, entry.detail) = (reason, detail);
    news.audit(ctx, &mut tx, &entry)?;
    news.queue(ctx, &mut tx, MessageKind::MispLicense, misp.id.as_str())?;
    let entity = with_license(ctx, &mut tx, misp)?;
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity,
        outcome: Outcome::Updated,
        delivery,
        notes: Vec::new(),
    })
}

/// For operations that issue something to a MISP.
pub(super) fn active(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    action: Action,
    id: &MispId,
) -> Result<Misp, OpError> {
    let misp = access::misp(ctx, conn, action, id)?;
    active_misp(&misp)?;
    Ok(misp)
}
