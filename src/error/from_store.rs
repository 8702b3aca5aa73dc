//! Faults of the store and of cryptography as failures.

use super::{Failure, catalogue};
use crate::crypto::CryptoError;
use crate::store::StoreError;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let entry = match &error {
            StoreError::Missing { .. } => &catalogue::NOT_FOUND,
            StoreError::Taken { .. } => &catalogue::DIFFERS,
            StoreError::Overtaken => &catalogue::BUSY,
            StoreError::Locked => &catalogue::STORE_LOCKED,
            StoreError::Corrupt { .. } | StoreError::NotAStore => &catalogue::STORE_CORRUPT,
            StoreError::NewerSchema { .. } => &catalogue::STORE_NEWER,
            StoreError::WrongSealKey => &catalogue::SEAL_KEY,
            StoreError::Crypto(_) => &catalogue::SEAL_KEY,
            StoreError::Url { .. } => &catalogue::STORE_URL,
            StoreError::Permission { .. }
            | StoreError::DiskFull
            | StoreError::NoStore { .. }
            | StoreError::Unreachable { .. }
            | StoreError::Sql { .. } => &catalogue::STORE,
            StoreError::Nested => &catalogue::FAILURE,
        };
        let failure = Self::new(entry, error.to_string());
        match error {
            StoreError::Unreachable { .. } => failure
                .fix("check host, port, user and password (PGPASSFILE) of the database")
                .fix("a database on this machine that speaks no TLS: add ?sslmode=disable to its address"),
            _ => failure,
        }
    }
}

impl From<CryptoError> for Failure {
    fn from(error: CryptoError) -> Self {
        let entry = match &error {
            CryptoError::SealKey | CryptoError::OtherSealKey | CryptoError::Unsealable => {
                &catalogue::SEAL_KEY
            }
            CryptoError::Random => &catalogue::FAILURE,
            _ => &catalogue::CRYPTO,
        };
        Self::new(entry, error.to_string())
    }
}
