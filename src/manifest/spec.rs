//! What an onboarding file says, checked value by value.

use super::finding::{Finding, Kind};
use crate::domain::cert::TrustDomain;
use crate::domain::contact::Contact;
use crate::domain::partner::{PartnerType, Signer};
use crate::domain::place::Location;
use crate::domain::policy::PolicyKind;
use crate::domain::text::{Description, Name, Organization, PolicyVersion};
use crate::domain::time::Lifetime;
use std::fmt;
use std::path::PathBuf;

/// One onboarding file: a MISP and what belongs to it, in the order in which it was written.
///
/// Every file that it names has been read; every path is resolved against the folder of the file.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// The file as the user named it; `<stdin>` for `-`.
    pub source: String,
    pub misp: MispSpec,
    pub cas: Vec<CaSpec>,
    pub groups: Vec<GroupSpec>,
    pub policies: Vec<PolicySpec>,
    pub partners: Vec<PartnerSpec>,
}

impl Manifest {
    /// A finding about a value of this file that only a later step could see, such as a certificate
    /// of another organization.
    pub fn finding(&self, at: Location, message: impl Into<String>) -> Finding {
        Finding::error(&self.source, at, Kind::Value, message)
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    pub path: PathBuf,
    /// Never empty.
    pub bytes: Vec<u8>,
    /// Where the onboarding file names it.
    pub at: Location,
}

/// Where something is to be written. Its folder need not exist yet; it is no folder itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub path: PathBuf,
    pub at: Location,
}

#[derive(Debug, Clone)]
pub struct MispSpec {
    pub name: Name,
    pub contact: Contact,
    pub license: Option<LicenseSpec>,
    /// Of kind MISP; without it ID Authentication refuses calls that the MISP makes in a partner's place.
    pub policy: Option<PolicyPath>,
    pub at: Location,
}

#[derive(Debug, Clone)]
pub struct LicenseSpec {
    /// Longer than nothing; absent means what the context says.
    pub validity: Option<Lifetime>,
    pub to: Option<Target>,
    pub at: Location,
}

/// A trust anchor, for at least one domain.
#[derive(Debug, Clone)]
pub struct CaSpec {
    pub source: CaSource,
    /// Not empty, each one once.
    pub domains: Vec<TrustDomain>,
    pub at: Location,
}

#[derive(Debug, Clone)]
pub enum CaSource {
    File(SourceFile),
    /// The test CA of the embedded Kernel.
    Dev,
}

#[derive(Debug, Clone)]
pub struct GroupSpec {
    pub name: Name,
    pub description: Option<Description>,
    pub at: Location,
}

#[derive(Debug, Clone)]
pub struct PolicySpec {
    pub name: Name,
    /// In this file or in the store already.
    pub group: Name,
    pub version: PolicyVersion,
    pub kind: PolicyKind,
    pub description: Option<Description>,
    /// Compact JSON without errors, as `domain::policy::document` gives it.
    pub document: String,
    pub file: PathBuf,
    pub publish: bool,
    pub validity: Option<Lifetime>,
    pub at: Location,
}

#[derive(Debug, Clone)]
pub struct PartnerSpec {
    /// Its name in this file, stable across runs.
    pub reference: Name,
    pub name: Name,
    /// The name, unless the file says otherwise.
    pub organization: Organization,
    pub contact: Contact,
    pub kind: PartnerType,
    /// The group of `policy`, or what the file says when it names no policy.
    pub group: Name,
    pub policy: Option<PolicyPath>,
    pub signer: Signer,
    /// Only where there is a policy: a mapping brings the key.
    pub api_key: Option<Target>,
    pub certificate: Option<CertificateSpec>,
    pub key: Option<SourceFile>,
    pub at: Location,
    /// Of the organization, or of the name that stands for it.
    pub organization_at: Location,
}

/// `group/policy`, in this file or in the store already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyPath {
    pub group: Name,
    pub policy: Name,
    pub at: Location,
}

impl fmt::Display for PolicyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.group, self.policy)
    }
}

#[derive(Debug, Clone)]
pub enum CertificateSpec {
    File {
        file: SourceFile,
        domain: TrustDomain,
    },
    /// Request and private key are made here, and the embedded Kernel's test CA issues.
    Made {
        domain: TrustDomain,
        key_to: Target,
        at: Location,
    },
}

impl CertificateSpec {
    pub fn domain(&self) -> TrustDomain {
        match self {
            Self::File { domain, .. } | Self::Made { domain, .. } => *domain,
        }
    }

    pub fn at(&self) -> Location {
        match self {
            Self::File { file, .. } => file.at,
            Self::Made { at, .. } => *at,
        }
    }
}
