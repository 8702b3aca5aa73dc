//! Logins: at a Keycloak realm where one is named, else through authmanager.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use reqwest::{Method, Url};
use serde::Deserialize;

use super::call::Call;
use super::client::sealed;
use super::connection::{Body, Connection, Pass, Reply, Request, below};
use super::error::{KernelError, Remote};
use super::{answer, wire};
use crate::domain::secret::Secret;

/// What a login yields. `Debug` hides the tokens.
#[derive(Debug, Clone)]
pub struct Tokens {
    pub access: Secret,
    pub refresh: Option<Secret>,
    /// The `exp` claim of the access token, by the clock of who issued it; its signature is not checked.
    pub expires_at: Option<Timestamp>,
    /// From the moment of the answer.
    pub refresh_expires_in: Option<Duration>,
}

/// The OAuth client through which a person logs in; a public one has no secret.
#[derive(Debug, Clone, Copy)]
pub struct OauthClient<'a> {
    pub id: &'a str,
    pub secret: Option<&'a Secret>,
}

/// The realm of authmanager's that the partner module logs in to.
const APP_ID: &str = "partner";
/// OAuth errors (RFC 6749 §5.2) that mean: these credentials will not do.
const BAD_CREDENTIALS: [&str; 4] = [
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "access_denied",
];
/// The same from authmanager: no such user, and two ways to say wrong password.
const BAD_PASSWORD: [&str; 3] = ["KER-ATH-003", "KER-ATH-005", "KER-ATH-023"];

/// Logs a service account in. A wrong secret is [`KernelError::Unauthorized`].
pub fn login_service(
    connection: &Connection,
    client_id: &str,
    secret: &Secret,
) -> Result<Tokens, KernelError> {
    let call = Call::LoginService;
    let outcome = match idp(connection)? {
        Idp::Keycloak(realm) => {
            let client = OauthClient {
                id: client_id,
                secret: Some(secret),
            };
            keycloak(connection, call, realm, form("client_credentials", &client))
        }
        Idp::Authmanager(base) => {
            let request = wire::ClientSecretRequest {
                client_id: Some(client_id.to_owned()),
                secret_key: Some(secret.expose().to_owned()),
                app_id: Some(APP_ID.to_owned()),
            };
            authmanager_service(connection, base, request)
        }
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
    let call = Call::LoginPerson;
    let outcome = match idp(connection)? {
        Idp::Keycloak(realm) => {
            let mut form = form("password", client);
            form.username = Some(user.to_owned());
            form.password = Some(password.expose().to_owned());
            keycloak(connection, call, realm, form)
        }
        Idp::Authmanager(base) => {
            let request = wire::UserPasswordRequest {
                user_name: Some(user.to_owned()),
                password: Some(password.expose().to_owned()),
                app_id: Some(APP_ID.to_owned()),
                client_id: Some(client.id.to_owned()),
                client_secret: client.secret.map(|it| it.expose().to_owned()),
            };
            let body = sealed(connection, call, request)?;
            let url = below(base, wire::INTERNAL_USERID_PWD);
            authmanager_person(connection, call, url, body, Pass::Nobody)
        }
    };
    outcome.map_err(|error| without(error, password))
}

/// Trades a refresh token for new tokens. One that has ended is [`KernelError::Unauthorized`].
pub fn refresh(
    connection: &Connection,
    client: &OauthClient<'_>,
    token: &Secret,
) -> Result<Tokens, KernelError> {
    let call = Call::Refresh;
    let outcome = match idp(connection)? {
        Idp::Keycloak(realm) => {
            let mut form = form("refresh_token", client);
            form.refresh_token = Some(token.expose().to_owned());
            keycloak(connection, call, realm, form)
        }
        Idp::Authmanager(base) => {
            let request = wire::RefreshTokenRequest {
                client_id: Some(client.id.to_owned()),
                client_secret: client.secret.map(|it| it.expose().to_owned()),
            };
            let bytes = serde_json::to_vec(&request).map_err(|error| {
                KernelError::setup(format!("{call} cannot be written: {error}"))
            })?;
            let url = below(base, &format!("{}/{APP_ID}", wire::INTERNAL_REFRESH_TOKEN));
            authmanager_person(
                connection,
                call,
                url,
                Body::Json(bytes),
                Pass::Refresh(token),
            )
        }
    };
    outcome.map_err(|error| without(error, token))
}

/// The public keys of the issuer (RFC 7517), as JSON. Authmanager publishes none.
pub fn jwks(connection: &Connection) -> Result<String, KernelError> {
    let call = Call::Jwks;
    let Some(realm) = &connection.issuer else {
        return Err(KernelError::setup(
            "no issuer is named, so its keys cannot be read",
        ));
    };
    let url = below(realm, wire::CERTS);
    let request = Request {
        call,
        method: Method::GET,
        url,
        body: Body::Empty,
    };
    let reply = connection.send(&request, Pass::Nobody)?;
    answer::bare::<wire::Jwks>(call, &reply)?;
    String::from_utf8(reply.body).map_err(|_| KernelError::protocol(call, "it is no UTF-8"))
}

/// Whether it has the shape of a JSON Web Token; nothing inside is looked at.
pub(super) fn is_jwt(token: &Secret) -> bool {
    let parts: Vec<&str> = token.expose().split('.').collect();
    let base64url = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    parts.len() == 3
        && parts
            .iter()
            .all(|it| !it.is_empty() && it.bytes().all(base64url))
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

fn form(grant: &str, client: &OauthClient<'_>) -> wire::TokenForm {
    wire::TokenForm {
        grant_type: grant.to_owned(),
        client_id: Some(client.id.to_owned()),
        client_secret: client.secret.map(|it| it.expose().to_owned()),
        username: None,
        password: None,
        refresh_token: None,
    }
}

fn keycloak(
    connection: &Connection,
    call: Call,
    realm: &Url,
    form: wire::TokenForm,
) -> Result<Tokens, KernelError> {
    let url = below(realm, wire::TOKEN);
    let request = Request {
        call,
        method: Method::POST,
        url,
        body: Body::Form(&form),
    };
    let reply = connection.send(&request, Pass::Nobody)?;
    if reply.status == 404 {
        let cause = format!("there is no realm at {realm}; correct the context's issuer");
        return Err(KernelError::setup(cause));
    }
    let answer = answer::bare(call, &reply).map_err(|error| rejected(call, error))?;
    let wire::TokenAnswer {
        access_token,
        refresh_token,
        refresh_expires_in,
        ..
    } = answer;
    let access = answer::member(call, "access_token", access_token)?;
    tokens(call, access, refresh_token, refresh_expires_in)
}

fn authmanager_service(
    connection: &Connection,
    base: &Url,
    request: wire::ClientSecretRequest,
) -> Result<Tokens, KernelError> {
    let call = Call::LoginService;
    let url = below(base, wire::CLIENT_ID_SECRET_KEY);
    let body = sealed(connection, call, request)?;
    let request = Request {
        call,
        method: Method::POST,
        url,
        body,
    };
    let reply = connection.send(&request, Pass::Nobody)?;
    answer::envelope::<wire::LoginAnswer>(call, &reply).map_err(|error| rejected(call, error))?;
    let access = token_beside(&reply).ok_or_else(|| {
        KernelError::protocol(call, "it has the token in neither cookie nor header")
    })?;
    tokens(call, access, None, None)
}

fn authmanager_person(
    connection: &Connection,
    call: Call,
    url: Url,
    body: Body<'_>,
    pass: Pass<'_>,
) -> Result<Tokens, KernelError> {
    let request = Request {
        call,
        method: Method::POST,
        url,
        body,
    };
    let reply = connection.send(&request, pass)?;
    let answer = answer::envelope(call, &reply).map_err(|error| rejected(call, error))?;
    let wire::UserTokenAnswer {
        token,
        refresh_token,
        refresh_expiry_time,
        ..
    } = answer;
    let access = answer::member(call, "token", token)?;
    tokens(call, access, refresh_token, refresh_expiry_time)
}

/// The token of authmanager's service login: in `Set-Cookie`, or in the header `Authorization`.
fn token_beside(reply: &Reply) -> Option<String> {
    let cookies = reply.headers.get_all(reqwest::header::SET_COOKIE).iter();
    let cookie = cookies.filter_map(|it| it.to_str().ok()).find_map(|it| {
        let (name, rest) = it.split_once('=')?;
        let value = rest.split(';').next()?.trim().trim_matches('"');
        (name.trim() == wire::AUTHORIZATION && !value.is_empty()).then(|| value.to_owned())
    });
    cookie.or_else(|| {
        let header = reply
            .headers
            .get(reqwest::header::AUTHORIZATION)?
            .to_str()
            .ok()?;
        Some(
            header
                .strip_prefix("Bearer ")
                .unwrap_or(header)
                .trim()
                .to_owned(),
        )
    })
}

fn tokens(
    call: Call,
    access: String,
    refresh: Option<String>,
    refresh_seconds: Option<i64>,
) -> Result<Tokens, KernelError> {
    let access = Secret::new(access);
    if !is_jwt(&access) {
        return Err(KernelError::protocol(
            call,
            "its token is no JSON Web Token",
        ));
    }
    Ok(Tokens {
        expires_at: expiry(&access),
        access,
        refresh: refresh.filter(|it| !it.is_empty()).map(Secret::new),
        refresh_expires_in: refresh_seconds
            .and_then(|it| it.try_into().ok())
            .map(Duration::from_secs),
    })
}

#[derive(Deserialize)]
struct Claims {
    exp: Option<i64>,
}

fn expiry(token: &Secret) -> Option<Timestamp> {
    let payload = token.expose().split('.').nth(1)?;
    let json = URL_SAFE_NO_PAD.decode(payload).ok()?;
    Timestamp::from_second(serde_json::from_slice::<Claims>(&json).ok()?.exp?).ok()
}

/// Tells refused credentials from other failures, in the words of either service.
fn rejected(call: Call, error: KernelError) -> KernelError {
    let Some((code, message, http)) = error.remote() else {
        return error;
    };
    let keycloak = BAD_CREDENTIALS.contains(&code) || http == 403;
    // Authmanager passes Keycloak's 401 on as its own 500.
    let authmanager = BAD_PASSWORD.contains(&code) || (code == "500" && message.starts_with("401"));
    if !keycloak && !authmanager {
        return error;
    }
    let cause = format!("{code} {message}").trim_end().to_owned();
    let remote = Remote {
        code: code.to_owned(),
        message: message.to_owned(),
        http,
    };
    KernelError::Unauthorized {
        call,
        cause,
        remote: Some(remote),
    }
}

/// Takes a secret out of a message in which the peer repeats it.
fn without(error: KernelError, secret: &Secret) -> KernelError {
    let hide = |text: String| text.replace(secret.expose(), "…");
    let hide_in = |remote: Remote| Remote {
        message: hide(remote.message),
        ..remote
    };
    if secret.expose().is_empty() {
        return error;
    }
    match error {
        KernelError::Refused {
            call,
            code,
            message,
            http,
        } => KernelError::Refused {
            call,
            code,
            message: hide(message),
            http,
        },
        KernelError::Lost {
            call,
            cause,
            remote,
        } => KernelError::Lost {
            call,
            cause: hide(cause),
            remote: remote.map(hide_in),
        },
        KernelError::Unauthorized {
            call,
            cause,
            remote,
        } => KernelError::Unauthorized {
            call,
            cause: hide(cause),
            remote: remote.map(hide_in),
        },
        KernelError::Protocol { call, cause } => KernelError::Protocol {
            call,
            cause: hide(cause),
        },
        other => other,
    }
}
