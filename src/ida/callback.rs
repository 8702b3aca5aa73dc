//! The way to ID Authentication: one signed POST to its websub callback per event.

use super::error::{IdaError, clean};
use super::event::Event;
use super::http::{Patience, Peer, Reply, setup};
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use aws_lc_rs::hmac;
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;

/// ID Authentication's callback of its internal service, with the secret under which it subscribed at the hub.
#[derive(Debug, Clone)]
pub struct Callback {
    peer: Peer,
    secret: Secret,
}

const SIGNATURE: &str = "x-hub-signature";

impl Callback {
    /// Checks address and secret; nothing is opened before the first event.
    ///
    /// `url` is the address without the event's name.
    pub fn new(url: &str, secret: Secret, patience: Patience) -> Result<Self, IdaError> {
        if secret.expose().is_empty() {
            return Err(setup("the secret of its callback is empty"));
        }
        let peer = Peer::new(url, "its callback", patience)?;
        Ok(Self { peer, secret })
    }

    /// Sends one event, once. `id` is a UUID, new for each sending.
    ///
    /// `Ok` says that signature and JSON were good, no more: ID Authentication answers 200 also for an event that it
    /// then drops. What is known to be dropped is refused before it is sent ([`IdaError::Unfit`]).
    pub fn send(&self, event: &Event, id: &str, now: Moment) -> Result<(), IdaError> {
        let body = event.body(id, now)?;
        let request = self
            .peer
            .client()?
            .post(self.below(event.callback()))
            .header(CONTENT_TYPE, "application/json")
            .header(SIGNATURE, sign(&self.secret, body.expose()))
            .body(body.expose().to_owned());
        let reply = self.peer.exchange(request)?;
        let key = event.key().map_or("", Secret::expose);
        judge(&reply, &[key, self.secret.expose()])
    }

    fn below(&self, name: &str) -> Url {
        let mut url = self.peer.url.clone();
        let path = self.peer.url.path().trim_end_matches('/');
        url.set_path(&format!("{path}/{name}"));
        url
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
fn judge(reply: &Reply, secrets: &[&str]) -> Result<(), IdaError> {
    if let Some(refused) = refusal(reply, secrets) {
        return Err(refused);
    }
    reply.by_status()?;
    let silent = reply.body.trim().is_empty();
    if silent || serde_json::from_str::<Answer>(&reply.body).is_ok() {
        return Ok(());
    }
    let cause = format!(
        "it answered {} with a text of its own where ID Authentication says nothing; is the address right?",
        reply.http
    );
    Err(IdaError::Protocol { cause })
}

/// The first error of the envelope, if the body is one that holds any.
fn refusal(reply: &Reply, secrets: &[&str]) -> Option<IdaError> {
    let answer: Answer = serde_json::from_str(&reply.body).ok()?;
    let first = answer.errors?.into_iter().next()?;
    let code = first.code.unwrap_or_else(|| format!("HTTP-{}", reply.http));
    Some(IdaError::Refused {
        code: clean(&code, secrets),
        message: clean(&first.message.unwrap_or_default(), secrets),
        http: reply.http,
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

#[cfg(test)]
mod tests;
