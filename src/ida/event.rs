//! What ID Authentication is told: the events of MOSIP 1.2, each a statement of what is true now.

use super::error::IdaError;
use crate::domain::api_key::{API_KEY_LENGTH, ApiKey};
use crate::domain::license::License;
use crate::domain::misp::Misp;
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup, PolicyState};
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use wire::{ApiKeyData, Data, Envelope, Inner, Kind, LicenseData, PartnerData, PolicyData};

/// An event with the rows that it states. Never a toggle: a repeated one changes nothing.
#[derive(Debug, Clone)]
pub enum Event {
    /// ID Authentication keeps one license per MISP, so `license` must be the one in force: an event about another
    /// takes its place.
    /// One without the policy takes away the policy that ID Authentication holds.
    MispLicense {
        misp: Misp,
        license: License,
        policy: Option<(Policy, PolicyGroup)>,
    },
    /// The certificate takes the place of the one that ID Authentication holds at once.
    PartnerUpdated {
        partner: Partner,
        certificate_pem: String,
    },
    /// A MISP as the partner whose certificate signs for others.
    SignerUpdated {
        misp: Misp,
        certificate_pem: String,
    },
    /// The only event that ties a partner to a policy and a key; writes all three of them whole. It cannot be sent
    /// without a certificate: ID Authentication would lose the one that it has.
    ApiKeyApproved {
        partner: Partner,
        certificate_pem: String,
        policy: Policy,
        group: PolicyGroup,
        api_key: ApiKey,
    },
    ApiKeyUpdated {
        api_key: ApiKey,
    },
    PolicyUpdated {
        policy: Policy,
        group: PolicyGroup,
    },
}

const PUBLISHER: &str = "pmctl";
const ACTIVE: &str = "ACTIVE";
/// Of partner, policy and API key.
const DEACTIVE: &str = "DEACTIVE";
/// Of a license.
const NOT_ACTIVE: &str = "NOT_ACTIVE";
/// ID Authentication's `license_key` is varchar(128).
const LICENSE_KEY_MAX: usize = 128;

impl Event {
    /// The last part of the callback's path.
    pub fn callback(&self) -> &'static str {
        match self {
            Self::MispLicense { .. } => "misp_license_updated",
            Self::PartnerUpdated { .. } | Self::SignerUpdated { .. } => "partner_updated",
            Self::ApiKeyApproved { .. } => "apikey_approved",
            Self::ApiKeyUpdated { .. } => "partner_api_key_updated",
            Self::PolicyUpdated { .. } => "policy_updated",
        }
    }

    /// The websub topic.
    pub fn topic(&self) -> &'static str {
        match self {
            // The same handler takes MISP_LICENSE_GENERATED: both insert or overwrite.
            Self::MispLicense { .. } => "MISP_LICENSE_UPDATED",
            Self::PartnerUpdated { .. } | Self::SignerUpdated { .. } => "PARTNER_UPDATED",
            Self::ApiKeyApproved { .. } => "APIKEY_APPROVED",
            Self::ApiKeyUpdated { .. } => "APIKEY_UPDATED",
            Self::PolicyUpdated { .. } => "POLICY_UPDATED",
        }
    }

    /// The JSON text to be sent; a secret, because it holds keys.
    ///
    /// `id` is a UUID, new for each sending. Dates inside the data are UTC without zone, to the microsecond, so that both
    /// sides mean the same moment: with an offset ID Authentication drops the event. What it would drop silently is refused here as [`IdaError::Unfit`]: a
    /// longer key than its column takes, no certificate, a policy document that is no JSON object.
    pub fn body(&self, id: &str, now: Moment) -> Result<Secret, IdaError> {
        let published_on = now.millis();
        let envelope = Envelope {
            publisher: PUBLISHER,
            topic: self.topic(),
            published_on: &published_on,
            event: Inner {
                id,
                kind: Kind {
                    namespace: PUBLISHER,
                    name: PUBLISHER,
                },
                timestamp: &published_on,
                data: self.data()?,
            },
        };
        let text = serde_json::to_string(&envelope)
            .map_err(|error| unfit("event", format!("it cannot be written: {error}")))?;
        Ok(Secret::new(text))
    }

    /// The key that the body holds in clear.
    pub(super) fn key(&self) -> Option<&Secret> {
        match self {
            Self::MispLicense { license, .. } => Some(&license.key),
            Self::ApiKeyApproved { api_key, .. } | Self::ApiKeyUpdated { api_key } => {
                Some(&api_key.key)
            }
            Self::PartnerUpdated { .. }
            | Self::SignerUpdated { .. }
            | Self::PolicyUpdated { .. } => None,
        }
    }

    fn data(&self) -> Result<Data<'_>, IdaError> {
        let mut data = Data::default();
        match self {
            Self::MispLicense {
                misp,
                license,
                policy,
            } => {
                data.misp_license = Some(license_data(misp, license)?);
                if let Some((policy, group)) = policy {
                    data.policy = Some(policy_data(policy, group)?);
                }
            }
            Self::PartnerUpdated {
                partner,
                certificate_pem,
            } => data.partner = Some(partner_data(partner, certificate_pem)?),
            Self::SignerUpdated {
                misp,
                certificate_pem,
            } => {
                data.partner = Some(PartnerData {
                    id: misp.id.as_str(),
                    name: misp.name.as_str(),
                    certificate: certificate_pem,
                    status: active_or_not(!misp.status.is_blocked()),
                });
            }
            Self::ApiKeyApproved {
                partner,
                certificate_pem,
                policy,
                group,
                api_key,
            } => {
                data.partner = Some(partner_data(partner, certificate_pem)?);
                data.policy = Some(policy_data(policy, group)?);
                data.api_key = Some(api_key_data(api_key)?);
            }
            Self::ApiKeyUpdated { api_key } => data.api_key = Some(api_key_data(api_key)?),
            Self::PolicyUpdated { policy, group } => {
                data.policy = Some(policy_data(policy, group)?);
            }
        }
        Ok(data)
    }
}

/// Whether ID Authentication is told `ACTIVE`: published, active, and in an active group.
pub(super) fn is_honoured(policy: &Policy, group: &PolicyGroup) -> bool {
    matches!(policy.state, PolicyState::Published { active: true, .. }) && group.active
}

/// The document as the JSON object that it is.
pub(super) fn document(
    policy: &Policy,
) -> Result<serde_json::Map<String, serde_json::Value>, IdaError> {
    serde_json::from_str(&policy.document).map_err(|_| {
        unfit(
            "policy document",
            format!("that of policy {} is no JSON object", policy.id),
        )
    })
}

fn license_data<'a>(misp: &'a Misp, license: &'a License) -> Result<LicenseData<'a>, IdaError> {
    let key = license.key.expose();
    fits("license key", key, LICENSE_KEY_MAX)?;
    let in_use = license.revoked.is_none() && !misp.status.is_blocked();
    Ok(LicenseData {
        misp_id: misp.id.as_str(),
        license_key: key,
        commence_on: license.valid_from.exact_zoneless(),
        expires_on: license.valid_to.exact_zoneless(),
        status: if in_use { ACTIVE } else { NOT_ACTIVE },
    })
}

fn partner_data<'a>(partner: &'a Partner, pem: &'a str) -> Result<PartnerData<'a>, IdaError> {
    if pem.trim().is_empty() {
        return Err(unfit(
            "partner",
            format!("partner {} has no certificate", partner.id),
        ));
    }
    Ok(PartnerData {
        id: partner.id.as_str(),
        name: partner.name.as_str(),
        certificate: pem,
        status: active_or_not(!partner.status.is_blocked()),
    })
}

fn policy_data<'a>(policy: &'a Policy, group: &PolicyGroup) -> Result<PolicyData<'a>, IdaError> {
    Ok(PolicyData {
        id: policy.id.as_str(),
        policy: document(policy)?,
        name: policy.name.as_str(),
        status: active_or_not(is_honoured(policy, group)),
        description: policy.description.as_str(),
        commence_on: policy.valid_from.exact_zoneless(),
        expires_on: policy.valid_to.exact_zoneless(),
    })
}

fn api_key_data(api_key: &ApiKey) -> Result<ApiKeyData<'_>, IdaError> {
    let key = api_key.key.expose();
    fits("API key", key, API_KEY_LENGTH)?;
    Ok(ApiKeyData {
        id: key,
        commence_on: api_key.valid_from.exact_zoneless(),
        expires_on: api_key.valid_to.exact_zoneless(),
        status: active_or_not(api_key.revoked.is_none()),
    })
}

fn active_or_not(active: bool) -> &'static str {
    if active { ACTIVE } else { DEACTIVE }
}

fn fits(what: &'static str, text: &str, most: usize) -> Result<(), IdaError> {
    let length = text.chars().count();
    if length == 0 || length > most {
        let cause = format!("it has {length} characters, and 1 to {most} are kept");
        return Err(unfit(what, cause));
    }
    Ok(())
}

fn unfit(what: &'static str, cause: String) -> IdaError {
    IdaError::Unfit { what, cause }
}

#[cfg(test)]
mod tests;
mod wire;
