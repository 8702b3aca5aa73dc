//! The way to ID Authentication: one signed POST to its websub callback per event.

use super::error::{IdaError, clean};
use super::event::Event;
use super::http::{Patience, Peer, Reply, setup};
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use aws_lc_rs::hmac;
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;
use serde_json::Value;

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

    /// Whether anybody answers there.
    pub fn reach(&self) -> Result<(), IdaError> {
        self.peer.reach()
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

/// Status 200 alone is no consent: errors come in a 200 too. ID Authentication consents in silence; what stands between here
/// and there may say so in an object.
fn judge(reply: &Reply, secrets: &[&str]) -> Result<(), IdaError> {
    let said = serde_json::from_str::<Value>(&reply.body).ok();
    if let Some(refused) = said
        .as_ref()
        .and_then(|said| refusal(said, reply.http, secrets))
    {
        return Err(refused);
    }
    reply.by_status()?;
    let silent = reply.body.trim().is_empty();
    let consents = said.is_some_and(|said| said.is_object() && !complains(&said));
    if silent || consents {
        return Ok(());
    }
    let cause = format!(
        "it answered {} with a text of its own where ID Authentication says nothing: {}; is the address right?",
        reply.http,
        clean(&reply.body, secrets)
    );
    Err(IdaError::Protocol { cause })
}

/// The first error of MOSIP's envelope, where it stands there in its form.
fn refusal(said: &Value, http: u16, secrets: &[&str]) -> Option<IdaError> {
    let errors = ["/errors", "/response/errors"].map(|place| said.pointer(place)?.get(0));
    let first = errors.into_iter().flatten().next()?;
    let text = |name: &str| first.get(name).and_then(Value::as_str);
    let message = text("errorMessage").or_else(|| text("message"));
    let code = text("errorCode");
    code.or(message)?;
    Some(IdaError::Refused {
        code: code.map_or_else(|| format!("HTTP-{http}"), |code| clean(code, secrets)),
        message: clean(message.unwrap_or_default(), secrets),
        http,
    })
}

/// Whether it speaks of an error, at any depth.
fn complains(said: &Value) -> bool {
    let nothing = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    match said {
        Value::Object(members) => members.iter().any(|(name, value)| {
            let names_it = ["error", "errors"]
                .iter()
                .any(|it| name.eq_ignore_ascii_case(it));
            (names_it && !nothing(value)) || complains(value)
        }),
        Value::Array(items) => items.iter().any(complains),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
