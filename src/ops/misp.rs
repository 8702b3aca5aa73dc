//! MISPs.

mod register;

pub use register::register;

use super::access;
use super::effect::{self, Barred, Since};
use super::holder::active_misp;
use super::ids::KernelEntry;
use super::outbox::{News, push, unchanged};
use super::policy::{self, Grouped};
use super::{Conflict, Ctx, OpError, license};
use crate::domain::access::Action;
use crate::domain::change::{Change, Outcome, Written};
use crate::domain::contact::{Contact, Email, Phone};
use crate::domain::id::{MispId, PolicyId};
use crate::domain::license::{License, in_force, successor};
use crate::domain::misp::Misp;
use crate::domain::policy::PolicyKind;
use crate::domain::status::Block;
use crate::domain::text::{Address, ContactName, LoginUser, Name, Reason};
use crate::domain::time::Lifetime;
use crate::store::{Conn, Page, Tx, licenses, misps, policies};

#[derive(Debug, Clone)]
pub struct NewMisp {
    pub name: Name,
    pub contact: Contact,
    /// Chosen by an ida-admin; otherwise it comes from the id source of the context.
    pub id: Option<(MispId, KernelEntry)>,
    /// Default: the context's.
    pub license_validity: Option<Lifetime>,
    /// Of kind MISP; id, or `group/name`.
    pub policy: Option<String>,
}

/// A MISP with the license that is in force, if one has begun.
#[derive(Debug, Clone)]
pub struct Licensed {
    pub misp: Misp,
    pub license: Option<License>,
    /// The one that waits for its cutover.
    pub next: Option<License>,
    /// The one that is told with its license.
    pub policy: Option<Grouped>,
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
    let license = in_force(&all, ctx.now()).cloned();
    let next = successor(&all, ctx.now()).cloned();
    let policy = policy_of(conn, &misp)?;
    Ok(Licensed {
        misp,
        license,
        next,
        policy,
    })
}

/// What of others the MISP may ask ID Authentication for in their place.
pub(super) fn policy_of(conn: &mut Conn<'_>, misp: &Misp) -> Result<Option<Grouped>, OpError> {
    let Some(id) = &misp.policy else {
        return Ok(None);
    };
    let found = policies::get(conn, id)?;
    policy::grouped(conn, found).map(Some)
}

/// A policy that a MISP may be given now: of kind MISP, and usable as one that a partner is mapped to.
pub(super) fn policy_for(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    named: &str,
) -> Result<Grouped, OpError> {
    let found = policy::find(conn, named)?;
    let Grouped { policy, group } = &found;
    if policy.kind != PolicyKind::Misp {
        return Err(Conflict::NotForMisp {
            policy: format!("{}/{}", group.name, policy.name),
            kind: policy.kind.word(),
        }
        .into());
    }
    policy::usable(ctx, policy, group)?;
    Ok(found)
}

/// By name; a misp sees itself only.
pub fn list(ctx: &Ctx<'_>, page: &Page) -> Result<Vec<Licensed>, OpError> {
    if let Some(own) = ctx.actor.own_misp() {
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

/// What becomes of a MISP's policy.
#[derive(Debug, Clone, Default)]
pub enum PolicyChange {
    #[default]
    Keep,
    /// Of kind MISP; id, or `group/name`.
    Take(String),
    Drop,
}

impl PolicyChange {
    /// The one that the MISP has is not looked at again: it may have ended meanwhile.
    fn settled(
        &self,
        ctx: &Ctx<'_>,
        conn: &mut Conn<'_>,
        misp: &Misp,
    ) -> Result<Option<PolicyId>, OpError> {
        match self {
            Self::Keep => Ok(misp.policy.clone()),
            Self::Drop => Ok(None),
            Self::Take(named) => {
                let found = policy::find(conn, named)?;
                if misp.policy.as_ref() == Some(&found.policy.id) {
                    return Ok(misp.policy.clone());
                }
                policy_for(ctx, conn, named).map(|found| Some(found.policy.id))
            }
        }
    }
}

/// Changes name, contact or policy here, then tells ID Authentication, which gets a MISP's policy with its license.
pub fn update(
    ctx: &Ctx<'_>,
    id: &MispId,
    revision: &Revision,
    policy: &PolicyChange,
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
    access::login_of_misp(ctx, &mut tx, Some(id), revision.user.as_ref())?;
    let policy = policy.settled(ctx, &mut tx, &misp)?;
    let detail = [
        login_change(&misp.contact, &contact),
        policy_change(misp.policy.as_ref(), policy.as_ref()),
    ];
    let warning = revision
        .email
        .as_ref()
        .and_then(|_| contact.warning("MISP"));
    let change = misp.revise(name, contact, policy);
    let detail: Vec<String> = detail.into_iter().flatten().collect();
    let detail = (!detail.is_empty()).then(|| detail.join(", "));
    let mut written = save(ctx, tx, change, ("misp.update", detail), None)?;
    written.notes.extend(warning);
    Ok(written)
}

/// From which policy to which, for the audit trail.
fn policy_change(old: Option<&PolicyId>, new: Option<&PolicyId>) -> Option<String> {
    let name = |id: Option<&PolicyId>| id.map_or("none", PolicyId::as_str).to_owned();
    (old != new).then(|| format!("policy {} → {}", name(old), name(new)))
}

/// Blocks a MISP here, then tells ID Authentication and the audit manager.
///
/// Change, audit entry and messages are one transaction. A receiver that is down delays the news, never the block.
pub fn block(
    ctx: &Ctx<'_>,
    id: &MispId,
    reason: &Reason,
) -> Result<Written<Barred<Licensed>>, OpError> {
    let mut tx = ctx.store.write()?;
    let misp = access::misp(ctx, &mut tx, Action::MispBlock, id)?;
    let change = misp.block(Block {
        reason: reason.clone(),
        by: ctx.actor.name.clone(),
        by_admin: ctx.actor.is_admin(),
        at: ctx.now(),
    });
    let reason = Some(reason.to_string());
    let done = save(ctx, tx, change, ("misp.block", None), reason)?;
    let then = done.entity.misp.status.block_details().map(|bar| bar.at);
    let effect = effect::of_misp(ctx, id, Since::of(done.outcome, then))?;
    Ok(effect::barred(done, effect))
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
            let about = [found.misp.id.to_string()];
            return unchanged(ctx, found, &about);
        }
    };
    let mut news = News::default();
    misps::update(&mut tx, &misp)?;
    let mut entry = ctx.audited(action, misp.id.as_str());
    (entry.reason, entry.detail) = (reason, detail);
    news.audit(ctx, &mut tx, &entry)?;
    license::tell(ctx, &mut tx, &mut news, &misp.id)?;
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
