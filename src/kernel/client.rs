//! `KernelClient`: who calls, with which token, and one call through the envelope.

use std::sync::{Mutex, MutexGuard, PoisonError};

use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::connection::{Body, Connection, Pass, Reply, Request, below};
use super::error::KernelError;
use super::{answer, iam, wire};
use crate::domain::secret::Secret;

/// As whom the Kernel is called.
#[derive(Debug, Clone)]
pub enum Credentials {
    /// A service account; its token is fetched at the first call and again after a 401.
    ServiceClient { client_id: String, secret: Secret },
    /// A person's token, used as it is.
    Token(Secret),
}

/// The Kernel, as one caller. Worker threads share it: whoever needs a token first logs in for all.
///
/// A call that gets a 401 is repeated once with a new token. No other repetition happens here.
pub struct KernelClient {
    connection: Connection,
    credentials: Credentials,
    session: Mutex<Session>,
}

#[derive(Default)]
struct Session {
    token: Option<Secret>,
    /// How many logins there were: tells whether another thread has renewed the token meanwhile.
    logins: u64,
    /// A refused login is not tried again by the other threads.
    refused: Option<KernelError>,
}

struct Ticket {
    token: Secret,
    login: u64,
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

    /// The token of the next call; a service logs in for it unless it has one.
    pub fn token(&self) -> Result<Secret, KernelError> {
        Ok(self.ticket(None)?.token)
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
        if reply.status != 401 || matches!(self.credentials, Credentials::Token(_)) {
            return Ok(reply);
        }
        let fresh = self.ticket(Some(ticket.login))?;
        self.connection.send(request, Pass::Access(&fresh.token))
    }

    /// The current token, or a new one if the current is still that of the `rejected` login.
    fn ticket(&self, rejected: Option<u64>) -> Result<Ticket, KernelError> {
        let (client_id, secret) = match &self.credentials {
            Credentials::Token(token) => {
                return Ok(Ticket {
                    token: checked(token)?,
                    login: 0,
                });
            }
            Credentials::ServiceClient { client_id, secret } => (client_id, secret),
        };
        let mut session = self.session();
        if let Some(refused) = &session.refused {
            return Err(refused.clone());
        }
        if let Some(token) = session
            .token
            .clone()
            .filter(|_| rejected != Some(session.logins))
        {
            return Ok(Ticket {
                token,
                login: session.logins,
            });
        }
        match iam::login_service(&self.connection, client_id, secret) {
            Ok(tokens) => {
                session.token = Some(tokens.access.clone());
                session.logins += 1;
                Ok(Ticket {
                    token: tokens.access,
                    login: session.logins,
                })
            }
            Err(error) => {
                let refused = matches!(error, KernelError::Unauthorized { .. });
                session.refused = refused.then(|| error.clone());
                Err(error)
            }
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
fn checked(token: &Secret) -> Result<Secret, KernelError> {
    if iam::is_jwt(token) {
        return Ok(token.clone());
    }
    let cause = "the token is no JSON Web Token".to_owned();
    Err(KernelError::Unauthorized {
        call: Call::LoginPerson,
        cause,
        remote: None,
    })
}
