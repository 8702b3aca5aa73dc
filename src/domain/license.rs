//! The license key with which a MISP's traffic is let in.

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
    pub issued_at: Moment,
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
    pub fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Scheduled => "scheduled",
            Self::Expired => "expired",
            Self::Active => "active",
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
}

/// The license that ID Authentication holds for a MISP: it keeps one per MISP, so of those that have begun it is the
/// one issued last.
pub fn in_force(licenses: &[License], now: Moment) -> Option<&License> {
    let begun = licenses.iter().filter(|license| license.valid_from <= now);
    begun.max_by_key(|license| (license.valid_from, license.issued_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn license(from: i64, to: i64) -> License {
        License {
            id: "l-1".parse().unwrap(),
            misp: "100".parse().unwrap(),
            key: Secret::new("k".to_owned()),
            valid_from: Moment::from_micros(from),
            valid_to: Moment::from_micros(to),
            revoked: None,
            renewed_from: None,
            issued_at: Moment::from_micros(0),
        }
    }

    fn blocked() -> Status {
        Status::Blocked(super::super::status::Block {
            reason: "fraud".parse().unwrap(),
            by: "a".to_owned(),
            by_admin: true,
            at: Moment::from_micros(0),
        })
    }

    #[test]
    fn status_at_every_boundary() {
        let l = license(100, 200);
        let at = |t| l.status(&Status::Active, Moment::from_micros(t));
        assert_eq!(at(99), LicenseStatus::Scheduled);
        assert_eq!(at(100), LicenseStatus::Active);
        assert_eq!(at(101), LicenseStatus::Active);
        assert_eq!(at(199), LicenseStatus::Active);
        assert_eq!(at(200), LicenseStatus::Expired);
        assert_eq!(at(201), LicenseStatus::Expired);
    }

    #[test]
    fn a_block_wins_over_everything() {
        for t in [99, 150, 250] {
            let now = Moment::from_micros(t);
            assert_eq!(
                license(100, 200).status(&blocked(), now),
                LicenseStatus::Blocked
            );
            let mut revoked = license(100, 200);
            revoked.revoked = Some(Revocation {
                reason: "leak".parse().unwrap(),
                by: "a".to_owned(),
                at: Moment::from_micros(0),
            });
            assert_eq!(revoked.status(&Status::Active, now), LicenseStatus::Blocked);
        }
    }

    #[test]
    fn the_one_that_began_last_is_in_force() {
        let all = [license(0, 500), license(100, 900), license(300, 999)];
        let at = |t| in_force(&all, Moment::from_micros(t)).map(|l| l.valid_from.micros());
        assert_eq!(at(-1), None);
        assert_eq!(at(50), Some(0));
        assert_eq!(at(299), Some(100));
        assert_eq!(at(2_000), Some(300));
    }

    #[test]
    fn due_begins_with_the_window() {
        let l = license(0, 1_000);
        let within = Due::Within(Lifetime::from_micros(100));
        assert!(!l.is_due(within, Moment::from_micros(899)));
        assert!(l.is_due(within, Moment::from_micros(900)));
        assert!(l.is_due(within, Moment::from_micros(5_000)));
        assert!(l.is_due(Due::Early, Moment::from_micros(0)));
    }
}
