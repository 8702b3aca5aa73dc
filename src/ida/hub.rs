//! The way through MOSIP's websub hub: a topic for each kind of event, and a token with a role for each topic.

use super::error::{IdaError, clean};
use super::event::Event;
use super::http::{Patience, Peer, Reply, setup};
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderValue};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// The hub, and the topics that this process has registered there.
#[derive(Debug)]
pub struct Hub {
    peer: Peer,
    registered: Mutex<BTreeSet<&'static str>>,
}

impl Hub {
    /// `url` is what MOSIP calls `mosip.websub.url` with `/hub/`; nothing is opened before the first event.
    pub fn new(url: &str, patience: Patience) -> Result<Self, IdaError> {
        let mut peer = Peer::new(url, "its hub", patience)?;
        if !peer.url.path().ends_with('/') {
            let path = format!("{}/", peer.url.path());
            peer.url.set_path(&path);
        }
        Ok(Self {
            peer,
            registered: Mutex::default(),
        })
    }

    /// Publishes one event, once; its topic is registered first. `id` is a UUID, new for each sending.
    ///
    /// `Ok` says that the hub took it: it delivers later, and nobody learns what ID Authentication made of it.
    pub fn publish(
        &self,
        event: &Event,
        id: &str,
        now: Moment,
        token: &Secret,
    ) -> Result<(), IdaError> {
        let body = event.body(id, now)?;
        let topic = event.topic();
        self.register(topic, token)?;
        let request = self
            .peer
            .client()?
            .post(self.with_query("publish", topic))
            .header(CONTENT_TYPE, "application/json")
            .header(COOKIE, cookie(token)?)
            .body(body.expose().to_owned());
        let key = event.key().map_or("", Secret::expose);
        judge(&self.peer.exchange(request)?, &[key, token.expose()])
    }

    /// Whether anybody answers there.
    pub fn reach(&self) -> Result<(), IdaError> {
        self.peer.reach()
    }

    fn register(&self, topic: &'static str, token: &Secret) -> Result<(), IdaError> {
        let mut registered = self
            .registered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if registered.contains(topic) {
            return Ok(());
        }
        let form = [("hub.mode", "register"), ("hub.topic", topic)];
        let request = self
            .peer
            .client()?
            .post(self.peer.url.clone())
            .header(COOKIE, cookie(token)?)
            .form(&form);
        match judge(&self.peer.exchange(request)?, &[token.expose()]) {
            Err(IdaError::Refused { message, .. }) if is_there_already(&message) => {}
            done => done?,
        }
        registered.insert(topic);
        Ok(())
    }

    fn with_query(&self, mode: &str, topic: &str) -> Url {
        let mut url = self.peer.url.clone();
        url.query_pairs_mut()
            .append_pair("hub.mode", mode)
            .append_pair("hub.topic", topic);
        url
    }
}

/// The hub reads the token in no other place.
fn cookie(token: &Secret) -> Result<HeaderValue, IdaError> {
    let text = format!("Authorization={}", token.expose());
    let mut value = HeaderValue::from_str(&text)
        .map_err(|_| setup("the token holds characters that no token has"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The hub denies to make a topic twice; MOSIP's own publisher passes that over too.
fn is_there_already(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    message.contains("already") && message.contains("registered")
}

/// 202 is consent. A 200 says by its body whether it is one.
fn judge(reply: &Reply, secrets: &[&str]) -> Result<(), IdaError> {
    reply.by_status()?;
    if reply.http == 202 {
        return Ok(());
    }
    let mut values = pairs(&reply.body).into_iter();
    match values.next() {
        Some((_, mode)) if mode == "accepted" => Ok(()),
        Some((name, _)) if name == "hub.mode" => Err(IdaError::Refused {
            code: "hub.denied".to_owned(),
            message: clean(
                &values.next().map(|(_, reason)| reason).unwrap_or_default(),
                secrets,
            ),
            http: reply.http,
        }),
        _ => Err(IdaError::Protocol {
            cause: format!(
                "it answered {} with a text of its own where a hub says accepted or denied; is the address right?",
                reply.http
            ),
        }),
    }
}

/// Reads `a=b&c=d` (application/x-www-form-urlencoded).
fn pairs(body: &str) -> Vec<(String, String)> {
    let Ok(mut url) = Url::parse("http://127.0.0.1/") else {
        return Vec::new();
    };
    url.set_query(Some(body.trim()));
    url.query_pairs().into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(http: u16, body: &str) -> Result<(), IdaError> {
        let reply = Reply {
            http,
            reason: "",
            body: body.to_owned(),
        };
        judge(&reply, &["s3cret"])
    }

    #[test]
    fn a_denial_inside_a_200_is_a_failure() {
        assert_eq!(judged(202, ""), Ok(()));
        assert_eq!(judged(200, "hub.mode=accepted"), Ok(()));
        let denied = judged(200, "hub.mode=denied&hub.reason=no+s3cret%20role");
        let Err(IdaError::Refused { code, message, .. }) = denied else {
            panic!("{denied:?}")
        };
        assert_eq!(
            (code.as_str(), message.as_str()),
            ("hub.denied", "no … role")
        );
        for stranger in ["", "<html>", "{}"] {
            assert!(matches!(
                judged(200, stranger),
                Err(IdaError::Protocol { .. })
            ));
        }
        assert!(matches!(judged(503, ""), Err(IdaError::Lost { .. })));
        assert!(matches!(judged(401, ""), Err(IdaError::Refused { .. })));
    }

    #[test]
    fn a_topic_that_is_there_is_no_failure() {
        assert!(is_there_already(
            "Topic has already registered with the Hub"
        ));
        assert!(!is_there_already("Publisher is not authorized"));
    }
}
