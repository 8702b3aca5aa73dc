//! What can go wrong with the store.

use crate::crypto::CryptoError;
use crate::domain::invalid::Invalid;

/// Never holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Of what is asked for, or of what a row refers to.
    #[error("there is no {what}")]
    Missing { what: String },
    /// The id, the name or a state that only one may have is another row's.
    #[error("{what} clashes with one that exists")]
    Taken { what: String },
    /// Another process took the work over; what this one did is not recorded.
    #[error("another process took this over")]
    Overtaken,
    /// Others kept the store busy for longer than ten seconds.
    #[error("the store is locked by another process")]
    Locked,
    #[error("the store is damaged: {what}")]
    Corrupt { what: String },
    #[error("the store has schema {found}, this version knows {known} at most")]
    NewerSchema { found: i64, known: i64 },
    #[error("the secrets of the store are sealed with another key")]
    WrongSealKey,
    #[error("this is no store of pmctl")]
    NotAStore,
    #[error("{path}: {cause}")]
    Permission { path: String, cause: String },
    #[error("there is no room left for the store")]
    DiskFull,
    #[error("there is no store {path}")]
    NoStore { path: String },
    #[error("the database cannot be reached: {cause}")]
    Unreachable { cause: String },
    #[error("the store's address {why}")]
    Url { why: String },
    #[error("the database refused: {cause}")]
    Sql { cause: String },
    /// A write was begun inside of another one of the same connection.
    #[error("a write is open already")]
    Nested,
    #[error(transparent)]
    Crypto(CryptoError),
}

impl StoreError {
    pub(super) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }

    /// Names the row that a bare clash or a bare damage is about.
    pub(super) fn about(self, row: &str) -> Self {
        match self {
            Self::Taken { .. } => Self::Taken {
                what: row.to_owned(),
            },
            Self::Missing { what } if what.is_empty() => Self::Missing {
                what: format!("row that {row} refers to"),
            },
            Self::Corrupt { what } => Self::Corrupt {
                what: format!("{row}: {what}"),
            },
            other => other,
        }
    }
}

/// A value that was checked before it was written.
impl From<Invalid> for StoreError {
    fn from(invalid: Invalid) -> Self {
        Self::corrupt(invalid.to_string())
    }
}

impl From<CryptoError> for StoreError {
    fn from(error: CryptoError) -> Self {
        match error {
            CryptoError::OtherSealKey => Self::WrongSealKey,
            CryptoError::Unsealable => Self::corrupt("a sealed value does not open"),
            other => Self::Crypto(other),
        }
    }
}
