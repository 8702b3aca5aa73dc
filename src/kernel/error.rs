//! What can go wrong with the Kernel, sorted by what the caller must do about it.

use super::call::Call;
use jiff::{SignedDuration, Timestamp};

/// A failed call. No variant holds a secret or a token; texts of the peer are one clean line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KernelError {
    /// An error in the envelope or a 4xx: nothing was done, and the same input will fail again.
    #[error("the Kernel refused {call}: {code} {message}")]
    Refused {
        call: Call,
        code: String,
        message: String,
        http: u16,
    },
    /// Sent, but without a usable answer (timeout, cut connection, 5xx): nobody knows what was done.
    #[error("{call} got no answer: {cause}")]
    Lost {
        call: Call,
        cause: String,
        remote: Option<Remote>,
    },
    /// No connection, or turned away before any work (429): nothing was done.
    #[error("could not reach the Kernel for {call}: {cause}")]
    Unreachable { call: Call, cause: String },
    /// 401 in spite of a fresh token, or the login itself was refused: nothing was done.
    #[error("the Kernel does not accept who calls {call}: {cause}")]
    Unauthorized {
        call: Call,
        cause: String,
        remote: Option<Remote>,
    },
    /// 403: nothing was done. One of the roles in the hint would do in MOSIP's shipped configuration.
    #[error("{call} is forbidden; it asks for one of the roles {}", .role_hint.join(", "))]
    Forbidden {
        call: Call,
        role_hint: &'static [&'static str],
        remote: Option<Remote>,
    },
    /// The peer broke its contract; whether it did the work is unknown.
    #[error("the answer to {call} makes no sense: {cause}")]
    Protocol { call: Call, cause: String },
    /// The login came to an end, and a person must begin a new one; nothing was sent with it.
    #[error("the login has ended: {cause}")]
    Ended { cause: String },
    /// A token fresh from the issuer does not pass its checks here; nothing was sent with it.
    #[error("the issuer's token does not pass its checks: {cause}")]
    Untrusted { cause: String },
    /// A token fresh from the issuer was issued at a time that is not now.
    #[error("{}", disagreement(*.here, *.there))]
    Clocks { here: Timestamp, there: Timestamp },
    /// The client cannot be built or lacks an address; nothing was sent.
    #[error("the Kernel is not set up: {cause}")]
    Setup { cause: String },
}

/// The peer's own words for a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// `KER-PCM-006`, or `HTTP-404` where the peer gave no code.
    pub code: String,
    pub message: String,
    pub http: u16,
}

impl KernelError {
    /// Whether it is certain that the call changed nothing.
    pub fn did_nothing(&self) -> bool {
        match self {
            Self::Lost { call, .. } | Self::Protocol { call, .. } => !call.writes(),
            Self::Refused { .. } | Self::Unreachable { .. } | Self::Unauthorized { .. } => true,
            Self::Forbidden { .. } | Self::Setup { .. } | Self::Ended { .. } => true,
            Self::Untrusted { .. } | Self::Clocks { .. } => true,
        }
    }

    /// Code, message and HTTP status as the peer gave them.
    pub fn remote(&self) -> Option<(&str, &str, u16)> {
        match self {
            Self::Refused {
                code,
                message,
                http,
                ..
            } => Some((code, message, *http)),
            Self::Lost { remote, .. }
            | Self::Unauthorized { remote, .. }
            | Self::Forbidden { remote, .. } => remote
                .as_ref()
                .map(|it| (it.code.as_str(), it.message.as_str(), it.http)),
            Self::Unreachable { .. } | Self::Protocol { .. } | Self::Setup { .. } => None,
            Self::Ended { .. } | Self::Untrusted { .. } | Self::Clocks { .. } => None,
        }
    }

    /// The answer to a partner upload held certificates, and none for the partner's key.
    pub fn foreign_certificate() -> Self {
        Self::protocol(
            Call::UploadPartner,
            "it holds no certificate for the key that was sent",
        )
    }

    /// Whether asking again with the same credentials is in vain.
    pub(super) fn is_no_to_credentials(&self) -> bool {
        matches!(
            self,
            Self::Unauthorized { .. }
                | Self::Ended { .. }
                | Self::Untrusted { .. }
                | Self::Clocks { .. }
        )
    }

    pub(super) fn is_refusal(&self, wanted: &[&str]) -> bool {
        matches!(self, Self::Refused { code, .. } if wanted.contains(&code.as_str()))
    }

    pub(super) fn protocol(call: Call, cause: impl Into<String>) -> Self {
        Self::Protocol {
            call,
            cause: cause.into(),
        }
    }

    pub(super) fn setup(cause: impl Into<String>) -> Self {
        Self::Setup {
            cause: cause.into(),
        }
    }
}

fn disagreement(here: Timestamp, there: Timestamp) -> String {
    let apart = here.duration_since(there);
    let by = SignedDuration::from_secs(apart.as_secs()).abs();
    let way = if apart.is_negative() {
        "behind"
    } else {
        "ahead of"
    };
    format!("this machine's clock is {by:#} {way} the issuer's")
}

/// Longer texts of a peer are cut.
const LINE: usize = 300;
/// What begins a JWT: the base64url of `{"`.
const JWT: &str = "eyJ";

/// Makes one printable line of a peer's text: no control or direction characters, no tokens.
pub(super) fn clean(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words = words.filter(|word| !word.is_empty()).map(without_token);
    let line = words.collect::<Vec<_>>().join(" ");
    let mut shown: String = line
        .chars()
        .filter(|c| !is_direction(*c))
        .take(LINE)
        .collect();
    if shown.chars().count() < line.chars().count() && shown.chars().count() == LINE {
        shown.push('…');
    }
    shown
}

fn without_token(word: &str) -> String {
    match word.find(JWT) {
        Some(start) => format!("{}…", &word[..start]),
        None => word.to_owned(),
    }
}

/// Characters that reorder or hide text on a terminal.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peers_text_becomes_one_harmless_line() {
        assert_eq!(clean("a\r\n\u{1b}[31m b\t\u{202e}c"), "a [31m b c");
        assert_eq!(clean("token=eyJhbGci.eyJz.sig is bad"), "token=… is bad");
        let long = clean(&"ä".repeat(1000));
        assert_eq!(long.chars().count(), LINE + 1);
        assert!(long.ends_with('…'));
        assert!(!clean(&"a".repeat(LINE)).ends_with('…'));
    }

    #[test]
    fn only_a_lost_writing_call_may_have_done_something() {
        let lost = |call| KernelError::Lost {
            call,
            cause: String::new(),
            remote: None,
        };
        assert!(!lost(Call::UploadPartner).did_nothing());
        assert!(lost(Call::GetCertificate).did_nothing());
        assert!(lost(Call::LoginService).did_nothing());
        assert!(!KernelError::protocol(Call::GenerateLicense, "x").did_nothing());
        assert!(
            KernelError::Unreachable {
                call: Call::UploadCa,
                cause: String::new()
            }
            .did_nothing()
        );
    }

    #[test]
    fn a_forbidden_call_names_the_roles() {
        let call = Call::GenerateLicense;
        let error = KernelError::Forbidden {
            call,
            role_hint: call.roles(),
            remote: None,
        };
        assert!(error.to_string().contains("ZONAL_ADMIN"), "{error}");
    }
}
