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

impl Block {
    /// This one upon what bars already: reason, date and author of the first stay. Only that an ida-admin bars it too is
    /// kept of the second, or whoever set the first would lift both.
    pub fn upon(self, first: Option<Self>) -> Change<Self> {
        match first {
            None => Change::Changed(self),
            Some(first) if self.by_admin && !first.by_admin => Change::Changed(Self {
                by_admin: true,
                ..first
            }),
            Some(first) => Change::Unchanged(first),
        }
    }
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

    /// As [`Block::upon`].
    pub fn block(self, block: Block) -> Change<Self> {
        let first = match self {
            Self::Active => None,
            Self::Blocked(first) => Some(first),
        };
        block.upon(first).map(Self::Blocked)
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

    /// An ida-admin's block is not lost where the MISP was first; a MISP's adds nothing to an ida-admin's.
    #[test]
    fn what_an_admin_bars_too_only_an_admin_gives_back() {
        let by_misp = Block {
            by: "misp".to_owned(),
            by_admin: false,
            ..block("holiday")
        };
        let both = Block {
            by_admin: true,
            ..by_misp.clone()
        };
        let upon = |second: &Block, first: &Block| second.clone().upon(Some(first.clone()));
        let admin = block("fraud");
        assert_eq!(upon(&admin, &by_misp), Change::Changed(both.clone()));
        assert_eq!(upon(&admin, &both), Change::Unchanged(both.clone()));
        assert_eq!(upon(&by_misp, &both), Change::Unchanged(both));
        assert_eq!(upon(&by_misp, &admin), Change::Unchanged(admin));
        assert_eq!(upon(&by_misp, &by_misp), Change::Unchanged(by_misp));
    }
}
