//! A request to map a partner to a policy, and what became of it.

use super::change::Change;
use super::id::{ApiKeyId, MappingId, PartnerId, PolicyId};
use super::text::{Reason, RequestDetail};
use super::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    pub id: MappingId,
    pub partner: PartnerId,
    pub policy: PolicyId,
    pub detail: Option<RequestDetail>,
    pub requested_by: String,
    pub requested_at: Moment,
    pub state: MappingState,
}

/// A partner has at most one `Requested` and at most one `Approved` mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappingState {
    Requested,
    Approved {
        by: String,
        at: Moment,
        api_key: ApiKeyId,
    },
    Rejected {
        by: String,
        at: Moment,
        reason: String,
    },
    /// Was approved until a newer one took its place.
    Replaced {
        at: Moment,
        api_key: ApiKeyId,
    },
}

impl MappingState {
    pub fn word(&self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Approved { .. } => "approved",
            Self::Rejected { .. } => "rejected",
            Self::Replaced { .. } => "replaced",
        }
    }
}

/// What a request became before it could be decided otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Decided {
    #[error("request {mapping} of partner {partner} was approved by {by} on {}", at.date())]
    Approved {
        mapping: MappingId,
        partner: PartnerId,
        api_key: ApiKeyId,
        by: Box<str>,
        at: Moment,
    },
    #[error("request {mapping} of partner {partner} was rejected by {by} on {}: {reason}", at.date())]
    Rejected {
        mapping: MappingId,
        partner: PartnerId,
        policy: PolicyId,
        by: Box<str>,
        at: Moment,
        reason: Box<str>,
    },
    #[error("request {mapping} of partner {partner} was approved, and replaced on {}", at.date())]
    Replaced {
        mapping: MappingId,
        partner: PartnerId,
        at: Moment,
    },
}

impl Mapping {
    /// Whether it waits for a decision; else the decision.
    pub fn undecided(&self) -> Result<(), Decided> {
        let (mapping, partner) = (self.id.clone(), self.partner.clone());
        Err(match self.state.clone() {
            MappingState::Requested => return Ok(()),
            MappingState::Approved { by, at, api_key } => Decided::Approved {
                mapping,
                partner,
                api_key,
                by: by.into(),
                at,
            },
            MappingState::Rejected { by, at, reason } => Decided::Rejected {
                mapping,
                partner,
                policy: self.policy.clone(),
                by: by.into(),
                at,
                reason: reason.into(),
            },
            MappingState::Replaced { at, .. } => Decided::Replaced {
                mapping,
                partner,
                at,
            },
        })
    }

    /// Approves a waiting request with the API key that was issued for it.
    pub fn approve(self, by: String, at: Moment, api_key: ApiKeyId) -> Result<Self, Decided> {
        self.undecided()?;
        let state = MappingState::Approved { by, at, api_key };
        Ok(Self { state, ..self })
    }

    /// Rejects a waiting request. A second time changes nothing: the first reason stays.
    pub fn reject(self, by: String, at: Moment, reason: &Reason) -> Result<Change<Self>, Decided> {
        if matches!(self.state, MappingState::Rejected { .. }) {
            return Ok(Change::Unchanged(self));
        }
        self.undecided()?;
        let reason = reason.to_string();
        let state = MappingState::Rejected { by, at, reason };
        Ok(Change::Changed(Self { state, ..self }))
    }

    /// The API key in force, of an approved mapping.
    pub fn api_key(&self) -> Option<&ApiKeyId> {
        match &self.state {
            MappingState::Approved { api_key, .. } => Some(api_key),
            _ => None,
        }
    }

    /// An approved mapping names another API key from now on; any other state stays as it is.
    pub fn reissued(self, anew: ApiKeyId) -> Self {
        match self.state {
            MappingState::Approved { by, at, .. } => Self {
                state: MappingState::Approved {
                    by,
                    at,
                    api_key: anew,
                },
                ..self
            },
            state => Self { state, ..self },
        }
    }

    /// Retires an approved mapping in favour of a newer one; any other state stays as it is.
    pub fn replace(self, at: Moment) -> Self {
        match self.state {
            MappingState::Approved { api_key, .. } => Self {
                state: MappingState::Replaced { at, api_key },
                ..self
            },
            state => Self { state, ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requested() -> Mapping {
        Mapping {
            id: "m-1".parse().unwrap(),
            partner: "1000".parse().unwrap(),
            policy: "p-1".parse().unwrap(),
            detail: None,
            requested_by: "misp".to_owned(),
            requested_at: Moment::from_micros(0),
            state: MappingState::Requested,
        }
    }

    fn at() -> Moment {
        Moment::from_micros(5)
    }

    fn key(id: &str) -> ApiKeyId {
        id.parse().unwrap()
    }

    fn approved() -> Mapping {
        requested()
            .approve("pm".to_owned(), at(), key("k-1"))
            .unwrap()
    }

    fn rejected(mapping: Mapping, reason: &str) -> Result<Change<Mapping>, Decided> {
        mapping.reject("pm".to_owned(), at(), &reason.parse().unwrap())
    }

    #[test]
    fn only_a_waiting_request_is_approved() {
        assert_eq!(approved().state.word(), "approved");
        let again = approved().approve("pm".to_owned(), at(), key("k-2"));
        assert!(matches!(again, Err(Decided::Approved { api_key, .. }) if api_key == key("k-1")));
        let Ok(Change::Changed(no)) = rejected(requested(), "no contract") else {
            panic!()
        };
        let late = no.approve("pm".to_owned(), at(), key("k-2"));
        assert!(matches!(late, Err(Decided::Rejected { reason, .. }) if &*reason == "no contract"));
        let replaced = approved().replace(at());
        let api_key = key("k-1");
        assert_eq!(replaced.state, MappingState::Replaced { at: at(), api_key });
        let late = replaced.approve("pm".to_owned(), at(), key("k-2"));
        assert!(matches!(late, Err(Decided::Replaced { .. })));
        assert_eq!(requested().replace(at()).state, MappingState::Requested);
    }

    #[test]
    fn only_a_waiting_request_is_rejected_and_the_first_reason_stays() {
        let Ok(Change::Changed(no)) = rejected(requested(), "no contract") else {
            panic!()
        };
        assert_eq!(rejected(no.clone(), "other"), Ok(Change::Unchanged(no)));
        let late = rejected(approved(), "no contract");
        assert!(matches!(late, Err(Decided::Approved { .. })));
        let late = rejected(approved().replace(at()), "no contract");
        assert!(matches!(late, Err(Decided::Replaced { .. })));
    }

    #[test]
    fn only_an_approved_mapping_names_another_key() {
        let anew = approved().reissued(key("k-2"));
        assert_eq!(anew.api_key(), Some(&key("k-2")));
        assert_eq!(approved().id, anew.id);
        assert_eq!(requested().reissued(key("k-2")), requested());
        assert_eq!(requested().api_key(), None);
    }
}
