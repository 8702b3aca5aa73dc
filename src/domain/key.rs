//! The public key to which answers for a partner are encrypted: kept by the Kernel, referenced here.

use super::cert::Thumbprint;
use super::id::{CertId, KeyId, PartnerId};
use super::time::Moment;

/// What the Kernel holds under (`PARTNER`, partner id), or held before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyReference {
    pub id: KeyId,
    pub partner: PartnerId,
    pub source: KeySource,
    /// The exact certificate that was sent, one PEM block: the Kernel stores certificates only.
    pub pem: String,
    pub thumbprint: Thumbprint,
    /// SHA-256 over the SubjectPublicKeyInfo: the same key in another certificate has the same one.
    pub spki: Thumbprint,
    pub not_before: Moment,
    pub not_after: Moment,
    pub stored_at: Moment,
    /// Set when a newer one took its place.
    pub retired_at: Option<Moment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// The re-signed leaf of that certificate: the default, as MOSIP does it.
    Certificate(CertId),
    /// A key of its own, by `key upload`.
    Uploaded,
}

impl KeySource {
    pub fn word(&self) -> &'static str {
        match self {
            Self::Certificate(_) => "certificate",
            Self::Uploaded => "uploaded",
        }
    }
}
