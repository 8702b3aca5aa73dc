//! What is read of an access token without checking it: its shape, its lifetime, and whom it names.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use super::Tokens;
use crate::domain::secret::Secret;
use crate::kernel::call::Call;
use crate::kernel::error::{KernelError, clean};

#[derive(Default, Deserialize)]
struct Claims {
    exp: Option<i64>,
    iat: Option<i64>,
    iss: Option<String>,
    azp: Option<String>,
    aud: Option<Value>,
}

/// Whether it has the shape of a JSON Web Token; nothing inside is looked at.
pub(in crate::kernel) fn is_jwt(token: &Secret) -> bool {
    let parts: Vec<&str> = token.expose().split('.').collect();
    let base64url = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    parts.len() == 3
        && parts
            .iter()
            .all(|it| !it.is_empty() && it.bytes().all(base64url))
}

/// By whom, to whom and for whom it was issued: what a service that refuses it may dislike.
pub(in crate::kernel) fn described(token: &Secret) -> String {
    let claims = claims(token).unwrap_or_default();
    let audience = match claims.aud {
        Some(Value::String(one)) => one,
        Some(Value::Array(all)) => {
            let names: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            names.join(", ")
        }
        _ => "nobody".to_owned(),
    };
    let named = |name: Option<String>| clean(&name.unwrap_or_else(|| "nobody".to_owned()));
    format!(
        "issued by {} to {} for {}",
        named(claims.iss),
        named(claims.azp),
        clean(&audience)
    )
}

pub(super) fn tokens(
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
        lifetime: lifetime(&access),
        access,
        refresh: refresh.filter(|it| !it.is_empty()).map(Secret::new),
        refresh_expires_in: refresh_seconds
            .and_then(|it| it.try_into().ok())
            .map(Duration::from_secs),
    })
}

fn lifetime(token: &Secret) -> Option<Duration> {
    let claims = claims(token)?;
    let seconds = claims.exp?.checked_sub(claims.iat?)?;
    Some(Duration::from_secs(seconds.try_into().ok()?))
}

fn claims(token: &Secret) -> Option<Claims> {
    let payload = token.expose().split('.').nth(1)?;
    let json = URL_SAFE_NO_PAD.decode(payload).ok()?;
    serde_json::from_slice(&json).ok()
}
