//! Whether ID Authentication would accept a triple.

use super::known::{Known, known, license_by_key};
use super::signed::{SignedBy, signed};
use crate::domain::access::Action;
use crate::domain::effect::Told;
use crate::domain::id::{ApiKeyId, LicenseId, PartnerId};
use crate::domain::outbox::MessageKind;
use crate::domain::policy::{Policy, PolicyGroup, PolicyState};
use crate::domain::secret::Secret;
use crate::ida::{
    BadRequest, Cache, Endpoint, Facts, LicenseFacts, Request, Verdict, check as judge,
};
use crate::ops::effect::Since;
use crate::ops::{Ctx, OpError, access, effect};
use crate::store::Conn;

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
/// where that is given; a path too short to name anybody is judged as that, and so is one that names nobody, for whoever
/// may see everyone.
pub fn check_request(
    ctx: &Ctx<'_>,
    request: Request,
    given: Option<&PartnerId>,
    cache: Cache,
) -> Result<(Option<PartnerId>, Verdict), OpError> {
    access::system(ctx, Action::IdaCheck)?;
    let mut conn = ctx.store.read()?;
    let named = match &request.triple {
        Some(path) => named(&path.partner, given)?,
        None => given.cloned(),
    };
    let partner = seen(ctx, &mut conn, named, given)?;
    let known = match (&request.triple, &partner) {
        (Some(path), Some(partner)) => {
            let triple = Triple {
                partner: partner.clone(),
                license: LicenseChoice::Key(path.license.clone()),
                api_key: ApiKeyChoice::Key(path.api_key.clone()),
            };
            known(ctx, &mut conn, &triple)?
        }
        (Some(path), None) => Known {
            license: license_by_key(ctx, &mut conn, &path.license)?,
            ..Known::default()
        },
        (None, _) => Known::default(),
    };
    let question = Question {
        cache,
        endpoint: Some(request.endpoint),
        signed_by: Some(SignedBy::Request(Box::new(request))),
    };
    let verdict = judged(ctx, &mut conn, &known, &question)?;
    Ok((partner.or_else(|| given.cloned()), verdict))
}

/// The partner of a path, where what stands there can be an id at all.
fn named(found: &Secret, given: Option<&PartnerId>) -> Result<Option<PartnerId>, OpError> {
    match given {
        Some(given) if given.as_str() == found.expose() => Ok(Some(given.clone())),
        Some(given) => Err(BadRequest::OtherPartner {
            asked: given.to_string(),
        }
        .into()),
        None => Ok(found.expose().parse().ok()),
    }
}

/// The partner of a request, if there is one. To whoever may not see everyone a stranger's is none. What stands in the path
/// may be a key in the wrong place, so it is not repeated.
fn seen(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    named: Option<PartnerId>,
    given: Option<&PartnerId>,
) -> Result<Option<PartnerId>, OpError> {
    if let Some(partner) = &named {
        match access::partner(ctx, conn, Action::IdaCheck, partner) {
            Err(OpError::NotFound { .. }) => {}
            seen => return seen.map(|_| named),
        }
    }
    if access::everyone(ctx, Action::IdaCheck).is_ok() {
        return Ok(None);
    }
    let in_path = || "as the path of the request names".to_owned();
    Err(OpError::NotFound {
        what: "partner",
        id: given.map_or_else(in_path, PartnerId::to_string),
    })
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
