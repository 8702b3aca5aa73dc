//! Faults of the store and of cryptography as failures.

use super::{Failure, catalogue};
use crate::crypto::CryptoError;
use crate::store::StoreError;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        Self::new(&catalogue::STORE, message)
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
