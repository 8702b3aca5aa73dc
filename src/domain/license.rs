//! The license key with which a MISP's traffic is let in.

use super::change::Change;
use super::id::{LicenseId, MispId};
use super::secret::Secret;
use super::status::Status;
use super::text::Reason;
use super::time::{Lifetime, Moment};

#[derive(Debug, Clone)]
pub struct License {
    pub id: LicenseId,
    pub misp: MispId,
    /// 8–128 letters and digits: MOSIP's column is varchar(128).
    pub key: Secret,
    pub valid_from: Moment,
    pub valid_to: Moment,
    pub revoked: Option<Revocation>,
    /// The license that this one renews; unique per MISP, so that one renewal ends with one key.
    pub renewed_from: Option<LicenseId>,
    /// Later than that of the license which it renews, even where the clock was set back between them.
    pub issued_at: Moment,
    /// When its key first left the store in clear: to a file, a hook or a screen.
    pub handed_over: Option<Moment>,
}

/// By itself, apart from any block of its MISP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    pub reason: Reason,
    pub by: String,
    pub at: Moment,
}

/// Derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenseStatus {
    /// Revoked, or its MISP is blocked. Wins over expiry, as at ID Authentication (IDA-MPA-017 before 008).
    Blocked,
    Scheduled,
    Expired,
    Active,
}

impl LicenseStatus {
    pub const ALL: [Self; 4] = [Self::Blocked, Self::Scheduled, Self::Expired, Self::Active];

    pub fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Scheduled => "scheduled",
            Self::Expired => "expired",
            Self::Active => "active",
        }
    }
}

/// What ID Authentication knows of a license: it keeps one for each MISP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    InForce,
    /// For its cutover.
    Waiting,
    /// Another was issued after it and has taken over.
    Replaced,
    /// It was revoked before its cutover.
    Recalled,
}

impl Standing {
    pub fn word(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Waiting => "waiting",
            Self::Replaced => "replaced",
            Self::Recalled => "recalled",
        }
    }

    /// `all` are the licenses of its MISP.
    pub fn of(license: &License, all: &[License], now: Moment) -> Self {
        let Some(held) = in_force(all, now) else {
            return Self::Waiting;
        };
        if held.id == license.id {
            Self::InForce
        } else if license.issued_at < held.issued_at {
            Self::Replaced
        } else if license.revoked.is_some() {
            Self::Recalled
        } else {
            Self::Waiting
        }
    }
}

/// When a license is renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// It has expired, or expires within this window.
    Within(Lifetime),
    /// Now, whatever its dates say.
    Early,
}

/// When a new key takes over from the one that it renews. Until then the old one is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cutover {
    AtOnce,
    After(Lifetime),
    At(Moment),
}

/// The dates of a new key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub valid_from: Moment,
    pub issued_at: Moment,
    /// The cutover that was asked for lies behind the end of the old key: the new one takes over at that end, so that
    /// there is no time in which neither would be let in.
    pub shortened: bool,
}

impl License {
    pub fn status(&self, misp: &Status, now: Moment) -> LicenseStatus {
        if self.revoked.is_some() || misp.is_blocked() {
            LicenseStatus::Blocked
        } else if now < self.valid_from {
            LicenseStatus::Scheduled
        } else if now >= self.valid_to {
            LicenseStatus::Expired
        } else {
            LicenseStatus::Active
        }
    }

    pub fn is_due(&self, due: Due, now: Moment) -> bool {
        match due {
            Due::Early => true,
            Due::Within(window) => now >= self.valid_to.minus(window),
        }
    }

    /// When it takes over from the license that it renews, where that is not at once.
    pub fn cutover(&self) -> Option<Moment> {
        (self.valid_from > self.issued_at).then_some(self.valid_from)
    }

    /// Whether ID Authentication is told of it: not before its cutover, and never when it was revoked before that.
    pub fn has_taken_over(&self, now: Moment) -> bool {
        let Some(cutover) = self.cutover() else {
            return true;
        };
        let recalled = self.revoked.as_ref().is_some_and(|one| one.at < cutover);
        now >= cutover && !recalled
    }

    /// The dates of the key that renews this one. Its cutover lies before the end of this one.
    pub fn renewed(&self, cutover: Cutover, now: Moment) -> Term {
        // With the clock set back, the new one must still count as the newer one.
        let issued_at = now.max(self.issued_at.plus(Lifetime::from_micros(1)));
        let wanted = match cutover {
            Cutover::AtOnce => now,
            Cutover::After(overlap) => issued_at.plus(overlap),
            Cutover::At(moment) => moment,
        };
        let valid_from = wanted.min(self.valid_to);
        if valid_from <= issued_at {
            let shortened = wanted > issued_at;
            let valid_from = now;
            return Term {
                valid_from,
                issued_at,
                shortened,
            };
        }
        Term {
            valid_from,
            issued_at,
            shortened: valid_from < wanted,
        }
    }

    /// Bars this key alone. A second time changes nothing: the first reason stays.
    pub fn revoke(self, revocation: Revocation) -> Change<Self> {
        if self.revoked.is_some() {
            return Change::Unchanged(self);
        }
        Change::Changed(Self {
            revoked: Some(revocation),
            ..self
        })
    }

    /// Takes a revocation back; its dates stay as they are.
    pub fn restore(self) -> Change<Self> {
        if self.revoked.is_none() {
            return Change::Unchanged(self);
        }
        Change::Changed(Self {
            revoked: None,
            ..self
        })
    }
}

/// The license that ID Authentication holds for a MISP: it keeps one for each, so of those that have taken over it is the
/// one issued last. Its status says whether traffic is let in with it.
pub fn in_force(licenses: &[License], now: Moment) -> Option<&License> {
    let told = licenses
        .iter()
        .filter(|license| license.has_taken_over(now));
    told.max_by_key(|license| license.issued_at)
}

/// Whether ID Authentication ever held this one: it has taken over, and none that was issued later was there before it.
pub fn was_in_force(license: &License, licenses: &[License], now: Moment) -> bool {
    let taken_over = |one: &License| one.cutover().unwrap_or(one.issued_at);
    let begin = taken_over(license);
    let overtook = |other: &License| {
        other.issued_at > license.issued_at
            && taken_over(other) <= begin
            && other.has_taken_over(begin)
    };
    license.has_taken_over(now) && !licenses.iter().any(overtook)
}

/// The one that takes over next, if one waits for its cutover.
pub fn successor(licenses: &[License], now: Moment) -> Option<&License> {
    let held = in_force(licenses, now)?;
    let waits = |license: &&License| {
        let later = license.issued_at > held.issued_at;
        later && license.revoked.is_none() && license.cutover().is_some_and(|at| now < at)
    };
    licenses
        .iter()
        .filter(waits)
        .min_by_key(|license| license.valid_from)
}

#[cfg(test)]
mod tests;
