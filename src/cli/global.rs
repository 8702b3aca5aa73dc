//! Flags that every command takes, each with its variable.

use crate::config::{Origin, Overrides, Sourced};
use crate::domain::time::Lifetime;
use crate::output::printer::Format;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Context to use instead of the current one
    #[arg(
        long,
        short,
        global = true,
        value_name = "NAME",
        env = "PMCTL_CONTEXT",
        hide_env_values = true
    )]
    context: Option<String>,
    /// Configuration file to use instead of the usual one
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "PMCTL_CONFIG",
        hide_env_values = true
    )]
    config: Option<PathBuf>,
    /// Store to use: sqlite:PATH or postgres://HOST/DATABASE
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "PMCTL_STORE",
        hide_env_values = true
    )]
    store: Option<String>,
    /// What stdout holds: a table, one document, a document per line, values, or ids alone
    #[arg(
        long,
        short,
        global = true,
        value_name = "FORMAT",
        env = "PMCTL_OUTPUT",
        hide_env_values = true,
        value_enum
    )]
    output: Option<Output>,
    /// Answer confirmations with yes
    #[arg(long, short, global = true)]
    pub yes: bool,
    /// Say nothing but data and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Never ask; a value that is missing is an error
    #[arg(long, global = true)]
    pub no_input: bool,
    /// How long one call to the Kernel or to ID Authentication may take, e.g. 30s
    #[arg(
        long,
        global = true,
        value_name = "DURATION",
        env = "PMCTL_TIMEOUT",
        hide_env_values = true
    )]
    timeout: Option<Lifetime>,
    #[arg(skip)]
    from_environment: Vec<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    Table,
    Json,
    Jsonl,
    Csv,
    Id,
}

impl Output {
    fn format(self) -> Format {
        match self {
            Self::Table => Format::Table,
            Self::Json => Format::Json,
            Self::Jsonl => Format::Jsonl,
            Self::Csv => Format::Csv,
            Self::Id => Format::Id,
        }
    }
}

impl Global {
    pub fn format(&self) -> Format {
        self.output.map_or(Format::Table, Output::format)
    }

    pub fn overrides(&self) -> Overrides {
        Overrides {
            context: self.sourced("context", self.context.clone()),
            config: self.sourced("config", self.config.clone()),
            store: self.sourced("store", self.store.clone()),
            timeout: self.sourced("timeout", self.timeout),
        }
    }

    /// Remembers which of the values came from variables.
    pub fn note_origins(&mut self, matches: &ArgMatches) {
        self.from_environment = ["context", "config", "store", "timeout"]
            .into_iter()
            .filter(|id| matches.value_source(id) == Some(ValueSource::EnvVariable))
            .collect();
    }

    fn sourced<T>(&self, id: &str, value: Option<T>) -> Option<Sourced<T>> {
        let origin = if self.from_environment.contains(&id) {
            Origin::Environment
        } else {
            Origin::Flag
        };
        value.map(|value| Sourced::new(value, origin))
    }
}

/// The format that a command line asks for, before anything else of it is understood.
pub fn format_in(arguments: &[OsString]) -> Format {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let mut format = None;
    for (index, word) in words.iter().enumerate() {
        let value = match *word {
            "--" => break,
            "-o" | "--output" => words.get(index + 1).copied(),
            word => word
                .strip_prefix("--output=")
                .or_else(|| word.strip_prefix("-o")),
        };
        format = value.and_then(named).or(format);
    }
    format
        .or_else(|| crate::app::variable("PMCTL_OUTPUT").and_then(|word| named(&word)))
        .unwrap_or(Format::Table)
}

fn named(word: &str) -> Option<Format> {
    let word = word.strip_prefix('=').unwrap_or(word);
    Format::ALL.into_iter().find(|format| format.word() == word)
}
