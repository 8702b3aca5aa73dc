//! The public key to which answers for a partner are encrypted: kept by the Kernel, referenced here.

use super::cert::Thumbprint;
use super::id::{CertId, KeyId, PartnerId};
use super::time::{Lifetime, Moment};

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

/// How far this clock may be behind the Kernel's.
const SKEW: Lifetime = Lifetime::from_micros(60_000_000);

impl KeySource {
    /// Whether a certificate that begins then may be sent: one that is not yet valid at the Kernel leaves no usable key.
    ///
    /// A re-signed leaf begins at the Kernel's own present, so a clock here that is a little behind must not hold it.
    pub fn may_be_sent(&self, not_before: Moment, now: Moment) -> bool {
        match self {
            Self::Certificate(_) => not_before <= now.plus(SKEW),
            Self::Uploaded => not_before <= now,
        }
    }

    pub fn word(&self) -> &'static str {
        match self {
            Self::Certificate(_) => "certificate",
            Self::Uploaded => "uploaded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_kernels_own_leaf_may_begin_a_little_later() {
        let now = Moment::from_micros(1_000_000_000);
        let later = |micros| Moment::from_micros(now.micros() + micros);
        let leaf = KeySource::Certificate("c".parse().unwrap());
        assert!(leaf.may_be_sent(now, now));
        assert!(leaf.may_be_sent(later(60_000_000), now));
        assert!(!leaf.may_be_sent(later(60_000_001), now));
        assert!(KeySource::Uploaded.may_be_sent(now, now));
        assert!(!KeySource::Uploaded.may_be_sent(later(1), now));
    }
}
