//! Tokens of others, checked as they come: against the issuer's keys, or by authmanager where no issuer is named.

use super::logins::Logins;
use crate::app::now;
use crate::crypto::token::{self, Claims, Expect, SKEW, TokenError};
use crate::domain::secret::Secret;
use crate::domain::time::{Lifetime, Moment};
use crate::ida::server::{Bearer, Rejected, Remembered};
use crate::kernel::KernelError;
use crate::kernel::iam;
use aws_lc_rs::digest::{SHA256, digest};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// Between two fetches that a key made necessary which the issuer did not have: forged tokens name any key.
const FLOOR: Duration = Duration::from_secs(10);
/// From then on the keys are read again; the old ones serve on while the issuer is silent …
const STALE: Duration = Duration::from_secs(30 * 60);
/// … but no longer than this: a key that the issuer withdrew is trusted no longer.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// How long a token that was checked against keys is not checked again.
const KNOWN: Lifetime = Lifetime::from_micros(5 * 60 * 1_000_000);
/// The same of one that authmanager vouched for: it may know of the end of a session.
const VOUCHED: Lifetime = Lifetime::from_micros(60 * 1_000_000);
/// Tokens remembered at once.
const MOST: usize = 4_096;

/// One for the whole server.
pub(in crate::app) struct Bearers {
    logins: Logins,
    /// OAuth clients whose tokens are taken; none named: those of any client of the issuer.
    clients: Vec<String>,
    tell: Box<Tell>,
    keys: Mutex<Option<Keys>>,
    /// Held by whoever fetches, and nobody waits for it: a silent issuer would hold up all who do.
    fetching: Mutex<Option<Fetched>>,
    /// By the hash of the token.
    known: Mutex<HashMap<[u8; 32], Known>>,
}

/// Hears why a token could not be checked.
pub(in crate::app) type Tell = dyn Fn(&KernelError) + Send + Sync;

#[derive(Clone)]
struct Keys {
    jwks: Arc<str>,
    read_at: Instant,
}

/// How the last fetch ended that a token made necessary.
#[derive(Clone, Copy)]
struct Fetched {
    at: Instant,
    failed: bool,
}

struct Known {
    bearer: Bearer,
    until: Moment,
}

impl Bearers {
    /// Reads the issuer's keys, so that a server whose issuer is not there does not start. Authmanager, which publishes
    /// none, is first asked with the first token.
    pub(in crate::app) fn new(
        logins: Logins,
        clients: Vec<String>,
        tell: Box<Tell>,
    ) -> Result<Self, KernelError> {
        let bearers = Self {
            logins,
            clients,
            tell,
            keys: Mutex::new(None),
            fetching: Mutex::new(None),
            known: Mutex::new(HashMap::new()),
        };
        match bearers.logins.issuer() {
            Some(_) => bearers.fetch().map(drop)?,
            None => bearers.logins.connection().map(drop)?,
        }
        Ok(bearers)
    }

    /// Asks nobody.
    pub(in crate::app) fn known(&self, token: &Secret) -> Remembered {
        match lock(&self.known).get(&hash(token)) {
            Some(kept) if now() < kept.until => Remembered::Good(kept.bearer.clone()),
            Some(_) => Remembered::Before,
            None => Remembered::Never,
        }
    }

    /// May ask the network.
    pub(in crate::app) fn checked(&self, token: &Secret) -> Result<Bearer, Rejected> {
        let (found, lasts) = match self.logins.issuer() {
            Some(issuer) => (self.verified(issuer, token), KNOWN),
            None => (self.vouched(token), VOUCHED),
        };
        if let Err(Rejected::Token(_)) = found {
            lock(&self.known).remove(&hash(token));
        }
        let claims = found?;
        let bearer = Bearer {
            roles: claims.roles.into(),
        };
        let until = now().plus(lasts).min(claims.expires_at.plus(SKEW));
        self.remember(token, bearer.clone(), until);
        Ok(bearer)
    }

    fn verified(&self, issuer: &str, token: &Secret) -> Result<Claims, Rejected> {
        let clients: Vec<&str> = self.clients.iter().map(String::as_str).collect();
        let expect = Expect {
            issuer,
            clients: &clients,
        };
        let check = |keys: &Keys| token::verify_token(token, &keys.jwks, &expect, now());
        let keys = match self.at_hand() {
            Some(keys) => keys,
            None => self.newer_than(None)?,
        };
        let checked = match check(&keys) {
            Err(TokenError::UnknownKey { .. }) => check(&self.newer_than(Some(&keys))?),
            checked => checked,
        };
        checked.map_err(|error| Rejected::Token(word(&error)))
    }

    /// What cannot hold is not asked about.
    fn vouched(&self, token: &Secret) -> Result<Claims, Rejected> {
        let claims = token::read_unverified(token);
        let claims = claims.map_err(|error| Rejected::Token(word(&error)))?;
        if claims.expires_at.plus(SKEW) <= now() {
            return Err(Rejected::Token("expired"));
        }
        if !self.clients.is_empty() && !self.clients.iter().any(|one| is_for(&claims, one)) {
            return Err(Rejected::Token("other-client"));
        }
        let connection = self.logins.connection();
        let asked = connection.and_then(|connection| iam::validate(connection, token));
        match asked {
            Ok(roles) => Ok(Claims { roles, ..claims }),
            Err(
                KernelError::Unauthorized { .. }
                | KernelError::Forbidden { .. }
                | KernelError::Refused { .. },
            ) => Err(Rejected::Token("refused")),
            Err(error) => Err(self.away(&error)),
        }
    }

    fn away(&self, error: &KernelError) -> Rejected {
        (self.tell)(error);
        Rejected::Unavailable
    }

    fn at_hand(&self) -> Option<Keys> {
        let kept = lock(&self.keys).clone();
        kept.filter(|keys| keys.read_at.elapsed() < LONGEST)
    }

    /// Reads the keys again where they are stale, so that no token has to wait for that.
    pub(in crate::app) fn renew(&self) {
        let fresh = |keys: &Keys| keys.read_at.elapsed() < STALE;
        if self.logins.issuer().is_none() || self.at_hand().as_ref().is_some_and(fresh) {
            return;
        }
        if let Some(_fetching) = try_lock(&self.fetching) {
            // Tokens that cannot be checked without will say so.
            let _silent = self.fetch();
        }
    }

    /// Keys that were read after these, if any may be read now.
    fn newer_than(&self, old: Option<&Keys>) -> Result<Keys, Rejected> {
        let mut last = try_lock(&self.fetching).ok_or(Rejected::Fetching)?;
        let newer = |keys: &Keys| old.is_none_or(|old| keys.read_at > old.read_at);
        if let Some(keys) = self.at_hand().filter(newer) {
            return Ok(keys);
        }
        match *last {
            Some(Fetched { at, failed }) if at.elapsed() < FLOOR => {
                return Err(match failed {
                    true => Rejected::Unavailable,
                    false => Rejected::Token("unknown-key"),
                });
            }
            _ => {}
        }
        let fetched = self.fetch();
        *last = Some(Fetched {
            at: Instant::now(),
            failed: fetched.is_err(),
        });
        fetched.map_err(|error| self.away(&error))
    }

    fn fetch(&self) -> Result<Keys, KernelError> {
        let keys = Keys {
            jwks: iam::jwks(self.logins.connection()?)?.into(),
            read_at: Instant::now(),
        };
        *lock(&self.keys) = Some(keys.clone());
        Ok(keys)
    }

    /// What has ended makes room first, then everything: it is only checked again.
    fn remember(&self, token: &Secret, bearer: Bearer, until: Moment) {
        let mut known = lock(&self.known);
        if known.len() >= MOST {
            let now = now();
            known.retain(|_, kept| now < kept.until);
        }
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(hash(token), Known { bearer, until });
    }
}

fn is_for(claims: &Claims, client: &str) -> bool {
    claims.azp.as_deref() == Some(client) || claims.audience.iter().any(|name| name == client)
}

fn hash(token: &Secret) -> [u8; 32] {
    let mut found = [0; 32];
    found.copy_from_slice(digest(&SHA256, token.expose().as_bytes()).as_ref());
    found
}

/// A label of a figure.
fn word(error: &TokenError) -> &'static str {
    match error {
        TokenError::NotAToken => "no-token",
        TokenError::Algorithm { .. } => "algorithm",
        TokenError::Keys => "issuer-keys",
        TokenError::UnknownKey { .. } => "unknown-key",
        TokenError::Signature => "signature",
        TokenError::Expired { .. } => "expired",
        TokenError::NotYet { .. } | TokenError::Future { .. } => "not-yet",
        TokenError::Issuer { .. } => "other-issuer",
        TokenError::Audience { .. } => "other-client",
    }
}

fn try_lock<T>(shared: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match shared.try_lock() {
        Ok(held) => Some(held),
        Err(TryLockError::Poisoned(broken)) => Some(broken.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
