//! An answer, and the one word for it.

use reqwest::blocking::Response;
use serde_json::Value;

pub struct Answer {
    pub status: u16,
    pub content_type: String,
    pub body: String,
    pub path: String,
    pub sent: Option<String>,
    pub version: String,
}

impl Answer {
    pub fn read(response: Response, path: &str, sent: Option<String>, version: &str) -> Self {
        let content_type = response.headers().get("content-type");
        Self {
            status: response.status().as_u16(),
            content_type: content_type
                .map_or("", |value| value.to_str().unwrap())
                .to_owned(),
            body: response.text().unwrap(),
            path: path.to_owned(),
            sent,
            version: version.to_owned(),
        }
    }

    /// The JSON values in the body, which may be two.
    pub fn values(&self) -> Vec<Value> {
        let values = serde_json::Deserializer::from_str(&self.body).into_iter();
        values.collect::<Result<_, _>>().unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        let first = self.values().into_iter().next();
        first.unwrap_or_else(|| panic!("no JSON: {}", self.shown()))
    }

    pub fn errors(&self) -> Vec<(String, String)> {
        let json = self.values().into_iter().next().unwrap_or_default();
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
        let pairs = errors
            .iter()
            .map(|one| (text(one, "errorCode"), text(one, "message")));
        pairs.collect()
    }

    /// What the contract calls it: the codes of a refusal, the status of a success or `ok`; before it
    /// the HTTP status unless that is 200, after it `twice` where the body holds two answers.
    pub fn word(&self) -> String {
        let json = self.values().into_iter().next().unwrap_or_default();
        let codes: Vec<String> = self.errors().into_iter().map(|(code, _)| code).collect();
        let said = match &json["response"]["status"] {
            _ if self.content_type.starts_with("text/html") => "HTML".to_owned(),
            _ if !codes.is_empty() => codes.join(" "),
            Value::String(status) => status.clone(),
            Value::Bool(status) => status.to_string(),
            _ if self.status == 200 => "ok".to_owned(),
            _ => String::new(),
        };
        let twice = if self.values().len() == 2 {
            "twice"
        } else {
            ""
        };
        let status = if self.status == 200 {
            String::new()
        } else {
            self.status.to_string()
        };
        let parts = [status, said, twice.to_owned()];
        parts
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The `response` of a success, which it must be.
    pub fn response(&self) -> Value {
        let response = self.json()["response"].clone();
        assert!(
            !response.is_null() && self.status == 200,
            "no success: {}",
            self.shown()
        );
        response
    }

    /// A text member of the `response`.
    pub fn text(&self, member: &str) -> String {
        let response = self.response();
        let text = response[member].as_str();
        text.unwrap_or_else(|| panic!("no `{member}`: {}", self.shown()))
            .to_owned()
    }

    /// The answer itself, if it says this: what comes after rests on it.
    #[track_caller]
    pub fn must(self, word: &str) -> Self {
        assert_eq!(self.word(), word, "{}", self.shown());
        self
    }

    pub fn message(&self) -> String {
        let messages = self.errors().into_iter().map(|(_, message)| message);
        messages.collect::<Vec<_>>().join("; ")
    }

    pub fn shown(&self) -> String {
        let body: String = self.body.chars().take(600).collect();
        format!("{} {} {body}", self.status, self.path)
    }
}
