//! `pmctl.error/1`: why a command stopped.

use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ErrorView {
    pub code: &'static str,
    pub message: String,
    pub why: Vec<String>,
    pub fix: Vec<String>,
    pub retryable: bool,
    pub exit: u8,
    pub remote: Option<RemoteView>,
}

#[derive(Debug, Serialize)]
pub struct RemoteView {
    pub code: String,
    pub message: String,
    pub http: Option<u16>,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    error: &'a ErrorView,
}

impl ErrorView {
    /// One line of JSON.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(&self.document())
    }

    /// Indented JSON.
    pub fn pretty_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&self.document())
    }

    fn document(&self) -> Document<'_> {
        Document {
            schema: "pmctl.error/1",
            error: self,
        }
    }

    /// The lines for people, without colour.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("error[{}]: {}", self.code, self.message)];
        lines.extend(self.why.iter().map(|line| format!("  why: {line}")));
        if let Some(remote) = &self.remote {
            let http = remote
                .http
                .map(|status| format!(" (HTTP {status})"))
                .unwrap_or_default();
            lines.push(format!(
                "  remote: {} {}{http}",
                remote.code, remote.message
            ));
        }
        lines.extend(self.fix.iter().map(|line| format!("  fix: {line}")));
        lines.push(format!("  see: pmctl explain {}", self.code));
        lines
    }
}
