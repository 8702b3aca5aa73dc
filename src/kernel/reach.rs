//! Whether anything answers at an address, asked as nobody.

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::Method;
use reqwest::header::DATE;

use super::call::Call;
use super::connection::{Body, Connection, Pass, Request, below};
use super::error::KernelError;
use super::wire;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    Keymanager,
    Authmanager,
    /// A Keycloak realm.
    Issuer,
}

/// What came back, whatever it was.
#[derive(Debug, Clone, Copy)]
pub struct Reached {
    pub status: u16,
    /// By the clock of the service, to the second.
    pub clock: Option<Timestamp>,
}

impl Connection {
    /// Any answer is one: whether it is the right one, the calls will tell.
    pub fn reach(&self, service: Service) -> Result<Reached, KernelError> {
        let (call, base, path) = match service {
            Service::Keymanager => (Call::Info, Some(&self.keymanager), wire::ACTUATOR_INFO),
            Service::Authmanager => (Call::Info, self.authmanager.as_ref(), wire::ACTUATOR_INFO),
            Service::Issuer => (Call::Jwks, self.issuer.as_ref(), wire::CERTS),
        };
        let base = base.ok_or_else(|| KernelError::setup("the context names no such service"))?;
        let request = Request {
            call,
            method: Method::GET,
            url: below(base, path),
            body: Body::Empty,
        };
        let reply = self.send(&request, Pass::Nobody)?;
        let date = reply.headers.get(DATE).and_then(|date| date.to_str().ok());
        Ok(Reached {
            status: reply.status,
            clock: date
                .and_then(|date| rfc2822::parse(date).ok())
                .map(|date| date.timestamp()),
        })
    }
}
