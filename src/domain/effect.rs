//! What a block or a revocation does, here and at ID Authentication.

use super::time::Moment;

/// What may be said of it without claiming more than is certain. Here it holds at once, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    pub told: Told,
    /// The last moment at which an ID Authentication with the cache that MOSIP ships may still accept what it accepted
    /// before: it compares dates on every check, and forgets nothing else until its services restart. `None` where it
    /// can have accepted nothing that has not ended by itself.
    pub cached_until: Option<Moment>,
}

/// Whether ID Authentication has heard of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Delivered,
    /// In the outbox.
    Waiting,
    /// The context names no ID Authentication.
    NotNamed,
    /// It has, and something that was sent before without an answer may arrive after it; so it is said again.
    Unsettled,
    /// It was set while the context named none, and not all has been told again since.
    Unknown,
    /// It never heard of what was barred.
    NothingToTell,
    /// It hears of it and does not look at it: status and dates of a MISP's policy are nothing to it.
    Unheeded,
}

impl Told {
    pub fn word(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Waiting => "waiting",
            Self::NotNamed => "not-named",
            Self::Unsettled => "unsettled",
            Self::Unknown => "unknown",
            Self::NothingToTell => "nothing-to-tell",
            Self::Unheeded => "unheeded",
        }
    }
}

impl Effect {
    /// Of something that ID Authentication may have accepted until any of these moments.
    pub fn new(told: Told, ends: impl IntoIterator<Item = Moment>, now: Moment) -> Self {
        let last = ends.into_iter().max();
        Self {
            told,
            cached_until: last.filter(|end| now <= *end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_end_counts_and_to_ida_the_last_moment_is_valid() {
        let at = Moment::from_micros;
        let until = |ends: &[i64], now| {
            let ends = ends.iter().copied().map(at);
            Effect::new(Told::Delivered, ends, at(now)).cached_until
        };
        assert_eq!(until(&[], 5), None);
        assert_eq!(until(&[7, 9, 8], 5), Some(at(9)));
        assert_eq!(until(&[7, 9, 8], 9), Some(at(9)));
        assert_eq!(until(&[7, 9, 8], 10), None);
    }
}
