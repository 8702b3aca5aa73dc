//! Who acts: a person who logged in, else the service principal, else the administrator of `dev`.

use super::kernel::{self, Embedded, connect, is_embedded};
use super::{App, now};
use crate::config::file::ActorKind;
use crate::config::{KernelSettings, Settings};
use crate::crypto::token::{self, Claims, Expect};
use crate::devkernel;
use crate::domain::access::{Actor, Capability};
use crate::domain::secret::Secret;
use crate::domain::time::{Lifetime, Moment};
use crate::error::{Failure, catalogue};
use crate::kernel::iam::{self, OauthClient, Tokens};
use crate::kernel::{Connection, KernelError, Link};
use crate::ops::{OpError, access, files};
use crate::store::Store;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How long the roles of the service principal are remembered: its secret, not its token, is what it
/// proves itself with, and the Kernel checks every call anyway.
const SERVICE_MEMORY: Lifetime = Lifetime::from_micros(12 * 3_600 * 1_000_000);

/// The OAuth client that people log in through where the context names no service client.
const PUBLIC_CLIENT: &str = "pmctl";

/// The actor, and how it came to be.
#[derive(Debug, Clone)]
pub struct Standing {
    pub actor: Actor,
    /// `person`, `service` or `dev`.
    pub kind: &'static str,
    /// Of the token; the administrator of `dev` has none and needs none.
    pub roles: Vec<String>,
    /// When a person must log in again.
    pub expires_at: Option<Moment>,
}

/// A login that just succeeded.
#[derive(Debug, Clone)]
pub struct Session {
    pub name: String,
}

/// What is kept of a person's login, mode 0600 in the cache folder.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The system that it belongs to; see [`system`].
    system: String,
    access: String,
    refresh: Option<String>,
    /// Public keys of the issuer, where it publishes them.
    jwks: Option<String>,
}

/// What is remembered of the service principal; no secret.
#[derive(Serialize, Deserialize)]
struct Remembered {
    /// The system that it belongs to; see [`system`].
    system: String,
    client: String,
    name: String,
    roles: Vec<String>,
    until: i64,
}

/// Settles who acts. A person's token is checked against the kept keys; the network is asked only when
/// it has expired, or when nothing is known yet of the service principal.
pub(super) fn standing(
    settings: &Settings,
    link: &Link,
    store: &Store,
) -> Result<Standing, Failure> {
    if let Some(kept) = load(settings)? {
        let claims = person(settings, kept)?;
        let actor = bound(settings, store, claims.name, &claims.roles)?;
        return Ok(Standing {
            actor,
            kind: "person",
            roles: claims.roles,
            expires_at: Some(claims.expires_at),
        });
    }
    if settings.actor == ActorKind::Person {
        return Err(nobody(settings));
    }
    if is_embedded(settings) {
        let actor = Actor {
            name: "dev".to_owned(),
            capabilities: vec![Capability::IdaAdmin],
            misp: None,
            partner: None,
        };
        return Ok(Standing {
            actor,
            kind: "dev",
            roles: Vec::new(),
            expires_at: None,
        });
    }
    let (name, roles) = service(settings, link)?;
    Ok(Standing {
        actor: bound(settings, store, name, &roles)?,
        kind: "service",
        roles,
        expires_at: None,
    })
}

fn nobody(settings: &Settings) -> Failure {
    Failure::new(
        &catalogue::NOT_LOGGED_IN,
        format!("nobody is logged in to context {}", settings.context.value),
    )
}

fn bound(
    settings: &Settings,
    store: &Store,
    name: String,
    roles: &[String],
) -> Result<Actor, Failure> {
    let capabilities = settings.roles.capabilities(roles);
    Ok(access::bind(&mut *store.read()?, name, capabilities)?)
}

/// The claims of the kept token, refreshed where it has expired.
fn person(settings: &Settings, kept: Kept) -> Result<Claims, Failure> {
    let token = Secret::new(kept.access.clone());
    let stale = match checked(settings, &token, kept.jwks.as_deref()) {
        Ok(claims) if now() < claims.expires_at => return Ok(claims),
        Ok(claims) => format!("the token expired at {}", claims.expires_at),
        Err(stale) => stale.to_string(),
    };
    let ended = || {
        Failure::new(&catalogue::TOKEN_REFUSED, "the login has ended")
            .why(stale.clone())
            .fix("pmctl login")
            .fix("or pmctl logout, to act as the context's service client")
    };
    let Some(refresh) = &kept.refresh else {
        return Err(ended());
    };
    let held = Embedded::default();
    let connection = connect(settings, &held).map_err(OpError::from)?;
    let refresh = Secret::new(refresh.clone());
    let tokens = with_client(settings, |client| {
        iam::refresh(&connection, client, &refresh)
    });
    match tokens {
        Ok(tokens) => keep(settings, &connection, &tokens),
        Err(KernelError::Unauthorized { .. }) => Err(ended()),
        Err(error) => Err(OpError::from(error).into()),
    }
}

/// Authmanager publishes no keys: its token came from it directly and lay in a file of the user alone.
fn checked(
    settings: &Settings,
    token: &Secret,
    jwks: Option<&str>,
) -> Result<Claims, token::TokenError> {
    let (Some(jwks), Some(issuer)) = (jwks, issuer(settings)) else {
        return token::read_unverified(token);
    };
    let expect = Expect {
        issuer,
        clients: &[client_id(settings).unwrap_or(PUBLIC_CLIENT)],
    };
    token::verify_token(token, jwks, &expect, now())
}

fn issuer(settings: &Settings) -> Option<&str> {
    match &settings.kernel {
        KernelSettings::Embedded(_) => Some(devkernel::ISSUER),
        KernelSettings::Remote(remote) => remote.issuer.as_deref(),
    }
}

fn client_id(settings: &Settings) -> Option<&str> {
    match &settings.kernel {
        KernelSettings::Embedded(_) => Some(devkernel::SERVICE_CLIENT),
        KernelSettings::Remote(remote) => remote
            .service
            .as_ref()
            .map(|service| service.client_id.as_str()),
    }
}

/// Logins go through the service's OAuth client, or through a public one called `pmctl`.
fn with_client<T>(
    settings: &Settings,
    call: impl FnOnce(&OauthClient<'_>) -> Result<T, KernelError>,
) -> Result<T, KernelError> {
    match kernel::service(settings)? {
        Some((id, secret)) => call(&OauthClient {
            id: &id,
            secret: Some(&secret),
        }),
        None => call(&OauthClient {
            id: PUBLIC_CLIENT,
            secret: None,
        }),
    }
}

fn keep(settings: &Settings, connection: &Connection, tokens: &Tokens) -> Result<Claims, Failure> {
    let jwks = match iam::jwks(connection) {
        Ok(jwks) => Some(jwks),
        Err(KernelError::Setup { .. }) => None,
        Err(error) => return Err(OpError::from(error).into()),
    };
    let claims = checked(settings, &tokens.access, jwks.as_deref()).map_err(|error| {
        Failure::new(
            &catalogue::TOKEN_REFUSED,
            "the issuer's token does not pass its checks",
        )
        .why(error.to_string())
    })?;
    let kept = Kept {
        system: system(settings),
        access: tokens.access.expose().to_owned(),
        refresh: tokens
            .refresh
            .as_ref()
            .map(|token| token.expose().to_owned()),
        jwks,
    };
    save(person_file(settings), &kept)?;
    Ok(claims)
}

/// The service principal's name and roles, from memory while it is fresh or while nobody answers.
fn service(settings: &Settings, link: &Link) -> Result<(String, Vec<String>), Failure> {
    let Some(client) = client_id(settings) else {
        return Err(nobody(settings));
    };
    let path = service_file(settings);
    let remembered: Option<Remembered> = std::fs::read_to_string(&path)
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .filter(|old: &Remembered| old.client == client && old.system == system(settings));
    let fresh = |old: &&Remembered| now().micros() < old.until;
    if let Some(fresh) = remembered.as_ref().filter(fresh) {
        return Ok((fresh.name.clone(), fresh.roles.clone()));
    }
    let token = match link.get().and_then(|kernel| kernel.token()) {
        Ok(token) => token,
        Err(KernelError::Unreachable { .. } | KernelError::Lost { .. }) if remembered.is_some() => {
            let old = remembered.map(|old| (old.name, old.roles));
            return Ok(old.unwrap_or_default());
        }
        Err(error) => return Err(OpError::from(error).into()),
    };
    let claims = token::read_unverified(&token).map_err(|error| {
        Failure::new(
            &catalogue::TOKEN_REFUSED,
            "the issuer's token cannot be read",
        )
        .why(error.to_string())
    })?;
    let remembered = Remembered {
        system: system(settings),
        client: client.to_owned(),
        name: claims.name.clone(),
        roles: claims.roles.clone(),
        until: now().plus(SERVICE_MEMORY).micros(),
    };
    save(path, &remembered)?;
    Ok((claims.name, claims.roles))
}

/// The kept token of a person, for contexts without a service client.
pub(super) fn token_at_hand(settings: &Settings) -> Option<Secret> {
    let kept = load(settings).ok()??;
    Some(Secret::new(kept.access))
}

fn person_file(settings: &Settings) -> PathBuf {
    cache_file(settings, "login")
}

fn service_file(settings: &Settings) -> PathBuf {
    cache_file(settings, "service")
}

/// Contexts of one name in two files are two systems: what is kept for one is nothing to the other.
fn system(settings: &Settings) -> String {
    match &settings.kernel {
        KernelSettings::Embedded(embedded) => format!("embedded {}", embedded.state.display()),
        KernelSettings::Remote(remote) => {
            let login = remote.issuer.as_ref().or(remote.authmanager.as_ref());
            format!("{} {}", remote.keymanager, login.map_or("", String::as_str))
        }
    }
}

/// Contexts may be named as they like; files are named by safe characters.
fn cache_file(settings: &Settings, what: &str) -> PathBuf {
    let safe = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let name: String = settings
        .context
        .value
        .chars()
        .map(|c| {
            if safe(c) {
                c.to_string()
            } else {
                format!("%{:x}", u32::from(c))
            }
        })
        .collect();
    settings.places.cache.join(format!("{name}.{what}.json"))
}

fn load(settings: &Settings) -> Result<Option<Kept>, Failure> {
    let path = person_file(settings);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(serde_json::from_str(&text)
            .ok()
            .filter(|kept: &Kept| kept.system == system(settings))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(
            &catalogue::INPUT_FILE,
            format!("{} cannot be read", path.display()),
        )
        .source(error)),
    }
}

fn save<T: Serialize>(path: PathBuf, value: &T) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(|error| {
        Failure::new(&catalogue::FAILURE, "the login cannot be kept").source(error)
    })?;
    Ok(files::write_secret(&path, &Secret::new(text))?)
}

impl App {
    /// Logs a person in by password and keeps the tokens.
    pub fn login(&self, user: &str, password: &Secret) -> Result<Session, Failure> {
        let settings = self.settings()?;
        let held = Embedded::default();
        let connection = connect(&settings, &held).map_err(OpError::from)?;
        let tokens = with_client(&settings, |client| {
            iam::login_person(&connection, client, user, password)
        });
        let tokens = tokens.map_err(|error| match error {
            KernelError::Unauthorized { .. } => Failure::new(
                &catalogue::LOGIN_REFUSED,
                "the IAM does not accept this user name and password",
            )
            .why(error.to_string()),
            other => OpError::from(other).into(),
        })?;
        let claims = keep(&settings, &connection, &tokens)?;
        Ok(Session { name: claims.name })
    }

    /// Forgets the login of this context; says whether there was one.
    pub fn logout(&self) -> Result<bool, Failure> {
        let settings = self.settings()?;
        let path = person_file(&settings);
        match std::fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Failure::new(
                &catalogue::OUTPUT,
                format!("{} cannot be removed", path.display()),
            )
            .source(error)),
        }
    }
}
