//! Whether ID Authentication would accept a triple.

use super::{api_key_of, certificate_for};
use crate::domain::access::{Action, Denied, decide};
use crate::domain::api_key::ApiKey;
use crate::domain::cert::Certificate;
use crate::domain::effect::Told;
use crate::domain::id::{ApiKeyId, Holder, LicenseId, PartnerId};
use crate::domain::license::{License, in_force, successor};
use crate::domain::mapping::Mapping;
use crate::domain::misp::Misp;
use crate::domain::outbox::MessageKind;
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup};
use crate::domain::secret::Secret;
use crate::ida::{Facts, LicenseFacts, Verdict, check as judge};
use crate::ops::{Ctx, OpError, access, effect};
use crate::store::{
    Conn, api_keys, certs, licenses, mappings, misps, outbox, partners, policies, policy_groups,
};

/// The license of a triple.
#[derive(Debug, Clone)]
pub enum LicenseChoice {
    /// The one in force of the partner's own MISP.
    Own,
    Id(LicenseId),
    Key(Secret),
}

/// The API key of a triple.
#[derive(Debug, Clone)]
pub enum ApiKeyChoice {
    /// Of the partner's approved mapping.
    Own,
    Id(ApiKeyId),
    Key(Secret),
}

/// (License key, partner, API key), as a request to ID Authentication carries them.
#[derive(Debug, Clone)]
pub struct Triple {
    pub partner: PartnerId,
    pub license: LicenseChoice,
    pub api_key: ApiKeyChoice,
}

/// What is known about a triple.
struct Known {
    mapping: Option<Mapping>,
    partner: Option<Partner>,
    policy: Option<(Policy, PolicyGroup)>,
    api_key: Option<ApiKey>,
    certificate: Option<Certificate>,
    certificate_pem: Option<String>,
    license: Option<KnownLicense>,
}

struct KnownLicense {
    license: License,
    misp: Misp,
    in_force: bool,
    next: Option<License>,
    /// The event that tells of it is due and has not left.
    untold: bool,
}

/// Whether ID Authentication would accept the triple now, by what stands here; all reasons if not.
pub fn check(ctx: &Ctx<'_>, triple: &Triple) -> Result<Verdict, OpError> {
    let mut conn = ctx.store.read()?;
    access::partner(ctx, &mut conn, Action::IdaCheck, &triple.partner)?;
    verdict(ctx, &mut conn, triple)
}

/// As [`check`], for whoever may see the partner.
pub(in crate::ops) fn verdict(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    triple: &Triple,
) -> Result<Verdict, OpError> {
    let known = known(ctx, conn, triple)?;
    let mut verdict = judge::check(&Facts {
        now: ctx.now(),
        mapping: known.mapping.as_ref(),
        partner: known.partner.as_ref(),
        policy: known.policy.as_ref().map(|(policy, group)| (policy, group)),
        api_key: known.api_key.as_ref(),
        certificate: known.certificate.as_ref(),
        certificate_pem: known.certificate_pem.as_deref(),
        license: known.license.as_ref().map(|known| LicenseFacts {
            license: &known.license,
            misp: &known.misp,
            in_force: known.in_force,
            next: known.next.as_ref(),
        }),
    });
    if let Some(effect) = &mut verdict.effect {
        effect.told = told(ctx, conn, &known)?;
    }
    if let Some(known) = known.license.filter(|known| known.untold) {
        verdict.warnings.push(format!(
            "ID Authentication has not heard yet what stands here of the licenses of MISP {}: pmctl outbox push",
            known.misp.id
        ));
    }
    Ok(verdict)
}

/// Whether what stands here of the triple has been told.
fn told(ctx: &Ctx<'_>, conn: &mut Conn<'_>, known: &Known) -> Result<Told, OpError> {
    let mut messages = Vec::new();
    if let Some(partner) = &known.partner {
        messages.push((MessageKind::Partner, partner.id.as_str()));
    }
    if let Some((policy, _)) = &known.policy {
        messages.push((MessageKind::Policy, policy.id.as_str()));
    }
    if let Some(key) = &known.api_key {
        messages.push((MessageKind::ApiKey, key.id.as_str()));
        messages.push((MessageKind::ApiKeyApproved, key.id.as_str()));
    }
    if let Some(license) = &known.license {
        messages.push((MessageKind::MispLicense, license.misp.id.as_str()));
    }
    effect::told(ctx, conn, &messages)
}

fn known(ctx: &Ctx<'_>, conn: &mut Conn<'_>, triple: &Triple) -> Result<Known, OpError> {
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
    let misp = misps::get(conn, &license.misp)?;
    let hidden =
        decide(ctx.actor, Action::LicenseRead, access::of_misp(&misp)) == Err(Denied::Hidden);
    if hidden && matches!(triple.license, LicenseChoice::Id(_)) {
        return Ok(None);
    }
    let all = licenses::of_misp(conn, &license.misp)?;
    let now = ctx.now();
    let (kind, subject) = (MessageKind::MispLicense, misp.id.as_str());
    Ok(Some(KnownLicense {
        in_force: in_force(&all, now).is_some_and(|held| held.id == license.id),
        next: successor(&all, now).cloned(),
        untold: outbox::waits(conn, kind, subject, now)?,
        license,
        misp,
    }))
}
