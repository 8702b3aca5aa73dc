//! Partners of a MISP.

mod add;

pub use add::add;

use super::access;
use super::effect::{self, Barred, Since};
use super::ida::{self, ApiKeyChoice, LicenseChoice, Triple, Verdict};
use super::ids::KernelEntry;
use super::misp::{Revision, login_change};
use super::outbox::{News, push, unchanged};
use super::{Conflict, Ctx, OpError};
use crate::domain::access::{Action, decide};
use crate::domain::change::{Change, Outcome, Written};
use crate::domain::contact::Contact;
use crate::domain::id::{Holder, MispId, PartnerId};
use crate::domain::mapping::Mapping;
use crate::domain::misp::Misp;
use crate::domain::outbox::MessageKind;
use crate::domain::partner::{Partner, PartnerType, Signer};
use crate::domain::policy::{Policy, PolicyGroup};
use crate::domain::status::Block;
use crate::domain::text::{Name, Organization, Reason};
use crate::store::{Conn, Of, Page, Tx, certs, mappings, misps, partners, policies, policy_groups};

#[derive(Debug, Clone)]
pub struct NewPartner {
    pub misp: MispId,
    pub name: Name,
    /// Default: the name.
    pub organization: Option<Organization>,
    pub contact: Contact,
    pub kind: PartnerType,
    /// Id or name of the policy group.
    pub group: String,
    pub signer: Signer,
    /// Chosen by an ida-admin; otherwise it comes from the id source of the context.
    pub id: Option<(PartnerId, KernelEntry)>,
}

/// A partner with what it belongs to and what it is mapped to.
#[derive(Debug, Clone)]
pub struct Detailed {
    pub partner: Partner,
    pub misp: Misp,
    pub group: PolicyGroup,
    /// Approved.
    pub policy: Option<Policy>,
    /// Waits for a decision.
    pub waiting: Option<Mapping>,
    /// Whether ID Authentication would accept it now, with its own key and its MISP's license; not asked for lists.
    pub verdict: Option<Verdict>,
}

/// To a misp a foreign partner does not exist: it hears only that the name is taken.
fn name_taken(ctx: &Ctx<'_>, other: &Partner, name: String) -> Conflict {
    let known = ctx.actor.is_admin() || ctx.actor.own_misp() == Some(&other.misp);
    let id = if known { other.id.as_str() } else { "—" };
    Conflict::NameTaken {
        what: "partner",
        name,
        id: id.to_owned(),
    }
}

pub(super) fn detailed(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    partner: Partner,
) -> Result<Detailed, OpError> {
    let mut found = with_surroundings(conn, partner)?;
    found.verdict = Some(verdict(ctx, conn, (&found.partner, &found.misp))?);
    Ok(found)
}

fn with_surroundings(conn: &mut Conn<'_>, partner: Partner) -> Result<Detailed, OpError> {
    let misp = misps::get(conn, &partner.misp)?;
    let group = policy_groups::get(conn, &partner.group)?;
    let policy = match mappings::approved_of(conn, &partner.id)? {
        Some(mapping) => Some(policies::get(conn, &mapping.policy)?),
        None => None,
    };
    let waiting = mappings::waiting_of(conn, &partner.id)?;
    Ok(Detailed {
        partner,
        misp,
        group,
        policy,
        waiting,
        verdict: None,
    })
}

/// As `ida check` finds it. Whoever may not see the MISP's license hears only that it is not in force.
fn verdict(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    (partner, misp): (&Partner, &Misp),
) -> Result<Verdict, OpError> {
    let triple = Triple {
        partner: partner.id.clone(),
        license: LicenseChoice::Own,
        api_key: ApiKeyChoice::Own,
    };
    let mut verdict = ida::verdict(ctx, conn, &triple)?;
    if decide(ctx.actor, Action::LicenseRead, access::of_misp(misp)).is_ok() {
        return Ok(verdict);
    }
    verdict.warnings.clear();
    for finding in &mut verdict.findings {
        if finding.is_of_license() {
            finding.message = format!("the license of MISP {} is not in force", misp.id);
            finding.fix = format!("ask MISP {}", misp.id);
        }
    }
    Ok(verdict)
}

/// Of all MISPs, or of one; a misp sees its own, a partner itself.
pub fn list(ctx: &Ctx<'_>, misp: Option<&MispId>, page: &Page) -> Result<Vec<Detailed>, OpError> {
    let mut conn = ctx.store.read()?;
    let of = match misp {
        Some(id) => {
            access::misp(ctx, &mut conn, Action::PartnerRead, id)?;
            Of::Misp(id)
        }
        None => access::whose(ctx, &mut conn, Action::PartnerRead)?,
    };
    let found = match of {
        Of::All => partners::list(&mut conn, None, page)?,
        Of::Misp(id) => partners::list(&mut conn, Some(id), page)?,
        Of::Partner(own) => {
            drop(conn);
            return Ok(vec![show(ctx, own)?]);
        }
    };
    found
        .into_iter()
        .map(|partner| with_surroundings(&mut conn, partner))
        .collect()
}

pub fn show(ctx: &Ctx<'_>, id: &PartnerId) -> Result<Detailed, OpError> {
    let mut conn = ctx.store.read()?;
    let (partner, _) = access::partner(ctx, &mut conn, Action::PartnerRead, id)?;
    detailed(ctx, &mut conn, partner)
}

/// What is to be changed; organization, group and type never do.
#[derive(Debug, Clone, Default)]
pub struct PartnerRevision {
    pub fields: Revision,
    pub signer: Option<Signer>,
}

pub fn update(
    ctx: &Ctx<'_>,
    id: &PartnerId,
    revision: &PartnerRevision,
) -> Result<Written<Detailed>, OpError> {
    let mut tx = ctx.store.write()?;
    let (partner, _) = access::partner(ctx, &mut tx, Action::PartnerUpdate, id)?;
    let name = revision
        .fields
        .name
        .clone()
        .unwrap_or_else(|| partner.name.clone());
    let contact = revision.fields.of_contact(&partner.contact);
    let signer = revision.signer.unwrap_or(partner.signer);
    let same_name = partners::by_name(&mut tx, &partner.group, &name.key())?;
    if let Some(other) = same_name.filter(|other| other.id != *id) {
        let name = name.to_string();
        return Err(name_taken(ctx, &other, name).into());
    }
    let whose = (Some(&partner.misp), Some(id));
    access::login_of_partner(ctx, &mut tx, whose, revision.fields.user.as_ref())?;
    let login = login_change(&partner.contact, &contact);
    if signer != partner.signer {
        can_sign(&mut tx, &partner, signer)?;
    }
    let change = partner.revise(name, contact, signer);
    save(ctx, tx, change, ("partner.update", login), None)
}

/// Refuses a signer after whose change ID Authentication would keep a certificate with which nobody can sign, or would
/// have to forget one that it was told: it forgets nothing, and would hear of no block any more.
fn can_sign(conn: &mut Conn<'_>, partner: &Partner, signer: Signer) -> Result<(), OpError> {
    let anew = Partner {
        signer,
        ..partner.clone()
    };
    let held = ida::certificate_for(conn, partner)?;
    let wanted = ida::certificate_for(conn, &anew)?;
    if held == wanted {
        return Ok(());
    }
    if wanted.is_none() {
        let holder = Holder::Partner(partner.id.clone());
        return Err(Conflict::NoCertificate { holder }.into());
    }
    let holder = Holder::Misp(partner.misp.clone());
    if signer == Signer::Misp && certs::current(conn, &holder)?.is_none() {
        return Err(Conflict::NoCertificate { holder }.into());
    }
    Ok(())
}

/// Bars a partner from every transaction until it is unblocked. What its MISP has blocked, an ida-admin can make its own.
pub fn block(
    ctx: &Ctx<'_>,
    id: &PartnerId,
    reason: &Reason,
) -> Result<Written<Barred<Detailed>>, OpError> {
    let mut tx = ctx.store.write()?;
    let (partner, _) = access::partner(ctx, &mut tx, Action::PartnerBlock, id)?;
    let first = partner.status.block_details().cloned();
    let change = partner.block(Block {
        reason: reason.clone(),
        by: ctx.actor.name.clone(),
        by_admin: ctx.actor.is_admin(),
        at: ctx.now(),
    });
    let reason = Some(reason.to_string());
    let mut done = save(ctx, tx, change, ("partner.block", None), reason)?;
    done.notes
        .extend(effect::confirmed(first.as_ref(), done.outcome));
    let then = done.entity.partner.status.block_details();
    let since = Since::of(done.outcome, then.map(|bar| bar.at));
    let effect = effect::of_partner(ctx, id, since)?;
    Ok(effect::barred(done, effect))
}

/// Gives back what the block took away, as the policy that applies now allows: a partner whose policy or key ended
/// meanwhile is active and not accepted.
pub fn unblock(
    ctx: &Ctx<'_>,
    id: &PartnerId,
    reason: Option<&Reason>,
) -> Result<Written<Detailed>, OpError> {
    let mut tx = ctx.store.write()?;
    let (partner, _) = access::partner(ctx, &mut tx, Action::PartnerUnblock, id)?;
    let change = partner.unblock();
    save(
        ctx,
        tx,
        change,
        ("partner.unblock", None),
        reason.map(Reason::to_string),
    )
}

fn save(
    ctx: &Ctx<'_>,
    mut tx: Tx<'_>,
    change: Change<Partner>,
    (action, detail): (&'static str, Option<String>),
    reason: Option<String>,
) -> Result<Written<Detailed>, OpError> {
    let partner = match change {
        Change::Changed(partner) => partner,
        Change::Unchanged(partner) => {
            let found = detailed(ctx, &mut tx, partner)?;
            drop(tx);
            let about = [found.partner.id.to_string()];
            return unchanged(ctx, found, &about);
        }
    };
    let mut news = News::default();
    let signed_by = partners::get(&mut tx, &partner.id)?.signer;
    partners::update(&mut tx, &partner)?;
    let mut entry = ctx.audited(action, partner.id.as_str());
    (entry.reason, entry.detail) = (reason, detail);
    news.audit(ctx, &mut tx, &entry)?;
    if partner.signer != signed_by {
        ida::tell_certificate(ctx, &mut tx, &mut news, &partner.id)?;
    }
    news.queue(ctx, &mut tx, MessageKind::Partner, partner.id.as_str())?;
    let entity = detailed(ctx, &mut tx, partner)?;
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
