//! Who calls: the token in the cookie, checked as Keymanager's auth adapter does.

use axum::http::Uri;
use jiff::Timestamp;

use super::ISSUER;
use super::envelope::{error, refusal};
use super::reply::{Call, Reply};
use super::routes::Kernel;
use super::token::{self, Claims, Unreadable};

/// The bearer of a valid token.
pub(super) struct Caller {
    name: String,
    roles: Vec<String>,
}

impl Caller {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn roles(&self) -> &[String] {
        &self.roles
    }

    /// Whether one of `roles` is held; an empty list is satisfied by any token.
    pub(super) fn holds(&self, roles: &[&str]) -> bool {
        roles.is_empty() || self.roles.iter().any(|held| roles.contains(&held.as_str()))
    }
}

/// The caller, or the answer to one that is not let in.
///
/// Only a cookie counts, the last one whose name contains `Authorization`. A token that is no JWT
/// makes the real filter throw, which is Tomcat's page. Whatever else is wrong with it is one 401.
pub(super) fn caller(kernel: &Kernel, call: &Call, now: Timestamp) -> Result<Caller, Box<Reply>> {
    let Some(text) = call.cookies(|name| name.contains("Authorization")).last() else {
        return Err(Box::new(absent(kernel, now)));
    };
    if text.contains(' ') {
        return Err(Box::new(absent(kernel, now)));
    }
    match token::read(kernel, text) {
        Err(Unreadable::NoJwt) => Err(Box::new(Reply::html_500())),
        Err(Unreadable::NotOurs) => Err(Box::new(refused(now))),
        Ok(claims) if claims.aud.is_none() => Err(Box::new(Reply::html_500())),
        Ok(claims) if !is_accepted(&claims, kernel.issuer(), now) => Err(Box::new(refused(now))),
        Ok(claims) => Ok(Caller {
            name: claims.preferred_username,
            roles: claims.realm_access.roles,
        }),
    }
}

/// Expiry, then the host of the issuer (its port and path do not count), then audience or party.
fn is_accepted(claims: &Claims, issuer: &str, now: Timestamp) -> bool {
    let host = |text: &str| {
        let uri = Uri::try_from(text).ok()?;
        uri.host().map(str::to_ascii_lowercase)
    };
    let ours = |name: &str| name.starts_with("mosip-");
    claims.exp > now.as_second()
        && [issuer, ISSUER]
            .into_iter()
            .any(|known| host(&claims.iss) == host(known))
        && (claims.aud.as_deref().is_some_and(ours) || ours(&claims.azp))
}

fn refused(now: Timestamp) -> Reply {
    refusal(
        401,
        None,
        vec![error("KER-ATH-401", "Authentication Failed")],
        now,
    )
}

/// The real filter answers and then lets a second handler answer too, into the same body.
fn absent(kernel: &Kernel, now: Timestamp) -> Reply {
    let mut reply = refused(now);
    if kernel.two_bodies_on_401 {
        let again = reply.body.clone();
        reply.body.extend(again);
    }
    reply
}
