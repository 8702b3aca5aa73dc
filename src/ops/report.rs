//! What expires, and when.

use super::access;
use super::{Ctx, OpError};
use crate::domain::access::Action;
use crate::domain::api_key::ApiKeyStatus;
use crate::domain::id::MispId;
use crate::domain::license::in_force;
use crate::domain::time::{Lifetime, Moment};
use crate::store::{Conn, api_keys, cas, certs, keys, licenses, misps, partners, policies};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExpiringKind {
    License,
    Certificate,
    Key,
    ApiKey,
    Policy,
    Ca,
}

impl ExpiringKind {
    pub const ALL: [Self; 6] = [
        Self::License,
        Self::Certificate,
        Self::Key,
        Self::ApiKey,
        Self::Policy,
        Self::Ca,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::License => "license",
            Self::Certificate => "certificate",
            Self::Key => "key",
            Self::ApiKey => "api-key",
            Self::Policy => "policy",
            Self::Ca => "ca",
        }
    }
}

/// Something in force that ends, or has ended already.
#[derive(Debug, Clone)]
pub struct Expiring {
    pub kind: ExpiringKind,
    pub id: String,
    /// Whose it is: a MISP, a partner, a policy group, a domain.
    pub of: String,
    pub name: String,
    pub ends: Moment,
    pub expired: bool,
}

/// What is in force and ends within the window, soonest first; what has ended already stays in.
///
/// A misp sees its own and its partners'.
pub fn expiring(
    ctx: &Ctx<'_>,
    within: Lifetime,
    kinds: &[ExpiringKind],
) -> Result<Vec<Expiring>, OpError> {
    let own = ctx.actor.misp.clone().filter(|_| !ctx.actor.is_admin());
    let before = ctx.now().plus(within);
    let mut conn = ctx.store.read()?;
    match &own {
        Some(id) => drop(access::misp(ctx, &mut conn, Action::ReportRead, id)?),
        None => access::everyone(ctx, Action::ReportRead)?,
    }
    let mut rows = Vec::new();
    for kind in ExpiringKind::ALL {
        if kinds.is_empty() || kinds.contains(&kind) {
            rows.extend(of_kind(ctx, &mut conn, kind, before, own.as_ref())?);
        }
    }
    rows.sort_by(|a, b| (a.ends, a.kind, &a.id).cmp(&(b.ends, b.kind, &b.id)));
    Ok(rows)
}

fn of_kind(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    kind: ExpiringKind,
    before: Moment,
    own: Option<&MispId>,
) -> Result<Vec<Expiring>, OpError> {
    match kind {
        ExpiringKind::License => expiring_licenses(ctx, conn, before, own),
        ExpiringKind::Certificate => expiring_certificates(ctx, conn, before, own),
        ExpiringKind::Key => expiring_keys(ctx, conn, before, own),
        ExpiringKind::ApiKey => expiring_api_keys(ctx, conn, before, own),
        ExpiringKind::Policy if own.is_none() => expiring_policies(ctx, conn, before),
        ExpiringKind::Ca if own.is_none() => expiring_cas(ctx, conn, before),
        ExpiringKind::Policy | ExpiringKind::Ca => Ok(Vec::new()),
    }
}

fn expiring_licenses(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    before: Moment,
    own: Option<&MispId>,
) -> Result<Vec<Expiring>, OpError> {
    let mut rows = Vec::new();
    for license in licenses::ending_before(conn, before)? {
        let foreign = own.is_some_and(|own| *own != license.misp);
        let all = licenses::of_misp(conn, &license.misp)?;
        let held = in_force(&all, ctx.now()).is_some_and(|held| held.id == license.id);
        if foreign || !held || license.revoked.is_some() {
            continue;
        }
        let misp = misps::get(conn, &license.misp)?;
        rows.push(Expiring {
            kind: ExpiringKind::License,
            id: license.id.to_string(),
            of: misp.id.to_string(),
            name: misp.name.to_string(),
            ends: license.valid_to,
            expired: license.valid_to <= ctx.now(),
        });
    }
    Ok(rows)
}

fn expiring_certificates(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    before: Moment,
    own: Option<&MispId>,
) -> Result<Vec<Expiring>, OpError> {
    let mut rows = Vec::new();
    for certificate in certs::current_ending_before(conn, before)? {
        let holder = certificate.holder.as_str();
        let Some(name) = holder_name(conn, holder, own)? else {
            continue;
        };
        rows.push(Expiring {
            kind: ExpiringKind::Certificate,
            id: certificate.id.to_string(),
            of: holder.to_owned(),
            name,
            ends: certificate.not_after,
            expired: certificate.not_after <= ctx.now(),
        });
    }
    Ok(rows)
}

/// `None` where it belongs to another MISP than `own`.
fn holder_name(
    conn: &mut Conn<'_>,
    holder: &str,
    own: Option<&MispId>,
) -> Result<Option<String>, OpError> {
    let shown = |misp: &MispId| own.is_none_or(|own| own == misp);
    if let Some(partner) = partners::find(conn, &holder.parse()?)? {
        return Ok(shown(&partner.misp).then(|| partner.name.to_string()));
    }
    let misp = misps::get(conn, &holder.parse()?)?;
    Ok(shown(&misp.id).then(|| misp.name.to_string()))
}

fn expiring_keys(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    before: Moment,
    own: Option<&MispId>,
) -> Result<Vec<Expiring>, OpError> {
    let mut rows = Vec::new();
    for key in keys::current_ending_before(conn, before)? {
        let Some(name) = holder_name(conn, key.partner.as_str(), own)? else {
            continue;
        };
        rows.push(Expiring {
            kind: ExpiringKind::Key,
            id: key.id.to_string(),
            of: key.partner.to_string(),
            name,
            ends: key.not_after,
            expired: key.not_after <= ctx.now(),
        });
    }
    Ok(rows)
}

fn expiring_api_keys(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    before: Moment,
    own: Option<&MispId>,
) -> Result<Vec<Expiring>, OpError> {
    let mut rows = Vec::new();
    for key in api_keys::ending_before(conn, before)? {
        if key.status(ctx.now()) == ApiKeyStatus::Revoked {
            continue;
        }
        let Some(name) = holder_name(conn, key.partner.as_str(), own)? else {
            continue;
        };
        rows.push(Expiring {
            kind: ExpiringKind::ApiKey,
            id: key.id.to_string(),
            of: key.partner.to_string(),
            name,
            ends: key.valid_to,
            expired: key.valid_to <= ctx.now(),
        });
    }
    Ok(rows)
}

fn expiring_policies(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    before: Moment,
) -> Result<Vec<Expiring>, OpError> {
    let found = policies::ending_before(conn, before)?;
    let published = found
        .into_iter()
        .filter(|policy| policy.state.word() == "active");
    Ok(published
        .map(|policy| Expiring {
            kind: ExpiringKind::Policy,
            id: policy.id.to_string(),
            of: policy.group.to_string(),
            name: policy.name.to_string(),
            ends: policy.valid_to,
            expired: policy.valid_to <= ctx.now(),
        })
        .collect())
}

fn expiring_cas(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    before: Moment,
) -> Result<Vec<Expiring>, OpError> {
    let found = cas::ending_before(conn, before)?;
    Ok(found
        .into_iter()
        .map(|ca| Expiring {
            kind: ExpiringKind::Ca,
            id: ca.id.to_string(),
            of: ca.domain.to_string(),
            name: ca.subject,
            ends: ca.not_after,
            expired: ca.not_after <= ctx.now(),
        })
        .collect())
}
