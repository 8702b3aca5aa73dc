//! What was asked of the Kernel and is not yet known to be done.

use super::id::{IntentId, OwnerId};
use super::time::Moment;

/// Something that needs the Kernel's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntentKind {
    /// Ids and license key of a new MISP. Subject: the name's key.
    MispRegister,
    /// A license that renews another. Subject: the MISP id.
    LicenseRenew,
    /// The id of a new partner. Subject: the policy group id, a slash, and the name's key.
    PartnerAdd,
    /// A CA certificate. Subject: domain, a slash, and the thumbprint.
    CaUpload,
    /// A certificate to re-sign. Subject: the holder's id.
    CertUpload,
    /// A certificate to keep under (`PARTNER`, id). Subject: the partner's id; one at a time.
    KeyStore,
}

impl IntentKind {
    pub const ALL: [Self; 6] = [
        Self::MispRegister,
        Self::LicenseRenew,
        Self::PartnerAdd,
        Self::CaUpload,
        Self::CertUpload,
        Self::KeyStore,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::MispRegister => "misp.register",
            Self::LicenseRenew => "license.renew",
            Self::PartnerAdd => "partner.add",
            Self::CaUpload => "ca.upload",
            Self::CertUpload => "cert.upload",
            Self::KeyStore => "key.store",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntentState {
    /// Written down, nothing sent.
    Open,
    /// Sent at least once; the answer is not recorded.
    Sent,
    Done,
    /// Refused by the Kernel, or given up for other input.
    Abandoned,
}

impl IntentState {
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sent => "sent",
            Self::Done => "done",
            Self::Abandoned => "abandoned",
        }
    }
}

/// At most one per (kind, subject) is `Open` or `Sent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    pub id: IntentId,
    pub kind: IntentKind,
    pub subject: String,
    /// The request, without secrets: a retry sends the same bytes.
    pub input: String,
    pub state: IntentState,
    /// How often it was sent. A result is recorded only for the owner and attempt that asked.
    pub attempt: i64,
    pub owner: OwnerId,
    /// What is known already, e.g. an id that the Kernel gave before the next call.
    pub progress: Option<String>,
    pub opened_at: Moment,
    pub sent_at: Option<Moment>,
}
