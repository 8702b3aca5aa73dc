//! What ID Authentication is told, what it pulls, and what it would say.

use super::access;
use super::outbox::{News, push};
use super::{Conflict, Ctx, OpError};
use crate::domain::access::{Action, Denied, decide};
use crate::domain::api_key::ApiKey;
use crate::domain::cert::Certificate;
use crate::domain::id::{ApiKeyId, Holder, LicenseId, MispId, PartnerId};
use crate::domain::key::KeySource;
use crate::domain::license::{License, in_force, successor};
use crate::domain::mapping::{Mapping, MappingState};
use crate::domain::misp::Misp;
use crate::domain::outbox::{Message, MessageKind};
use crate::domain::partner::{Partner, Signer};
use crate::domain::policy::{Policy, PolicyGroup};
use crate::domain::secret::Secret;
use crate::ida::{Event, Facts, LicenseFacts, Shape, Shared, Verdict, check as judge, pull};
use crate::store::{
    Conn, api_keys, certs, keys, licenses, mappings, misps, outbox, partners, policies,
    policy_groups,
};

/// The certificate that ID Authentication keeps for a partner, as PEM.
///
/// It uses one for two things: to check who signed a request, and to encrypt the answer. So it gets the re-signed
/// leaf, unless the MISP signs and the partner has an uploaded key.
pub(super) fn certificate_for(
    conn: &mut Conn<'_>,
    partner: &Partner,
) -> Result<Option<String>, OpError> {
    if partner.signer == Signer::Misp {
        let key = keys::current(conn, &partner.id)?;
        if let Some(key) = key.filter(|key| key.source == KeySource::Uploaded) {
            return Ok(Some(key.pem));
        }
    }
    let held = certs::current(conn, &Holder::Partner(partner.id.clone()))?;
    Ok(held.map(|certificate| certificate.resigned_pem))
}

/// What a message says now, from the rows as they are; `None` when there is nothing to say any more.
pub(super) fn event(ctx: &Ctx<'_>, message: &Message) -> Result<Option<Event>, OpError> {
    let mut conn = ctx.store.read()?;
    match message.kind {
        MessageKind::Audit => Ok(None),
        MessageKind::MispLicense => license_event(ctx, &mut conn, &message.subject.parse()?),
        MessageKind::Partner => partner_event(&mut conn, &message.subject.parse()?),
        MessageKind::ApiKeyApproved => approved_event(&mut conn, &message.subject.parse()?),
        MessageKind::ApiKey => {
            let api_key = api_keys::get(&mut conn, &message.subject.parse()?)?;
            Ok(Some(Event::ApiKeyUpdated { api_key }))
        }
        MessageKind::Policy => {
            let policy = policies::get(&mut conn, &message.subject.parse()?)?;
            let group = policy_groups::get(&mut conn, &policy.group)?;
            Ok(Some(Event::PolicyUpdated { policy, group }))
        }
    }
}

fn license_event(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    id: &MispId,
) -> Result<Option<Event>, OpError> {
    let misp = misps::get(conn, id)?;
    let all = licenses::of_misp(conn, id)?;
    Ok(in_force(&all, ctx.now())
        .cloned()
        .map(|license| Event::MispLicense { misp, license }))
}

fn partner_event(conn: &mut Conn<'_>, id: &PartnerId) -> Result<Option<Event>, OpError> {
    let partner = partners::get(conn, id)?;
    let pem = certificate_for(conn, &partner)?;
    Ok(pem.map(|certificate_pem| Event::PartnerUpdated {
        partner,
        certificate_pem,
    }))
}

fn approved_event(conn: &mut Conn<'_>, id: &ApiKeyId) -> Result<Option<Event>, OpError> {
    let api_key = api_keys::get(conn, id)?;
    let partner = partners::get(conn, &api_key.partner)?;
    let Some(certificate_pem) = certificate_for(conn, &partner)? else {
        return Ok(None);
    };
    let policy = policies::get(conn, &api_key.policy)?;
    let group = policy_groups::get(conn, &policy.group)?;
    Ok(Some(Event::ApiKeyApproved {
        partner,
        certificate_pem,
        policy,
        group,
        api_key,
    }))
}

/// Shares a partner's policy in the shape that ID Authentication pulls; the audit trail says with whom.
pub fn policy(ctx: &Ctx<'_>, id: &PartnerId, shape: Shape) -> Result<serde_json::Value, OpError> {
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    let answer = {
        let (partner, _) = access::partner(ctx, &mut tx, Action::IdaPolicy, id)?;
        let mapping = mappings::approved_of(&mut tx, id)?;
        let mapping = mapping.ok_or_else(|| Conflict::NoMapping {
            partner: id.to_string(),
        })?;
        let policy = policies::get(&mut tx, &mapping.policy)?;
        let group = policy_groups::get(&mut tx, &policy.group)?;
        let api_key = api_key_of(&mut tx, &mapping)?;
        let all = licenses::of_misp(&mut tx, &partner.misp)?;
        let certificate = certificate_for(&mut tx, &partner)?;
        let shared = Shared {
            partner: &partner,
            policy: &policy,
            group: &group,
            api_key: api_key.as_ref(),
            license: in_force(&all, ctx.now()),
            certificate_pem: certificate.as_deref(),
        };
        pull::answer(shape, &shared, ctx.now())
    };
    news.audit(ctx, &mut tx, &ctx.audited("ida.policy", id.as_str()))?;
    tx.commit()?;
    push(ctx, &news)?;
    Ok(answer)
}

fn api_key_of(conn: &mut Conn<'_>, mapping: &Mapping) -> Result<Option<ApiKey>, OpError> {
    match &mapping.state {
        MappingState::Approved { api_key, .. } => Ok(Some(api_keys::get(conn, api_key)?)),
        _ => Ok(None),
    }
}

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
    let known = known(ctx, &mut conn, triple)?;
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
    if let Some(known) = known.license.filter(|known| known.untold) {
        verdict.warnings.push(format!(
            "ID Authentication has not heard yet what stands here of the licenses of MISP {}: pmctl outbox push",
            known.misp.id
        ));
    }
    Ok(verdict)
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
