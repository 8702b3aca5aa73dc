//! Keycloak's realm `mosip`: its people and clients, and the tokens that it grants.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::envelope::Failure;
use super::issue;
use super::routes::Kernel;
use super::token::{self, Claims, RealmAccess, RealmKey};
use super::trust::new_id;
use super::x509::{sha1_hex, sha256_hex};
use crate::kernel::wire::TokenAnswer;

const TOKEN_SECONDS: i64 = 300;
const SHORT_TOKEN_SECONDS: i64 = 5;
const SESSION_SECONDS: i64 = 1800;

/// Clients and the roles of their service accounts.
const CLIENTS: &[(&str, &[&str])] = &[
    ("mosip-pms-client", SERVICE_ROLES),
    ("mosip-partner-client", &["PARTNER_ADMIN"]),
    ("mosip-misp-client", &["MISP"]),
    ("mosip-short-client", SERVICE_ROLES),
    ("stranger-client", &["PARTNER_ADMIN", "ZONAL_ADMIN"]),
];
const SERVICE_ROLES: &[&str] = &["PARTNER_ADMIN", "ZONAL_ADMIN", "GLOBAL_ADMIN", "KEY_MAKER"];

const USERS: &[(&str, &[&str])] = &[
    ("pm-operator", &["PARTNER_ADMIN"]),
    ("ida-admin", &["PARTNER_ADMIN", "ID_AUTHENTICATION"]),
    ("policy-manager", &["POLICYMANAGER"]),
    ("misp-operator", &["MISP"]),
    ("partner-user", &["AUTH_PARTNER"]),
    ("ida-user", &["ID_AUTHENTICATION"]),
];

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
}

impl Grant {
    pub(super) fn client(
        &self,
    ) -> Result<&'static (&'static str, &'static [&'static str]), Refused> {
        let text = "Invalid client or Invalid client credentials";
        let id = self.client_id.as_deref();
        let client = CLIENTS.iter().find(|(name, _)| Some(*name) == id);
        let client = client.ok_or(refused(401, "invalid_client", text))?;
        if self.client_secret.as_deref() != Some(&secret_of(client.0)) {
            return Err(refused(401, "unauthorized_client", text));
        }
        Ok(client)
    }
}

/// Makes the key that signs the realm's tokens.
pub(super) fn make_key(db: &Connection) -> Result<(), Failure> {
    let key = issue::rsa_key()?;
    let kid = sha256_hex(key.public_key_raw()).to_lowercase();
    db.execute(
        "insert into realm_key (kid, private_key) values (?1, ?2)",
        params![kid, key.serialized_der()],
    )?;
    Ok(())
}

pub(super) fn read_key(db: &Connection) -> Result<RealmKey, Failure> {
    let query = "select kid, private_key from realm_key";
    let (kid, pkcs8): (String, Vec<u8>) =
        db.query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    RealmKey::read(kid, &pkcs8).ok_or_else(|| Failure::broken("the realm key is unreadable"))
}

pub(super) fn grant(kernel: &Kernel, grant: &Grant) -> Result<TokenAnswer, Refused> {
    let client = grant.client()?;
    match grant.grant_type.as_deref() {
        None => Err(refused(
            400,
            "invalid_request",
            "Missing form parameter: grant_type",
        )),
        Some("client_credentials") => {
            let name = format!("service-account-{}", client.0);
            issue_tokens(kernel, client.0, (&name, client.1), None)
        }
        Some("password") => {
            let user = USERS
                .iter()
                .find(|(name, _)| grant.username.as_deref() == Some(*name));
            let known = user.filter(|(name, _)| grant.password == Some(secret_of(name)));
            let user = known.ok_or(refused(401, "invalid_grant", "Invalid user credentials"))?;
            let session = begin_session(kernel, user.0, client.0)?;
            issue_tokens(kernel, client.0, *user, Some(session))
        }
        Some("refresh_token") => {
            let (session, user) = resume_session(kernel, grant, client.0)?;
            issue_tokens(kernel, client.0, user, Some(session))
        }
        Some(_) => Err(refused(
            400,
            "unsupported_grant_type",
            "Unsupported grant_type",
        )),
    }
}

fn issue_tokens(
    kernel: &Kernel,
    client: &str,
    user: (&str, &[&str]),
    session: Option<String>,
) -> Result<TokenAnswer, Refused> {
    let lifetime = match client {
        "mosip-short-client" => SHORT_TOKEN_SECONDS,
        _ => TOKEN_SECONDS,
    };
    let mut claims = claims(kernel, client, user, session.as_deref())?;
    claims.exp = claims.iat + lifetime;
    let access_token = signed(kernel, &claims)?;
    let refresh_token = if session.is_some() {
        claims.exp = claims.iat + SESSION_SECONDS;
        claims.typ = "Refresh".into();
        claims.aud = Some(kernel.issuer().into());
        claims.realm_access.roles.clear();
        Some(signed(kernel, &claims)?)
    } else {
        None
    };
    Ok(TokenAnswer {
        access_token: Some(access_token),
        expires_in: Some(lifetime),
        refresh_expires_in: Some(refresh_token.as_ref().map_or(0, |_| SESSION_SECONDS)),
        refresh_token,
        token_type: Some("Bearer".into()),
        not_before_policy: Some(0),
        session_state: session,
        scope: Some("email profile".into()),
    })
}

/// What an access token says; only a person has a session. Its end is still to be set.
fn claims(
    kernel: &Kernel,
    client: &str,
    (name, roles): (&str, &[&str]),
    session: Option<&str>,
) -> Result<Claims, Failure> {
    let now = kernel.now().as_second();
    let is_person = session.is_some();
    Ok(Claims {
        exp: now,
        iat: now,
        jti: new_id()?,
        iss: kernel.issuer().into(),
        aud: Some("account".into()),
        sub: subject_id(name),
        typ: "Bearer".into(),
        azp: client.into(),
        session_state: session.map(str::to_owned),
        realm_access: RealmAccess {
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        },
        scope: "email profile".into(),
        sid: session.map(str::to_owned),
        email_verified: is_person,
        preferred_username: name.into(),
        email: is_person.then(|| format!("{name}@example.org")),
        client_id: (!is_person).then(|| client.to_owned()),
    })
}

fn signed(kernel: &Kernel, claims: &Claims) -> Result<String, Refused> {
    let key = kernel.realm_key();
    let text = key.and_then(|key| token::write(key, claims));
    text.ok_or(refused(
        500,
        "server_error",
        "the token could not be signed",
    ))
}

/// The same person has the same `sub` in every state.
fn subject_id(name: &str) -> String {
    let digits = sha1_hex(name.as_bytes());
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..32],
    ];
    parts.join("-")
}

fn begin_session(kernel: &Kernel, user: &str, client: &str) -> Result<String, Failure> {
    let id = new_id()?;
    let ends = kernel.now() + SignedDuration::from_secs(SESSION_SECONDS);
    kernel.state.write(|tx| {
        tx.execute(
            "insert into sessions (id, user, client, ends_at) values (?1, ?2, ?3, ?4)",
            params![id, user, client, ends.as_microsecond()],
        )?;
        Ok(())
    })?;
    Ok(id)
}

type User = (&'static str, &'static [&'static str]);

fn resume_session(kernel: &Kernel, grant: &Grant, client: &str) -> Result<(String, User), Refused> {
    let invalid = refused(400, "invalid_grant", "Invalid refresh token");
    let session = refreshed_session(kernel, grant.refresh_token.as_deref().unwrap_or_default());
    let Some(session) = session else {
        return Err(invalid);
    };
    let ended = refused(400, "invalid_grant", "Session not active");
    let found = prolong(kernel, &session, client, kernel.now())?.ok_or(ended)?;
    let user = USERS
        .iter()
        .find(|(name, _)| *name == found)
        .ok_or(invalid)?;
    Ok((session, *user))
}

/// The session of a refresh token that is ours and has not expired.
pub(super) fn refreshed_session(kernel: &Kernel, text: &str) -> Option<String> {
    let claims = token::read(kernel, text).ok()?;
    let usable = claims.typ == "Refresh" && claims.exp > kernel.now().as_second();
    claims.sid.filter(|_| usable)
}

fn prolong(
    kernel: &Kernel,
    session: &str,
    client: &str,
    now: Timestamp,
) -> Result<Option<String>, Failure> {
    let ends = now + SignedDuration::from_secs(SESSION_SECONDS);
    kernel.state.write(|tx| {
        let prolonged = tx.query_row(
            "update sessions set ends_at = ?3 where id = ?1 and client = ?2 and ends_at > ?4
             returning user",
            params![session, client, ends.as_microsecond(), now.as_microsecond()],
            |row| row.get(0),
        );
        Ok(prolonged.optional()?)
    })
}
