//! The tokens of a grant: what they say, and how long they last.

use super::envelope::Failure;
use super::realm::{Refused, refused};
use super::routes::Kernel;
use super::sessions::SESSION_SECONDS;
use super::token::{self, Claims, RealmAccess};
use super::trust::new_id;
use super::x509::sha1_hex;
use crate::kernel::wire::TokenAnswer;

const TOKEN_SECONDS: i64 = 300;
const SHORT_TOKEN_SECONDS: i64 = 5;

pub(super) fn issue_tokens(
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
    let keys = kernel.realm_keys();
    let text = keys.and_then(|keys| token::write(keys.first()?, claims));
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
