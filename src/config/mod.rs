//! Flags, environment and file become settings: the only place that knows precedence and origin.

pub mod edit;
pub mod file;
mod ida;
pub mod keys;
pub mod listing;
mod lock;
pub mod paths;
pub mod schema;
pub mod secret;
pub mod settings;

use std::path::PathBuf;

pub use ida::Ida;
pub use paths::Places;
pub use secret::Source;
pub use settings::{
    Embedded, IdSource, KernelSettings, LicenseSource, Remote, SealSource, Service, Settings,
};

use crate::domain::time::Lifetime;

/// Where a value comes from, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Flag,
    Environment,
    File,
    Default,
}

impl Origin {
    pub fn word(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::File => "file",
            Self::Default => "default",
        }
    }
}

/// A value that remembers its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    pub value: T,
    pub origin: Origin,
}

impl<T> Sourced<T> {
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

/// What flags and their variables say.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    pub context: Option<Sourced<String>>,
    /// A configuration file to use instead of the usual one.
    pub config: Option<Sourced<PathBuf>>,
    /// A store URL; a SQLite path in it is relative to the working directory.
    pub store: Option<Sourced<String>>,
    pub timeout: Option<Sourced<Lifetime>>,
}

/// Why the configuration does not serve. Never shows a line of the file: it may hold a secret.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{}:{line}:{column}: {message}", path.display())]
    Syntax {
        path: PathBuf,
        line: usize,
        column: usize,
        message: String,
    },
    #[error("{}:{line}:{column}: a secret stands in the file", path.display())]
    LiteralSecret {
        path: PathBuf,
        line: usize,
        column: usize,
    },
    #[error("{} cannot be read", path.display())]
    Unreadable {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("there is no context {name}")]
    NoContext { name: String, known: Vec<String> },
    #[error("no context is marked current in {}", path.display())]
    NoCurrent { path: PathBuf, known: Vec<String> },
    #[error("context {context} names no {setting}")]
    Missing {
        context: String,
        setting: &'static str,
    },
    #[error("the secret of {what} cannot be read from {from}: {why}")]
    Secret {
        what: &'static str,
        from: String,
        why: String,
    },
    #[error("there is no home folder")]
    NoHome,
    #[error("{key}: {message}")]
    BadValue { key: String, message: String },
    /// Never shows what was typed: it may be the secret itself.
    #[error("{key} takes the source of a secret, never the secret itself")]
    NoSource { key: &'static str },
    /// `typed`: what `config set` is told instead, key and value in turn.
    #[error("context {name} exists and differs")]
    Differs { name: String, typed: Vec<String> },
    #[error("{} cannot be written: {why}", path.display())]
    Unwritable { path: PathBuf, why: String },
}
