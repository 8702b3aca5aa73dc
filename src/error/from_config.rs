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
            ConfigError::BadValue { .. } => Self::new(&catalogue::INVALID_VALUE, message),
            ConfigError::NoSource { .. } => Self::new(&catalogue::SECRET_ON_ARGV, message)
                .fix("name its source: file:PATH, env:NAME, fd:NUMBER or command:WORDS")
                .fix("change the secret, if it was typed: it has been shown"),
            ConfigError::NoHome => Self::new(&catalogue::NO_HOME, message),
            ConfigError::Differs { .. } => Self::new(&catalogue::CONTEXT_DIFFERS, message),
            ConfigError::Unwritable { .. } => Self::new(&catalogue::CONFIG_WRITE, message),
        }
    }
}
