//! One exchange of bytes with a receiver of events.

use super::error::{IdaError, clean};
use reqwest::Url;
use reqwest::blocking::{Client, RequestBuilder};
use reqwest::redirect;
use std::error::Error;
use std::io::Read;
use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

/// How long to wait for a receiver.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    pub connect: Duration,
    /// For one exchange, from the first byte sent to the last byte read.
    pub total: Duration,
}

/// A checked address with its client.
///
/// A loopback address is reached without proxy, others through the proxies that the environment names; roots of the
/// system are read for `https` only. Redirects are not followed, so that no key goes where nobody sent it.
#[derive(Debug, Clone)]
pub(super) struct Peer {
    pub url: Url,
    patience: Patience,
    client: OnceLock<Client>,
}

/// What came back.
pub(super) struct Reply {
    pub http: u16,
    /// What HTTP calls the status.
    pub reason: &'static str,
    pub body: String,
}

/// Longer answers are cut: receivers say nothing, or one error.
const BODY_LIMIT: u64 = 64 * 1024;

impl Peer {
    /// Nothing is opened before the first exchange. `what` names the address where it is wrong.
    pub fn new(url: &str, what: &str, patience: Patience) -> Result<Self, IdaError> {
        Ok(Self {
            url: base(url, what)?,
            patience,
            client: OnceLock::new(),
        })
    }

    pub fn client(&self) -> Result<&Client, IdaError> {
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
            .connect_timeout(self.patience.connect)
            .timeout(self.patience.total)
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

    /// Sends once and reads the answer, whatever its status.
    pub fn exchange(&self, request: RequestBuilder) -> Result<Reply, IdaError> {
        let response = request.send().map_err(|error| self.not_answered(&error))?;
        let status = response.status();
        let mut body = Vec::new();
        let read = response.take(BODY_LIMIT).read_to_end(&mut body);
        read.map_err(|error| IdaError::Lost {
            cause: format!("the answer broke off: {}", deepest(&error)),
            http: Some(status.as_u16()),
        })?;
        Ok(Reply {
            http: status.as_u16(),
            reason: status.canonical_reason().unwrap_or_default(),
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    /// Whether anybody answers there: asks for nothing, and says nothing of anybody.
    pub fn reach(&self) -> Result<(), IdaError> {
        let reply = self.exchange(self.client()?.get(self.url.clone()))?;
        match reply.http {
            // A gateway that finds nobody behind it. Any other status is an answer, whatever becomes of such a question.
            502..=504 => reply.by_status(),
            _ => Ok(()),
        }
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

impl Reply {
    /// What the status alone tells: a 5xx is no answer, anything else but 2xx is a refusal.
    pub fn by_status(&self) -> Result<(), IdaError> {
        match self.http {
            500.. => Err(IdaError::Lost {
                cause: format!("it answered with status {}", self.http),
                http: Some(self.http),
            }),
            200..=299 => Ok(()),
            http => Err(IdaError::Refused {
                code: format!("HTTP-{http}"),
                message: clean(self.reason, &[]),
                http,
            }),
        }
    }
}

fn base(text: &str, what: &str) -> Result<Url, IdaError> {
    let wrong = || setup(format!("{what} must be http(s)://host[:port][/path]"));
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

pub(super) fn setup(cause: impl Into<String>) -> IdaError {
    IdaError::Setup {
        cause: cause.into(),
    }
}
