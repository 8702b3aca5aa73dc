//! What is wrong with an onboarding file, and where.

use crate::domain::place::Location;
use crate::domain::policy::document::Severity;

/// The class of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The text is no TOML.
    Syntax,
    /// A `format` that this version does not know.
    Format,
    UnknownKey,
    MissingKey,
    WrongType,
    Value,
    Duplicate,
    /// A file that is missing, no file, empty, too large, unreadable or not UTF-8.
    File,
    /// A rule of policy documents, by its code.
    Policy(&'static str),
}

impl Kind {
    /// Stable word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Format => "format",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::WrongType => "wrong-type",
            Self::Value => "value",
            Self::Duplicate => "duplicate",
            Self::File => "file",
            Self::Policy(code) => code,
        }
    }
}

/// One thing that is wrong (or, with [`Severity::Warning`], doubtful). Shown as `file:line:column: message`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The onboarding file, or the file beside it in which the place lies.
    pub file: String,
    pub at: Location,
    pub kind: Kind,
    pub severity: Severity,
    pub message: String,
}

impl Finding {
    pub fn error(file: &str, at: Location, kind: Kind, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            at,
            kind,
            severity: Severity::Error,
            message: message.into(),
        }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Location { line, column } = self.at;
        write!(f, "{}:{line}:{column}: {}", self.file, self.message)
    }
}

/// Why an onboarding file cannot be used. Nothing has been changed by reading it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// The onboarding file itself cannot be read: missing, a folder, too large.
    #[error("{file}: {why}")]
    Unreadable { file: String, why: String },
    /// No TOML, or not UTF-8: nothing behind this place was looked at.
    #[error("{0}")]
    Syntax(Finding),
    /// All findings, by place, warnings among them; at least one is an error.
    #[error("{}", several(.0))]
    Invalid(Vec<Finding>),
}

impl Failed {
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Unreadable { .. } => &[],
            Self::Syntax(finding) => std::slice::from_ref(finding),
            Self::Invalid(findings) => findings,
        }
    }
}

fn several(findings: &[Finding]) -> String {
    match findings {
        [one] => one.to_string(),
        many => format!("{} findings in the onboarding file", many.len()),
    }
}
