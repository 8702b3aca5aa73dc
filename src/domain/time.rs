//! Points in time and lengths of time, as values. Nothing here reads a clock.

use super::invalid::Invalid;
use jiff::{Span, SpanRelativeTo, Timestamp, civil};

/// A point in time, in whole microseconds UTC: the precision of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Cuts off what is finer than a microsecond.
    pub fn from_timestamp(timestamp: Timestamp) -> Self {
        Self(timestamp.as_microsecond())
    }

    /// Saturates at the ends of what the calendar can hold (years −9999 to 9999).
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    /// Later by `lifetime`; saturates at the end of year 9999.
    pub fn plus(self, lifetime: Lifetime) -> Self {
        let last = Timestamp::MAX.as_microsecond();
        Self(self.0.saturating_add(lifetime.micros()).min(last))
    }

    /// Earlier by `lifetime`; saturates at the beginning of the calendar.
    pub fn minus(self, lifetime: Lifetime) -> Self {
        let first = Timestamp::MIN.as_microsecond();
        Self(self.0.saturating_sub(lifetime.micros()).max(first))
    }

    /// The length from here to a later moment.
    pub const fn until(self, later: Self) -> Lifetime {
        Lifetime(later.0.saturating_sub(self.0))
    }

    /// `2026-12-31`.
    pub fn date(self) -> String {
        self.timestamp().strftime("%Y-%m-%d").to_string()
    }

    /// Without zone, UTC, to the microsecond where it has one: the form that ID Authentication reads in event data.
    pub fn exact_zoneless(self) -> String {
        self.timestamp()
            .strftime("%Y-%m-%dT%H:%M:%S%.f")
            .to_string()
    }

    /// Without zone, UTC, whole seconds: the form of ID Authentication's pull answer.
    pub fn zoneless(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:%S").to_string()
    }

    /// UTC with three fraction digits and `Z`: the Kernel's form.
    pub fn millis(self) -> String {
        self.timestamp()
            .strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
            .to_string()
    }
}

/// RFC 3339 in UTC, with as many fraction digits as are needed.
impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.timestamp().to_string())
    }
}

/// RFC 3339, or a date, which means its first moment in UTC.
impl std::str::FromStr for Moment {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            return Ok(Self::from_timestamp(timestamp));
        }
        let refused = || Invalid::new("time", "is neither a date (2026-12-31) nor RFC 3339");
        let date: civil::Date = text.parse().map_err(|_| refused())?;
        let midnight = date
            .to_zoned(jiff::tz::TimeZone::UTC)
            .map_err(|_| refused())?;
        Ok(Self::from_timestamp(midnight.timestamp()))
    }
}

/// A length of time, never negative: `30d`, `12w`, `1h30m`, `P30D`. A day is 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lifetime(i64);

impl Lifetime {
    pub const fn from_days(days: i64) -> Self {
        Self(days * 86_400_000_000)
    }

    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    pub const fn whole_days(self) -> i64 {
        self.0 / 86_400_000_000
    }
}

impl std::fmt::Display for Lifetime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.0 / 1_000_000;
        match seconds {
            s if s % 86_400 == 0 => write!(f, "{}d", s / 86_400),
            s if s % 3_600 == 0 => write!(f, "{}h", s / 3_600),
            s => write!(f, "{s}s"),
        }
    }
}

impl std::str::FromStr for Lifetime {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let refused = || Invalid::new("duration", "is not like 30d, 12w, 1h30m or P30D");
        let span: Span = text.trim().parse().map_err(|_| refused())?;
        if span.get_years() != 0 || span.get_months() != 0 {
            return Err(Invalid::new(
                "duration",
                "months and years differ in length: say days",
            ));
        }
        let relative = SpanRelativeTo::days_are_24_hours();
        let length = span.to_duration(relative).map_err(|_| refused())?;
        if length.is_negative() {
            return Err(Invalid::new("duration", "must not be negative"));
        }
        let micros = i64::try_from(length.as_micros()).map_err(|_| refused())?;
        Ok(Self(micros))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_are_read_in_every_documented_form() {
        for (text, days) in [("30d", 30), ("12w", 84), ("P30D", 30), ("999999d", 999_999)] {
            assert_eq!(
                text.parse::<Lifetime>().unwrap(),
                Lifetime::from_days(days),
                "{text}"
            );
        }
        assert_eq!(
            "999999d1us".parse::<Lifetime>().unwrap().micros(),
            Lifetime::from_days(999_999).micros() + 1,
            "to the microsecond, however long"
        );
        assert_eq!("1h30m".parse::<Lifetime>().unwrap().micros(), 5_400_000_000);
        for bad in ["", "soon", "-3d", "1y", "1mo"] {
            assert!(bad.parse::<Lifetime>().is_err(), "{bad}");
        }
    }

    #[test]
    fn far_futures_saturate() {
        let now: Moment = "2026-11-23T10:00:00Z".parse().unwrap();
        assert_eq!(now.plus(Lifetime::from_days(999_999)).date(), "4764-10-19");
        assert_eq!(
            now.plus(Lifetime::from_micros(i64::MAX)).date(),
            "9999-12-30"
        );
    }

    #[test]
    fn a_date_is_its_first_moment_in_utc() {
        let date: Moment = "2026-12-31".parse().unwrap();
        assert_eq!(date.to_string(), "2026-12-31T00:00:00Z");
        assert_eq!(date.zoneless(), "2026-12-31T00:00:00");
        assert_eq!(date.millis(), "2026-12-31T00:00:00.000Z");
    }
}
