//! The first step of every operation: the row that the rule needs, then the rule.

use super::{Conflict, Ctx, OpError};
use crate::domain::access::{Action, Actor, Capability, Denied, Target, decide, permit};
use crate::domain::id::{Holder, MispId, PartnerId};
use crate::domain::misp::Misp;
use crate::domain::partner::Partner;
use crate::domain::text::LoginUser;
use crate::store::{Conn, Of, StoreError, misps, partners};

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

/// Refuses a login that acts for another MISP, or for a partner of another one: whose it is would be open.
pub(super) fn login_of_misp(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    id: Option<&MispId>,
    user: Option<&LoginUser>,
) -> Result<(), OpError> {
    let Some(user) = user else { return Ok(()) };
    if let Some(other) = misps::by_user(conn, user.as_str())?
        && Some(&other.id) != id
    {
        return Err(taken_by_misp(ctx, user, &other));
    }
    match partners::by_user(conn, user.as_str())?.filter(|partner| Some(&partner.misp) != id) {
        Some(partner) => Err(taken_by_partner(ctx, conn, user, &partner)?),
        None => Ok(()),
    }
}

/// As [`login_of_misp`], for a partner of `misp`. The login of that MISP may be its partner's too.
pub(super) fn login_of_partner(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    (misp, id): (Option<&MispId>, Option<&PartnerId>),
    user: Option<&LoginUser>,
) -> Result<(), OpError> {
    let Some(user) = user else { return Ok(()) };
    if let Some(other) = misps::by_user(conn, user.as_str())?
        && Some(&other.id) != misp
    {
        return Err(taken_by_misp(ctx, user, &other));
    }
    match partners::by_user(conn, user.as_str())?.filter(|other| Some(&other.id) != id) {
        Some(other) => Err(taken_by_partner(ctx, conn, user, &other)?),
        None => Ok(()),
    }
}

fn taken_by_misp(ctx: &Ctx<'_>, user: &LoginUser, other: &Misp) -> OpError {
    let sees = decide(ctx.actor, Action::MispRead, of_misp(other)).is_ok();
    taken(user, sees, format!("MISP {}", other.id))
}

fn taken_by_partner(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    user: &LoginUser,
    other: &Partner,
) -> Result<OpError, OpError> {
    let misp = misps::get(conn, &other.misp)?;
    let sees = sees_partner(ctx, Action::PartnerRead, other, &misp);
    Ok(taken(user, sees, format!("partner {}", other.id)))
}

/// For whom it acts stays hidden from whoever may not see that one.
fn taken(user: &LoginUser, sees: bool, whom: String) -> OpError {
    let whom = match sees {
        true => whom,
        false => "somebody else".to_owned(),
    };
    let user = user.to_string();
    Conflict::LoginTaken { user, whom }.into()
}

/// The capability by which this actor may, or why not. The subject may be a MISP or a partner; what is not there
/// and what is somebody else's leave in the same words.
pub fn can_i(ctx: &Ctx<'_>, action: Action, subject: Option<&str>) -> Result<Capability, OpError> {
    let Some(subject) = subject else {
        return Ok(permit(ctx.actor, action, Target::System)?);
    };
    let mut conn = ctx.store.read()?;
    let decided = if let Some(misp) = misps::find(&mut conn, &subject.parse()?)? {
        permit(ctx.actor, action, of_misp(&misp))
    } else if let Some(partner) = partners::find(&mut conn, &subject.parse()?)? {
        let misp = misps::get(&mut conn, &partner.misp)?;
        permit(ctx.actor, action, of_partner(&partner, &misp))
    } else {
        Err(Denied::Hidden)
    };
    match decided {
        Err(Denied::Hidden) => Err(OpError::NotFound {
            what: "MISP or partner",
            id: subject.to_owned(),
        }),
        decided => Ok(decided?),
    }
}

pub(super) fn of_misp(misp: &Misp) -> Target<'_> {
    Target::Misp {
        id: &misp.id,
        status: &misp.status,
    }
}

pub(super) fn of_partner<'a>(partner: &'a Partner, misp: &'a Misp) -> Target<'a> {
    Target::Partner {
        id: &partner.id,
        status: &partner.status,
        misp: &misp.id,
        misp_status: &misp.status,
    }
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
    match decide(ctx.actor, action, of_misp(&misp)) {
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
    match decide(ctx.actor, action, of_partner(&partner, &misp)) {
        Err(Denied::Hidden) => Err(absent()),
        decided => Ok(decided.map(|()| (partner, misp))?),
    }
}

/// For lists of what belongs to many: an ida-admin, or whoever the rule lets read anyone's.
pub(super) fn everyone(ctx: &Ctx<'_>, action: Action) -> Result<(), OpError> {
    let bound = ctx.actor.has(Capability::Misp) || ctx.actor.has(Capability::Partner);
    let own = ctx.actor.own_misp().is_some() || ctx.actor.own_partner().is_some();
    if bound && !own && !ctx.actor.is_admin() {
        let name = ctx.actor.name.clone();
        return Err(OpError::Unbound { name });
    }
    if bound && !ctx.actor.is_admin() {
        let needs = &[Capability::IdaAdmin];
        return Err(Denied::Forbidden { action, needs }.into());
    }
    system(ctx, action)
}

/// Whose rows a list shows where nobody is named: all of them to an ida-admin, their own to a misp or a partner. Of
/// whoever is both, the misp's: among them are those of the partner.
pub(super) fn whose<'a>(
    ctx: &Ctx<'a>,
    conn: &mut Conn<'_>,
    action: Action,
) -> Result<Of<'a>, OpError> {
    let actor = ctx.actor;
    if let Some(own) = actor.own_misp() {
        misp(ctx, conn, action, own)?;
        return Ok(Of::Misp(own));
    }
    if let Some(own) = actor.own_partner() {
        partner(ctx, conn, action, own)?;
        return Ok(Of::Partner(own));
    }
    everyone(ctx, action)?;
    Ok(Of::All)
}

/// For rows of a list: what the actor may not see is left out.
pub(super) fn sees_partner(ctx: &Ctx<'_>, action: Action, partner: &Partner, misp: &Misp) -> bool {
    decide(ctx.actor, action, of_partner(partner, misp)).is_ok()
}

/// A typed id belongs to a MISP or to a partner: they share one namespace. A MISP that the actor may not see is
/// none, so that the answer is the one for an id that nobody has.
pub fn holder(ctx: &Ctx<'_>, id: &str) -> Result<Holder, OpError> {
    let misp_id: MispId = id.parse()?;
    let misp = misps::find(&mut *ctx.store.read()?, &misp_id)?;
    let sees =
        |misp: &Misp| decide(ctx.actor, Action::MispRead, of_misp(misp)) != Err(Denied::Hidden);
    if misp.as_ref().is_some_and(sees) {
        return Ok(Holder::Misp(misp_id));
    }
    Ok(Holder::Partner(id.parse()?))
}
