//! Policy groups and policies.

pub mod diff;
pub mod document;
mod lint;

use super::change::Change;
use super::id::{PolicyGroupId, PolicyId};
use super::invalid::Invalid;
use super::text::{Description, Name, PolicyVersion};
use super::time::{Lifetime, Moment};

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

/// A draft was never in force: it is neither taken out of force nor put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the policy is a draft")]
pub struct IsDraft;

/// A draft that is not valid any more: published, it would serve nobody, and keep its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it ended on {} as a draft", .at.date())]
pub struct Ended {
    pub at: Moment,
    /// Counted from its beginning, in whole days: with it the policy is valid from now on as long as it was to be.
    pub validity: Lifetime,
}

/// What was published is what partners were mapped to: it never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the policy is published")]
pub struct IsPublished;

/// What a draft is to be; `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct PolicyRevision {
    pub name: Option<Name>,
    pub version: Option<PolicyVersion>,
    pub description: Option<Description>,
    /// Compact JSON, checked.
    pub document: Option<String>,
    pub valid_to: Option<Moment>,
}

impl PolicyGroup {
    /// Takes every policy of the group out of force; what each is by itself stays.
    pub fn deactivate(self) -> Change<Self> {
        self.turn(false)
    }

    /// Gives back exactly what the deactivation took: a policy that is inactive by itself stays so.
    pub fn activate(self) -> Change<Self> {
        self.turn(true)
    }

    pub fn word(&self) -> &'static str {
        if self.active { "active" } else { "inactive" }
    }

    fn turn(self, active: bool) -> Change<Self> {
        if self.active == active {
            return Change::Unchanged(self);
        }
        Change::Changed(Self { active, ..self })
    }
}

impl Policy {
    /// Changes a draft. What asks for nothing new is `Unchanged`, of a published policy too.
    pub fn revise(self, revision: PolicyRevision) -> Result<Change<Self>, IsPublished> {
        let revised = Self {
            name: revision.name.unwrap_or_else(|| self.name.clone()),
            version: revision.version.unwrap_or_else(|| self.version.clone()),
            description: revision
                .description
                .unwrap_or_else(|| self.description.clone()),
            document: revision.document.unwrap_or_else(|| self.document.clone()),
            valid_to: revision.valid_to.unwrap_or(self.valid_to),
            ..self.clone()
        };
        if revised == self {
            return Ok(Change::Unchanged(self));
        }
        match self.state {
            PolicyState::Draft => Ok(Change::Changed(revised)),
            PolicyState::Published { .. } => Err(IsPublished),
        }
    }

    /// Takes a published policy out of force: ID Authentication refuses its partners until it is activated.
    pub fn deactivate(self) -> Result<Change<Self>, IsDraft> {
        self.turn(false)
    }

    pub fn activate(self) -> Result<Change<Self>, IsDraft> {
        self.turn(true)
    }

    fn turn(self, wanted: bool) -> Result<Change<Self>, IsDraft> {
        match self.state {
            PolicyState::Draft => Err(IsDraft),
            PolicyState::Published { active, .. } if active == wanted => {
                Ok(Change::Unchanged(self))
            }
            PolicyState::Published { at, .. } => Ok(Change::Changed(Self {
                state: PolicyState::Published { at, active: wanted },
                ..self
            })),
        }
    }

    pub fn publish(self, at: Moment) -> Result<Change<Self>, Ended> {
        match self.state {
            PolicyState::Draft if at >= self.valid_to => Err(self.ended(at)),
            PolicyState::Draft => Ok(Change::Changed(Self {
                state: PolicyState::Published { at, active: true },
                ..self
            })),
            PolicyState::Published { .. } => Ok(Change::Unchanged(self)),
        }
    }

    fn ended(&self, now: Moment) -> Ended {
        let days = |until: Moment| self.valid_from.until(until).whole_days();
        Ended {
            at: self.valid_to,
            validity: Lifetime::from_days(days(now) + days(self.valid_to) + 1),
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
        let Ok(Change::Changed(policy)) = draft().publish(Moment::from_micros(5)) else {
            panic!()
        };
        assert_eq!(
            policy.clone().publish(Moment::from_micros(9)),
            Ok(Change::Unchanged(policy.clone()))
        );
        let late = policy.clone().publish(Moment::from_micros(20));
        assert_eq!(late, Ok(Change::Unchanged(policy)));
    }

    #[test]
    fn a_draft_that_has_ended_is_not_published() {
        let day = |number: i64| Moment::from_micros(0).plus(Lifetime::from_days(number));
        let draft = Policy {
            valid_from: day(1),
            valid_to: day(11),
            ..draft()
        };
        let before = Moment::from_micros(day(11).micros() - 1);
        assert!(draft.clone().publish(before).is_ok());
        let ended = draft.clone().publish(day(11)).unwrap_err();
        assert_eq!(
            (ended.at, ended.validity),
            (day(11), Lifetime::from_days(21))
        );
        let ended = draft.publish(day(31)).unwrap_err();
        assert_eq!(ended.validity, Lifetime::from_days(41));
    }

    #[test]
    fn only_a_published_policy_is_taken_out_of_force_and_put_back() {
        assert_eq!(draft().deactivate(), Err(IsDraft));
        assert_eq!(draft().activate(), Err(IsDraft));
        let at = Moment::from_micros(5);
        let with = |active| Policy {
            state: PolicyState::Published { at, active },
            ..draft()
        };
        let (active, inactive) = (with(true), with(false));
        let changed = |policy: &Policy| Ok(Change::Changed(policy.clone()));
        let unchanged = |policy: &Policy| Ok(Change::Unchanged(policy.clone()));
        assert_eq!(active.clone().deactivate(), changed(&inactive));
        assert_eq!(inactive.clone().deactivate(), unchanged(&inactive));
        assert_eq!(inactive.clone().activate(), changed(&active));
        assert_eq!(active.clone().activate(), unchanged(&active));
    }

    #[test]
    fn a_group_is_turned_off_and_on() {
        let (on, off) = (group(true), group(false));
        assert_eq!(on.clone().deactivate(), Change::Changed(off.clone()));
        assert_eq!(off.clone().deactivate(), Change::Unchanged(off.clone()));
        assert_eq!(off.activate(), Change::Changed(on.clone()));
        assert_eq!(on.clone().activate(), Change::Unchanged(on));
    }

    #[test]
    fn only_a_draft_is_revised() {
        let new = || PolicyRevision {
            name: Some("sim".parse().unwrap()),
            version: Some("2".parse().unwrap()),
            description: Some("e".parse().unwrap()),
            document: Some("[]".to_owned()),
            valid_to: Some(Moment::from_micros(30)),
        };
        let wanted = Policy {
            name: "sim".parse().unwrap(),
            version: "2".parse().unwrap(),
            description: "e".parse().unwrap(),
            document: "[]".to_owned(),
            valid_to: Moment::from_micros(30),
            ..draft()
        };
        assert_eq!(draft().revise(new()), Ok(Change::Changed(wanted.clone())));
        let same = wanted.clone().revise(new());
        assert_eq!(same, Ok(Change::Unchanged(wanted)));
        let nothing = draft().revise(PolicyRevision::default());
        assert_eq!(nothing, Ok(Change::Unchanged(draft())));
        let Ok(Change::Changed(published)) = draft().publish(Moment::from_micros(5)) else {
            panic!()
        };
        assert_eq!(published.clone().revise(new()), Err(IsPublished));
        let nothing = published.clone().revise(PolicyRevision::default());
        assert_eq!(nothing, Ok(Change::Unchanged(published)));
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
