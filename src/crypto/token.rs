//! Access tokens: checked against the issuer's keys, or read as they came from the issuer itself.

use crate::domain::secret::Secret;
use crate::domain::time::{Lifetime, Moment};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;
use std::collections::HashSet;

/// How much the issuer's clock may differ.
pub const SKEW: Lifetime = Lifetime::from_micros(60_000_000);

/// What a token says of its bearer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// `preferred_username`, or else `sub`.
    pub name: String,
    /// `realm_access.roles`, or else `roles`: a list, or a text with commas or blanks between.
    pub roles: Vec<String>,
    pub expires_at: Moment,
    pub issued_at: Option<Moment>,
    pub issuer: Option<String>,
    pub audience: Vec<String>,
    /// The client that the token was given to.
    pub azp: Option<String>,
}

/// What a token is held against.
#[derive(Debug, Clone, Copy)]
pub struct Expect<'a> {
    /// Compared as it is, character by character.
    pub issuer: &'a str,
    /// One of these must be in `aud`, or be `azp`. Empty: not checked.
    pub clients: &'a [&'a str],
}

/// The check that a token failed. Never holds the token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("it is not an access token")]
    NotAToken,
    #[error("it is signed by {found:?}, not by RS256, RS384 or RS512")]
    Algorithm { found: String },
    #[error("the issuer's key set cannot be read")]
    Keys,
    #[error("the issuer has no key {kid:?}")]
    UnknownKey { kid: String },
    #[error("its signature is wrong")]
    Signature,
    #[error("it expired at {at}")]
    Expired { at: Moment },
    #[error("it is not valid before {from}")]
    NotYet { from: Moment },
    #[error("it was issued at {at}, which is still to come")]
    Future { at: Moment },
    #[error("it was issued by {found:?}, another issuer")]
    Issuer { found: String },
    #[error("it was issued to {azp:?} for {audience:?}, not to {wanted:?}")]
    Audience {
        azp: String,
        audience: Vec<String>,
        wanted: String,
    },
}

/// Checks, in this order: form, algorithm, key (by `kid`, in a JWKS in JSON), signature, expiry,
/// beginning, time of issue, issuer, client. Times may differ by 60 s.
pub fn verify_token(
    token: &Secret,
    jwks: &str,
    expect: &Expect<'_>,
    now: Moment,
) -> Result<Claims, TokenError> {
    let token = token.expose().trim();
    let (algorithm, kid) = header(token)?;
    let key = find_key(jwks, &kid)?;
    let body = verified(token, algorithm, &key)?;
    let claims = claims(&body)?;
    check_times(&claims, &body, now)?;
    check_issuer(&claims, expect.issuer)?;
    check_client(&claims, expect.clients)?;
    Ok(claims)
}

/// Checks nothing. For a token that was just received from its issuer over a connection that is trusted.
pub fn read_unverified(token: &Secret) -> Result<Claims, TokenError> {
    let token = token.expose().trim();
    let [_, body, _] = parts(token)?;
    claims(&json(body)?)
}

fn parts(token: &str) -> Result<[&str; 3], TokenError> {
    let parts: Vec<&str> = token.split('.').collect();
    parts.try_into().map_err(|_| TokenError::NotAToken)
}

fn json(part: &str) -> Result<Value, TokenError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| TokenError::NotAToken)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenError::NotAToken)
}

fn text(json: &Value, name: &str) -> Option<String> {
    json.get(name)
        .and_then(Value::as_str)
        .map(ToOwned::to_owned)
}

/// A header with `crit` asks for what is not understood here (RFC 7515 §4.1.11).
fn header(token: &str) -> Result<(Algorithm, String), TokenError> {
    let [header, _, _] = parts(token)?;
    let header = json(header)?;
    if header.get("crit").is_some() {
        return Err(TokenError::NotAToken);
    }
    let algorithm = match header.get("alg").and_then(Value::as_str) {
        Some("RS256") => Algorithm::RS256,
        Some("RS384") => Algorithm::RS384,
        Some("RS512") => Algorithm::RS512,
        Some(other) => {
            return Err(TokenError::Algorithm {
                found: other.to_owned(),
            });
        }
        None => return Err(TokenError::NotAToken),
    };
    Ok((algorithm, text(&header, "kid").unwrap_or_default()))
}

/// Other keys of the set may be of kinds that are not known here.
fn find_key(jwks: &str, kid: &str) -> Result<DecodingKey, TokenError> {
    let set: Value = serde_json::from_str(jwks).map_err(|_| TokenError::Keys)?;
    let keys = set
        .get("keys")
        .and_then(Value::as_array)
        .ok_or(TokenError::Keys)?;
    let signs = |key: &&Value| {
        let is = |name: &str| key.get(name).and_then(Value::as_str);
        is("kid") == Some(kid) && is("kty") == Some("RSA") && is("use") != Some("enc")
    };
    let unknown = || TokenError::UnknownKey {
        kid: kid.to_owned(),
    };
    let key = keys.iter().find(signs).ok_or_else(unknown)?;
    let [n, e] = ["n", "e"].map(|name| key.get(name).and_then(Value::as_str));
    let (n, e) = n.zip(e).ok_or(TokenError::Keys)?;
    DecodingKey::from_rsa_components(n, e).map_err(|_| TokenError::Keys)
}

/// The signature only: what the claims say is checked against a time that is given, not the clock.
fn verified(token: &str, algorithm: Algorithm, key: &DecodingKey) -> Result<Value, TokenError> {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims = HashSet::new();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    let read = jsonwebtoken::decode::<Value>(token, key, &validation);
    read.map(|read| read.claims)
        .map_err(|error| match error.kind() {
            ErrorKind::InvalidToken
            | ErrorKind::Base64(_)
            | ErrorKind::Json(_)
            | ErrorKind::Utf8(_) => TokenError::NotAToken,
            _ => TokenError::Signature,
        })
}

fn claims(body: &Value) -> Result<Claims, TokenError> {
    let name = text(body, "preferred_username").or_else(|| text(body, "sub"));
    Ok(Claims {
        name: name.ok_or(TokenError::NotAToken)?,
        roles: roles(body),
        expires_at: moment(body, "exp").ok_or(TokenError::NotAToken)?,
        issued_at: moment(body, "iat"),
        issuer: text(body, "iss"),
        audience: words(body.get("aud"), &[]),
        azp: text(body, "azp"),
    })
}

fn roles(body: &Value) -> Vec<String> {
    let in_realm = body
        .pointer("/realm_access/roles")
        .filter(|roles| roles.is_array());
    words(in_realm.or_else(|| body.get("roles")), &[',', ' '])
}

/// A list of texts, or one text cut at `between`.
fn words(value: Option<&Value>, between: &[char]) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(Value::as_str)
            .map(ToOwned::to_owned)
            .collect(),
        Some(Value::String(text)) => text
            .split(between)
            .filter(|word| !word.is_empty())
            .map(ToOwned::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// Seconds since 1970, perhaps with a fraction (RFC 7519 §2).
fn moment(body: &Value, name: &str) -> Option<Moment> {
    let value = body.get(name)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "saturates, and no token lives that long"
    )]
    let seconds = value
        .as_i64()
        .or_else(|| value.as_f64().map(|seconds| seconds as i64))?;
    Some(Moment::from_micros(seconds.saturating_mul(1_000_000)))
}

fn check_times(claims: &Claims, body: &Value, now: Moment) -> Result<(), TokenError> {
    if claims.expires_at.plus(SKEW) <= now {
        return Err(TokenError::Expired {
            at: claims.expires_at,
        });
    }
    let latest = now.plus(SKEW);
    if let Some(from) = moment(body, "nbf").filter(|from| *from > latest) {
        return Err(TokenError::NotYet { from });
    }
    match claims.issued_at {
        Some(at) if at > latest => Err(TokenError::Future { at }),
        _ => Ok(()),
    }
}

fn check_issuer(claims: &Claims, expected: &str) -> Result<(), TokenError> {
    match claims.issuer.as_deref() {
        Some(issuer) if issuer == expected => Ok(()),
        found => Err(TokenError::Issuer {
            found: found.unwrap_or_default().to_owned(),
        }),
    }
}

fn check_client(claims: &Claims, clients: &[&str]) -> Result<(), TokenError> {
    let named = |client: &&str| {
        claims.azp.as_deref() == Some(*client) || claims.audience.iter().any(|name| name == client)
    };
    match clients.is_empty() || clients.iter().any(named) {
        true => Ok(()),
        false => Err(TokenError::Audience {
            azp: claims.azp.clone().unwrap_or_default(),
            audience: claims.audience.clone(),
            wanted: clients.join(", "),
        }),
    }
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
