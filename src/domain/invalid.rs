//! A value that breaks a rule.

/// What was given, and the rule that it breaks. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {why}")]
pub struct Invalid {
    /// The kind of value, as the user knows it: `phone`, `MISP id`.
    pub what: &'static str,
    /// The rule, as a lower-case fragment.
    pub why: String,
}

impl Invalid {
    pub fn new(what: &'static str, why: impl Into<String>) -> Self {
        Self {
            what,
            why: why.into(),
        }
    }
}
