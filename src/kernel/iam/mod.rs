//! Logins: at a Keycloak realm where one is named, else through authmanager.

mod authmanager;
mod device;
mod keycloak;
mod refusal;
mod token;

use std::time::Duration;

use jiff::Timestamp;
use reqwest::Url;

use super::connection::Connection;
use super::error::KernelError;
use crate::domain::secret::Secret;
pub use device::{DeviceCode, Polled, device_begin, device_poll};
pub use keycloak::jwks;
use refusal::without;
pub(super) use token::{described, is_jwt};

/// What a login yields. `Debug` hides the tokens.
#[derive(Debug, Clone)]
pub struct Tokens {
    pub access: Secret,
    pub refresh: Option<Secret>,
    /// From `iat` to `exp` of the access token; its signature is not checked.
    pub lifetime: Option<Duration>,
    /// From the moment of the answer.
    pub refresh_expires_in: Option<Duration>,
}

impl Tokens {
    /// When a new access token had better be fetched, by the clock of whoever received this one at `received`.
    ///
    /// A fifth of its life before its end, and half a minute at most. Clocks need not agree for that.
    pub fn good_until(&self, received: Timestamp) -> Option<Timestamp> {
        let lifetime = self.lifetime?;
        let spare = (lifetime / 5).min(MOST_SPARE);
        received.checked_add(lifetime.saturating_sub(spare)).ok()
    }
}

const MOST_SPARE: Duration = Duration::from_secs(30);

/// The OAuth client through which a person logs in; a public one has no secret.
#[derive(Debug, Clone, Copy)]
pub struct OauthClient<'a> {
    pub id: &'a str,
    pub secret: Option<&'a Secret>,
}

/// Logs a service account in. A wrong secret is [`KernelError::Unauthorized`].
pub fn login_service(
    connection: &Connection,
    client_id: &str,
    secret: &Secret,
) -> Result<Tokens, KernelError> {
    let outcome = match idp(connection)? {
        Idp::Keycloak(realm) => keycloak::login_service(connection, realm, client_id, secret),
        Idp::Authmanager(base) => authmanager::login_service(connection, base, client_id, secret),
    };
    outcome.map_err(|error| without(error, secret))
}

/// Logs a person in by password. A wrong one is [`KernelError::Unauthorized`].
pub fn login_person(
    connection: &Connection,
    client: &OauthClient<'_>,
    user: &str,
    password: &Secret,
) -> Result<Tokens, KernelError> {
    let outcome = match idp(connection)? {
        Idp::Keycloak(realm) => keycloak::login_person(connection, realm, client, user, password),
        Idp::Authmanager(base) => {
            authmanager::login_person(connection, base, client, user, password)
        }
    };
    outcome.map_err(|error| without(error, password))
}

/// Trades a refresh token for new tokens. One that has ended is [`KernelError::Unauthorized`].
///
/// An issuer may take each refresh token once only, and end the session of one that comes twice.
pub fn refresh(
    connection: &Connection,
    client: &OauthClient<'_>,
    token: &Secret,
) -> Result<Tokens, KernelError> {
    let outcome = match idp(connection)? {
        Idp::Keycloak(realm) => keycloak::refresh(connection, realm, client, token),
        Idp::Authmanager(base) => authmanager::refresh(connection, base, client, token),
    };
    outcome.map_err(|error| without(error, token))
}

/// Ends the session that these tokens belong to, and no other one. One that has ended already is a success.
pub fn logout(
    connection: &Connection,
    client: &OauthClient<'_>,
    access: &Secret,
    refresh: Option<&Secret>,
) -> Result<(), KernelError> {
    match idp(connection)? {
        Idp::Keycloak(realm) => {
            let Some(refresh) = refresh else {
                return Ok(());
            };
            let outcome = keycloak::logout(connection, realm, client, refresh);
            outcome.map_err(|error| without(error, refresh))
        }
        Idp::Authmanager(base) => {
            let outcome = authmanager::logout(connection, base, access);
            outcome.map_err(|error| without(error, access))
        }
    }
}

/// The roles of whoever bears a token, as authmanager sees it: for where no issuer is named whose keys could be read.
pub fn validate(connection: &Connection, token: &Secret) -> Result<Vec<String>, KernelError> {
    let Some(base) = &connection.authmanager else {
        return Err(KernelError::setup(
            "neither an issuer nor authmanager is named, so no token can be checked",
        ));
    };
    authmanager::validate(connection, base, token).map_err(|error| without(error, token))
}

enum Idp<'a> {
    Keycloak(&'a Url),
    Authmanager(&'a Url),
}

fn idp(connection: &Connection) -> Result<Idp<'_>, KernelError> {
    match (&connection.issuer, &connection.authmanager) {
        (Some(realm), _) => Ok(Idp::Keycloak(realm)),
        (None, Some(base)) => Ok(Idp::Authmanager(base)),
        (None, None) => Err(KernelError::setup(
            "neither an issuer nor authmanager is named",
        )),
    }
}
