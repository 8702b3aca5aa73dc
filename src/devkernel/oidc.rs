//! Keycloak's OpenID Connect endpoints of the realm.

use serde::Serialize;

use super::realm::{Grant, Refused, grant, refused};
use super::reply::{Call, Reply};
use super::routes::Kernel;
use super::sessions;
use super::token::{self, RealmKey};
use crate::kernel::wire::{Jwk, Jwks, OauthError};

impl Refused {
    pub(super) fn reply(&self) -> Reply {
        let body = OauthError {
            error: self.error.into(),
            error_description: Some(self.description.into()),
        };
        Reply::json(self.status, &body)
    }
}

impl Grant {
    pub(super) fn from_form(call: &Call) -> Self {
        let mut grant = Self::default();
        for (name, value) in call.form() {
            let member = match name.as_str() {
                "grant_type" => &mut grant.grant_type,
                "client_id" => &mut grant.client_id,
                "client_secret" => &mut grant.client_secret,
                "username" => &mut grant.username,
                "password" => &mut grant.password,
                "refresh_token" => &mut grant.refresh_token,
                "device_code" => &mut grant.device_code,
                _ => continue,
            };
            *member = Some(value);
        }
        grant
    }
}

pub(super) fn token(kernel: &Kernel, call: &Call) -> Reply {
    match grant(kernel, &Grant::from_form(call)) {
        Ok(answer) => Reply::json(200, &answer)
            .with("cache-control", "no-store".into())
            .with("pragma", "no-cache".into()),
        Err(refused) => refused.reply(),
    }
}

pub(super) fn certs(kernel: &Kernel) -> Reply {
    let Some(keys) = kernel.realm_keys() else {
        return refused(500, "server_error", "the realm key is unreadable").reply();
    };
    let published = |key: &RealmKey| Jwk {
        kid: Some(key.kid.clone()),
        kty: "RSA".into(),
        alg: Some("RS256".into()),
        usage: Some("sig".into()),
        n: Some(key.n.clone()),
        e: Some(key.e.clone()),
    };
    let keys = keys.iter().map(published).collect();
    Reply::json(200, &Jwks { keys })
}

#[derive(Serialize)]
struct UserInfo {
    sub: String,
    email_verified: bool,
    preferred_username: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

/// Keycloak reads the token from the header, as the services do not.
pub(super) fn userinfo(kernel: &Kernel, call: &Call) -> Reply {
    let bearer = call
        .header("authorization")
        .and_then(|text| text.strip_prefix("Bearer "));
    let Some(bearer) = bearer else {
        return Reply::empty(401).with("www-authenticate", "Bearer realm=\"mosip\"".into());
    };
    match token::read(kernel, bearer) {
        Ok(claims) if claims.exp > kernel.now().as_second() && claims.typ == "Bearer" => {
            let info = UserInfo {
                sub: claims.sub,
                email_verified: claims.email_verified,
                preferred_username: claims.preferred_username,
                email: claims.email,
            };
            Reply::json(200, &info)
        }
        _ => {
            let text = "Bearer realm=\"mosip\", error=\"invalid_token\"";
            Reply::empty(401).with("www-authenticate", text.into())
        }
    }
}

/// Ends the session of a refresh token (POST by a client) or of an id token (GET).
pub(super) fn logout(kernel: &Kernel, call: &Call) -> Reply {
    let ended = if call.method == "GET" {
        by_hint(kernel, &call.asked("id_token_hint").unwrap_or_default())
    } else {
        let grant = Grant::from_form(call);
        let client = grant.client();
        client.and_then(|client| sessions::logout(kernel, &grant, client.0))
    };
    match ended {
        Ok(()) => Reply::empty(if call.method == "GET" { 200 } else { 204 }),
        Err(refused) => refused.reply(),
    }
}

/// As Keycloak did up to release 18: any token of the session will do.
pub(super) fn by_hint(kernel: &Kernel, token: &str) -> Result<(), Refused> {
    let session = token::read(kernel, token).ok().and_then(|it| it.sid);
    let text = "Invalid parameter: id_token_hint";
    let session = session.ok_or(refused(400, "invalid_request", text))?;
    Ok(sessions::end(kernel, &session)?)
}
