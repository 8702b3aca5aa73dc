//! The issuer's public keys, kept for a while, and tokens checked against them.

use super::logins::Logins;
use crate::app::now;
use crate::crypto::token::{self, Claims, Expect, TokenError};
use crate::domain::secret::Secret;
use crate::domain::time::Lifetime;
use crate::kernel::KernelError;
use crate::kernel::iam;
use serde::{Deserialize, Serialize};
use std::sync::atomic::Ordering;

const KEYS: &str = "keys";
/// A key that the issuer withdrew is trusted no longer than this.
const LONGEST: Lifetime = Lifetime::from_micros(3_600 * 1_000_000);

#[derive(Serialize, Deserialize)]
struct Keys {
    jwks: String,
    read_at: i64,
}

/// Why a token is not taken.
pub(super) enum Rejected {
    Token(TokenError),
    /// The keys cannot be had.
    Kernel(KernelError),
}

impl From<TokenError> for Rejected {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<KernelError> for Rejected {
    fn from(error: KernelError) -> Self {
        Self::Kernel(error)
    }
}

impl Logins {
    /// Authmanager publishes no keys: its token came from it directly and lay in a file of the user alone.
    ///
    /// A realm may have got a new key since its keys were read: they are read again, once in a run.
    pub(super) fn verified(&self, token: &Secret) -> Result<Claims, Rejected> {
        let Some(issuer) = self.issuer() else {
            return Ok(token::read_unverified(token)?);
        };
        let expect = Expect {
            issuer,
            clients: &[self.client_id()],
        };
        let checked = |jwks: &str| token::verify_token(token, jwks, &expect, now());
        match checked(&self.keys()?) {
            Err(TokenError::UnknownKey { .. }) if self.may_reread_keys() => {
                Ok(checked(&self.fetched_keys()?)?)
            }
            outcome => Ok(outcome?),
        }
    }

    fn may_reread_keys(&self) -> bool {
        !self.keys_reread.swap(true, Ordering::Relaxed)
    }

    fn keys(&self) -> Result<String, KernelError> {
        let age = |keys: &Keys| now().micros().saturating_sub(keys.read_at);
        let young = |keys: &Keys| (0..LONGEST.micros()).contains(&age(keys));
        match self.files.load::<Keys>(KEYS)?.filter(young) {
            Some(keys) => Ok(keys.jwks),
            None => self.fetched_keys(),
        }
    }

    fn fetched_keys(&self) -> Result<String, KernelError> {
        let jwks = iam::jwks(self.connection()?)?;
        let keys = Keys {
            jwks: jwks.clone(),
            read_at: now().micros(),
        };
        self.files.save(KEYS, keys)?;
        Ok(jwks)
    }
}
