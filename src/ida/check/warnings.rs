//! What is true besides the answer.

use super::{Facts, Found, LicenseFacts, is_replaced};
use crate::domain::partner::Signer;
use crate::domain::policy::PolicyState;
use crate::ida::endpoint::Endpoint;

/// What is known of a bar that ID Authentication was told of.
const GOES_ON_ACCEPTING: &str = "with the cache that MOSIP ships (spring.cache.type=SIMPLE), ID Authentication goes \
    on accepting what it accepted before, until its auth and otp services restart; spring.cache.type=NONE makes it obey \
    at once";

/// The same of a bar that was lifted.
pub const GOES_ON_REFUSING: &str = "with the cache that MOSIP ships (spring.cache.type=SIMPLE), ID Authentication goes \
    on refusing what it refused before, until its auth and otp services restart; spring.cache.type=NONE makes it obey at \
    once";

pub(super) fn all(facts: &Facts<'_>, found: &Found) -> Vec<String> {
    let mut warnings = Vec::new();
    warnings.extend(foreign_license(facts));
    warnings.extend(cutover(facts));
    warnings.extend(expired_certificate(facts));
    warnings.extend(ended_misp_policy(facts));
    if is_replaced(facts) && found.findings.is_empty() {
        warnings.push(
            "the mapping of this API key was replaced here, but ID Authentication still honours the key; \
             revoke it with pmctl api-key revoke"
                .to_owned(),
        );
    }
    warnings.extend(kept_key(facts));
    if found.barred {
        warnings.push(GOES_ON_ACCEPTING.to_owned());
    }
    warnings
}

/// A newer key was issued for the same mapping, and this one was kept.
fn kept_key(facts: &Facts<'_>) -> Option<String> {
    let key = facts.api_key.filter(|key| key.revoked.is_none())?;
    let current = facts.mapping?.api_key().filter(|id| **id != key.id)?;
    Some(format!(
        "API key {id} was followed by API key {current}, and is honoured until {}; to end it before: pmctl api-key revoke {id}",
        key.valid_to,
        id = key.id
    ))
}

fn foreign_license(facts: &Facts<'_>) -> Option<String> {
    let LicenseFacts { misp, .. } = facts.license?;
    let partner = facts.partner?;
    (misp.id != partner.misp).then(|| {
        format!(
            "the license is that of MISP {}, but partner {} belongs to MISP {}; ID Authentication does not mind",
            misp.id, partner.id, partner.misp
        )
    })
}

/// What is taken away here is not taken away there: only another license event does that.
fn ended_misp_policy(facts: &Facts<'_>) -> Option<String> {
    let delegated = facts.endpoint.is_some_and(Endpoint::is_delegated);
    let LicenseFacts { misp, policy, .. } = facts.license?;
    let policy = policy.filter(|_| delegated)?;
    let active = matches!(policy.state, PolicyState::Published { active: true, .. });
    let ended = !active || facts.now > policy.valid_to;
    ended.then(|| {
        format!(
            "policy {} of MISP {id} is not active any more, and ID Authentication does not look at that; \
             pmctl misp update {id} --no-policy takes it away",
            policy.name,
            id = misp.id
        )
    })
}

fn cutover(facts: &Facts<'_>) -> Option<String> {
    let next = facts.license?.next?;
    Some(format!(
        "license {} of MISP {} takes over on {}: until then ID Authentication answers IDA-MPA-007 to it, from then on \
         to the one in force now",
        next.id, next.misp, next.valid_from
    ))
}

fn expired_certificate(facts: &Facts<'_>) -> Option<String> {
    let certificate = facts.certificate?;
    let partner = facts.partner?;
    let signs = partner.signer == Signer::Partner;
    (signs && facts.now >= certificate.not_after).then(|| {
        format!(
            "the certificate of partner {id} expired on {}: requests that it signs are refused before all this \
             (IDA-MPA-001); pmctl cert upload {id} --file FILE",
            certificate.not_after.date(),
            id = partner.id
        )
    })
}
