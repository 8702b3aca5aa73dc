//! The token of a request.

use crate::domain::secret::Secret;
use axum::http::{HeaderMap, header};
use std::sync::Arc;

/// Whoever showed a token that holds.
#[derive(Debug, Clone)]
pub struct Bearer {
    pub roles: Arc<[String]>,
}

/// What is remembered of a token.
#[derive(Debug, Clone)]
pub enum Remembered {
    /// It was checked a moment ago.
    Good(Bearer),
    /// It was good, and is to be checked again.
    Before,
    Never,
}

/// Why a token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejected {
    /// It does not hold; the word says why, for the figures.
    Token(&'static str),
    /// It names a key that is not at hand, and somebody reads the issuer's keys just now.
    Fetching,
    /// Nobody can say: the issuer does not answer.
    Unavailable,
}

impl Bearer {
    pub fn holds(&self, roles: &[&str]) -> bool {
        self.roles.iter().any(|held| roles.contains(&held.as_str()))
    }
}

/// As MOSIP reads it: the last cookie whose name contains `Authorization`; without one, the bearer header.
pub(super) fn token(headers: &HeaderMap) -> Option<Secret> {
    cookie(headers).or_else(|| header_token(headers))
}

fn cookie(headers: &HeaderMap) -> Option<Secret> {
    let lines = headers.get_all(header::COOKIE).iter();
    let cookies = lines.filter_map(|line| line.to_str().ok());
    let mut named = cookies.flat_map(|line| line.split(';')).filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.contains("Authorization")
            .then(|| value.trim().trim_matches('"'))
    });
    let token = named.next_back().filter(|token| !token.is_empty())?;
    Some(Secret::new(token.to_owned()))
}

fn header_token(headers: &HeaderMap) -> Option<Secret> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.trim().split_once(' ')?;
    let token = token.trim();
    let bears = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty();
    bears.then(|| Secret::new(token.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn found(lines: &[(HeaderName, &'static str)]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, HeaderValue::from_static(value));
        }
        token(&headers).map(|token| token.expose().to_owned())
    }

    #[test]
    fn a_cookie_comes_first_and_the_last_one_counts() {
        let (cookie, header) = (header::COOKIE, header::AUTHORIZATION);
        let one = |value| found(&[(cookie.clone(), value)]);
        assert_eq!(one("a=b; Authorization=x.y.z; c=d"), Some("x.y.z".into()));
        assert_eq!(
            one("Authorization=old; X-Authorization=\"new\""),
            Some("new".into())
        );
        assert_eq!(one("Authorization="), None);
        assert_eq!(one("session=abc"), None);
        let both = [(cookie, "Authorization=kept"), (header.clone(), "Bearer b")];
        assert_eq!(found(&both), Some("kept".into()));
        for (value, token) in [
            ("Bearer x.y.z", Some("x.y.z")),
            ("bearer  x", Some("x")),
            ("Basic dXNlcg==", None),
            ("Bearer ", None),
            ("x.y.z", None),
        ] {
            let found = found(&[(header.clone(), value)]);
            assert_eq!(found.as_deref(), token, "{value}");
        }
    }
}
