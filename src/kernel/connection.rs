//! The way to the services: addresses, HTTP clients, and one exchange of bytes.

use std::error::Error;
use std::io::Read;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::Url;
use reqwest::blocking::{Client, ClientBuilder, RequestBuilder, Response};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};
use reqwest::{Certificate, Method, redirect};

use super::call::Call;
use super::error::{KernelError, clean};
use super::wire;
use crate::domain::secret::Secret;

/// Tells the time that requests carry; the client itself reads no clock.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Base addresses, resolved: `https://host/v1/keymanager` and the like.
#[derive(Debug, Clone, Default)]
pub struct Endpoints {
    pub keymanager: String,
    pub authmanager: Option<String>,
    pub auditmanager: Option<String>,
    /// A Keycloak realm, `https://host/auth/realms/mosip`; preferred to authmanager for every login.
    pub issuer: Option<String>,
    /// Our own extension, which only an embedded Kernel has.
    pub ids: Option<String>,
}

#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    pub connect: Duration,
    /// For one exchange, from the first byte sent to the last byte read.
    pub total: Duration,
}

#[derive(Debug, Clone)]
pub struct Settings {
    pub endpoints: Endpoints,
    pub timeouts: Timeouts,
    /// PEM certificates trusted besides those of the system.
    pub ca_bundle: Option<String>,
}

/// Checked addresses with the HTTP clients that reach them. A clone shares the connections that are
/// open when it is made.
///
/// Loopback addresses are reached without proxy; others through the proxies that the environment
/// names. Roots of the system are read only if an address needs them. Redirects are not followed, so
/// that no token goes where nobody sent it.
#[derive(Clone)]
pub struct Connection {
    pub(super) keymanager: Url,
    pub(super) authmanager: Option<Url>,
    pub(super) auditmanager: Option<Url>,
    pub(super) issuer: Option<Url>,
    pub(super) ids: Option<Url>,
    timeouts: Timeouts,
    ca_bundle: Vec<Certificate>,
    loopback: OnceLock<Client>,
    network: OnceLock<Client>,
    now: Now,
}

/// What goes out. It may be sent twice: after a 401, with another token.
pub(super) struct Request<'a> {
    pub call: Call,
    pub method: Method,
    pub url: Url,
    pub body: Body<'a>,
}

pub(super) enum Body<'a> {
    Empty,
    Json(Vec<u8>),
    Form(&'a wire::TokenForm),
}

/// The token that a request carries, and how.
#[derive(Clone, Copy)]
pub(super) enum Pass<'a> {
    Nobody,
    /// Cookie and bearer header: the services read the first, gateways the second.
    Access(&'a Secret),
    Refresh(&'a Secret),
}

pub(super) struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Longer answers are refused.
const BODY_LIMIT: u64 = 16 * 1024 * 1024;
/// Shorter than the time after which the services close an idle connection.
const IDLE: Duration = Duration::from_secs(15);

impl Connection {
    /// Checks the addresses and the CA bundle. Nothing is opened before the first exchange.
    pub fn new(settings: Settings, now: Now) -> Result<Self, KernelError> {
        let Endpoints {
            keymanager,
            authmanager,
            auditmanager,
            issuer,
            ids,
        } = settings.endpoints;
        let optional = |text: Option<String>| text.map(|it| base(&it)).transpose();
        Ok(Self {
            keymanager: base(&keymanager)?,
            authmanager: optional(authmanager)?,
            auditmanager: optional(auditmanager)?,
            issuer: optional(issuer)?,
            ids: optional(ids)?,
            timeouts: settings.timeouts,
            ca_bundle: bundle(settings.ca_bundle.as_deref())?,
            loopback: OnceLock::new(),
            network: OnceLock::new(),
            now,
        })
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// Sends once and reads the whole answer, whatever its status.
    pub(super) fn send(&self, request: &Request<'_>, pass: Pass<'_>) -> Result<Reply, KernelError> {
        let call = request.call;
        let builder = self
            .client(&request.url)?
            .request(request.method.clone(), request.url.clone());
        let builder = admit(call, builder, pass)?;
        let builder = match &request.body {
            Body::Empty => builder,
            Body::Json(bytes) => builder
                .header(CONTENT_TYPE, "application/json")
                .body(bytes.clone()),
            Body::Form(form) => builder.form(form),
        };
        let response = builder
            .send()
            .map_err(|error| not_answered(call, &request.url, error))?;
        let reply = read(call, response)?;
        Ok(reply)
    }

    fn client(&self, url: &Url) -> Result<&Client, KernelError> {
        let near = is_loopback(url);
        let slot = if near { &self.loopback } else { &self.network };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let client = self.build(near).map_err(|error| {
            KernelError::setup(format!(
                "the HTTP client cannot be built: {}",
                deepest(&error)
            ))
        })?;
        Ok(slot.get_or_init(|| client))
    }

    fn build(&self, near: bool) -> Result<Client, reqwest::Error> {
        let builder = Client::builder()
            .user_agent(concat!("pmctl/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.timeouts.connect)
            .timeout(self.timeouts.total)
            .pool_idle_timeout(IDLE)
            .redirect(redirect::Policy::none())
            .referer(false);
        let builder = if near { builder.no_proxy() } else { builder };
        self.trust(builder, near).build()
    }

    fn trust(&self, builder: ClientBuilder, near: bool) -> ClientBuilder {
        let own = self.ca_bundle.iter().cloned();
        if self.needs_system_roots(near) {
            builder.tls_certs_merge(own)
        } else {
            builder.tls_certs_only(own)
        }
    }

    fn needs_system_roots(&self, near: bool) -> bool {
        let optional = [
            &self.authmanager,
            &self.auditmanager,
            &self.issuer,
            &self.ids,
        ];
        let mut all = optional.into_iter().flatten().chain([&self.keymanager]);
        all.any(|url| url.scheme() == "https" && is_loopback(url) == near)
    }
}

/// `path` begins with a slash; the base of a service never ends in one.
pub(super) fn below(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    url
}

fn base(text: &str) -> Result<Url, KernelError> {
    let url = Url::parse(text)
        .map_err(|error| KernelError::setup(format!("`{}` is no address: {error}", clean(text))))?;
    let plain = url.username().is_empty() && url.password().is_none();
    if !plain {
        return Err(KernelError::setup(
            "an address must hold no user name and no password",
        ));
    }
    let http = matches!(url.scheme(), "http" | "https") && url.has_host();
    if !http || url.query().is_some() || url.fragment().is_some() {
        let shown = clean(text);
        return Err(KernelError::setup(format!(
            "`{shown}` must be http(s)://host[:port][/path]"
        )));
    }
    Ok(url)
}

fn bundle(pem: Option<&str>) -> Result<Vec<Certificate>, KernelError> {
    let Some(pem) = pem else {
        return Ok(Vec::new());
    };
    let certificates = Certificate::from_pem_bundle(pem.as_bytes()).unwrap_or_default();
    if certificates.is_empty() {
        return Err(KernelError::setup("the CA bundle holds no PEM certificate"));
    }
    Ok(certificates)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|it| it.is_loopback())
}

fn admit(
    call: Call,
    builder: RequestBuilder,
    pass: Pass<'_>,
) -> Result<RequestBuilder, KernelError> {
    match pass {
        Pass::Nobody => Ok(builder),
        Pass::Access(token) => {
            let cookie = hidden(call, &format!("{}={}", wire::AUTHORIZATION, token.expose()))?;
            let bearer = hidden(call, &format!("Bearer {}", token.expose()))?;
            Ok(builder.header(COOKIE, cookie).header(AUTHORIZATION, bearer))
        }
        Pass::Refresh(token) => {
            let cookie = format!("{}={}", wire::REFRESH_COOKIE, token.expose());
            Ok(builder.header(COOKIE, hidden(call, &cookie)?))
        }
    }
}

fn hidden(call: Call, text: &str) -> Result<HeaderValue, KernelError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| KernelError::Unauthorized {
        call,
        cause: "the token holds characters that no token has".to_owned(),
        remote: None,
    })?;
    value.set_sensitive(true);
    Ok(value)
}

fn read(call: Call, response: Response) -> Result<Reply, KernelError> {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let mut body = Vec::new();
    let read = response.take(BODY_LIMIT + 1).read_to_end(&mut body);
    read.map_err(|error| lost(call, format!("the answer broke off: {}", deepest(&error))))?;
    if body.len() as u64 > BODY_LIMIT {
        return Err(KernelError::protocol(call, "it is longer than 16 MB"));
    }
    Ok(Reply {
        status,
        headers,
        body,
    })
}

fn not_answered(call: Call, url: &Url, error: reqwest::Error) -> KernelError {
    let cause = format!(
        "{}: {}",
        url.origin().ascii_serialization(),
        deepest(&error)
    );
    if error.is_builder() {
        return KernelError::setup(cause);
    }
    if error.is_connect() {
        return KernelError::Unreachable { call, cause };
    }
    lost(call, cause)
}

fn lost(call: Call, cause: String) -> KernelError {
    KernelError::Lost {
        call,
        cause,
        remote: None,
    }
}

/// The innermost cause: the outer ones repeat the address or say only that something failed.
fn deepest(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    clean(&innermost.to_string())
}
