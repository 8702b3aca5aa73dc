//! Logins through MOSIP's authmanager, which passes them on to the realm.

use reqwest::{Method, Url};

use super::refusal::rejected;
use super::token::tokens;
use super::{OauthClient, Tokens};
use crate::domain::secret::Secret;
use crate::kernel::call::Call;
use crate::kernel::client::sealed;
use crate::kernel::connection::{Body, Connection, Pass, Reply, Request, below};
use crate::kernel::error::KernelError;
use crate::kernel::{answer, wire};

/// The realm of authmanager's that the partner module logs in to.
const APP_ID: &str = "partner";

pub(super) fn login_service(
    connection: &Connection,
    base: &Url,
    client_id: &str,
    secret: &Secret,
) -> Result<Tokens, KernelError> {
    let call = Call::LoginService;
    let body = wire::ClientSecretRequest {
        client_id: Some(client_id.to_owned()),
        secret_key: Some(secret.expose().to_owned()),
        app_id: Some(APP_ID.to_owned()),
    };
    let request = Request {
        call,
        method: Method::POST,
        url: below(base, wire::CLIENT_ID_SECRET_KEY),
        body: sealed(connection, call, body)?,
    };
    let reply = connection.send(&request, Pass::Nobody)?;
    answer::envelope::<wire::LoginAnswer>(call, &reply).map_err(|error| rejected(call, error))?;
    let access = token_beside(&reply).ok_or_else(|| {
        KernelError::protocol(call, "it has the token in neither cookie nor header")
    })?;
    tokens(call, access, None, None)
}

pub(super) fn login_person(
    connection: &Connection,
    base: &Url,
    client: &OauthClient<'_>,
    user: &str,
    password: &Secret,
) -> Result<Tokens, KernelError> {
    let call = Call::LoginPerson;
    let body = wire::UserPasswordRequest {
        user_name: Some(user.to_owned()),
        password: Some(password.expose().to_owned()),
        app_id: Some(APP_ID.to_owned()),
        client_id: Some(client.id.to_owned()),
        client_secret: client.secret.map(|it| it.expose().to_owned()),
    };
    let request = Request {
        call,
        method: Method::POST,
        url: below(base, wire::INTERNAL_USERID_PWD),
        body: sealed(connection, call, body)?,
    };
    tokens_in(call, &connection.send(&request, Pass::Nobody)?)
}

pub(super) fn refresh(
    connection: &Connection,
    base: &Url,
    client: &OauthClient<'_>,
    token: &Secret,
) -> Result<Tokens, KernelError> {
    let call = Call::Refresh;
    let body = wire::RefreshTokenRequest {
        client_id: Some(client.id.to_owned()),
        client_secret: client.secret.map(|it| it.expose().to_owned()),
    };
    let bytes = serde_json::to_vec(&body)
        .map_err(|error| KernelError::setup(format!("{call} cannot be written: {error}")))?;
    let request = Request {
        call,
        method: Method::POST,
        url: below(base, &format!("{}/{APP_ID}", wire::INTERNAL_REFRESH_TOKEN)),
        body: Body::Json(bytes),
    };
    tokens_in(call, &connection.send(&request, Pass::Refresh(token))?)
}

/// Authmanager hands the access token to Keycloak as a hint, which releases after 18 take no more: it then says KER-ATH-025.
pub(super) fn logout(
    connection: &Connection,
    base: &Url,
    access: &Secret,
) -> Result<(), KernelError> {
    let call = Call::Logout;
    let request = Request {
        call,
        method: Method::DELETE,
        url: below(base, wire::LOGOUT_USER),
        body: Body::Empty,
    };
    let reply = connection.send(&request, Pass::Access(access))?;
    let answer: wire::LoginAnswer = answer::envelope(call, &reply)?;
    match answer.status.as_deref() {
        Some(status) if status.eq_ignore_ascii_case("success") => Ok(()),
        _ => Err(KernelError::protocol(
            call,
            "it says that the logout failed",
        )),
    }
}

/// Whose token it is, with its roles. Authmanager asks Keycloak. One that does not hold is
/// [`KernelError::Unauthorized`] or [`KernelError::Refused`].
pub(super) fn validate(
    connection: &Connection,
    base: &Url,
    token: &Secret,
) -> Result<Vec<String>, KernelError> {
    let call = Call::ValidateToken;
    let request = Request {
        call,
        method: Method::GET,
        url: below(base, wire::VALIDATE_TOKEN),
        body: Body::Empty,
    };
    let reply = connection.send(&request, Pass::Access(token))?;
    let answer = answer::envelope::<wire::TokenOwnerAnswer>(call, &reply);
    let answer = answer.map_err(|error| rejected(call, error))?;
    answer::member(call, "userId", answer.user_id)?;
    let roles = answer.role.unwrap_or_default();
    let roles = roles.split(',').map(str::trim);
    Ok(roles
        .filter(|role| !role.is_empty())
        .map(ToOwned::to_owned)
        .collect())
}

fn tokens_in(call: Call, reply: &Reply) -> Result<Tokens, KernelError> {
    let answer = answer::envelope(call, reply).map_err(|error| rejected(call, error))?;
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
        let header = reply.headers.get(reqwest::header::AUTHORIZATION)?;
        let text = header.to_str().ok()?;
        let token = text.strip_prefix("Bearer ").unwrap_or(text);
        Some(token.trim().to_owned())
    })
}
