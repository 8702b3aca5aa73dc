//! Who acts: a person who logged in, else the service principal, else the administrator of `dev`.

mod bearers;
mod device;
mod enter;
mod files;
mod keys;
mod leave;
mod logins;

use super::kernel::is_embedded;
use super::now;
use crate::config::Settings;
use crate::config::file::ActorKind;
use crate::domain::access::{Actor, Capability};
use crate::domain::time::{Lifetime, Moment};
use crate::error::{Failure, catalogue};
use crate::kernel::KernelError;
use crate::ops::access;
use crate::store::Store;
pub(super) use bearers::Bearers;
pub use device::DevicePrompt;
pub(super) use logins::{Logins, Whose};
use serde::{Deserialize, Serialize};

/// How long the roles of the service principal are remembered: its secret, not its token, is what it
/// proves itself with, and the Kernel checks every call anyway.
const SERVICE_MEMORY: Lifetime = Lifetime::from_micros(12 * 3_600 * 1_000_000);
const SERVICE: &str = "service";

/// The actor, and how it came to be.
#[derive(Debug, Clone)]
pub struct Standing {
    pub actor: Actor,
    /// `person`, `service` or `dev`.
    pub kind: &'static str,
    /// Of the token; the administrator of `dev` has none and needs none.
    pub roles: Vec<String>,
    /// When a person's token ends; it is renewed before.
    pub expires_at: Option<Moment>,
}

/// What is remembered of the service principal; no secret.
#[derive(Serialize, Deserialize)]
struct Remembered {
    client: String,
    name: String,
    roles: Vec<String>,
    until: i64,
}

/// Settles who acts. A person's token is checked against the kept keys; the network is asked only when
/// it must be renewed, or when nothing is known yet of the service principal.
pub(super) fn standing(
    settings: &Settings,
    logins: &Logins,
    store: &Store,
) -> Result<Standing, Failure> {
    if logins.has_person()? {
        let claims = logins.current(Whose::Person, None)?.claims;
        return Ok(Standing {
            actor: bound(settings, store, claims.name, &claims.roles)?,
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
    let (name, roles) = service(settings, logins)?;
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

/// The service principal's name and roles, from memory while it is fresh or while nobody answers.
fn service(settings: &Settings, logins: &Logins) -> Result<(String, Vec<String>), Failure> {
    let Some(client) = logins.service_client() else {
        return Err(nobody(settings));
    };
    let remembered: Option<Remembered> = logins.files.load(SERVICE)?;
    let remembered = remembered.filter(|old| old.client == client);
    let fresh = |old: &&Remembered| now().micros() < old.until;
    if let Some(fresh) = remembered.as_ref().filter(fresh) {
        return Ok((fresh.name.clone(), fresh.roles.clone()));
    }
    let claims = match logins.current(Whose::Service, None) {
        Ok(login) => login.claims,
        Err(KernelError::Unreachable { .. } | KernelError::Lost { .. }) if remembered.is_some() => {
            let old = remembered.map(|old| (old.name, old.roles));
            return Ok(old.unwrap_or_default());
        }
        Err(error) => return Err(error.into()),
    };
    let remembered = Remembered {
        client: client.to_owned(),
        name: claims.name.clone(),
        roles: claims.roles.clone(),
        until: now().plus(SERVICE_MEMORY).micros(),
    };
    logins.files.save(SERVICE, remembered)?;
    Ok((claims.name, claims.roles))
}
