//! A request and an answer without HTTP library, and the answers that stand outside the envelope.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Release;
use crate::kernel::wire;

pub(super) const JSON: &str = "application/json;charset=UTF-8";

/// What Tomcat shows instead of JSON when a filter throws.
const TOMCAT_PAGE: &str = concat!(
    "<!doctype html><html lang=\"en\"><head><title>HTTP Status 500 – Internal Server Error</title>",
    "</head><body><h1>HTTP Status 500 – Internal Server Error</h1></body></html>"
);

pub(super) struct Call {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    /// Names are in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Call {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(held, _)| held == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The values of all cookies whose name satisfies `wanted`, in the order in which they came.
    pub(super) fn cookies<'a>(
        &'a self,
        wanted: impl Fn(&str) -> bool + 'a,
    ) -> impl Iterator<Item = &'a str> {
        let lines = self.headers.iter().filter(|(name, _)| name == "cookie");
        lines
            .flat_map(|(_, line)| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(move |(name, _)| wanted(name))
            .map(|(_, value)| value)
    }

    /// A member of the query; one that is there but empty is `Some("")`, several are joined by commas.
    pub(super) fn asked(&self, name: &str) -> Option<String> {
        let members = pairs(&self.query).into_iter();
        let values = members.filter(|(held, _)| held == name);
        values
            .map(|(_, value)| value)
            .reduce(|all, value| format!("{all},{value}"))
    }

    pub(super) fn form(&self) -> Vec<(String, String)> {
        pairs(&String::from_utf8_lossy(&self.body))
    }

    pub(super) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// Reads `a=b&c=d` (application/x-www-form-urlencoded); of unreadable text nothing is left.
fn pairs(text: &str) -> Vec<(String, String)> {
    let uri = axum::http::Uri::try_from(format!("/?{text}"));
    uri.ok()
        .and_then(|uri| axum::extract::Query::try_from_uri(&uri).ok())
        .map(|axum::extract::Query(pairs)| pairs)
        .unwrap_or_default()
}

pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) content_type: Option<&'static str>,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn json(status: u16, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => Self::raw(status, JSON, body),
            Err(_) => Self::html_500(),
        }
    }

    pub(super) fn raw(status: u16, content_type: &'static str, body: Vec<u8>) -> Self {
        Self {
            status,
            content_type: Some(content_type),
            headers: Vec::new(),
            body,
        }
    }

    pub(super) fn text(status: u16, text: &str) -> Self {
        Self::raw(status, "text/plain;charset=utf-8", text.into())
    }

    pub(super) fn empty(status: u16) -> Self {
        Self {
            status,
            content_type: None,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub(super) fn html_500() -> Self {
        Self::raw(500, "text/html;charset=utf-8", TOMCAT_PAGE.into())
    }

    pub(super) fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// 1.3 names no character set, but where its filter answers.
    pub(super) fn typed(mut self, speak: Release) -> Self {
        if speak == Release::V1_3_0 && self.status != 401 && self.content_type == Some(JSON) {
            self.content_type = Some("application/json");
        }
        self
    }

    /// Spring's error object, which has no envelope.
    pub(super) fn spring<'m>(
        status: u16,
        message: impl Into<Option<&'m str>>,
        call: &Call,
        now: Timestamp,
    ) -> Self {
        let error = match status {
            400 => "Bad Request",
            401 => "Unauthorized",
            404 => "Not Found",
            405 => "Method Not Allowed",
            415 => "Unsupported Media Type",
            _ => "Internal Server Error",
        };
        let body = wire::SpringError {
            timestamp: Some(now.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string()),
            status,
            error: error.into(),
            message: message.into().map(str::to_owned),
            path: Some(call.path.clone()),
        };
        Self::json(status, &body)
    }
}
