//! What is looked at before a policy is shared, and in which order: each release of MOSIP has its own.

use super::Shape;
use crate::domain::pull::{Certificate, Pulled, PulledKey, PulledLicense, PulledPolicy};
use crate::domain::time::Moment;

/// A check that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refused {
    /// Or it is not the one in force of its MISP.
    NoLicense,
    LicenseRevoked,
    LicenseExpired,
    MispBlocked,
    NoPartner,
    PartnerBlocked,
    /// Or it is another partner's.
    NoApiKey,
    /// Or it is not valid yet.
    ApiKeyRevoked,
    ApiKeyExpired,
    NoPolicy,
    PolicyInactive,
    GroupInactive,
    PolicyExpired,
    NoCertificate,
    /// The document in the store is no JSON object.
    BadDocument,
}

/// A policy without a group, which both look for, cannot be in this store.
pub(super) const ORDER_10: &[Refused] = &[
    Refused::NoLicense,
    Refused::LicenseRevoked,
    Refused::LicenseExpired,
    Refused::MispBlocked,
    Refused::NoPartner,
    Refused::PartnerBlocked,
    Refused::NoApiKey,
    Refused::ApiKeyRevoked,
    Refused::ApiKeyExpired,
    Refused::NoPolicy,
    Refused::PolicyInactive,
    Refused::GroupInactive,
];

pub(super) const ORDER_11: &[Refused] = &[
    Refused::NoPartner,
    Refused::PartnerBlocked,
    Refused::NoLicense,
    Refused::LicenseRevoked,
    Refused::LicenseExpired,
    Refused::MispBlocked,
    Refused::NoApiKey,
    Refused::ApiKeyRevoked,
    Refused::ApiKeyExpired,
    Refused::NoPolicy,
    Refused::PolicyInactive,
    Refused::GroupInactive,
    Refused::PolicyExpired,
    Refused::NoCertificate,
];

impl Refused {
    pub const ALL: [Self; 15] = [
        Self::NoLicense,
        Self::LicenseRevoked,
        Self::LicenseExpired,
        Self::MispBlocked,
        Self::NoPartner,
        Self::PartnerBlocked,
        Self::NoApiKey,
        Self::ApiKeyRevoked,
        Self::ApiKeyExpired,
        Self::NoPolicy,
        Self::PolicyInactive,
        Self::GroupInactive,
        Self::PolicyExpired,
        Self::NoCertificate,
        Self::BadDocument,
    ];

    pub(super) fn applies(self, pulled: &Pulled, certificate: Certificate, now: Moment) -> bool {
        let license = |fails: fn(&PulledLicense, Moment) -> bool| {
            let one = pulled.license.as_ref().filter(|one| one.in_force);
            one.is_some_and(|one| fails(one, now))
        };
        let api_key = |fails: fn(&PulledKey, Moment) -> bool| {
            let one = pulled.api_key.as_ref();
            one.is_some_and(|one| fails(one, now))
        };
        let policy = |fails: fn(&PulledPolicy, Moment) -> bool| {
            let one = pulled.policy.as_ref();
            one.is_some_and(|one| fails(one, now))
        };
        match self {
            Self::NoLicense => !pulled.license.as_ref().is_some_and(|one| one.in_force),
            Self::LicenseRevoked => license(|one, _| one.revoked),
            Self::LicenseExpired => license(|one, now| now >= one.valid_to),
            Self::MispBlocked => license(|one, _| one.misp_blocked),
            Self::NoPartner => pulled.partner.is_none(),
            Self::PartnerBlocked => pulled.partner.as_ref().is_some_and(|one| one.blocked),
            Self::NoApiKey => pulled.api_key.is_none(),
            Self::ApiKeyRevoked => api_key(|one, now| one.revoked || now < one.valid_from),
            Self::ApiKeyExpired => api_key(|one, now| now >= one.valid_to),
            Self::NoPolicy => pulled.policy.is_none(),
            Self::PolicyInactive => policy(|one, _| !one.active),
            Self::GroupInactive => policy(|one, _| !one.group.active),
            Self::PolicyExpired => policy(|one, now| now >= one.valid_to),
            Self::NoCertificate => {
                certificate == Certificate::Required && pulled.certificate_pem.is_none()
            }
            Self::BadDocument => false,
        }
    }

    /// MOSIP's own.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoLicense => "PMS_PMP_020",
            Self::LicenseRevoked | Self::MispBlocked => "PMS_PMP_025",
            Self::LicenseExpired => "PMS_PMP_021",
            Self::NoPartner => "PMS_PMP_013",
            Self::PartnerBlocked => "PMS_PMP_016",
            Self::NoApiKey | Self::NoPolicy => "PMS_PMP_017",
            Self::ApiKeyRevoked | Self::PolicyInactive => "PMS_PMP_019",
            Self::ApiKeyExpired | Self::PolicyExpired => "PMS_PMP_018",
            Self::GroupInactive => "PMS_PMP_023",
            Self::NoCertificate => "PMS_PMP_052",
            Self::BadDocument => "PMS_POL_052",
        }
    }

    /// MOSIP's own, but for 1.0.0's habit of repeating a license key that it does not know.
    pub fn message(self, shape: Shape) -> &'static str {
        match self {
            Self::NoLicense => "MISP license key not exists.",
            Self::LicenseRevoked | Self::MispBlocked => "License key of MISP is blocked",
            Self::LicenseExpired => "MISP license key is expired.",
            Self::NoPartner => "Partner does not exist",
            Self::PartnerBlocked => "Partner is not active.",
            Self::NoApiKey | Self::NoPolicy => "Partner is not mapped to any policy.",
            Self::ApiKeyRevoked | Self::PolicyInactive => "Partner policy is not active.",
            Self::ApiKeyExpired | Self::PolicyExpired => "Partner policy got expired.",
            Self::GroupInactive => match shape {
                Shape::V10 => "Policy is not active.",
                Shape::V11 => "Policy group is not active.",
            },
            Self::NoCertificate => "Partner Certificate not available",
            Self::BadDocument => "Error occured while parsing policy string to json object",
        }
    }

    /// As metrics and reports call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoLicense => "no-license",
            Self::LicenseRevoked => "license-revoked",
            Self::LicenseExpired => "license-expired",
            Self::MispBlocked => "misp-blocked",
            Self::NoPartner => "no-partner",
            Self::PartnerBlocked => "partner-blocked",
            Self::NoApiKey => "no-api-key",
            Self::ApiKeyRevoked => "api-key-revoked",
            Self::ApiKeyExpired => "api-key-expired",
            Self::NoPolicy => "no-policy",
            Self::PolicyInactive => "policy-inactive",
            Self::GroupInactive => "group-inactive",
            Self::PolicyExpired => "policy-expired",
            Self::NoCertificate => "no-certificate",
            Self::BadDocument => "bad-document",
        }
    }
}

#[cfg(test)]
mod tests;
