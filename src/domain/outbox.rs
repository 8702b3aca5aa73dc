//! Messages to those who must merely hear of a change.

use super::id::OwnerId;
use super::time::Moment;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Receiver {
    /// The Kernel's audit manager.
    Audit,
    /// ID Authentication, by its callback.
    Ida,
}

impl Receiver {
    pub fn word(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Ida => "ida",
        }
    }
}

/// What a message is about. Its body is made when it leaves, from the rows as they are then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// Subject: the number of the audit entry.
    Audit,
    /// Subject: the MISP id. States the license that is in force.
    MispLicense,
    /// Subject: the id of a partner, or of a MISP that has a certificate: it signs for its partners.
    Partner,
    /// Subject: the API key id. Waits until the partner has a certificate.
    ApiKeyApproved,
    /// Subject: the API key id.
    ApiKey,
    /// Subject: the policy id.
    Policy,
}

impl MessageKind {
    pub const ALL: [Self; 6] = [
        Self::Audit,
        Self::MispLicense,
        Self::Partner,
        Self::ApiKeyApproved,
        Self::ApiKey,
        Self::Policy,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::MispLicense => "ida.misp-license",
            Self::Partner => "ida.partner",
            Self::ApiKeyApproved => "ida.api-key-approved",
            Self::ApiKey => "ida.api-key",
            Self::Policy => "ida.policy",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    pub fn receiver(self) -> Receiver {
        match self {
            Self::Audit => Receiver::Audit,
            _ => Receiver::Ida,
        }
    }
}

/// A message that waits. Ordered per receiver and subject by `position`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub position: i64,
    pub kind: MessageKind,
    pub subject: String,
    /// Not before then; one that is not yet due holds nobody back.
    pub not_before: Moment,
    pub attempts: i64,
    /// Why it did not get through last time, without secrets.
    pub last_error: Option<String>,
    pub queued_at: Moment,
    /// Who is sending it, or died while it did, and since when.
    pub leaving: Option<(OwnerId, Moment)>,
    /// When it last left and no answer came: it may arrive still.
    pub lost_at: Option<Moment>,
    /// It was delivered already, and is said once more for what was lost before.
    pub again: bool,
}
