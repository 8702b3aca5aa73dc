//! Cryptography and the formats of keys and certificates.

pub mod answer;
pub mod certificate;
pub mod csr;
mod facts;
pub mod inspect;
pub mod jws;
pub mod public_key;
pub mod random;
#[cfg(test)]
mod real_files;
pub mod seal;
#[cfg(test)]
mod testing;
pub mod token;
pub mod wrap;

/// What cannot be read, made or opened. Never holds what was given: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    #[error("the system gives no randomness")]
    Random,
    #[error("the seal key is not base64 of 32 bytes")]
    SealKey,
    #[error("it was sealed with another key")]
    OtherSealKey,
    #[error("the sealed value was changed or moved")]
    Unsealable,
    #[error("it holds no certificate: {why}")]
    NotACertificate { why: String },
    /// Somebody mixed up files; it goes nowhere.
    #[error("it holds a private key, which must not leave its owner")]
    PrivateKeyGiven,
    #[error("it holds no usable key: {why}")]
    Key { why: String },
    #[error("no certificate request can be made: {why}")]
    Request { why: String },
    #[error("no certificate can be made around the key: {why}")]
    Wrap { why: String },
    #[error("the Kernel's answer cannot be decrypted: {why}")]
    Answer { why: String },
    #[error("it was encrypted to another key")]
    Mismatch,
}

impl CryptoError {
    /// A key that is well formed and the wrong one.
    pub fn is_mismatch(&self) -> bool {
        *self == Self::Mismatch
    }
}
