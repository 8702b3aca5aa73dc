//! An ID Authentication that can be asked: the stand-in, or MOSIP's own.

use crate::env::TestEnv;
use crate::served::Served;
use reqwest::Method;
use reqwest::blocking::{Client, Response};
use serde_json::Value;

pub struct Judge {
    pub name: &'static str,
    url: String,
    client: Client,
    /// The stand-in ends with it.
    _served: Option<(TestEnv, Served)>,
}

/// The keys of a request, in clear.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Triple {
    pub license: String,
    pub partner: String,
    pub api_key: String,
}

impl Judge {
    pub fn stand_in(name: &'static str, cache: &str) -> Self {
        let env = TestEnv::fresh();
        let served = Served::start_as(&env, "127.0.0.1:0", cache);
        let url = format!("http://{}/pmctl-dev/ida", served.address);
        Self {
            _served: Some((env, served)),
            ..Self::at(name, url)
        }
    }

    /// MOSIP's own, where the variable names it.
    pub fn real(name: &'static str, variable: &str) -> Option<Self> {
        std::env::var(variable).ok().map(|url| Self::at(name, url))
    }

    fn at(name: &'static str, url: String) -> Self {
        let client = Client::builder().no_proxy().build().unwrap();
        Self {
            name,
            url,
            client,
            _served: None,
        }
    }

    fn ask(&self, method: Method, rest: &str, query: &[(&str, &str)]) -> Value {
        let url = format!("{}{rest}", self.url);
        said(
            self.client
                .request(method, url)
                .query(query)
                .send()
                .unwrap(),
        )
    }

    /// Its tables and caches are empty.
    pub fn lose(&self) {
        self.ask(Method::DELETE, "/rows", &[]);
    }

    pub fn restart(&self) {
        self.ask(Method::POST, "/restart", &[]);
    }

    pub fn set_clock(&self, now: &str) {
        self.ask(Method::POST, "/clock", &[("now", now)]);
    }

    /// What it would log and hide, if it does not take the event.
    pub fn hear(&self, event: &Value) -> Result<(), String> {
        let url = format!("{}/event", self.url);
        let said = said(self.client.post(url).json(event).send().unwrap());
        if said["ok"] == true {
            return Ok(());
        }
        Err(format!("{} does not take {event}: {said}", self.name))
    }

    /// `accepted`, its code, or the exception on which it breaks.
    pub fn verdict(&self, triple: &Triple) -> String {
        let query = [
            ("license", triple.license.as_str()),
            ("partner", &triple.partner),
            ("apikey", &triple.api_key),
        ];
        let said = self.ask(Method::GET, "/check", &query);
        if said["accepted"] == true {
            return "accepted".to_owned();
        }
        match said["code"].as_str() {
            Some(code) => code.to_owned(),
            None => format!("breaks: {}", said["exception"]),
        }
    }
}

fn said(answer: Response) -> Value {
    let status = answer.status();
    let text = answer.text().unwrap();
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap()
}
