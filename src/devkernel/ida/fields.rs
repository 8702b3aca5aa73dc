//! Members of an event's data, read as ID Authentication's JSON mapper and column lengths would.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::super::envelope::Failure;

const ID: usize = 36;
const NAME: usize = 128;
const DESCRIPTION: usize = 256;

/// An event is refused by one of the exceptions that ID Authentication would log and hide.
pub(super) fn exception(name: &str, what: impl std::fmt::Display) -> Failure {
    Failure::one(name, &what.to_string())
}

fn constraint(member: &str) -> Failure {
    let text = format!("{member} must not be null");
    exception(
        "org.springframework.transaction.TransactionSystemException",
        text,
    )
}

fn argument(what: impl std::fmt::Display) -> Failure {
    exception("java.lang.IllegalArgumentException", what)
}

fn integrity(what: impl std::fmt::Display) -> Failure {
    exception(
        "org.springframework.dao.DataIntegrityViolationException",
        what,
    )
}

pub(super) fn null_pointer(what: &str) -> Failure {
    exception("java.lang.NullPointerException", what)
}

/// One of the objects in `event.data`.
pub(super) struct Object<'a>(&'a Map<String, Value>);

/// `name` in `data`; absent and null are not the same to ID Authentication.
pub(super) fn object<'a>(data: &'a Value, name: &str) -> Result<Option<Object<'a>>, Failure> {
    match data.get(name) {
        None => Ok(None),
        Some(Value::Null) => Err(null_pointer(name)),
        Some(Value::Object(members)) => Ok(Some(Object(members))),
        Some(_) => Err(argument(format!("{name} is no object"))),
    }
}

/// As [`object`] where the event cannot do without.
pub(super) fn needed<'a>(data: &'a Value, name: &str) -> Result<Object<'a>, Failure> {
    object(data, name)?.ok_or_else(|| null_pointer(name))
}

impl Object<'_> {
    pub(super) fn id(&self, name: &str) -> Result<String, Failure> {
        self.bounded(name, ID)
    }

    pub(super) fn name(&self, name: &str) -> Result<String, Failure> {
        self.bounded(name, NAME)
    }

    pub(super) fn description(&self, name: &str) -> Result<String, Failure> {
        self.bounded(name, DESCRIPTION)
    }

    fn bounded(&self, name: &str, most: usize) -> Result<String, Failure> {
        let text = self.text(name).ok_or_else(|| constraint(name))?;
        if text.chars().count() > most {
            return Err(integrity(format!(
                "value too long for {name} varchar({most})"
            )));
        }
        Ok(text)
    }

    /// Numbers and truth values become text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            _ => None,
        }
    }

    /// `None`: the member is absent. Null or empty fails the event.
    pub(super) fn certificate(&self) -> Result<Option<String>, Failure> {
        match self.0.get("certificateData") {
            None => Ok(None),
            Some(_) => match self.text("certificateData") {
                Some(text) if !text.is_empty() => Ok(Some(text)),
                _ => Err(argument("certificateData is empty")),
            },
        }
    }

    /// The policy itself, which must be an object.
    pub(super) fn document(&self) -> Result<String, Failure> {
        match self.0.get("policy") {
            None => Err(integrity("policy_data must not be null")),
            Some(Value::Object(document)) => {
                serde_json::to_string(document).map_err(Failure::broken)
            }
            Some(_) => Err(argument("policy is no object")),
        }
    }

    /// Microseconds since 1970, the text taken for UTC.
    pub(super) fn moment(&self, name: &str) -> Result<i64, Failure> {
        let wrong = || argument(format!("{name} is no local date and time"));
        let read = match self.0.get(name) {
            None | Some(Value::Null) => return Err(constraint(name)),
            Some(Value::String(text)) if text.is_empty() => return Err(constraint(name)),
            Some(Value::String(text)) => of_text(text),
            Some(Value::Array(parts)) => of_numbers(parts),
            Some(_) => None,
        };
        let zoned = read.and_then(|moment| moment.to_zoned(TimeZone::UTC).ok());
        let zoned = zoned.ok_or_else(wrong)?;
        Ok(rounded(zoned.timestamp().as_nanosecond()))
    }
}

/// The column holds microseconds.
fn rounded(nanoseconds: i128) -> i64 {
    i64::try_from((nanoseconds + 500).div_euclid(1000)).unwrap_or(i64::MAX)
}

/// ISO without zone or with `Z`, with or without seconds and fraction; no offset, no blank for `T`.
fn of_text(text: &str) -> Option<DateTime> {
    let bare = text.strip_suffix('Z').unwrap_or(text);
    let shape = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let strict = bare
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | 'T' | ':' | '.'));
    let read = shape
        .iter()
        .find_map(|shape| DateTime::strptime(shape, bare).ok());
    read.filter(|_| strict)
}

/// Year, month, day, hour, minute, and second and nanosecond where they are not zero.
fn of_numbers(parts: &[Value]) -> Option<DateTime> {
    let numbers: Option<Vec<i64>> = parts.iter().map(Value::as_i64).collect();
    let numbers = numbers.filter(|numbers| (5..=7).contains(&numbers.len()))?;
    let at = |place: usize| numbers.get(place).copied().unwrap_or(0);
    let small = |place: usize| i8::try_from(at(place)).ok();
    let year = i16::try_from(at(0)).ok()?;
    let nanosecond = i32::try_from(at(6)).ok()?;
    let made = DateTime::new(
        year,
        small(1)?,
        small(2)?,
        small(3)?,
        small(4)?,
        small(5)?,
        nanosecond,
    );
    made.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Result<i64, Failure> {
        let data = json!({"x": {"at": value}});
        needed(&data, "x").unwrap().moment("at")
    }

    #[test]
    fn dates_are_taken_as_id_authentication_takes_them() {
        let whole = 1_798_761_600_000_000;
        for text in [
            "2027-01-01T00:00:00",
            "2027-01-01T00:00",
            "2027-01-01T00:00:00Z",
        ] {
            assert_eq!(read(json!(text)).unwrap(), whole, "{text}");
        }
        assert_eq!(
            read(json!("2027-01-01T00:00:00.123")).unwrap(),
            whole + 123_000
        );
        assert_eq!(
            read(json!("2027-01-01T00:00:00.123456789")).unwrap(),
            whole + 123_457
        );
        assert_eq!(read(json!([2027, 1, 1, 0, 0])).unwrap(), whole);
        assert_eq!(
            read(json!([2027, 1, 1, 0, 0, 0, 123_456_000])).unwrap(),
            whole + 123_456
        );
        for wrong in [
            json!("2027-01-01T00:00:00+00:00"),
            json!("2027-01-01T00:00:00+0530"),
            json!("2027-01-01 00:00:00"),
            json!("2027-01-01"),
            json!("2027-02-30T00:00:00"),
            json!(1_798_761_600),
            json!(""),
            Value::Null,
        ] {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
