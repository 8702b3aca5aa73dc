//! Keycloak's realm `mosip`: its people and clients, and what it grants them.

use super::envelope::Failure;
use super::issue_tokens::issue_tokens;
use super::routes::Kernel;
use super::{device, sessions};
use crate::kernel::wire::TokenAnswer;

/// Clients and the roles of their service accounts.
const CLIENTS: &[User] = &[
    ("mosip-pms-client", SERVICE_ROLES),
    ("mosip-partner-client", &["PARTNER_ADMIN"]),
    ("mosip-misp-client", &["MISP"]),
    ("mosip-ida-client", &["ID_AUTHENTICATION"]),
    ("mosip-short-client", SERVICE_ROLES),
    ("stranger-client", &["PARTNER_ADMIN", "ZONAL_ADMIN"]),
    (PUBLIC_CLIENT, &[]),
];
/// It has no secret, hence no service account: people log in through it.
const PUBLIC_CLIENT: &str = "pmctl";
const SERVICE_ROLES: &[&str] = &[
    "PARTNER_ADMIN",
    "ZONAL_ADMIN",
    "GLOBAL_ADMIN",
    "KEY_MAKER",
    // At the hub, one for each topic.
    "PUBLISH_APIKEY_APPROVED_GENERAL",
    "PUBLISH_APIKEY_UPDATED_GENERAL",
    "PUBLISH_MISP_LICENSE_GENERATED_GENERAL",
    "PUBLISH_MISP_LICENSE_UPDATED_GENERAL",
    "PUBLISH_PARTNER_UPDATED_GENERAL",
    "PUBLISH_POLICY_UPDATED_GENERAL",
];

/// A person or a service account, and its roles.
pub(super) type User = (&'static str, &'static [&'static str]);

const USERS: &[User] = &[
    ("pm-operator", &["PARTNER_ADMIN"]),
    ("ida-admin", &["PARTNER_ADMIN", "ID_AUTHENTICATION"]),
    ("policy-manager", &["POLICYMANAGER"]),
    ("misp-operator", &["MISP"]),
    ("partner-user", &["AUTH_PARTNER"]),
    ("ida-user", &["ID_AUTHENTICATION"]),
];

/// The people of the realm, who log in by name and password.
pub fn people() -> impl Iterator<Item = &'static str> {
    USERS.iter().map(|(name, _)| *name)
}

/// The secret of a client, or the password of a person.
pub(super) fn secret_of(name: &str) -> String {
    format!("{name}-secret")
}

/// Why no token is issued: HTTP status, and the two words of OAuth.
pub(super) struct Refused {
    pub(super) status: u16,
    pub(super) error: &'static str,
    pub(super) description: &'static str,
}

pub(super) const fn refused(
    status: u16,
    error: &'static str,
    description: &'static str,
) -> Refused {
    Refused {
        status,
        error,
        description,
    }
}

impl From<Failure> for Refused {
    fn from(_: Failure) -> Self {
        refused(500, "server_error", "the state could not be used")
    }
}

/// What a grant is asked with.
#[derive(Default)]
pub(super) struct Grant {
    pub(super) grant_type: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) client_secret: Option<String>,
    pub(super) username: Option<String>,
    pub(super) password: Option<String>,
    pub(super) refresh_token: Option<String>,
    pub(super) device_code: Option<String>,
}

impl Grant {
    pub(super) fn client(&self) -> Result<&'static User, Refused> {
        let text = "Invalid client or Invalid client credentials";
        let id = self.client_id.as_deref();
        let client = CLIENTS.iter().find(|(name, _)| Some(*name) == id);
        let client = client.ok_or(refused(401, "invalid_client", text))?;
        if client.0 != PUBLIC_CLIENT && self.client_secret.as_deref() != Some(&secret_of(client.0))
        {
            return Err(refused(401, "unauthorized_client", text));
        }
        Ok(client)
    }
}

/// The person of that name, if it is the password.
pub(super) fn person(name: Option<&str>, password: Option<&str>) -> Option<&'static User> {
    let user = USERS.iter().find(|(known, _)| name == Some(*known))?;
    (password == Some(&secret_of(user.0))).then_some(user)
}

pub(super) fn person_named(name: &str) -> Option<&'static User> {
    USERS.iter().find(|(known, _)| *known == name)
}

/// Grants tokens, and counts what was granted.
pub(super) fn grant(kernel: &Kernel, grant: &Grant) -> Result<TokenAnswer, Refused> {
    let kind = grant.grant_type.as_deref();
    let missing = refused(400, "invalid_request", "Missing form parameter: grant_type");
    let kind = kind.ok_or(missing)?;
    let granted = grant_by(kernel, kind, grant)?;
    kernel.realm.count(kind);
    Ok(granted)
}

fn grant_by(kernel: &Kernel, kind: &str, grant: &Grant) -> Result<TokenAnswer, Refused> {
    let client = grant.client()?;
    let user = match kind {
        "client_credentials" if client.0 == PUBLIC_CLIENT => {
            let text = "Public client not allowed to retrieve service account";
            return Err(refused(401, "unauthorized_client", text));
        }
        "client_credentials" => {
            let name = format!("service-account-{}", client.0);
            return issue_tokens(kernel, client.0, (&name, client.1), None);
        }
        "password" => person(grant.username.as_deref(), grant.password.as_deref())
            .ok_or(refused(401, "invalid_grant", "Invalid user credentials"))?,
        device::GRANT => device::granted(kernel, grant, client.0)?,
        "refresh_token" => {
            let (session, user) = sessions::resume(kernel, grant, client.0)?;
            return issue_tokens(kernel, client.0, user, Some(session));
        }
        _ => {
            let text = "Unsupported grant_type";
            return Err(refused(400, "unsupported_grant_type", text));
        }
    };
    let session = sessions::begin(kernel, user.0, client.0)?;
    issue_tokens(kernel, client.0, *user, Some(session))
}
