//! A request to map a partner to a policy, and what became of it.

use super::id::{ApiKeyId, MappingId, PartnerId, PolicyId};
use super::text::RequestDetail;
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

/// Why a mapping cannot be approved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotApprovable {
    #[error("the request was {0} before")]
    Decided(&'static str),
}

impl Mapping {
    /// Approves a waiting request with the API key that was issued for it.
    pub fn approve(self, by: String, at: Moment, api_key: ApiKeyId) -> Result<Self, NotApprovable> {
        match self.state {
            MappingState::Requested => Ok(Self {
                state: MappingState::Approved { by, at, api_key },
                ..self
            }),
            decided => Err(NotApprovable::Decided(decided.word())),
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

    #[test]
    fn only_a_waiting_request_is_approved() {
        let key: ApiKeyId = "k-1".parse().unwrap();
        let at = Moment::from_micros(5);
        let approved = requested()
            .approve("pm".to_owned(), at, key.clone())
            .unwrap();
        assert_eq!(approved.state.word(), "approved");
        let again = approved.clone().approve("pm".to_owned(), at, key.clone());
        assert_eq!(again, Err(NotApprovable::Decided("approved")));
        let replaced = approved.replace(at);
        assert_eq!(replaced.state, MappingState::Replaced { at, api_key: key });
        assert_eq!(requested().replace(at).state, MappingState::Requested);
    }
}
