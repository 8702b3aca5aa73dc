//! How Spring and Jackson read a body: syntax, dates, members.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::envelope::{error, refusal};
use super::reply::{Call, Reply};
use super::routes::Kernel;
use crate::kernel::wire::WireError;

/// The body as JSON, or the answer to one that is none. What follows the first value is not read.
pub(super) fn body(kernel: &Kernel, call: &Call) -> Result<Value, Box<Reply>> {
    let kind = call
        .header("content-type")
        .unwrap_or("application/x-www-form-urlencoded");
    if !kind.to_ascii_lowercase().starts_with("application/json") {
        let text = format!("Content type '{kind};charset=UTF-8' not supported");
        return Err(Box::new(kernel.spring(415, &text, call)));
    }
    if call.body.iter().all(u8::is_ascii_whitespace) {
        let errors = vec![error("KER-KMS-005", "Required request body is missing")];
        return Err(Box::new(refusal(200, None, errors, kernel.now())));
    }
    let mut values = serde_json::Deserializer::from_slice(&call.body).into_iter();
    let first = values.next().unwrap_or(Ok(Value::Null));
    first.map_err(|problem: serde_json::Error| {
        let text = format!("JSON parse error: {problem}");
        Box::new(kernel.spring(400, &text, call))
    })
}

/// The member `request` as `Q`; a number or a boolean is taken where a text is asked for.
pub(super) fn request<Q: DeserializeOwned>(body: &Value) -> Result<Q, Vec<WireError>> {
    let unreadable = |text: &str| vec![error("KER-KMS-005", &format!("JSON parse error: {text}"))];
    let Value::Object(members) = body else {
        return Err(unreadable(
            "Cannot deserialize value of type `RequestWrapper`",
        ));
    };
    match members.get("requesttime") {
        None | Some(Value::Null | Value::Array(_)) => {}
        Some(Value::String(text)) if text.trim().is_empty() || is_local(text) => {}
        Some(other) => return Err(unreadable(&no_date(&other.to_string()))),
    }
    match members.get("request") {
        None | Some(Value::Null) => Err(vec![error("KER-KMS-005", "request must not be null")]),
        Some(request) => {
            let taken = serde_json::from_value(request.clone());
            let taken = taken.or_else(|_| serde_json::from_value(as_text(request)));
            taken.map_err(|problem| unreadable(&problem.to_string()))
        }
    }
}

/// Jackson turns numbers and booleans into text where a text is declared, and texts into truths.
fn as_text(request: &Value) -> Value {
    let Value::Object(members) = request else {
        return request.clone();
    };
    let texts = members.iter().map(|(name, value)| {
        let value = match value {
            Value::String(text) if name == "force" => match text.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => value.clone(),
            },
            Value::Number(number) if name == "force" => Value::Bool(number.as_i64() != Some(0)),
            Value::Number(number) => Value::String(number.to_string()),
            Value::Bool(truth) if name != "force" => Value::String(truth.to_string()),
            other => other.clone(),
        };
        (name.clone(), value)
    });
    Value::Object(texts.collect())
}

/// The error of a strict date (`yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`) that is something else.
pub(super) fn bad_date(text: &str) -> WireError {
    let text = format!("JSON parse error: {}", no_date(&format!("{text:?}")));
    error("KER-KMS-005", &text)
}

fn no_date(shown: &str) -> String {
    format!("Cannot deserialize value of type `java.time.LocalDateTime` from String {shown}")
}

/// A date of the envelope: ISO without zone, or with a closing `Z`; an offset is refused.
fn is_local(text: &str) -> bool {
    let civil = text.strip_suffix('Z').unwrap_or(text);
    let plain = |b: u8| b.is_ascii_digit() || b"-:.T".contains(&b);
    let shaped = civil.len() >= 16 && civil.bytes().all(plain) && civil.as_bytes()[10] == b'T';
    shaped && civil.matches('-').count() == 2 && civil.parse::<jiff::civil::DateTime>().is_ok()
}

/// A date inside a request: exactly three fraction digits and `Z`.
pub(super) fn strict_date(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 24 && bytes[10] == b'T' && bytes[19] == b'.' && bytes[23] == b'Z';
    shaped.then(|| text.parse().ok()).flatten()
}

/// `id` or `version` as a success echoes it.
pub(super) fn given(body: &Value, name: &str) -> Option<String> {
    match body.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    }
}

/// `id` or `version` as an error echoes it.
pub(super) fn echoed(body: &Value, name: &str) -> String {
    match body.get(name) {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(_) | Value::Array(_)) => String::new(),
        Some(other) => other.to_string(),
    }
}
