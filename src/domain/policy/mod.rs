//! Policy groups and policies.

pub mod document;
mod lint;

use super::change::Change;
use super::id::{PolicyGroupId, PolicyId};
use super::invalid::Invalid;
use super::text::{Description, Name, PolicyVersion};
use super::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyGroup {
    pub id: PolicyGroupId,
    /// Unique by [`Name::key`].
    pub name: Name,
    pub description: Description,
    pub active: bool,
    pub created_at: Moment,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pub id: PolicyId,
    pub group: PolicyGroupId,
    /// Unique within the group by [`Name::key`].
    pub name: Name,
    pub version: PolicyVersion,
    pub description: Description,
    pub kind: PolicyKind,
    /// Compact JSON, at most [`DOCUMENT_MAX`] bytes.
    pub document: String,
    pub state: PolicyState,
    pub valid_from: Moment,
    /// Never null: ID Authentication drops the whole event without it.
    pub valid_to: Moment,
    pub created_at: Moment,
}

/// Bytes of the compact document: MOSIP's column is varchar(5120).
pub const DOCUMENT_MAX: usize = 5120;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKind {
    Auth,
    DataShare,
    Misp,
}

impl PolicyKind {
    pub const ALL: [Self; 3] = [Self::Auth, Self::DataShare, Self::Misp];

    /// MOSIP's spelling.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auth => "Auth",
            Self::DataShare => "DataShare",
            Self::Misp => "MISP",
        }
    }
}

impl std::str::FromStr for PolicyKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let found = Self::ALL
            .into_iter()
            .find(|kind| kind.word().eq_ignore_ascii_case(text));
        found.ok_or_else(|| Invalid::new("policy kind", "is not one of Auth, DataShare, MISP"))
    }
}

/// A published policy never changes: a new version is a new policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyState {
    Draft,
    Published { at: Moment, active: bool },
}

impl PolicyState {
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published { active: true, .. } => "active",
            Self::Published { active: false, .. } => "inactive",
        }
    }
}

/// Why a partner cannot be mapped to a policy now; follows "policy … cannot be used: ".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    #[error("it is a draft")]
    Draft,
    #[error("it is inactive")]
    Inactive,
    #[error("it expired on {0}")]
    Expired(String),
    #[error("it begins on {0}")]
    NotYet(String),
    #[error("its policy group is inactive")]
    GroupInactive,
}

impl Policy {
    pub fn publish(self, at: Moment) -> Change<Self> {
        match self.state {
            PolicyState::Draft => Change::Changed(Self {
                state: PolicyState::Published { at, active: true },
                ..self
            }),
            PolicyState::Published { .. } => Change::Unchanged(self),
        }
    }

    pub fn usable(&self, group: &PolicyGroup, now: Moment) -> Result<(), Unusable> {
        match self.state {
            PolicyState::Draft => return Err(Unusable::Draft),
            PolicyState::Published { active: false, .. } => return Err(Unusable::Inactive),
            PolicyState::Published { active: true, .. } => {}
        }
        if !group.active {
            return Err(Unusable::GroupInactive);
        }
        if now >= self.valid_to {
            return Err(Unusable::Expired(self.valid_to.date()));
        }
        if now < self.valid_from {
            return Err(Unusable::NotYet(self.valid_from.date()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(active: bool) -> PolicyGroup {
        PolicyGroup {
            id: "g".parse().unwrap(),
            name: "banking".parse().unwrap(),
            description: "banking".parse().unwrap(),
            active,
            created_at: Moment::from_micros(0),
        }
    }

    fn draft() -> Policy {
        Policy {
            id: "p".parse().unwrap(),
            group: "g".parse().unwrap(),
            name: "bank-kyc".parse().unwrap(),
            version: "1".parse().unwrap(),
            description: "d".parse().unwrap(),
            kind: PolicyKind::Auth,
            document: "{}".to_owned(),
            state: PolicyState::Draft,
            valid_from: Moment::from_micros(10),
            valid_to: Moment::from_micros(20),
            created_at: Moment::from_micros(0),
        }
    }

    #[test]
    fn a_published_policy_stays_as_it_is() {
        let Change::Changed(policy) = draft().publish(Moment::from_micros(5)) else {
            panic!()
        };
        assert_eq!(
            policy.clone().publish(Moment::from_micros(9)),
            Change::Unchanged(policy)
        );
    }

    #[test]
    fn usable_only_when_published_active_and_in_time() {
        let now = Moment::from_micros(15);
        let mut policy = draft();
        assert_eq!(policy.usable(&group(true), now), Err(Unusable::Draft));
        policy.state = PolicyState::Published {
            at: now,
            active: false,
        };
        assert_eq!(policy.usable(&group(true), now), Err(Unusable::Inactive));
        policy.state = PolicyState::Published {
            at: now,
            active: true,
        };
        assert_eq!(
            policy.usable(&group(false), now),
            Err(Unusable::GroupInactive)
        );
        assert_eq!(policy.usable(&group(true), now), Ok(()));
        let late = policy.usable(&group(true), Moment::from_micros(20));
        assert!(matches!(late, Err(Unusable::Expired(_))));
        let early = policy.usable(&group(true), Moment::from_micros(9));
        assert!(matches!(early, Err(Unusable::NotYet(_))));
    }
}
