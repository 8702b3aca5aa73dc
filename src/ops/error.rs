//! Why an operation did not happen.

use crate::crypto::CryptoError;
use crate::domain::access::Denied;
use crate::domain::api_key::Replaced;
use crate::domain::cert::inspect::Finding as CertFinding;
use crate::domain::id::Holder;
use crate::domain::invalid::Invalid;
use crate::domain::mapping::Decided;
use crate::domain::policy::document::{Finding as PolicyFinding, Severity};
use crate::domain::policy::{Ended, Unusable};
use crate::domain::time::Lifetime;
use crate::ida::{BadRequest, IdaError, Refused, Shape};
use crate::kernel::KernelError;
use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum OpError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Kernel(#[from] KernelError),
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    #[error(transparent)]
    Ida(#[from] IdaError),
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// Told in the same words as [`Denied::Hidden`], or the difference would tell.
    #[error("there is no {what} {id}")]
    NotFound { what: &'static str, id: String },
    /// The Kernel would refuse the certificate; nothing was sent.
    #[error("the certificate would be refused: {}", first_cert(.0))]
    Certificate(Vec<CertFinding>),
    /// All at once, each at its place in the onboarding file.
    #[error("the file has {}", counted(.0.len(), "fault"))]
    Findings(Vec<crate::manifest::Finding>),
    #[error("the policy document has {}", faults(.0))]
    Policy(Vec<PolicyFinding>),
    #[error("the request cannot be looked at: {0}")]
    Request(#[from] BadRequest),
    #[error("{path}: {cause}")]
    File { path: String, cause: String },
    /// It would have been lost, and nothing was written.
    #[error("{path} holds {holds}, and is not replaced")]
    ForeignFile { path: String, holds: &'static str },
    /// Another process works on it and did not end within the time-out.
    #[error("another process is working on {subject}")]
    Busy { subject: String },
    #[error("the key does not decrypt what the Kernel encrypts for partner {partner}")]
    KeyMismatch { partner: String },
    /// A license would be due again as soon as it is issued.
    #[error(
        "the window of {window} is not shorter than the validity of {validity}: every run would renew again"
    )]
    WindowTooLong {
        window: Lifetime,
        validity: Lifetime,
    },
    /// The license is issued and stored; only its way out failed.
    #[error("the key of license {license} of MISP {misp} was not handed over to {to}: {cause}")]
    NotHandedOver {
        license: String,
        misp: String,
        to: String,
        cause: String,
    },
    /// The API key is issued and stored; only its way out failed.
    #[error("API key {api_key} of partner {partner} was not written to {path}: {cause}")]
    KeyNotWritten {
        api_key: String,
        partner: String,
        path: String,
        cause: String,
    },
    /// A misp or partner whose login no record names: there is nothing that it could see.
    #[error("the login {name} belongs to no MISP and to no partner")]
    Unbound { name: String },
    /// The actor may not run some rows of a file; nothing was run.
    #[error("beyond your rights in the file: {}", counted(.0.len(), "row"))]
    RowsForbidden(Vec<String>),
}

impl OpError {
    /// For a message that names the file itself.
    pub fn without_path(self) -> String {
        match self {
            Self::File { cause, .. } => cause,
            error => error.to_string(),
        }
    }
}

fn counted(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    }
}

/// Warnings do not refuse a document.
fn faults(findings: &[PolicyFinding]) -> String {
    let is_error = |finding: &&PolicyFinding| finding.severity == Severity::Error;
    match findings.iter().filter(is_error).count() {
        1 => "a fault".to_owned(),
        many => format!("{many} faults"),
    }
}

fn first_cert(findings: &[CertFinding]) -> String {
    findings
        .first()
        .map(|finding| finding.message.clone())
        .unwrap_or_default()
}

/// The state forbids it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    #[error("{what} \"{name}\" exists as {id} and differs: {differs}")]
    Differs {
        what: &'static str,
        name: String,
        id: String,
        differs: String,
    },
    #[error("the name \"{name}\" belongs to {what} {id}")]
    NameTaken {
        what: &'static str,
        name: String,
        id: String,
    },
    /// A login acts for one MISP and one of its partners at most.
    #[error("the login {user} acts for {whom}")]
    LoginTaken { user: String, whom: String },
    #[error("the id {id} is in use")]
    IdInUse { id: String },
    /// The Kernel keeps a key of somebody else under this id.
    #[error("the Kernel already keeps a key under {id}")]
    IdKnownToKernel { id: String },
    #[error("no free id was found from {from} on")]
    NoFreeId { from: String },
    #[error("MISP {id} is blocked since {since}: {reason}")]
    MispBlocked {
        id: String,
        since: String,
        reason: String,
    },
    #[error("partner {id} is blocked since {since}: {reason}")]
    PartnerBlocked {
        id: String,
        since: String,
        reason: String,
    },
    #[error("license {id} of MISP {misp} was revoked on {since}: {reason}")]
    LicenseRevoked {
        id: String,
        misp: String,
        since: String,
        reason: String,
    },
    #[error("policy {policy} is of kind {kind}, not MISP")]
    NotForMisp { policy: String, kind: &'static str },
    /// Only what was published is taken out of force or put back.
    #[error("policy {policy} is a draft")]
    PolicyIsDraft { policy: String },
    #[error("policy {policy} cannot be published: {ended}")]
    DraftEnded { policy: String, ended: Ended },
    #[error("policy {policy} is published, and a published policy never changes")]
    PolicyIsPublished {
        policy: String,
        group: String,
        version: String,
    },
    #[error("policy {name} cannot be used: {why}")]
    PolicyUnusable {
        id: String,
        /// `group/name`.
        name: String,
        group: String,
        why: Unusable,
    },
    #[error("policy {policy} is one of MISPs, and belongs to no partner")]
    PolicyOfMisps { policy: String, group: String },
    #[error("policy {policy} is not in the policy group of partner {partner}")]
    OtherGroup {
        policy: String,
        partner: String,
        /// The partner's.
        group: String,
    },
    #[error("request {mapping} of partner {partner} waits for a decision")]
    MappingWaiting { partner: String, mapping: String },
    #[error("partner {partner} is mapped to policy {policy}")]
    Mapped {
        partner: String,
        policy: String,
        wanted: String,
    },
    #[error(transparent)]
    Decided(#[from] Decided),
    #[error(transparent)]
    ApiKeyReplaced(#[from] Replaced),
    /// Only the key that a mapping names is reissued: another would have two successors.
    #[error("API key {api_key} is not the one that partner {partner} has now")]
    ApiKeyNotCurrent {
        api_key: String,
        partner: String,
        current: Option<String>,
    },
    #[error("{holder} has no certificate")]
    NoCertificate { holder: Holder },
    #[error("partner {partner} has an uploaded key {thumbprint}")]
    KeyUploaded {
        partner: String,
        thumbprint: String,
        /// The one that holds the other key, where an onboarding file names it.
        file: Option<String>,
    },
    #[error("partner {partner} has no key")]
    NoKey { partner: String },
    /// Two different certificates met at the Kernel: only a database administrator can mend it.
    #[error("the Kernel's entry for {reference} is destroyed")]
    EntryDestroyed { reference: String },
    #[error("the certificate for {reference} is not valid before {not_before}")]
    NotYetValid {
        reference: String,
        not_before: String,
    },
    #[error("partner {partner} has no approved mapping")]
    NoMapping { partner: String },
    #[error("the policy of partner {partner} is not shared: {} {}", refused.code(), refused.message(*shape))]
    NotShared {
        partner: String,
        refused: Refused,
        shape: Shape,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_is_no_rows() {
        let forbidden = |rows: &[&str]| {
            let rows = rows.iter().map(ToString::to_string).collect();
            OpError::RowsForbidden(rows).to_string()
        };
        assert_eq!(forbidden(&["a"]), "beyond your rights in the file: 1 row");
        assert_eq!(
            forbidden(&["a", "b"]),
            "beyond your rights in the file: 2 rows"
        );
    }
}
