//! Logins at a Keycloak realm (OpenID Connect).

use reqwest::{Method, Url};

use super::refusal::{is_bad_grant, rejected};
use super::token::tokens;
use super::{OauthClient, Tokens};
use crate::domain::secret::Secret;
use crate::kernel::call::Call;
use crate::kernel::connection::{Body, Connection, Pass, Reply, Request, below};
use crate::kernel::error::KernelError;
use crate::kernel::{answer, wire};

pub(super) fn login_service(
    connection: &Connection,
    realm: &Url,
    client_id: &str,
    secret: &Secret,
) -> Result<Tokens, KernelError> {
    let client = OauthClient {
        id: client_id,
        secret: Some(secret),
    };
    let form = granted("client_credentials", &client);
    grant(connection, Call::LoginService, realm, &form)
}

pub(super) fn login_person(
    connection: &Connection,
    realm: &Url,
    client: &OauthClient<'_>,
    user: &str,
    password: &Secret,
) -> Result<Tokens, KernelError> {
    let form = wire::TokenForm {
        username: Some(user.to_owned()),
        password: Some(password.expose().to_owned()),
        ..granted("password", client)
    };
    grant(connection, Call::LoginPerson, realm, &form)
}

pub(super) fn refresh(
    connection: &Connection,
    realm: &Url,
    client: &OauthClient<'_>,
    token: &Secret,
) -> Result<Tokens, KernelError> {
    let form = wire::TokenForm {
        refresh_token: Some(token.expose().to_owned()),
        ..granted("refresh_token", client)
    };
    grant(connection, Call::Refresh, realm, &form)
}

/// Keycloak answers 204 to a session that has ended, and `invalid_grant` once it has forgotten it.
pub(super) fn logout(
    connection: &Connection,
    realm: &Url,
    client: &OauthClient<'_>,
    token: &Secret,
) -> Result<(), KernelError> {
    let call = Call::Logout;
    let form = wire::TokenForm {
        refresh_token: Some(token.expose().to_owned()),
        ..of_client(client)
    };
    let reply = post(connection, call, below(realm, wire::LOGOUT), &form)?;
    if reply.status == 204 {
        return Ok(());
    }
    match answer::bare::<serde_json::Value>(call, &reply) {
        Ok(_) => Ok(()),
        Err(error) if is_bad_grant(&error) => Ok(()),
        Err(error) => Err(rejected(call, error)),
    }
}

/// The public keys of the issuer (RFC 7517), as JSON. Authmanager publishes none.
pub fn jwks(connection: &Connection) -> Result<String, KernelError> {
    let call = Call::Jwks;
    let Some(realm) = &connection.issuer else {
        return Err(KernelError::setup(
            "no issuer is named, so its keys cannot be read",
        ));
    };
    let request = Request {
        call,
        method: Method::GET,
        url: below(realm, wire::CERTS),
        body: Body::Empty,
    };
    let reply = connection.send(&request, Pass::Nobody)?;
    there(realm, &reply)?;
    answer::bare::<wire::Jwks>(call, &reply)?;
    String::from_utf8(reply.body).map_err(|_| KernelError::protocol(call, "it is no UTF-8"))
}

pub(super) fn granted(grant: &str, client: &OauthClient<'_>) -> wire::TokenForm {
    wire::TokenForm {
        grant_type: Some(grant.to_owned()),
        ..of_client(client)
    }
}

pub(super) fn of_client(client: &OauthClient<'_>) -> wire::TokenForm {
    wire::TokenForm {
        client_id: Some(client.id.to_owned()),
        client_secret: client.secret.map(|it| it.expose().to_owned()),
        ..wire::TokenForm::default()
    }
}

fn grant(
    connection: &Connection,
    call: Call,
    realm: &Url,
    form: &wire::TokenForm,
) -> Result<Tokens, KernelError> {
    let reply = post(connection, call, below(realm, wire::TOKEN), form)?;
    there(realm, &reply)?;
    tokens_in(call, &reply).map_err(|error| rejected(call, error))
}

pub(super) fn tokens_in(call: Call, reply: &Reply) -> Result<Tokens, KernelError> {
    let wire::TokenAnswer {
        access_token,
        refresh_token,
        refresh_expires_in,
        ..
    } = answer::bare(call, reply)?;
    let access = answer::member(call, "access_token", access_token)?;
    tokens(call, access, refresh_token, refresh_expires_in)
}

pub(super) fn post(
    connection: &Connection,
    call: Call,
    url: Url,
    form: &wire::TokenForm,
) -> Result<Reply, KernelError> {
    let request = Request {
        call,
        method: Method::POST,
        url,
        body: Body::Form(form),
    };
    connection.send(&request, Pass::Nobody)
}

/// Every endpoint of a realm that is not there answers 404.
pub(super) fn there(realm: &Url, reply: &Reply) -> Result<(), KernelError> {
    if reply.status != 404 {
        return Ok(());
    }
    let cause = format!("there is no realm at {realm}; correct the context's issuer");
    Err(KernelError::setup(cause))
}
