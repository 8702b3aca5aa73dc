//! What stands here of a triple (license key, partner, API key) for whoever pulls a partner's policy by it.

use super::time::Moment;

/// What is not there is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pulled {
    pub license: Option<PulledLicense>,
    pub partner: Option<PulledPartner>,
    /// Only where it belongs to the partner.
    pub api_key: Option<PulledKey>,
    /// The one that the API key is for.
    pub policy: Option<PulledPolicy>,
    /// What ID Authentication is to encrypt to, as PEM.
    pub certificate_pem: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulledLicense {
    /// Whether it is the one in force of its MISP: ID Authentication knows no other.
    pub in_force: bool,
    pub revoked: bool,
    pub valid_to: Moment,
    pub misp_blocked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulledPartner {
    pub id: String,
    pub name: String,
    pub blocked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulledKey {
    pub revoked: bool,
    pub valid_from: Moment,
    pub valid_to: Moment,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulledPolicy {
    pub id: String,
    pub name: String,
    /// A JSON text.
    pub document: String,
    /// Published and active.
    pub active: bool,
    pub valid_to: Moment,
    pub group: PulledGroup,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulledGroup {
    pub description: String,
    pub active: bool,
}

/// Whether the answer is to hold the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    LeftOut,
    /// Where there is one.
    IfThere,
    /// Without one there is no answer.
    Required,
}
