//! What ends of each kind.

use super::{Expiring, ExpiringKind};
use crate::domain::api_key::ApiKeyStatus;
use crate::domain::id::MispId;
use crate::domain::license::{License, in_force};
use crate::domain::time::Moment;
use crate::ops::{Ctx, OpError};
use crate::store::{Conn, api_keys, cas, certs, keys, licenses, misps, partners, policies};

pub(super) fn of_kind(
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
    for license in ending(ctx, conn, before, own)? {
        let misp = misps::get(conn, &license.misp)?;
        if license.revoked.is_some() || misp.status.is_blocked() || license.valid_to >= before {
            continue;
        }
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

/// The last of each MISP; where that was revoked before it took over, the one that stays in force.
fn ending(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    before: Moment,
    own: Option<&MispId>,
) -> Result<Vec<License>, OpError> {
    let (mut found, recalled) = match own {
        Some(own) => {
            let newest: Vec<License> = licenses::newest_of(conn, own)?.into_iter().collect();
            (newest.clone(), newest)
        }
        None => (
            licenses::newest_ending_before(conn, before)?,
            licenses::recalled(conn)?,
        ),
    };
    for license in recalled {
        let all = licenses::of_misp(conn, &license.misp)?;
        let held = in_force(&all, ctx.now()).filter(|held| held.id != license.id);
        found.extend(held.filter(|_| license.revoked.is_some()).cloned());
    }
    Ok(found)
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
