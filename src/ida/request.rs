//! A request to ID Authentication as somebody captured it: HTTP/1.1 as text.
//!
//! It holds a license key, an API key, a consent token and the data of a person: nothing of it leaves here but as a
//! [`Secret`], and no error repeats any of it.

use super::endpoint::Endpoint;
use crate::domain::secret::Secret;
use zeroize::Zeroizing;

/// Where ID Authentication is deployed: `server.servlet.context-path`.
const CONTEXT: &str = "/idauthentication/v1/";

#[derive(Debug)]
pub struct Request {
    pub endpoint: Endpoint,
    /// `None`: the path has fewer than three parts.
    pub triple: Option<PathTriple>,
    /// The header `signature`, where it is there and not empty.
    pub signature: Option<Secret>,
    /// Whether the header `Authorization` is there and not empty.
    pub has_consent: bool,
    pub body: Zeroizing<Vec<u8>>,
}

/// The last three parts of a path, as they stand there: ID Authentication decodes nothing.
#[derive(Debug)]
pub struct PathTriple {
    pub license: Secret,
    /// A secret too: a key may stand in the wrong place.
    pub partner: Secret,
    pub api_key: Secret,
}

/// Why a file is no captured request. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRequest {
    #[error("what stands before the body is no text")]
    NotText,
    #[error(
        "line 1 is no request line such as: POST /idauthentication/v1/auth/LICENSE/PARTNER/KEY HTTP/1.1"
    )]
    NoRequestLine,
    #[error(
        "line {line} is a pseudo header of HTTP/2; write the first line as in HTTP/1.1: POST PATH HTTP/1.1"
    )]
    PseudoHeader { line: usize },
    #[error("line {line} is no header: it has no name with a colon behind it")]
    Header { line: usize },
    #[error("the path is not below /idauthentication/v1/")]
    NotIda,
    #[error(
        "the path names no endpoint of partners: auth, otp, kyc, kyc-auth, kyc-exchange, identity-key-binding or vci-exchange"
    )]
    NoEndpoint,
    #[error("the header Content-Length is no number")]
    Length,
    #[error(
        "the body has {found} bytes, and Content-Length says {said}: the file is cut off, or was changed"
    )]
    CutOff { found: usize, said: usize },
    #[error("the body is in chunks (Transfer-Encoding); put it together and remove that header")]
    Chunked,
    #[error("the path names another partner than {asked}")]
    OtherPartner { asked: String },
}

impl Request {
    /// LF or CRLF, with or without a byte order mark. What stands behind the end that Content-Length names is not the body.
    pub fn read(bytes: &[u8]) -> Result<Self, BadRequest> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (head, body) = parted(bytes);
        let head = std::str::from_utf8(head).map_err(|_| BadRequest::NotText)?;
        if head.contains('\0') {
            return Err(BadRequest::NotText);
        }
        let mut lines = head.lines().zip(1..);
        let parts = path(lines.next().map(|(line, _)| line).unwrap_or_default())?;
        let headers = headers(lines)?;
        let body = whole(body, &headers)?;
        let first = parts.first().copied().unwrap_or_default();
        Ok(Self {
            endpoint: Endpoint::at(first).ok_or(BadRequest::NoEndpoint)?,
            triple: triple(&parts),
            signature: headers.get("signature").map(secret),
            has_consent: headers.get("authorization").is_some(),
            body: Zeroizing::new(body.to_vec()),
        })
    }
}

/// Up to the first empty line, and what is behind it.
fn parted(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut begin = 0;
    while let Some(length) = bytes[begin..].iter().position(|byte| *byte == b'\n') {
        let line = &bytes[begin..begin + length];
        if line.strip_suffix(b"\r").unwrap_or(line).is_empty() {
            return (&bytes[..begin], &bytes[begin + length + 1..]);
        }
        begin += length + 1;
    }
    (bytes, &[])
}

/// The parts of the path below ID Authentication's context, without the query.
fn path(line: &str) -> Result<Vec<&str>, BadRequest> {
    if line.starts_with(':') {
        return Err(BadRequest::PseudoHeader { line: 1 });
    }
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let [method, target, version] = words[..] else {
        return Err(BadRequest::NoRequestLine);
    };
    let is_method = method.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_method || !version.starts_with("HTTP/") {
        return Err(BadRequest::NoRequestLine);
    }
    let target = target.split(['?', '#']).next().unwrap_or_default();
    let (_, below) = target.split_once(CONTEXT).ok_or(BadRequest::NotIda)?;
    Ok(below.split('/').filter(|part| !part.is_empty()).collect())
}

fn triple(parts: &[&str]) -> Option<PathTriple> {
    let [.., license, partner, api_key] = parts else {
        return None;
    };
    Some(PathTriple {
        license: secret(license),
        partner: secret(partner),
        api_key: secret(api_key),
    })
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

struct Headers<'a>(Vec<(&'a str, &'a str)>);

impl Headers<'_> {
    /// The first of that name, if it is not empty.
    fn get(&self, name: &str) -> Option<&str> {
        let found = self
            .0
            .iter()
            .find(|(one, _)| one.eq_ignore_ascii_case(name));
        found
            .map(|(_, value)| *value)
            .filter(|value| !value.is_empty())
    }
}

fn headers<'a>(lines: impl Iterator<Item = (&'a str, usize)>) -> Result<Headers<'a>, BadRequest> {
    let mut found = Vec::new();
    for (text, line) in lines {
        if text.starts_with(':') {
            return Err(BadRequest::PseudoHeader { line });
        }
        let named = text.split_once(':');
        let named = named.filter(|(name, _)| !name.is_empty() && !name.contains([' ', '\t']));
        let (name, value) = named.ok_or(BadRequest::Header { line })?;
        found.push((name, value.trim()));
    }
    Ok(Headers(found))
}

fn whole<'a>(body: &'a [u8], headers: &Headers<'_>) -> Result<&'a [u8], BadRequest> {
    if headers.get("transfer-encoding").is_some() {
        return Err(BadRequest::Chunked);
    }
    let Some(said) = headers.get("content-length") else {
        return Ok(body);
    };
    let said: usize = said.parse().map_err(|_| BadRequest::Length)?;
    body.get(..said).ok_or(BadRequest::CutOff {
        found: body.len(),
        said,
    })
}

#[cfg(test)]
mod tests;
