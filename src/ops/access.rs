//! The first step of every operation: the row that the rule needs, then the rule.

use super::{Ctx, OpError};
use crate::domain::access::{Action, Actor, Capability, Denied, Target, decide};
use crate::domain::id::{Holder, MispId, PartnerId};
use crate::domain::misp::Misp;
use crate::domain::partner::Partner;
use crate::store::{Conn, StoreError, misps, partners};

/// Binds a login to the records whose login user it is.
pub fn bind(
    conn: &mut Conn<'_>,
    name: String,
    capabilities: Vec<Capability>,
) -> Result<Actor, StoreError> {
    let misp = misps::by_user(conn, &name)?.map(|misp| misp.id);
    let partner = partners::by_user(conn, &name)?.map(|partner| partner.id);
    Ok(Actor {
        name,
        capabilities,
        misp,
        partner,
    })
}

/// Whether this actor may, and why not. The subject may be a MISP or a partner.
pub fn can_i(ctx: &Ctx<'_>, action: Action, subject: Option<&str>) -> Result<(), OpError> {
    let mut conn = ctx.store.read()?;
    let Some(subject) = subject else {
        return system(ctx, action);
    };
    if let Ok(id) = subject.parse::<MispId>()
        && misps::find(&mut conn, &id)?.is_some()
    {
        return misp(ctx, &mut conn, action, &id).map(drop);
    }
    partner(ctx, &mut conn, action, &subject.parse()?).map(drop)
}

pub(super) fn system(ctx: &Ctx<'_>, action: Action) -> Result<(), OpError> {
    Ok(decide(ctx.actor, action, Target::System)?)
}

pub(super) fn misp(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    action: Action,
    id: &MispId,
) -> Result<Misp, OpError> {
    let absent = || OpError::NotFound {
        what: "MISP",
        id: id.to_string(),
    };
    let misp = misps::find(conn, id)?.ok_or_else(absent)?;
    match decide(
        ctx.actor,
        action,
        Target::Misp {
            id: &misp.id,
            status: &misp.status,
        },
    ) {
        Err(Denied::Hidden) => Err(absent()),
        decided => Ok(decided.map(|()| misp)?),
    }
}

/// The partner and its MISP.
pub(super) fn partner(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    action: Action,
    id: &PartnerId,
) -> Result<(Partner, Misp), OpError> {
    let absent = || OpError::NotFound {
        what: "partner",
        id: id.to_string(),
    };
    let partner = partners::find(conn, id)?.ok_or_else(absent)?;
    let misp = misps::get(conn, &partner.misp)?;
    let target = Target::Partner {
        id: &partner.id,
        status: &partner.status,
        misp: &misp.id,
        misp_status: &misp.status,
    };
    match decide(ctx.actor, action, target) {
        Err(Denied::Hidden) => Err(absent()),
        decided => Ok(decided.map(|()| (partner, misp))?),
    }
}

/// For lists of what belongs to many: an ida-admin, or whoever the rule lets read anyone's.
pub(super) fn everyone(ctx: &Ctx<'_>, action: Action) -> Result<(), OpError> {
    let bound = ctx.actor.has(Capability::Misp) || ctx.actor.has(Capability::Partner);
    if bound && ctx.actor.misp.is_none() && ctx.actor.partner.is_none() && !ctx.actor.is_admin() {
        let name = ctx.actor.name.clone();
        return Err(OpError::Unbound { name });
    }
    if bound && !ctx.actor.is_admin() {
        return Err(Denied::Forbidden("ida-admin").into());
    }
    system(ctx, action)
}

/// For rows of a list: what the actor may not see is left out.
pub(super) fn sees_partner(ctx: &Ctx<'_>, action: Action, partner: &Partner, misp: &Misp) -> bool {
    let target = Target::Partner {
        id: &partner.id,
        status: &partner.status,
        misp: &misp.id,
        misp_status: &misp.status,
    };
    decide(ctx.actor, action, target).is_ok()
}

/// A typed id belongs to a MISP or to a partner: they share one namespace.
pub fn holder(ctx: &Ctx<'_>, id: &str) -> Result<Holder, OpError> {
    let misp_id: MispId = id.parse()?;
    if misps::find(&mut *ctx.store.read()?, &misp_id)?.is_some() {
        return Ok(Holder::Misp(misp_id));
    }
    Ok(Holder::Partner(id.parse()?))
}
