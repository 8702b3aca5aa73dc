//! The API key that an approved mapping gives a partner.

use super::change::Change;
use super::id::{ApiKeyId, MappingId, PartnerId, PolicyId};
use super::secret::Secret;
use super::status::Block;
use super::time::Moment;

/// Characters of a new key: ID Authentication's column is varchar(36), and it drops longer ones silently.
pub const API_KEY_LENGTH: usize = 36;

#[derive(Debug, Clone)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub partner: PartnerId,
    /// Never changes: ID Authentication cannot re-map a key.
    pub policy: PolicyId,
    pub mapping: MappingId,
    pub key: Secret,
    pub valid_from: Moment,
    pub valid_to: Moment,
    /// By itself, or when another took its place.
    pub revoked: Option<Block>,
    /// The key that took its place: it was retired for that one, and is never restored.
    pub replaced_by: Option<ApiKeyId>,
    pub issued_at: Moment,
}

/// A key that was retired for another does not come back: the other is to be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("API key {api_key} was replaced by API key {successor}")]
pub struct Replaced {
    pub api_key: ApiKeyId,
    pub successor: ApiKeyId,
}

/// Derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiKeyStatus {
    Revoked,
    Scheduled,
    Expired,
    Active,
}

impl ApiKeyStatus {
    pub fn word(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Scheduled => "scheduled",
            Self::Expired => "expired",
            Self::Active => "active",
        }
    }
}

impl ApiKey {
    pub fn status(&self, now: Moment) -> ApiKeyStatus {
        if self.revoked.is_some() {
            ApiKeyStatus::Revoked
        } else if now < self.valid_from {
            ApiKeyStatus::Scheduled
        } else if now >= self.valid_to {
            ApiKeyStatus::Expired
        } else {
            ApiKeyStatus::Active
        }
    }

    /// Takes this key out of force. What stays of an earlier revocation, [`Block::upon`] says.
    pub fn revoke(mut self, revocation: Block) -> Change<Self> {
        let change = revocation.upon(self.revoked.take());
        change.map(|revocation| Self {
            revoked: Some(revocation),
            ..self
        })
    }

    /// Takes this key out of force for good, because another takes its place. One that was revoked before keeps its
    /// reason, one that was retired before its successor.
    pub fn retire(self, revocation: Block, successor: ApiKeyId) -> Self {
        let (Change::Changed(key) | Change::Unchanged(key)) = self.revoke(revocation);
        Self {
            replaced_by: key.replaced_by.or(Some(successor)),
            ..key
        }
    }

    /// Takes a revocation back; its dates stay as they are.
    pub fn restore(self) -> Result<Change<Self>, Replaced> {
        if let Some(successor) = self.replaced_by {
            return Err(Replaced {
                api_key: self.id,
                successor,
            });
        }
        Ok(match self.revoked {
            None => Change::Unchanged(self),
            Some(_) => Change::Changed(Self {
                revoked: None,
                ..self
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ApiKey {
        ApiKey {
            id: "k".parse().unwrap(),
            partner: "1000".parse().unwrap(),
            policy: "p".parse().unwrap(),
            mapping: "m".parse().unwrap(),
            key: Secret::new("x".to_owned()),
            valid_from: Moment::from_micros(10),
            valid_to: Moment::from_micros(20),
            revoked: None,
            replaced_by: None,
            issued_at: Moment::from_micros(10),
        }
    }

    fn bar(reason: &str) -> Block {
        Block {
            reason: reason.parse().unwrap(),
            by: "a".to_owned(),
            by_admin: false,
            at: Moment::from_micros(0),
        }
    }

    fn revoked(reason: &str) -> ApiKey {
        let Change::Changed(key) = key().revoke(bar(reason)) else {
            panic!()
        };
        key
    }

    #[test]
    fn status_at_every_boundary() {
        let key = key();
        assert_eq!(key.status(Moment::from_micros(9)), ApiKeyStatus::Scheduled);
        assert_eq!(key.status(Moment::from_micros(10)), ApiKeyStatus::Active);
        assert_eq!(key.status(Moment::from_micros(20)), ApiKeyStatus::Expired);
        let status = revoked("leak").status(Moment::from_micros(20));
        assert_eq!(status, ApiKeyStatus::Revoked);
    }

    #[test]
    fn the_first_reason_stays_and_is_taken_back() {
        let Change::Unchanged(again) = revoked("leak").revoke(bar("other")) else {
            panic!()
        };
        assert_eq!(again.revoked, Some(bar("leak")));
        let Ok(Change::Changed(back)) = again.restore() else {
            panic!()
        };
        assert_eq!(back.revoked, None);
        assert_eq!(back.valid_to, key().valid_to);
        assert!(matches!(back.restore(), Ok(Change::Unchanged(_))));
    }

    #[test]
    fn a_retired_key_keeps_its_reason_and_stays_out_of_force() {
        let retired = key().retire(bar("replaced"), "k-2".parse().unwrap());
        assert_eq!(retired.revoked, Some(bar("replaced")));
        let retired = revoked("leak").retire(bar("replaced"), "k-2".parse().unwrap());
        let retired = retired.retire(bar("again"), "k-3".parse().unwrap());
        assert_eq!(retired.revoked, Some(bar("leak")));
        let refused = retired.restore().unwrap_err();
        assert_eq!(refused.successor.as_str(), "k-2");
    }
}
