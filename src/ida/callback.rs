//! The way to ID Authentication: one signed POST to its websub callback per event.

use super::error::{IdaError, clean};
use super::event::Event;
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use aws_lc_rs::hmac;
use reqwest::Url;
use reqwest::blocking::{Client, Response};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect;
use serde::Deserialize;
use std::error::Error;
use std::io::Read;
use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

/// ID Authentication's callback of its internal service, with the secret under which it subscribed at the hub.
///
/// A loopback address is reached without proxy, others through the proxies that the environment names; roots of the
/// system are read for `https` only. Redirects are not followed, so that no key goes where nobody sent it.
#[derive(Debug, Clone)]
pub struct Callback {
    url: Url,
    secret: Secret,
    connect: Duration,
    total: Duration,
    client: OnceLock<Client>,
}

const SIGNATURE: &str = "x-hub-signature";
/// Longer answers are cut: ID Authentication says nothing, or one error.
const BODY_LIMIT: u64 = 64 * 1024;

impl Callback {
    /// Checks address and secret; nothing is opened before the first event.
    ///
    /// `url` is the address without the event's name. `total` counts for one exchange, from the first byte sent to
    /// the last byte read.
    pub fn new(
        url: &str,
        secret: Secret,
        connect: Duration,
        total: Duration,
    ) -> Result<Self, IdaError> {
        if secret.expose().is_empty() {
            return Err(setup("the secret of its callback is empty"));
        }
        Ok(Self {
            url: base(url)?,
            secret,
            connect,
            total,
            client: OnceLock::new(),
        })
    }

    /// Sends one event, once. `id` is a UUID, new for each sending.
    ///
    /// `Ok` says that signature and JSON were good, no more: ID Authentication answers 200 also for an event that it
    /// then drops. What is known to be dropped is refused before it is sent ([`IdaError::Unfit`]).
    pub fn send(&self, event: &Event, id: &str, now: Moment) -> Result<(), IdaError> {
        let body = event.body(id, now)?;
        let url = self.below(event.callback());
        let response = self
            .client()?
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header(SIGNATURE, sign(&self.secret, body.expose()))
            .body(body.expose().to_owned())
            .send()
            .map_err(|error| self.not_answered(&error))?;
        let key = event.key().map_or("", Secret::expose);
        judge(response, &[key, self.secret.expose()])
    }

    fn below(&self, name: &str) -> Url {
        let mut url = self.url.clone();
        url.set_path(&format!("{}/{name}", self.url.path().trim_end_matches('/')));
        url
    }

    fn client(&self) -> Result<&Client, IdaError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = self.build().map_err(|error| {
            setup(format!(
                "the HTTP client cannot be built: {}",
                deepest(&error)
            ))
        })?;
        Ok(self.client.get_or_init(|| client))
    }

    fn build(&self) -> Result<Client, reqwest::Error> {
        let mut builder = Client::builder()
            .user_agent(concat!("pmctl/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.connect)
            .timeout(self.total)
            .redirect(redirect::Policy::none())
            .referer(false);
        if is_loopback(&self.url) {
            builder = builder.no_proxy();
        }
        if self.url.scheme() != "https" {
            builder = builder.tls_certs_only([]);
        }
        builder.build()
    }

    fn not_answered(&self, error: &reqwest::Error) -> IdaError {
        let origin = self.url.origin().ascii_serialization();
        let cause = format!("{origin}: {}", deepest(error));
        if error.is_builder() {
            return setup(cause);
        }
        if error.is_connect() {
            return IdaError::Unreachable { cause };
        }
        IdaError::Lost { cause, http: None }
    }
}

/// `SHA256=` and the HMAC-SHA256 of the body in lower-case hex; the name is upper case, as ID Authentication compares.
fn sign(secret: &Secret, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    let tag = hmac::sign(&key, body.as_bytes());
    let hex: String = tag.as_ref().iter().map(|b| format!("{b:02x}")).collect();
    format!("SHA256={hex}")
}

/// Status 200 alone is no consent: errors come in a 200 too.
fn judge(response: Response, secrets: &[&str]) -> Result<(), IdaError> {
    let status = response.status();
    let http = status.as_u16();
    let mut body = Vec::new();
    let read = response.take(BODY_LIMIT).read_to_end(&mut body);
    if let Err(error) = read {
        let cause = format!("the answer broke off: {}", deepest(&error));
        return Err(IdaError::Lost {
            cause,
            http: Some(http),
        });
    }
    let text = String::from_utf8_lossy(&body);
    if let Some(refused) = refusal(&text, http, secrets) {
        return Err(refused);
    }
    if status.is_server_error() {
        let cause = format!("it answered with status {http}");
        return Err(IdaError::Lost {
            cause,
            http: Some(http),
        });
    }
    if !status.is_success() {
        return Err(IdaError::Refused {
            code: format!("HTTP-{http}"),
            message: clean(status.canonical_reason().unwrap_or_default(), &[]),
            http,
        });
    }
    let silent = text.trim().is_empty();
    if silent || serde_json::from_str::<Answer>(&text).is_ok() {
        return Ok(());
    }
    let cause = format!(
        "it answered {http} with a text of its own where ID Authentication says nothing; is the address right?"
    );
    Err(IdaError::Protocol { cause })
}

/// The first error of the envelope, if the body is one that holds any.
fn refusal(text: &str, http: u16, secrets: &[&str]) -> Option<IdaError> {
    let answer: Answer = serde_json::from_str(text).ok()?;
    let first = answer.errors?.into_iter().next()?;
    let code = first.code.unwrap_or_else(|| format!("HTTP-{http}"));
    Some(IdaError::Refused {
        code: clean(&code, secrets),
        message: clean(&first.message.unwrap_or_default(), secrets),
        http,
    })
}

/// The part of MOSIP's envelope that tells a refusal.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    errors: Option<Vec<Fault>>,
}

#[derive(Deserialize)]
struct Fault {
    #[serde(rename = "errorCode", default)]
    code: Option<String>,
    #[serde(rename = "errorMessage", alias = "message", default)]
    message: Option<String>,
}

fn base(text: &str) -> Result<Url, IdaError> {
    let wrong = || setup("its callback must be http(s)://host[:port][/path]");
    let url = Url::parse(text).map_err(|_| wrong())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(setup("an address must hold no user name and no password"));
    }
    let http = matches!(url.scheme(), "http" | "https") && url.has_host();
    if !http || url.query().is_some() || url.fragment().is_some() {
        return Err(wrong());
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}

/// The innermost cause: the outer ones repeat the address or say only that something failed.
fn deepest(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    clean(&innermost.to_string(), &[])
}

fn setup(cause: impl Into<String>) -> IdaError {
    IdaError::Setup {
        cause: cause.into(),
    }
}

#[cfg(test)]
mod tests;
