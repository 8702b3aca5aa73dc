//! The API key that an approved mapping gives a partner.

use super::id::{ApiKeyId, MappingId, PartnerId, PolicyId};
use super::license::Revocation;
use super::secret::Secret;
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
    pub revoked: Option<Revocation>,
    pub issued_at: Moment,
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_at_every_boundary() {
        let mut key = ApiKey {
            id: "k".parse().unwrap(),
            partner: "1000".parse().unwrap(),
            policy: "p".parse().unwrap(),
            mapping: "m".parse().unwrap(),
            key: Secret::new("x".to_owned()),
            valid_from: Moment::from_micros(10),
            valid_to: Moment::from_micros(20),
            revoked: None,
            issued_at: Moment::from_micros(10),
        };
        assert_eq!(key.status(Moment::from_micros(9)), ApiKeyStatus::Scheduled);
        assert_eq!(key.status(Moment::from_micros(10)), ApiKeyStatus::Active);
        assert_eq!(key.status(Moment::from_micros(20)), ApiKeyStatus::Expired);
        key.revoked = Some(Revocation {
            reason: "leak".parse().unwrap(),
            by: "a".to_owned(),
            at: Moment::from_micros(0),
        });
        assert_eq!(key.status(Moment::from_micros(20)), ApiKeyStatus::Revoked);
    }
}
