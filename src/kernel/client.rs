//! `KernelClient`: who calls, with which token, and one call through the envelope.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::connection::{Body, Connection, Pass, Reply, Request, below};
use super::error::KernelError;
use super::{answer, iam, wire};
use crate::domain::secret::Secret;

/// As whom the Kernel is called.
pub enum Credentials {
    /// A service account, whose token nobody else keeps.
    ServiceClient { client_id: String, secret: Secret },
    /// Tokens are kept elsewhere and asked for there.
    Lent(Box<Lend>),
}

/// Gives a token to call with; never again the one that it is told was rejected.
pub type Lend = dyn Fn(Option<&Secret>) -> Result<Lent, KernelError> + Send + Sync;

/// A token to call with.
#[derive(Debug, Clone)]
pub struct Lent {
    pub token: Secret,
    /// From then on another one is asked for.
    pub good_until: Option<Timestamp>,
}

/// The Kernel, as one caller. Worker threads share it: whoever needs a token first fetches it for all.
///
/// A call that gets a 401 is repeated once with a new token. No other repetition happens here.
pub struct KernelClient {
    connection: Connection,
    credentials: Credentials,
    session: Mutex<Session>,
}

#[derive(Default)]
struct Session {
    lent: Option<Lent>,
    /// How many tokens there were: tells whether another thread has renewed it meanwhile.
    tokens: u64,
    /// A refused login is not tried again by the other threads.
    refused: Option<KernelError>,
}

struct Ticket {
    token: Secret,
    number: u64,
}

impl KernelClient {
    /// Sends nothing yet.
    pub fn new(connection: Connection, credentials: Credentials) -> Self {
        Self {
            connection,
            credentials,
            session: Mutex::default(),
        }
    }

    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// POSTs one request in an envelope.
    pub(super) fn post<Q: Serialize, A: DeserializeOwned>(
        &self,
        call: Call,
        base: &Url,
        path: &str,
        request: Q,
    ) -> Result<A, KernelError> {
        let url = below(base, path);
        let body = self.sealed(call, request)?;
        let reply = self.exchange(&Request {
            call,
            method: Method::POST,
            url,
            body,
        })?;
        answer::envelope(call, &reply)
    }

    /// PUTs one request in an envelope.
    pub(super) fn put<Q: Serialize, A: DeserializeOwned>(
        &self,
        call: Call,
        base: &Url,
        path: &str,
        request: Q,
    ) -> Result<A, KernelError> {
        let url = below(base, path);
        let body = self.sealed(call, request)?;
        let reply = self.exchange(&Request {
            call,
            method: Method::PUT,
            url,
            body,
        })?;
        answer::envelope(call, &reply)
    }

    /// GETs an answer that is in an envelope.
    pub(super) fn get<A: DeserializeOwned>(&self, call: Call, url: Url) -> Result<A, KernelError> {
        answer::envelope(call, &self.get_raw(call, url)?)
    }

    pub(super) fn get_raw(&self, call: Call, url: Url) -> Result<Reply, KernelError> {
        self.exchange(&Request {
            call,
            method: Method::GET,
            url,
            body: Body::Empty,
        })
    }

    fn sealed<Q: Serialize>(&self, call: Call, request: Q) -> Result<Body<'static>, KernelError> {
        sealed(&self.connection, call, request)
    }

    /// One exchange with a token, and a second one after a 401.
    pub(super) fn exchange(&self, request: &Request<'_>) -> Result<Reply, KernelError> {
        let ticket = self.ticket(None)?;
        let reply = self.connection.send(request, Pass::Access(&ticket.token))?;
        if reply.status != 401 {
            return Ok(reply);
        }
        let fresh = self.ticket(Some(ticket.number))?;
        let reply = self.connection.send(request, Pass::Access(&fresh.token))?;
        match reply.status {
            401 => Err(still_refused(request.call, &reply, &fresh.token)),
            _ => Ok(reply),
        }
    }

    /// The current token, or a new one if the current is used up, or still the `rejected` one.
    fn ticket(&self, rejected: Option<u64>) -> Result<Ticket, KernelError> {
        let mut session = self.session();
        if let Some(refused) = &session.refused {
            return Err(refused.clone());
        }
        let is_rejected = rejected == Some(session.tokens);
        let current = session.lent.as_ref();
        let now = self.connection.now();
        if let Some(lent) =
            current.filter(|it| !is_rejected && it.good_until.is_none_or(|end| now < end))
        {
            return Ok(Ticket {
                token: lent.token.clone(),
                number: session.tokens,
            });
        }
        let rejected = current.filter(|_| is_rejected).map(|it| it.token.clone());
        let lent = match self.lend(rejected.as_ref()) {
            Ok(lent) => lent,
            Err(error) => {
                session.refused = error.is_no_to_credentials().then(|| error.clone());
                return Err(error);
            }
        };
        session.tokens += 1;
        let token = session.lent.insert(lent).token.clone();
        Ok(Ticket {
            token,
            number: session.tokens,
        })
    }

    fn lend(&self, rejected: Option<&Secret>) -> Result<Lent, KernelError> {
        match &self.credentials {
            Credentials::ServiceClient { client_id, secret } => {
                let tokens = iam::login_service(&self.connection, client_id, secret)?;
                Ok(Lent {
                    good_until: tokens.good_until(self.connection.now()),
                    token: tokens.access,
                })
            }
            Credentials::Lent(lend) => checked(lend(rejected)?),
        }
    }

    /// A thread that died inside holds no half-made state: every change above is one assignment.
    fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts a request into the envelope that every service of the Kernel reads.
pub(super) fn sealed<Q: Serialize>(
    connection: &Connection,
    call: Call,
    request: Q,
) -> Result<Body<'static>, KernelError> {
    let envelope = wire::Envelope {
        id: Some(format!("pmctl.{}", call.name())),
        version: Some("1.0".to_owned()),
        requesttime: Some(wire::zoned(connection.now())),
        metadata: Some(serde_json::Value::Object(serde_json::Map::new())),
        request: Some(request),
    };
    let bytes = serde_json::to_vec(&envelope)
        .map_err(|error| KernelError::setup(format!("{call} cannot be written: {error}")))?;
    Ok(Body::Json(bytes))
}

/// Keeps back what the Kernel would answer with a page of HTML and status 500.
fn checked(lent: Lent) -> Result<Lent, KernelError> {
    if iam::is_jwt(&lent.token) {
        return Ok(lent);
    }
    let cause = "the token is no JSON Web Token".to_owned();
    Err(KernelError::Unauthorized {
        call: Call::LoginPerson,
        cause,
        remote: None,
    })
}

/// A service tells no more than 401: what it may dislike of a new token is whom it names.
fn still_refused(call: Call, reply: &Reply, token: &Secret) -> KernelError {
    let remote = answer::remote(reply);
    let cause = format!("{} {}", remote.code, remote.message);
    KernelError::Unauthorized {
        call,
        cause: format!(
            "{}, to a new token {}",
            cause.trim_end(),
            iam::described(token)
        ),
        remote: Some(remote),
    }
}
