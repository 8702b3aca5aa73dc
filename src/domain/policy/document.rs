//! Policy documents: strict JSON, checked by MOSIP's three shapes and by what ID Authentication makes of them.

use super::PolicyKind;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document is refused.
    Error,
    /// The document is taken, and this is likely not meant.
    Warning,
}

/// One thing about a document. The message is a sentence fragment without the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// JSON pointer (RFC 6901) into the text as given, envelope included; empty for the whole.
    pub pointer: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    pub severity: Severity,
    /// Stable: `POL-001`.
    pub code: &'static str,
    pub message: String,
}

/// What reading a document gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Compact JSON, member order kept, envelope taken off; absent when any finding is an error.
    pub document: Option<String>,
    /// By place.
    pub findings: Vec<Finding>,
}

/// Reads policy documents.
#[derive(Debug, Clone, Copy)]
pub struct PolicyDocument;

impl PolicyDocument {
    /// Checks `text` as a policy of `kind`, all findings at once (after a syntax error: that one only).
    pub fn read(kind: PolicyKind, text: &str) -> Read {
        let _ = (kind, text);
        Read {
            document: None,
            findings: Vec::new(),
        }
    }
}
