//! MOSIP's authmanager: logins that go on to the realm.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::auth;
use super::envelope::{error, refusal};
use super::oidc;
use super::read::given;
use super::realm::{self, Grant};
use super::reply::{Call, Reply};
use super::routes::Kernel;
use crate::kernel::wire::{
    AUTHORIZATION, Answer, ClientSecretRequest, LoginAnswer, RefreshTokenRequest, TokenOwnerAnswer,
    UserPasswordRequest, UserTokenAnswer, zoned,
};

/// Applications that belong to realm `mosip`.
const APPLICATIONS: &[&str] = &[
    "prereg",
    "ida",
    "registrationclient",
    "regproc",
    "partner",
    "resident",
    "admin",
    "crereq",
    "creser",
    "datsha",
    "idrepo",
    "hotlist",
    "digitalcard",
    "signup",
    "all",
];

/// The real cookie says so, because a setting in milliseconds is written as seconds.
const COOKIE_AGE: &str = "Max-Age=6000000; Path=/; HttpOnly";

/// The login of a service: the token comes in a header and in a cookie, never in the body.
pub(super) fn client_secret(kernel: &Kernel, call: &Call) -> Reply {
    let (body, request) = match asked::<ClientSecretRequest>(kernel, call) {
        Ok(asked) => asked,
        Err(reply) => return *reply,
    };
    if let Some(reply) = unknown_application(kernel, &body, request.app_id.as_deref()) {
        return reply;
    }
    let grant = Grant {
        grant_type: Some("client_credentials".into()),
        client_id: request.client_id,
        client_secret: request.secret_key,
        ..Grant::default()
    };
    let Ok(tokens) = realm::grant(kernel, &grant) else {
        let errors = vec![error("500", "401 Unauthorized")];
        return refusal(500, Some(&body), errors, kernel.now());
    };
    let token = tokens.access_token.unwrap_or_default();
    let answer = LoginAnswer {
        status: Some("Success".into()),
        message: Some("Clientid and Token combination had been validated successfully".into()),
    };
    answered(kernel, &body, answer)
        .with(
            "set-cookie",
            format!("{AUTHORIZATION}={token}; {COOKIE_AGE}"),
        )
        .with("authorization", token)
}

/// The login of a person: both tokens come in the body.
pub(super) fn user_password(kernel: &Kernel, call: &Call) -> Reply {
    let (body, request) = match asked::<UserPasswordRequest>(kernel, call) {
        Ok(asked) => asked,
        Err(reply) => return *reply,
    };
    if let Some(reply) = unknown_application(kernel, &body, request.app_id.as_deref()) {
        return reply;
    }
    let grant = Grant {
        grant_type: Some("password".into()),
        client_id: request.client_id,
        client_secret: request.client_secret,
        username: request.user_name,
        password: request.password,
        ..Grant::default()
    };
    match realm::grant(kernel, &grant) {
        Ok(tokens) => {
            let answer = UserTokenAnswer {
                token: tokens.access_token,
                message: Some(
                    "Username and password combination had been validated successfully".into(),
                ),
                refresh_token: tokens.refresh_token,
                expiry_time: tokens.expires_in,
                user_id: None,
                status: Some("success".into()),
                refresh_expiry_time: tokens.refresh_expires_in,
            };
            answered(kernel, &body, answer)
        }
        Err(refused) => {
            let why = match refused.status {
                401 => error("KER-ATH-023", "Invalid Credentials"),
                400 => error("KER-ATH-004", "Error while validating the request"),
                _ => error("KER-ATH-500", "KER-ATH-500"),
            };
            refusal(200, Some(&body), vec![why], kernel.now())
        }
    }
}

/// New tokens for the refresh token in the cookie `refresh_token`; the body has no envelope.
pub(super) fn refresh(kernel: &Kernel, call: &Call) -> Reply {
    let Some(request) = call.json::<RefreshTokenRequest>() else {
        return Reply::spring(400, "JSON parse error", call, kernel.now());
    };
    let Some(token) = call.cookies(|name| name == "refresh_token").last() else {
        let errors = vec![error("500", "No refresh token cookie found")];
        return refusal(500, None, errors, kernel.now());
    };
    let grant = Grant {
        grant_type: Some("refresh_token".into()),
        client_id: request.client_id,
        client_secret: request.client_secret,
        refresh_token: Some(token.into()),
        ..Grant::default()
    };
    let Ok(tokens) = realm::grant(kernel, &grant) else {
        let errors = vec![error("500", "400 Bad Request")];
        return refusal(500, None, errors, kernel.now());
    };
    let answer = UserTokenAnswer {
        token: tokens.access_token,
        message: Some("Access token refreshed".into()),
        refresh_token: tokens.refresh_token,
        expiry_time: tokens.expires_in,
        user_id: None,
        status: Some("SUCCESS".into()),
        refresh_expiry_time: tokens.expires_in,
    };
    answered(kernel, &Value::Null, answer)
}

/// Whose token the cookie holds: the adapter in front refuses one that does not hold.
pub(super) fn validate(kernel: &Kernel, call: &Call) -> Reply {
    let caller = match auth::caller(kernel, call, kernel.now()) {
        Ok(caller) => caller,
        Err(reply) => return *reply,
    };
    let answer = TokenOwnerAnswer {
        user_id: Some(caller.name().to_owned()),
        role: Some(
            caller
                .roles()
                .iter()
                .map(|role| format!("{role},"))
                .collect(),
        ),
    };
    answered(kernel, &Value::Null, answer)
}

/// The end of the session of the token in the cookie, which is handed to Keycloak as a hint.
pub(super) fn logout(kernel: &Kernel, call: &Call) -> Reply {
    let token = call.cookies(|name| name == AUTHORIZATION).last();
    match oidc::by_hint(kernel, token.unwrap_or_default()) {
        Ok(()) => {
            let answer = LoginAnswer {
                status: Some("Success".into()),
                message: Some("successfully loggedout".into()),
            };
            answered(kernel, &Value::Null, answer)
        }
        Err(_) => {
            let text = "Exception occured while consuming service";
            refusal(200, None, vec![error("KER-ATH-025", text)], kernel.now())
        }
    }
}

fn asked<Q: DeserializeOwned>(kernel: &Kernel, call: &Call) -> Result<(Value, Q), Box<Reply>> {
    let now = kernel.now();
    let body = super::read::body(kernel, call)?;
    match super::read::request::<Q>(&body) {
        Ok(request) => Ok((body, request)),
        Err(_) => {
            let errors = vec![error("KER-ATH-004", "Error while validating the request")];
            Err(Box::new(refusal(200, Some(&body), errors, now)))
        }
    }
}

fn unknown_application(kernel: &Kernel, body: &Value, application: Option<&str>) -> Option<Reply> {
    let given = application.unwrap_or("null");
    if APPLICATIONS.contains(&given) {
        return None;
    }
    let errors = vec![error("KER-ATH-026", &format!("Realm not found:: {given}"))];
    Some(refusal(200, Some(body), errors, kernel.now()))
}

fn answered<A: serde::Serialize>(kernel: &Kernel, body: &Value, answer: A) -> Reply {
    let answer = Answer {
        id: given(body, "id"),
        version: given(body, "version"),
        responsetime: Some(zoned(kernel.now())),
        metadata: None,
        response: Some(answer),
        errors: None,
    };
    Reply::json(200, &answer)
}
