//! What can go wrong with ID Authentication, sorted by what the caller must do about it.

/// A message that did not get through. No variant holds a key or the callback's secret; texts of the peer are one
/// clean line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdaError {
    /// The address or the secret cannot be used; nothing was sent.
    #[error("ID Authentication is not set up: {cause}")]
    Setup { cause: String },
    /// ID Authentication would drop the message without a word, so it was not sent.
    #[error("ID Authentication could not keep the {what}: {cause}")]
    Unfit { what: &'static str, cause: String },
    /// No connection: nothing was done.
    #[error("could not reach ID Authentication: {cause}")]
    Unreachable { cause: String },
    /// Sent, but without a usable answer (timeout, cut connection, 5xx): nobody knows what was done. Sending the message
    /// again is safe: it states what is true.
    #[error("ID Authentication gave no answer: {cause}")]
    Lost { cause: String, http: Option<u16> },
    /// An error code in the answer, whatever its status, or a status other than 2xx and 5xx. A 200 with IDA-MLC-007
    /// means that the signature was wrong: both sides hold different secrets.
    #[error("ID Authentication refused the message: {code} {message}")]
    Refused {
        /// `IDA-MLC-007`, or `HTTP-404` where the peer gave no code.
        code: String,
        message: String,
        http: u16,
    },
    /// A 2xx whose body is not what ID Authentication says: somebody else answers at that address.
    #[error("who answers is not ID Authentication: {cause}")]
    Protocol { cause: String },
}

impl IdaError {
    /// Whether the next message would meet the same end, whatever it says.
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Setup { .. } | Self::Unreachable { .. })
    }

    /// Whether it may take effect yet, later than what is sent after it: nobody has answered, or only a gateway.
    pub fn may_arrive(&self) -> bool {
        matches!(
            self,
            Self::Lost {
                http: None | Some(502..=504),
                ..
            }
        )
    }

    /// Code, message and HTTP status as the peer gave them.
    pub fn remote(&self) -> Option<(&str, &str, u16)> {
        match self {
            Self::Refused {
                code,
                message,
                http,
            } => Some((code, message, *http)),
            _ => None,
        }
    }
}

/// Longer texts of a peer are cut.
const LINE: usize = 300;

/// Makes one printable line of a peer's text: no control characters, none that reorder or hide text, no secrets.
pub(super) fn clean(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret, "…");
    }
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    let mut shown: String = line.chars().filter(|c| !hides(*c)).collect();
    if let Some((end, _)) = shown.char_indices().nth(LINE) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

fn hides(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peers_text_becomes_one_line_without_secrets() {
        assert_eq!(
            clean("a\r\n\u{1b}[31m key=s3cret b\u{202e}c", &["s3cret", ""]),
            "a [31m key=… bc"
        );
        let long = clean(&"ä".repeat(1000), &[]);
        assert_eq!(long.chars().count(), LINE + 1);
        assert_eq!(clean(&"a".repeat(LINE), &[]).len(), LINE);
    }

    #[test]
    fn only_a_receiver_that_is_away_makes_further_tries_useless() {
        let cause = String::new();
        let unreachable = IdaError::Unreachable {
            cause: cause.clone(),
        };
        assert!(unreachable.is_away() && !unreachable.may_arrive());
        assert!(!IdaError::Protocol { cause }.is_away());
    }

    #[test]
    fn what_nobody_has_answered_may_arrive_yet() {
        let lost = |http| IdaError::Lost {
            cause: String::new(),
            http,
        };
        for http in [None, Some(502), Some(503), Some(504)] {
            assert!(lost(http).may_arrive(), "{http:?}");
        }
        for http in [200, 500] {
            assert!(!lost(Some(http)).may_arrive(), "{http}");
        }
        assert!(!lost(None).is_away(), "it may be this one message");
    }
}
