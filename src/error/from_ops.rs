//! What operations refuse, as failures: one code per kind of refusal, decided by variant, never by text.

use super::{Entry, Failure, RemoteAnswer, catalogue};
use crate::domain::access::Denied;
use crate::domain::cert::inspect::NOT_ENCRYPTABLE;
use crate::domain::mapping::Decided;
use crate::domain::policy::Unusable;
use crate::domain::policy::document::Severity;
use crate::ida::{BadRequest, IdaError, Refused};
use crate::kernel::KernelError;
use crate::manifest;
use crate::ops::{Conflict, OpError};

impl From<OpError> for Failure {
    fn from(error: OpError) -> Self {
        let message = error.to_string();
        match error {
            OpError::Denied(denied) => denied.into(),
            OpError::Store(error) => error.into(),
            OpError::Kernel(error) => error.into(),
            OpError::Crypto(error) => error.into(),
            OpError::Ida(error) => {
                let entry = match error {
                    IdaError::Setup { .. } => &catalogue::IDA_SETUP,
                    _ => &catalogue::IDA,
                };
                let remote = error.remote().map(remote);
                with_remote(Self::new(entry, message), remote)
            }
            OpError::Invalid(invalid) => invalid.into(),
            OpError::Conflict(conflict) => conflict.into(),
            OpError::NotFound { what, .. } => {
                let failure = Self::new(&catalogue::NOT_FOUND, message);
                match list_of(what) {
                    Some(command) => failure.fix(format!("{command} shows what there is")),
                    None => failure,
                }
            }
            OpError::Certificate(findings) => {
                let mut failure = Self::new(&catalogue::CERTIFICATE, message);
                for finding in &findings {
                    let line = format!("{} {}", finding.kernel_code, finding.message);
                    failure = failure.why(line).fix(finding.fix.clone());
                }
                failure
            }
            OpError::Policy(findings) => {
                let errors = findings
                    .iter()
                    .filter(|one| one.severity == Severity::Error);
                errors.fold(Self::new(&catalogue::POLICY, message), |failure, one| {
                    let place = format!("{}:{}", one.line, one.column);
                    failure.why(format!("{place} {} {}", one.code, one.message))
                })
            }
            OpError::Findings(findings) => findings.iter().fold(
                Self::new(&catalogue::FILE_VALUES, message),
                |failure, one| failure.why(one.to_string()),
            ),
            OpError::Request(BadRequest::OtherPartner { .. }) => {
                Self::new(&catalogue::REQUEST, message)
                    .fix("name the partner of the path, or leave PARTNER out")
            }
            OpError::Request(_) => Self::new(&catalogue::REQUEST, message),
            OpError::File { .. } => Self::new(&catalogue::INPUT_FILE, message),
            OpError::ForeignFile { .. } => Self::new(&catalogue::FOREIGN_FILE, message),
            OpError::Busy { .. } => Self::new(&catalogue::BUSY, message),
            OpError::KeyMismatch { partner } => Self::new(&catalogue::KEY_MISMATCH, message).fix(
                format!("pmctl key show {partner} says what the Kernel encrypts to"),
            ),
            OpError::WindowTooLong { window, validity } => Self::new(&catalogue::INVALID_VALUE, message)
                .fix(format!("give --within less than {validity}, or --validity more than {window}"))
                .fix(format!(
                    "or, for good, set license.renew_within below {validity} or license.validity above {window}: \
                     pmctl config set KEY DURATION"
                )),
            OpError::NotHandedOver { .. } => Self::new(&catalogue::NOT_HANDED_OVER, message),
            OpError::KeyNotWritten { api_key, path, .. } => {
                Self::new(&catalogue::API_KEY_NOT_WRITTEN, message).fix(format!(
                    "mend it, then: pmctl api-key show {api_key} --key-to {path}"
                ))
            }
            OpError::Unbound { name } => Self::new(&catalogue::FORBIDDEN, message).fix(format!(
                "an ida-admin binds it: pmctl misp update ID --user {name}, or partner update"
            )),
            OpError::RowsForbidden(rows) => rows
                .into_iter()
                .fold(Self::new(&catalogue::ROWS_FORBIDDEN, message), Self::why),
        }
    }
}

fn list_of(what: &str) -> Option<&'static str> {
    Some(match what {
        "MISP" => "pmctl misp list",
        "partner" => "pmctl partner list",
        "license" | "license of MISP" => "pmctl license list",
        "policy" => "pmctl policy list",
        "policy group" => "pmctl policy-group list",
        "mapping" => "pmctl mapping list",
        "API key" => "pmctl api-key list",
        "message" => "pmctl outbox list",
        _ => return None,
    })
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        let message = denied.to_string();
        match denied {
            Denied::Hidden => Self::new(&catalogue::NOT_FOUND, message),
            Denied::Forbidden { action, .. } => Self::new(&catalogue::FORBIDDEN, message)
                .fix(format!(
                    "pmctl can-i {} says which roles suffice",
                    action.word()
                ))
                .fix("pmctl whoami shows yours; roles come from the IAM"),
            Denied::MispBlocked { misp, .. } => Self::new(&catalogue::MISP_BLOCKED, message)
                .fix(format!("an ida-admin lifts it: pmctl misp unblock {misp}")),
            Denied::PartnerBlocked { partner, .. } => {
                Self::new(&catalogue::PARTNER_BLOCKED, message)
                    .fix(format!("pmctl partner unblock {partner}"))
            }
            Denied::BlockedByAdmin => Self::new(&catalogue::BLOCKED_BY_ADMIN, message),
            Denied::RevokedByAdmin => Self::new(&catalogue::REVOKED_BY_ADMIN, message),
        }
    }
}

impl From<KernelError> for Failure {
    fn from(error: KernelError) -> Self {
        let entry = match &error {
            KernelError::Refused { .. } => &catalogue::KERNEL_REFUSED,
            KernelError::Lost { .. } => &catalogue::KERNEL_SILENT,
            KernelError::Unreachable { .. } => &catalogue::KERNEL_AWAY,
            KernelError::Unauthorized { .. } => &catalogue::KERNEL_LOGIN,
            KernelError::Forbidden { .. } => &catalogue::KERNEL_ROLE,
            KernelError::Protocol { .. } => &catalogue::KERNEL_PROTOCOL,
            KernelError::Setup { .. } => &catalogue::KERNEL_SETUP,
            KernelError::Ended { .. } => &catalogue::LOGIN_ENDED,
            KernelError::Untrusted { .. } => &catalogue::TOKEN_REFUSED,
            KernelError::Clocks { .. } => &catalogue::CLOCKS,
        };
        let remote = error.remote().map(remote);
        match error {
            KernelError::Ended { cause } => Self::new(entry, "the login has ended").why(cause),
            KernelError::Untrusted { cause } => {
                Self::new(entry, "the issuer's token does not pass its checks").why(cause)
            }
            told => with_remote(explained(Self::new(entry, told.to_string()), &told), remote),
        }
    }
}

/// What a failure of a call leaves open, and how that is found out.
fn explained(failure: Failure, error: &KernelError) -> Failure {
    match error {
        KernelError::Protocol { call, .. } if call.writes() => failure
            .why("whether it was done is not known; the same command finds out")
            .fix("check the address: pmctl kernel ping")
            .fix("run it again"),
        KernelError::Lost {
            remote: Some(remote),
            ..
        } if remote.code == PAGE => failure
            .why("the Keymanager answers with a page where it cannot read the token, e.g. up to 1.2.1 one without `aud`")
            .fix("see that the realm puts an audience into the tokens of this client")
            .fix("run it again"),
        KernelError::Refused { code, .. } if code == UNKNOWN_CA => {
            failure.fix("pmctl ca upload FILE --domain DOMAIN, root and intermediates")
        }
        KernelError::Refused { code, .. } if code == NOT_ENCRYPTABLE => failure
            .fix("pmctl key show PARTNER names what is stored; the Kernel encrypts to RSA keys only"),
        _ => failure,
    }
}

const UNKNOWN_CA: &str = "KER-PCM-006";

/// The code of a 500 that is no envelope: something failed before the service was asked.
const PAGE: &str = "HTTP-500";

fn remote((code, message, http): (&str, &str, u16)) -> RemoteAnswer {
    RemoteAnswer {
        code: code.to_owned(),
        message: message.to_owned(),
        http: Some(http),
    }
}

fn with_remote(failure: Failure, remote: Option<RemoteAnswer>) -> Failure {
    match remote {
        Some(remote) => failure.remote(remote),
        None => failure,
    }
}

impl From<Conflict> for Failure {
    fn from(conflict: Conflict) -> Self {
        let failure = Self::new(entry(&conflict), conflict.to_string());
        advice(&conflict).into_iter().fold(failure, Self::fix)
    }
}

fn entry(conflict: &Conflict) -> &'static Entry {
    match conflict {
        Conflict::Differs { .. } => &catalogue::DIFFERS,
        Conflict::NameTaken { .. } => &catalogue::NAME_TAKEN,
        Conflict::LoginTaken { .. } => &catalogue::LOGIN_TAKEN,
        Conflict::IdInUse { .. } => &catalogue::ID_IN_USE,
        Conflict::IdKnownToKernel { .. } => &catalogue::ID_KNOWN,
        Conflict::NoFreeId { .. } => &catalogue::NO_FREE_ID,
        Conflict::MispBlocked { .. } => &catalogue::MISP_BLOCKED,
        Conflict::PartnerBlocked { .. } => &catalogue::PARTNER_BLOCKED,
        Conflict::LicenseRevoked { .. } => &catalogue::LICENSE_REVOKED,
        Conflict::PolicyUnusable { why, .. } => match why {
            Unusable::Draft => &catalogue::POLICY_DRAFT,
            Unusable::Inactive => &catalogue::POLICY_INACTIVE,
            Unusable::Expired(_) => &catalogue::POLICY_EXPIRED,
            Unusable::NotYet(_) => &catalogue::POLICY_NOT_YET,
            Unusable::GroupInactive => &catalogue::GROUP_INACTIVE,
        },
        Conflict::PolicyOfMisps { .. } => &catalogue::POLICY_OF_MISPS,
        Conflict::NotForMisp { .. } => &catalogue::NOT_FOR_MISP,
        Conflict::PolicyIsDraft { .. } => &catalogue::POLICY_IS_DRAFT,
        Conflict::DraftEnded { .. } => &catalogue::DRAFT_ENDED,
        Conflict::PolicyIsPublished { .. } => &catalogue::POLICY_IS_PUBLISHED,
        Conflict::OtherGroup { .. } => &catalogue::OTHER_GROUP,
        Conflict::MappingWaiting { .. } => &catalogue::MAPPING_WAITING,
        Conflict::Mapped { .. } => &catalogue::MAPPED,
        Conflict::Decided(Decided::Approved { .. }) => &catalogue::REQUEST_APPROVED,
        Conflict::Decided(Decided::Rejected { .. }) => &catalogue::REQUEST_REJECTED,
        Conflict::Decided(Decided::Replaced { .. }) => &catalogue::DECIDED,
        Conflict::ApiKeyReplaced(_) => &catalogue::API_KEY_REPLACED,
        Conflict::ApiKeyNotCurrent { .. } => &catalogue::API_KEY_NOT_CURRENT,
        Conflict::NoCertificate { .. } => &catalogue::NO_CERTIFICATE,
        Conflict::KeyUploaded { .. } => &catalogue::KEY_UPLOADED,
        Conflict::NoKey { .. } => &catalogue::NO_KEY,
        Conflict::EntryDestroyed { .. } => &catalogue::ENTRY_DESTROYED,
        Conflict::NotYetValid { .. } => &catalogue::NOT_YET_VALID,
        Conflict::NoMapping { .. } => &catalogue::NO_MAPPING,
        Conflict::NotShared { .. } => &catalogue::NOT_SHARED,
    }
}

/// What works when it is typed, with the ids filled in.
fn advice(conflict: &Conflict) -> Vec<String> {
    let one = match conflict {
        Conflict::Differs { what, id, .. } => match *what {
            "MISP" => format!("pmctl misp update {id}, or choose another name"),
            "partner" => format!("pmctl partner update {id}, or choose another name"),
            "policy" => format!(
                "pmctl policy update {id} changes it while it is a draft; else add the new version under another name"
            ),
            _ => return Vec::new(),
        },
        Conflict::MispBlocked { id, .. } => format!("pmctl misp unblock {id}"),
        Conflict::PartnerBlocked { id, .. } => format!("pmctl partner unblock {id}"),
        Conflict::LicenseRevoked { id, misp, .. } => format!(
            "pmctl license restore {id}, then pmctl misp renew-license {misp} --early for a new key at once"
        ),
        Conflict::PolicyIsDraft { policy } => format!("pmctl policy publish {policy}"),
        Conflict::DraftEnded { policy, ended } => format!(
            "pmctl policy update {policy} --validity {} lets it be valid from now on as long as it was to be",
            ended.validity
        ),
        Conflict::PolicyIsPublished { group, version, .. } => format!(
            "pmctl policy add NAME --group {group} --version V --file FILE adds the version after {version} under \
             another name"
        ),
        Conflict::MappingWaiting { mapping, .. } => {
            return vec![
                format!("a policy-manager decides it: pmctl mapping approve {mapping}"),
                format!("or pmctl mapping reject {mapping} --reason TEXT, and ask again"),
            ];
        }
        Conflict::Mapped {
            partner, wanted, ..
        } => {
            format!("pmctl partner map-policy {partner} --policy {wanted} --replace")
        }
        Conflict::OtherGroup { group, .. } | Conflict::PolicyOfMisps { group, .. } => {
            format!("pmctl policy list --group {group} shows what there is")
        }
        Conflict::PolicyUnusable { id, group, why, .. } => unusable(id, group, why),
        Conflict::Decided(decided) => return instead(decided),
        Conflict::ApiKeyReplaced(replaced) => {
            format!(
                "use its successor: pmctl api-key show {}",
                replaced.successor
            )
        }
        Conflict::ApiKeyNotCurrent {
            current: Some(current),
            ..
        } => {
            return vec![
                format!("pmctl api-key show {current} shows the one that it has"),
                format!("pmctl api-key reissue {current} for another new one"),
            ];
        }
        Conflict::NoCertificate { holder } => {
            format!("pmctl cert upload {} --file FILE", holder.as_str())
        }
        Conflict::KeyUploaded { partner, file, .. } => {
            let file = file.as_deref().unwrap_or("FILE");
            format!("pmctl key rotate {partner} --file {file}")
        }
        Conflict::NoKey { partner } => format!("pmctl key upload {partner} --file FILE"),
        Conflict::NoMapping { partner } => {
            format!("pmctl partner map-policy {partner} --policy GROUP/NAME")
        }
        Conflict::NotShared {
            partner,
            refused: Refused::PartnerBlocked,
            ..
        } => format!("pmctl partner unblock {partner}"),
        Conflict::NotShared { partner, .. } => {
            format!("pmctl ida check {partner} says what stands in the way, and what to do")
        }
        _ => return Vec::new(),
    };
    vec![one]
}

fn unusable(id: &str, group: &str, why: &Unusable) -> String {
    match why {
        Unusable::Draft => format!("pmctl policy publish {id}"),
        Unusable::Inactive => format!("pmctl policy activate {id}"),
        Unusable::Expired(_) => {
            format!("add and publish a new version: pmctl policy add NAME --group {group}")
        }
        Unusable::NotYet(date) => format!("ask again from {date} on"),
        Unusable::GroupInactive => format!("pmctl policy-group activate {group}"),
    }
}

/// What can still be done about a request that was decided.
fn instead(decided: &Decided) -> Vec<String> {
    match decided {
        Decided::Approved {
            partner, api_key, ..
        } => vec![
            format!("to stop it: pmctl api-key revoke {api_key} --reason TEXT"),
            format!(
                "for another policy: pmctl partner map-policy {partner} --policy GROUP/NAME --replace"
            ),
        ],
        Decided::Rejected {
            partner, policy, ..
        } => vec![format!(
            "it may be asked for again: pmctl partner map-policy {partner} --policy {policy}"
        )],
        Decided::Replaced { partner, .. } => vec![format!("pmctl partner show {partner}")],
    }
}

impl From<manifest::Failed> for Failure {
    fn from(failed: manifest::Failed) -> Self {
        let message = failed.to_string();
        match &failed {
            manifest::Failed::Unreadable { .. } => Self::new(&catalogue::INPUT_FILE, message),
            manifest::Failed::Syntax(_) => Self::new(&catalogue::FILE_SYNTAX, message),
            manifest::Failed::Invalid(findings) if findings.len() == 1 => {
                Self::new(&catalogue::FILE_VALUES, message)
            }
            manifest::Failed::Invalid(findings) => findings.iter().fold(
                Self::new(&catalogue::FILE_VALUES, message),
                |failure, one| failure.why(one.to_string()),
            ),
        }
    }
}
