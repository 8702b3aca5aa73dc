//! What stands here about a triple.

use super::check::{ApiKeyChoice, LicenseChoice, Triple};
use super::{api_key_of, certificate_for};
use crate::domain::access::{Action, Denied, decide};
use crate::domain::api_key::ApiKey;
use crate::domain::cert::Certificate;
use crate::domain::id::Holder;
use crate::domain::license::{License, in_force, successor, was_in_force};
use crate::domain::mapping::Mapping;
use crate::domain::misp::Misp;
use crate::domain::outbox::MessageKind;
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup};
use crate::domain::secret::Secret;
use crate::ops::policy::Grouped;
use crate::ops::{Ctx, OpError, access, misp};
use crate::store::{
    Conn, api_keys, certs, licenses, mappings, misps, outbox, partners, policies, policy_groups,
};

/// What is known about a triple.
#[derive(Default)]
pub(super) struct Known {
    pub(super) mapping: Option<Mapping>,
    pub(super) partner: Option<Partner>,
    pub(super) policy: Option<(Policy, PolicyGroup)>,
    pub(super) api_key: Option<ApiKey>,
    pub(super) certificate: Option<Certificate>,
    pub(super) certificate_pem: Option<String>,
    pub(super) license: Option<KnownLicense>,
}

pub(super) struct KnownLicense {
    pub(super) license: License,
    pub(super) misp: Misp,
    pub(super) in_force: bool,
    pub(super) was_in_force: bool,
    pub(super) policy: Option<Grouped>,
    pub(super) next: Option<License>,
    /// The event that tells of it is due and has not left.
    pub(super) untold: bool,
}

pub(super) fn known(ctx: &Ctx<'_>, conn: &mut Conn<'_>, triple: &Triple) -> Result<Known, OpError> {
    let partner = partners::get(conn, &triple.partner)?;
    let approved = mappings::approved_of(conn, &triple.partner)?;
    let own = match &approved {
        Some(mapping) => api_key_of(conn, mapping)?,
        None => None,
    };
    let api_key = match &triple.api_key {
        ApiKeyChoice::Own => own,
        ApiKeyChoice::Id(id) => api_keys::find(conn, id)?,
        ApiKeyChoice::Key(key) => api_keys::by_key(conn, key)?,
    }
    .filter(|key| key.partner == triple.partner);
    // ID Authentication keeps the mapping of a key that was replaced here: it looks it up by partner and key.
    let mapping = match &api_key {
        Some(key) => mappings::find(conn, &key.mapping)?,
        // Shown as the reason: a request that nobody has approved yet.
        None => mappings::waiting_of(conn, &triple.partner)?,
    };
    let policy = match &mapping {
        Some(mapping) => {
            let policy = policies::get(conn, &mapping.policy)?;
            let group = policy_groups::get(conn, &policy.group)?;
            Some((policy, group))
        }
        None => None,
    };
    let certificate = certs::current(conn, &Holder::Partner(triple.partner.clone()))?;
    let certificate_pem = certificate_for(conn, &partner)?;
    let license = license(ctx, conn, triple, &partner)?;
    Ok(Known {
        mapping,
        partner: Some(partner),
        policy,
        api_key,
        certificate,
        certificate_pem,
        license,
    })
}

fn license(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    triple: &Triple,
    partner: &Partner,
) -> Result<Option<KnownLicense>, OpError> {
    let found = match &triple.license {
        LicenseChoice::Own => {
            let all = licenses::of_misp(conn, &partner.misp)?;
            in_force(&all, ctx.now()).cloned()
        }
        LicenseChoice::Id(id) => licenses::find(conn, id)?,
        LicenseChoice::Key(key) => licenses::by_key(conn, key)?,
    };
    let Some(license) = found else {
        return Ok(None);
    };
    let by_id = matches!(triple.license, LicenseChoice::Id(_));
    if by_id && is_hidden(ctx, conn, &license)? {
        return Ok(None);
    }
    known_license(ctx, conn, license).map(Some)
}

/// Whoever has the key may ask about it.
pub(super) fn license_by_key(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    key: &Secret,
) -> Result<Option<KnownLicense>, OpError> {
    let found = licenses::by_key(conn, key)?;
    found
        .map(|license| known_license(ctx, conn, license))
        .transpose()
}

fn is_hidden(ctx: &Ctx<'_>, conn: &mut Conn<'_>, license: &License) -> Result<bool, OpError> {
    let misp = misps::get(conn, &license.misp)?;
    let may = decide(ctx.actor, Action::LicenseRead, access::of_misp(&misp));
    Ok(may == Err(Denied::Hidden))
}

fn known_license(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    license: License,
) -> Result<KnownLicense, OpError> {
    let misp = misps::get(conn, &license.misp)?;
    let all = licenses::of_misp(conn, &license.misp)?;
    let now = ctx.now();
    let (kind, subject) = (MessageKind::MispLicense, misp.id.as_str());
    Ok(KnownLicense {
        was_in_force: was_in_force(&license, &all, now),
        policy: misp::policy_of(conn, &misp)?,
        in_force: in_force(&all, now).is_some_and(|held| held.id == license.id),
        next: successor(&all, now).cloned(),
        untold: outbox::waits(conn, kind, subject, now)?,
        license,
        misp,
    })
}
