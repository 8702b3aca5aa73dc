//! Certificates: what the Kernel re-signed for a holder, and the authorities that it trusts.

pub mod bundle;
pub mod inspect;

use super::id::{CaId, CertId, Holder};
use super::invalid::Invalid;
use super::time::Moment;

/// The Kernel's partner domains; each has a trust store of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrustDomain {
    Auth,
    Device,
    Ftm,
    Misp,
}

impl TrustDomain {
    pub const ALL: [Self; 4] = [Self::Auth, Self::Device, Self::Ftm, Self::Misp];

    /// The Kernel's spelling.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auth => "AUTH",
            Self::Device => "DEVICE",
            Self::Ftm => "FTM",
            Self::Misp => "MISP",
        }
    }
}

impl std::str::FromStr for TrustDomain {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let found = Self::ALL
            .into_iter()
            .find(|domain| domain.word().eq_ignore_ascii_case(text));
        found.ok_or_else(|| Invalid::new("domain", "is not one of AUTH, DEVICE, FTM, MISP"))
    }
}

impl std::fmt::Display for TrustDomain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

/// SHA-256 over the DER of a certificate, as 64 upper-case hex digits: the form that ID Authentication compares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thumbprint(String);

impl Thumbprint {
    pub fn from_digest(digest: [u8; 32]) -> Self {
        Self(digest.iter().map(|byte| format!("{byte:02X}")).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Thumbprint {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let hex = |c: char| c.is_ascii_digit() || ('A'..='F').contains(&c);
        if text.len() != 64 || !text.chars().all(hex) {
            return Err(Invalid::new(
                "thumbprint",
                "is not 64 upper-case hex digits",
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// What a certificate states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    pub subject: String,
    pub issuer: String,
    /// The O of the subject, byte for byte; of several the one that is encoded last, which is the Kernel's choice.
    pub organization: Option<String>,
    pub common_name: Option<String>,
    /// Hex, with a minus where it is negative.
    pub serial: String,
    pub not_before: Moment,
    pub not_after: Moment,
    pub thumbprint: Thumbprint,
    /// SHA-256 over the SubjectPublicKeyInfo.
    pub spki: Thumbprint,
    /// `RSA`, `EC`, `Ed25519` …
    pub key_algorithm: String,
    pub key_bits: Option<usize>,
    /// As Java names it: `SHA256withRSA`.
    pub signature_algorithm: String,
    /// Its own key verifies its signature; subject and issuer are not looked at.
    pub is_self_signed: bool,
    /// 1 or 3.
    pub version: u32,
    pub is_ca: bool,
    /// True where there is no keyUsage, which forbids nothing.
    pub may_sign_certificates: bool,
}

/// A certificate that the Kernel re-signed: the id recorded last for a holder is the one in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The Kernel's `certificateId`.
    pub id: CertId,
    pub holder: Holder,
    pub domain: TrustDomain,
    /// As the CA issued it, one PEM block.
    pub original_pem: String,
    pub original_thumbprint: Thumbprint,
    /// As the Kernel re-signed it, one PEM block.
    pub resigned_pem: String,
    pub resigned_thumbprint: Thumbprint,
    /// PEM blocks from the issuer of the re-signed one up to the root.
    pub issuers_pem: String,
    /// Of the re-signed one: 365 days from the upload, whatever the CA gave.
    pub not_before: Moment,
    pub not_after: Moment,
    pub uploaded_at: Moment,
    /// Set when a newer one took its place.
    pub retired_at: Option<Moment>,
}

/// A root or an intermediate that was put into the Kernel's trust store of one domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ca {
    pub id: CaId,
    pub domain: TrustDomain,
    pub thumbprint: Thumbprint,
    pub subject: String,
    pub issuer: String,
    pub not_before: Moment,
    pub not_after: Moment,
    pub pem: String,
    pub uploaded_at: Moment,
}
