//! Whether ID Authentication would accept a triple.

use super::signed::{SignedBy, signed};
use super::{api_key_of, certificate_for};
use crate::domain::access::{Action, Denied, decide};
use crate::domain::api_key::ApiKey;
use crate::domain::cert::Certificate;
use crate::domain::effect::Told;
use crate::domain::id::{ApiKeyId, Holder, LicenseId, PartnerId};
use crate::domain::license::{License, in_force, successor, was_in_force};
use crate::domain::mapping::Mapping;
use crate::domain::misp::Misp;
use crate::domain::outbox::MessageKind;
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup, PolicyState};
use crate::domain::secret::Secret;
use crate::ida::{
    BadRequest, Cache, Endpoint, Facts, LicenseFacts, Request, Verdict, check as judge,
};
use crate::ops::effect::Since;
use crate::ops::policy::Grouped;
use crate::ops::{Ctx, OpError, access, effect, misp};
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

/// What else is to be looked at.
#[derive(Debug, Default)]
pub struct Question {
    pub cache: Cache,
    pub endpoint: Option<Endpoint>,
    pub signed_by: Option<SignedBy>,
}

/// What is known about a triple.
#[derive(Default)]
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
    was_in_force: bool,
    policy: Option<Grouped>,
    next: Option<License>,
    /// The event that tells of it is due and has not left.
    untold: bool,
}

/// Whether ID Authentication would accept the triple now, by what stands here; all reasons if not.
///
/// For an ID Authentication that keeps no cache and has heard all of it; the request itself is not looked at.
pub fn check(ctx: &Ctx<'_>, triple: &Triple) -> Result<Verdict, OpError> {
    check_asked(ctx, triple, &Question::default())
}

/// As [`check`], with what is known besides the triple.
pub fn check_asked(
    ctx: &Ctx<'_>,
    triple: &Triple,
    question: &Question,
) -> Result<Verdict, OpError> {
    let mut conn = ctx.store.read()?;
    access::partner(ctx, &mut conn, Action::IdaCheck, &triple.partner)?;
    let known = known(ctx, &mut conn, triple)?;
    judged(ctx, &mut conn, &known, question)
}

/// As [`check`], for whoever may see the partner.
pub(in crate::ops) fn verdict(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    triple: &Triple,
) -> Result<Verdict, OpError> {
    let known = known(ctx, conn, triple)?;
    judged(ctx, conn, &known, &Question::default())
}

/// Whether ID Authentication would accept a captured request. Whose it is comes from its path, which must name `given`
/// where that is given; a path too short to name anybody is judged as that.
pub fn check_request(
    ctx: &Ctx<'_>,
    request: Request,
    given: Option<&PartnerId>,
    cache: Cache,
) -> Result<(Option<PartnerId>, Verdict), OpError> {
    access::system(ctx, Action::IdaCheck)?;
    let mut conn = ctx.store.read()?;
    let triple = match &request.triple {
        Some(path) => Some(Triple {
            partner: named(&path.partner, given)?,
            license: LicenseChoice::Key(path.license.clone()),
            api_key: ApiKeyChoice::Key(path.api_key.clone()),
        }),
        None => None,
    };
    let partner = triple.as_ref().map(|triple| &triple.partner).or(given);
    let partner = partner.cloned();
    if let Some(partner) = &partner {
        let seen = access::partner(ctx, &mut conn, Action::IdaCheck, partner);
        seen.map_err(|error| match error {
            OpError::NotFound { what, .. } if given.is_none() => OpError::NotFound {
                what,
                id: "as the path of the request names".to_owned(),
            },
            error => error,
        })?;
    }
    let known = match &triple {
        Some(triple) => known(ctx, &mut conn, triple)?,
        None => Known::default(),
    };
    let question = Question {
        cache,
        endpoint: Some(request.endpoint),
        signed_by: Some(SignedBy::Request(Box::new(request))),
    };
    let verdict = judged(ctx, &mut conn, &known, &question)?;
    Ok((partner, verdict))
}

/// The partner of a path. What stands there may be a key in the wrong place, so it is not repeated.
fn named(found: &Secret, given: Option<&PartnerId>) -> Result<PartnerId, OpError> {
    match given {
        Some(given) if given.as_str() == found.expose() => Ok(given.clone()),
        Some(given) => Err(BadRequest::OtherPartner {
            asked: given.to_string(),
        }
        .into()),
        None => found.expose().parse().map_err(|_| OpError::NotFound {
            what: "partner",
            id: "as the path of the request names".to_owned(),
        }),
    }
}

fn judged(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    known: &Known,
    question: &Question,
) -> Result<Verdict, OpError> {
    let license = known.license.as_ref();
    let signer = license.filter(|held| held.in_force).map(|held| &held.misp);
    let signed = match &question.signed_by {
        Some(by) => signed(ctx, conn, by, (known.partner.as_ref(), signer))?,
        None => None,
    };
    let mut verdict = judge::check(&Facts {
        now: ctx.now(),
        mapping: known.mapping.as_ref(),
        partner: known.partner.as_ref(),
        policy: known.policy.as_ref().map(|(policy, group)| (policy, group)),
        api_key: known.api_key.as_ref(),
        certificate: known.certificate.as_ref(),
        certificate_pem: known.certificate_pem.as_deref(),
        license: license.map(|known| LicenseFacts {
            license: &known.license,
            misp: &known.misp,
            in_force: known.in_force,
            was_in_force: known.was_in_force,
            policy: known.policy.as_ref().map(|found| &found.policy),
            next: known.next.as_ref(),
        }),
        cache: question.cache,
        endpoint: question.endpoint,
        request: question.signed_by.as_ref().and_then(SignedBy::request),
        signed: signed.as_ref(),
    });
    if let Some(effect) = &mut verdict.effect {
        effect.told = told(ctx, conn, known)?;
    }
    if let Some(known) = license.filter(|known| known.untold) {
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
    effect::told(ctx, conn, &messages, since(known))
}

/// When the first of the bars on a triple was set. A policy does not keep when it was taken out of force.
fn since(known: &Known) -> Since {
    let active = |(policy, group): &(Policy, PolicyGroup)| {
        matches!(policy.state, PolicyState::Published { active: true, .. }) && group.active
    };
    if !known.policy.as_ref().is_none_or(active) {
        return Since::Unknown;
    }
    let partner = known
        .partner
        .as_ref()
        .and_then(|it| it.status.block_details());
    let key = known.api_key.as_ref().and_then(|it| it.revoked.as_ref());
    let license = known.license.as_ref();
    let misp = license.and_then(|it| it.misp.status.block_details());
    let revoked = license.and_then(|it| it.license.revoked.as_ref());
    let blocks = [partner, key, misp].into_iter().flatten().map(|bar| bar.at);
    let first = blocks.chain(revoked.map(|bar| bar.at)).min();
    first.map_or(Since::Unknown, Since::Then)
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
        was_in_force: was_in_force(&license, &all, now),
        policy: misp::policy_of(conn, &misp)?,
        in_force: in_force(&all, now).is_some_and(|held| held.id == license.id),
        next: successor(&all, now).cloned(),
        untold: outbox::waits(conn, kind, subject, now)?,
        license,
        misp,
    }))
}
