//! Tokens of others, checked as they come: against the issuer's keys, or by authmanager where no issuer is named.

use super::logins::Logins;
use crate::app::now;
use crate::crypto::token::{self, Claims, Expect, SKEW, TokenError};
use crate::domain::secret::Secret;
use crate::domain::time::{Lifetime, Moment};
use crate::ida::server::{Bearer, Rejected};
use crate::kernel::KernelError;
use crate::kernel::iam;
use aws_lc_rs::digest::{SHA256, digest};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Between two fetches that a key made necessary which the issuer did not have: forged tokens name any key.
const FLOOR: Duration = Duration::from_secs(10);
/// From then on the keys are read again when a token comes; the old ones serve on while the issuer is silent …
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
    /// Held by whoever fetches; holds when that was last made necessary by an unknown key.
    fetching: Mutex<Option<Instant>>,
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

    /// A token that was checked a moment ago and has not ended since. Asks nobody.
    pub(in crate::app) fn known(&self, token: &Secret) -> Option<Bearer> {
        let known = lock(&self.known);
        let kept = known.get(&hash(token))?;
        (now() < kept.until).then(|| kept.bearer.clone())
    }

    /// May ask the network.
    pub(in crate::app) fn checked(&self, token: &Secret) -> Result<Bearer, Rejected> {
        let (claims, lasts) = match self.logins.issuer() {
            Some(issuer) => (self.verified(issuer, token)?, KNOWN),
            None => (self.vouched(token)?, VOUCHED),
        };
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
        let keys = self.current()?;
        let checked = match check(&keys) {
            Err(TokenError::UnknownKey { .. }) => match self.newer_than(&keys)? {
                Some(newer) => check(&newer),
                None => return Err(Rejected::Token("unknown-key")),
            },
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

    fn current(&self) -> Result<Keys, Rejected> {
        let kept = lock(&self.keys).clone();
        let age = kept.as_ref().map(|keys| keys.read_at.elapsed());
        match (kept, age) {
            (Some(keys), Some(age)) if age < STALE => Ok(keys),
            (Some(keys), Some(age)) if age < LONGEST => Ok(self.renewed().unwrap_or(keys)),
            (kept, _) => self.needed(kept).map_err(|error| self.away(&error)),
        }
    }

    /// Of those who wait for keys one fetches them.
    fn needed(&self, old: Option<Keys>) -> Result<Keys, KernelError> {
        let _fetching = lock(&self.fetching);
        let kept = lock(&self.keys).clone();
        let newer = |keys: &Keys| old.is_none_or(|old| keys.read_at > old.read_at);
        match kept.filter(newer) {
            Some(keys) => Ok(keys),
            None => self.fetch(),
        }
    }

    /// `None` while another request does it, or where the issuer does not answer.
    fn renewed(&self) -> Option<Keys> {
        let _fetching = self.fetching.try_lock().ok()?;
        self.fetch().ok()
    }

    /// Keys that were read after these, if any may be read now.
    fn newer_than(&self, old: &Keys) -> Result<Option<Keys>, Rejected> {
        let mut last = lock(&self.fetching);
        let kept = lock(&self.keys).clone();
        if let Some(keys) = kept.filter(|keys| keys.read_at > old.read_at) {
            return Ok(Some(keys));
        }
        if last.is_some_and(|last| last.elapsed() < FLOOR) {
            return Ok(None);
        }
        *last = Some(Instant::now());
        let fetched = self.fetch();
        fetched.map(Some).map_err(|error| self.away(&error))
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

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
