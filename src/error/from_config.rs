//! Faults of the configuration as failures.

use super::{Failure, catalogue};
use crate::config::ConfigError;

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let message = error.to_string();
        match error {
            ConfigError::Syntax { .. } => Self::new(&catalogue::CONFIG_SYNTAX, message),
            ConfigError::LiteralSecret { .. } => Self::new(&catalogue::LITERAL_SECRET, message),
            ConfigError::Unreadable { source, .. } => {
                Self::new(&catalogue::INPUT_FILE, message).source(source)
            }
            ConfigError::NoContext { known, .. } => Self::new(&catalogue::NO_CONTEXT, message)
                .why(format!("there is {}", known.join(", "))),
            ConfigError::NoCurrent { known, .. } => Self::new(&catalogue::NO_CONTEXT, message)
                .why(format!("there is {}", known.join(", ")))
                .fix("pmctl context use NAME, or --context NAME"),
            ConfigError::Missing { .. } => Self::new(&catalogue::SETTING_MISSING, message),
            ConfigError::Secret { .. } => Self::new(&catalogue::SECRET_SOURCE, message),
            ConfigError::BadValue { key, .. } => bad_value(&key, message),
            ConfigError::NoSource { .. } => Self::new(&catalogue::SECRET_ON_ARGV, message)
                .fix("name its source: file:PATH, env:NAME, fd:NUMBER or command:WORDS")
                .fix("change the secret, if it was typed: it has been shown"),
            ConfigError::NoHome => Self::new(&catalogue::NO_HOME, message),
            ConfigError::Differs { name, typed } => differs(&name, &typed, message),
            ConfigError::Unwritable { .. } => Self::new(&catalogue::CONFIG_WRITE, message),
        }
    }
}

/// The settings of ID Authentication need or exclude each other: each way is one command.
fn bad_value(key: &str, message: String) -> Failure {
    let failure = Failure::new(&catalogue::INVALID_VALUE, message);
    if !key.split(", ").any(|one| one.starts_with("ida.")) {
        return failure;
    }
    failure
        .fix("to name the callback: pmctl config set ida.callback URL ida.secret file:PATH")
        .fix("to name the hub: pmctl config set ida.hub URL")
        .fix("to leave the other way first: pmctl config set --unset ida.hub, or pmctl config set --unset ida.callback ida.secret")
}

fn differs(name: &str, typed: &[String], message: String) -> Failure {
    let failure = Failure::new(&catalogue::CONTEXT_DIFFERS, message);
    let name = word(name);
    let failure = match typed {
        [] => failure,
        typed => {
            let words: Vec<String> = typed.iter().map(|one| word(one)).collect();
            let words = words.join(" ");
            failure.fix(format!(
                "to change it: pmctl config set {words} --context {name}"
            ))
        }
    };
    failure.fix(format!(
        "or choose another name, or remove it first: pmctl context remove {name}"
    ))
}

/// As a shell takes it for one word.
fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,@=+%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}
