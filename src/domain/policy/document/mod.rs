//! Policy documents: strict JSON, checked by MOSIP's three shapes and by what ID Authentication makes of them.

pub mod convert;
mod envelope;
mod schema;
mod source;

use super::{DOCUMENT_MAX, PolicyKind, lint};
use jsonc_parser::ast::Value;
use source::Source;

pub(super) use source::child;

/// Bytes of a document's source, envelope and white space included.
pub const SOURCE_MAX: usize = 1 << 20;

/// How deep arrays and objects may lie in one another.
pub const NESTING_MAX: usize = 64;

/// As many of one sort as anybody reads, where a text of [`SOURCE_MAX`] could give any number.
const FINDINGS_MAX: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document is refused.
    Error,
    /// The document is taken, and this is likely not meant.
    Warning,
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing about a document. The message is a sentence fragment without the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// JSON pointer (RFC 6901) into the text as given, envelope included; empty for the whole.
    pub pointer: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters; a byte order mark does not count.
    pub column: usize,
    pub severity: Severity,
    /// Stable: `POL-001`.
    pub code: &'static str,
    pub message: String,
}

/// `3:7 POL-021: message`.
impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{} {}: {}",
            self.line, self.column, self.code, self.message
        )
    }
}

/// What reading a document gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Compact JSON, member order kept, envelope taken off; absent when any finding is an error.
    pub document: Option<String>,
    /// By place.
    pub findings: Vec<Finding>,
}

/// A policy document as PMS would store it.
#[derive(Debug, Clone, Copy)]
pub struct PolicyDocument;

impl PolicyDocument {
    /// Checks `text` as a policy of `kind`: all findings at once, but after a syntax error that one only.
    ///
    /// Taken besides the bare document: MOSIP's request around it (`{"request": {"policies": …}}`), also as
    /// the only element of an array, a byte order mark, and CRLF.
    pub fn read(kind: PolicyKind, text: &str) -> Read {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let source = match source::parse(text) {
            Ok(source) => source,
            Err(finding) => {
                return Read {
                    document: None,
                    findings: vec![finding],
                };
            }
        };
        let mut report = Report::new(&source);
        source::duplicates(&mut report);
        let document = check(kind, &mut report);
        let mut findings = report.findings;
        findings.sort_by_key(|finding| (finding.line, finding.column));
        let refused = findings.iter().any(|f| f.severity == Severity::Error);
        Read {
            document: document.filter(|_| !refused),
            findings,
        }
    }
}

/// A document this many times too large is not looked at further.
const HOPELESS: usize = 4;

/// The compact document, if one was found at all.
fn check(kind: PolicyKind, report: &mut Report<'_>) -> Option<String> {
    let at = envelope::open(report)?;
    envelope::check(kind, &at, report);
    let document = report.source.ast(&at)?;
    let compact = source::compact(document);
    if compact.len() > DOCUMENT_MAX {
        let bytes = compact.len();
        let message = format!("has {bytes} bytes without white space, MOSIP stores {DOCUMENT_MAX}");
        report.error("POL-020", &at, message);
    }
    if compact.len() > HOPELESS * DOCUMENT_MAX || envelope::is_of_another_shape(kind, &at, report) {
        return None;
    }
    schema::check(kind, &at, report);
    lint::check(kind, document, &at, report);
    Some(compact)
}

/// Collects findings about one source.
pub(super) struct Report<'s> {
    source: &'s Source<'s>,
    findings: Vec<Finding>,
}

impl<'s> Report<'s> {
    fn new(source: &'s Source<'s>) -> Self {
        Self {
            source,
            findings: Vec::new(),
        }
    }

    /// About the value at `pointer`.
    pub(super) fn error(&mut self, code: &'static str, pointer: &str, message: impl Into<String>) {
        let offset = self.source.value_offset(pointer);
        self.add(Severity::Error, code, pointer, offset, message.into());
    }

    /// About the value at `pointer`.
    pub(super) fn warning(
        &mut self,
        code: &'static str,
        pointer: &str,
        message: impl Into<String>,
    ) {
        let offset = self.source.value_offset(pointer);
        self.add(Severity::Warning, code, pointer, offset, message.into());
    }

    /// About the member `name` of the object at `pointer`: placed at its name.
    fn member_error(&mut self, code: &'static str, pointer: &str, name: &str, message: String) {
        let offset = self.source.member_offset(pointer, name);
        let pointer = child(pointer, name);
        self.add(Severity::Error, code, &pointer, offset, message);
    }

    fn is_full(&self) -> bool {
        self.findings.len() >= FINDINGS_MAX
    }

    fn has(&self, code: &str) -> bool {
        self.findings.iter().any(|finding| finding.code == code)
    }

    fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        pointer: &str,
        offset: usize,
        message: String,
    ) {
        let place = self.source.lines.at(offset);
        self.findings.push(Finding {
            pointer: pointer.to_owned(),
            line: place.line,
            column: place.column,
            severity,
            code,
            message,
        });
    }
}

/// The text of a member of an object, if there is one.
pub(super) fn text_of<'v>(value: &'v Value<'_>, name: &str) -> Option<&'v str> {
    let literal = value.as_object()?.get_string(name)?;
    Some(literal.value.as_ref())
}

#[cfg(test)]
mod tests;
