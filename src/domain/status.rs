//! Active or blocked: the status of a MISP and of a partner.

use super::change::Change;
use super::text::Reason;
use super::time::Moment;

/// Only a blocked one has a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    Active,
    Blocked(Block),
}

/// Who barred it from transactions, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub reason: Reason,
    pub by: String,
    /// A block set by an ida-admin can be lifted by an ida-admin only.
    pub by_admin: bool,
    pub at: Moment,
}

impl Status {
    pub fn word(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Blocked(_) => "blocked",
        }
    }

    pub fn is_blocked(&self) -> bool {
        matches!(self, Self::Blocked(_))
    }

    pub fn block_details(&self) -> Option<&Block> {
        match self {
            Self::Active => None,
            Self::Blocked(block) => Some(block),
        }
    }

    /// A second block changes nothing: the first reason stays.
    pub fn block(self, block: Block) -> Change<Self> {
        match self {
            Self::Active => Change::Changed(Self::Blocked(block)),
            Self::Blocked(first) => Change::Unchanged(Self::Blocked(first)),
        }
    }

    pub fn unblock(self) -> Change<Self> {
        match self {
            Self::Active => Change::Unchanged(Self::Active),
            Self::Blocked(_) => Change::Changed(Self::Active),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(reason: &str) -> Block {
        Block {
            reason: reason.parse().unwrap(),
            by: "admin".to_owned(),
            by_admin: true,
            at: Moment::from_micros(0),
        }
    }

    #[test]
    fn the_first_reason_stays() {
        let Change::Changed(status) = Status::Active.block(block("fraud")) else {
            panic!()
        };
        let again = status.clone().block(block("other"));
        assert_eq!(again, Change::Unchanged(status.clone()));
        assert_eq!(status.unblock(), Change::Changed(Status::Active));
        assert_eq!(Status::Active.unblock(), Change::Unchanged(Status::Active));
    }
}
