//! How a command ends: exit codes, failures with a stable code, and the catalogue behind `explain`.

pub mod catalogue;
mod from_config;
mod from_ops;
mod from_store;
pub mod report;

pub use catalogue::Entry;

/// The exit status of the process; the numbers are a public contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    Ok,
    Failure,
    Usage,
    NotFound,
    Auth,
    Forbidden,
    Conflict,
    Invalid,
    Pending,
    Partial,
    Unavailable,
    Store,
    Expiring,
    Expired,
    Changes,
    Protocol,
    Interrupted,
}

impl Exit {
    pub const ALL: [Self; 17] = [
        Self::Ok,
        Self::Failure,
        Self::Usage,
        Self::NotFound,
        Self::Auth,
        Self::Forbidden,
        Self::Conflict,
        Self::Invalid,
        Self::Pending,
        Self::Partial,
        Self::Unavailable,
        Self::Store,
        Self::Expiring,
        Self::Expired,
        Self::Changes,
        Self::Protocol,
        Self::Interrupted,
    ];

    pub fn number(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Failure => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Auth => 4,
            Self::Forbidden => 5,
            Self::Conflict => 6,
            Self::Invalid => 7,
            Self::Pending => 8,
            Self::Partial => 9,
            Self::Unavailable => 10,
            Self::Store => 11,
            Self::Expiring => 12,
            Self::Expired => 13,
            Self::Changes => 14,
            Self::Protocol => 15,
            Self::Interrupted => 130,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failure => "failure",
            Self::Usage => "usage",
            Self::NotFound => "not-found",
            Self::Auth => "auth",
            Self::Forbidden => "forbidden",
            Self::Conflict => "conflict",
            Self::Invalid => "invalid",
            Self::Pending => "pending",
            Self::Partial => "partial",
            Self::Unavailable => "unavailable",
            Self::Store => "store",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Changes => "changes",
            Self::Protocol => "protocol",
            Self::Interrupted => "interrupted",
        }
    }

    /// The one that a run reports when both apply: 130, 11, 4, 10, 9, 6, 8, 0, with the others
    /// placed among them by how much of the run they spoil.
    pub fn or_worse(self, other: Self) -> Self {
        if other.rank() < self.rank() {
            other
        } else {
            self
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Interrupted => 0,
            Self::Store => 1,
            Self::Auth => 2,
            Self::Unavailable => 3,
            Self::Protocol => 4,
            Self::Failure => 5,
            Self::Usage => 6,
            Self::Partial => 7,
            Self::Forbidden => 8,
            Self::Invalid => 9,
            Self::NotFound => 10,
            Self::Conflict => 11,
            Self::Expired => 12,
            Self::Expiring => 13,
            Self::Changes => 14,
            Self::Pending => 15,
            Self::Ok => 16,
        }
    }
}

/// What the other side said when it refused; kept as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteAnswer {
    pub code: String,
    pub message: String,
    pub http: Option<u16>,
}

/// Why a command stopped, in the user's words. Holds no secret.
#[derive(Debug)]
pub struct Failure {
    pub entry: &'static Entry,
    /// What was refused or went wrong, without a full stop.
    pub message: String,
    pub details: Box<Details>,
}

#[derive(Debug, Default)]
pub struct Details {
    /// What is known about the cause, one line each.
    pub why: Vec<String>,
    /// What to type or change; when empty, the catalogue's general advice is shown.
    pub fix: Vec<String>,
    pub remote: Option<RemoteAnswer>,
    pub retryable: bool,
    /// The chain of causes, told after `why`.
    pub source: Option<anyhow::Error>,
}

impl Failure {
    pub fn new(entry: &'static Entry, message: impl Into<String>) -> Self {
        Self {
            entry,
            message: message.into(),
            details: Box::new(Details {
                retryable: entry.retryable,
                ..Details::default()
            }),
        }
    }

    pub fn why(mut self, line: impl Into<String>) -> Self {
        self.details.why.push(line.into());
        self
    }

    pub fn fix(mut self, line: impl Into<String>) -> Self {
        self.details.fix.push(line.into());
        self
    }

    pub fn remote(mut self, remote: RemoteAnswer) -> Self {
        self.details.remote = Some(remote);
        self
    }

    pub fn source(mut self, source: impl Into<anyhow::Error>) -> Self {
        self.details.source = Some(source.into());
        self
    }

    pub fn exit(&self) -> Exit {
        self.entry.exit
    }

    /// The causes in order: what was said here, then the chain below.
    pub fn causes(&self) -> Vec<String> {
        let mut causes = self.details.why.clone();
        if let Some(source) = &self.details.source {
            causes.extend(source.chain().map(ToString::to_string));
        }
        causes.dedup();
        causes
    }

    /// What to do: the particular advice, else the general one.
    pub fn advice(&self) -> Vec<String> {
        if self.details.fix.is_empty() {
            self.entry.fix.iter().map(ToString::to_string).collect()
        } else {
            self.details.fix.clone()
        }
    }
}

/// A value that broke a rule of the domain: exit 7.
impl From<crate::domain::invalid::Invalid> for Failure {
    fn from(invalid: crate::domain::invalid::Invalid) -> Self {
        Self::new(
            &catalogue::INVALID_VALUE,
            format!("{} {}", invalid.what, invalid.why),
        )
    }
}

/// Writing the result failed for another reason than a closed pipe.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(&catalogue::OUTPUT, "the output cannot be written").source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique() {
        for (index, one) in Exit::ALL.into_iter().enumerate() {
            for other in Exit::ALL.into_iter().skip(index + 1) {
                assert_ne!(one.number(), other.number());
                assert_ne!(one.name(), other.name());
                assert_ne!(one.rank(), other.rank());
            }
        }
    }

    #[test]
    fn the_documented_order_of_precedence_holds() {
        let order = [130, 11, 4, 10, 9, 6, 8, 0];
        let exits: Vec<Exit> = order
            .iter()
            .filter_map(|number| Exit::ALL.into_iter().find(|exit| exit.number() == *number))
            .collect();
        assert_eq!(exits.len(), order.len());
        for pair in exits.windows(2) {
            assert_eq!(pair[0].or_worse(pair[1]), pair[0]);
            assert_eq!(pair[1].or_worse(pair[0]), pair[0]);
        }
    }

    #[test]
    fn particular_advice_replaces_the_general_one() {
        let general = Failure::new(&catalogue::USAGE, "x");
        assert_eq!(general.advice().len(), catalogue::USAGE.fix.len());
        let particular = Failure::new(&catalogue::USAGE, "x").fix("type y");
        assert_eq!(particular.advice(), vec!["type y".to_owned()]);
    }
}
