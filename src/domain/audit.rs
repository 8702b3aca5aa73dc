//! The audit trail: who did what to which subject, when and why.

use super::time::Moment;

/// An entry as an operation hands it over. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    pub at: Moment,
    pub actor: String,
    /// The words of the command: `misp.block`.
    pub action: &'static str,
    pub subject: String,
    pub reason: Option<String>,
    /// What else a reader needs, e.g. an id that the Kernel gave.
    pub detail: Option<String>,
}

/// An entry as it is kept: each hash covers the entry and the hash before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub sequence: i64,
    pub at: Moment,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub reason: Option<String>,
    pub detail: Option<String>,
    /// SHA-256.
    pub hash: Vec<u8>,
}

/// What a walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    Whole {
        entries: i64,
    },
    /// The first entry that is missing, changed, or not followed by its successor.
    Broken {
        at: i64,
    },
}

/// A stretch of time; the end does not belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    pub since: Option<Moment>,
    pub until: Option<Moment>,
}
