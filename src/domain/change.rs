//! What a command did.

use super::time::Moment;

/// The answer of a transition: only `Changed` holds a value to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    Changed(T),
    Unchanged(T),
}

impl<T> Change<T> {
    pub fn map<U>(self, whole: impl FnOnce(T) -> U) -> Change<U> {
        match self {
            Self::Changed(part) => Change::Changed(whole(part)),
            Self::Unchanged(part) => Change::Unchanged(whole(part)),
        }
    }
}

/// The word that writes print as `outcome`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Created,
    Updated,
    Unchanged,
    /// Something else must happen first, e.g. an approval.
    Waiting,
    Planned,
    /// Only in rows of a bulk.
    Failed,
}

impl Outcome {
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Waiting => "waiting",
            Self::Planned => "planned",
            Self::Failed => "failed",
        }
    }
}

/// Whether this command's due messages reached their receivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    Done,
    /// They did, and are said once more from then on: what was sent before without an answer may arrive after them.
    Again(Moment),
    /// Some wait in the outbox: the command ends with exit status 8.
    Waiting(usize),
}

/// A written entity with what was done to it.
#[derive(Debug, Clone)]
pub struct Written<T> {
    pub entity: T,
    pub outcome: Outcome,
    pub delivery: Delivery,
    /// Things that went right but that the user should know; one calm line each.
    pub notes: Vec<String>,
}
