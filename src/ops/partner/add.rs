//! A partner's beginning.

use super::{Detailed, NewPartner, detailed, name_taken};
use crate::domain::access::{Action, Capability, Denied};
use crate::domain::change::{Outcome, Written};
use crate::domain::id::PartnerId;
use crate::domain::journal::{IntentKind, IntentState};
use crate::domain::partner::Partner;
use crate::domain::policy::PolicyGroup;
use crate::domain::status::Status;
use crate::domain::text::Organization;
use crate::kernel::IdKind;
use crate::ops::journal::{self, Begun, Wanted};
use crate::ops::misp::contact_differences;
use crate::ops::outbox::{News, push, unchanged};
use crate::ops::{Conflict, Ctx, OpError, access, ids, policy_group};
use crate::store::{Conn, intents, partners};

/// Adds a partner to a MISP. The same name in the group with the same facts is `unchanged`.
pub fn add(ctx: &Ctx<'_>, new: &NewPartner) -> Result<Written<Detailed>, OpError> {
    let group = {
        let mut conn = ctx.store.read()?;
        access::misp(ctx, &mut conn, Action::PartnerAdd, &new.misp)?;
        chosen_ids_are_for_admins(ctx, new)?;
        if let Some((id, _)) = &new.id {
            id.chosen()?;
        }
        let group = policy_group::find(&mut conn, &new.group)?;
        if let Some(found) = existing(ctx, &mut conn, new, &group)? {
            drop(conn);
            return unchanged(ctx, found, &[]);
        }
        group
    };
    let subject = format!("{}/{}", group.id, new.name.key());
    let wanted = Wanted {
        kind: IntentKind::PartnerAdd,
        subject: &subject,
        input: new.misp.as_str(),
    };
    let begun = journal::begin(ctx, &wanted, |tx| existing(ctx, tx, new, &group))?;
    let (intent, mut notes) = match begun {
        Begun::Already(found) => return unchanged(ctx, found, &[]),
        Begun::Mine { intent, notes } => (intent, notes),
    };
    let chosen = new.id.as_ref().map(|(id, entry)| (id.as_str(), *entry));
    let (intent, id) = ids::settled(ctx, intent, IdKind::Partner, chosen)?;
    let id: PartnerId = id.parse()?;
    let organization = match &new.organization {
        Some(organization) => organization.clone(),
        None => new.name.as_str().parse()?,
    };
    let partner = Partner {
        id,
        misp: new.misp.clone(),
        name: new.name.clone(),
        organization,
        contact: new.contact.clone(),
        kind: new.kind,
        group: group.id,
        signer: new.signer,
        status: Status::Active,
        created_at: ctx.now(),
    };
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    access::misp(ctx, &mut tx, Action::PartnerAdd, &new.misp)?;
    let whose = (Some(&new.misp), Some(&partner.id));
    access::login_of_partner(ctx, &mut tx, whose, new.contact.user.as_ref())?;
    partners::insert(&mut tx, &partner)?;
    let mut entry = ctx.audited("partner.add", partner.id.as_str());
    entry.detail = Some(format!("of MISP {}", partner.misp));
    news.audit(ctx, &mut tx, &entry)?;
    intents::end(&mut tx, &intent, IntentState::Done)?;
    let entity = detailed(ctx, &mut tx, partner)?;
    ctx.faults.pass();
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    notes.extend(new.contact.warning("partner"));
    Ok(Written {
        entity,
        outcome: Outcome::Created,
        delivery,
        notes,
    })
}

fn chosen_ids_are_for_admins(ctx: &Ctx<'_>, new: &NewPartner) -> Result<(), OpError> {
    if new.id.is_some() && !ctx.actor.is_admin() {
        return Err(Denied::Forbidden {
            action: Action::PartnerAdd,
            needs: &[Capability::IdaAdmin],
        }
        .into());
    }
    Ok(())
}

fn existing(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    new: &NewPartner,
    group: &PolicyGroup,
) -> Result<Option<Detailed>, OpError> {
    let Some(partner) = partners::by_name(conn, &group.id, &new.name.key())? else {
        let whose = (Some(&new.misp), None);
        access::login_of_partner(ctx, conn, whose, new.contact.user.as_ref())?;
        return Ok(None);
    };
    let taken = |differs: String| Conflict::Differs {
        what: "partner",
        name: partner.name.to_string(),
        id: partner.id.to_string(),
        differs,
    };
    if partner.misp != new.misp {
        let name = partner.name.to_string();
        return Err(name_taken(ctx, &partner, name).into());
    }
    let differs = differences(&partner, new);
    if !differs.is_empty() {
        return Err(taken(differs.join(", ")).into());
    }
    detailed(ctx, conn, partner).map(Some)
}

fn differences(partner: &Partner, new: &NewPartner) -> Vec<&'static str> {
    let mut differs = contact_differences(&partner.contact, &new.contact);
    let organization = new
        .organization
        .as_ref()
        .map_or(new.name.as_str(), Organization::as_str);
    let mut note = |same: bool, what| {
        if !same {
            differs.push(what);
        }
    };
    note(
        partner.organization.as_str() == organization,
        "organization",
    );
    note(partner.kind == new.kind, "type");
    note(partner.signer == new.signer, "signer");
    note(
        new.id.as_ref().is_none_or(|(id, _)| *id == partner.id),
        "id",
    );
    differs
}
