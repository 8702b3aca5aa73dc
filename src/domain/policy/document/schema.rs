//! The shape that MOSIP demands of each kind (JSON Schema, draft 4).

use super::super::PolicyKind;
use super::{Report, child};
use crate::domain::nearest::{nearest, quoted};
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

fn text(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Auth => include_str!("../schema/auth.json"),
        PolicyKind::DataShare => include_str!("../schema/data-share.json"),
        PolicyKind::Misp => include_str!("../schema/misp.json"),
    }
}

/// Reports where the document at `at` differs from the shape of its kind.
pub(super) fn check(kind: PolicyKind, at: &str, report: &mut Report<'_>) {
    let Some(document) = report.source.plain.pointer(at) else {
        return;
    };
    let Ok(schema) = serde_json::from_str::<Value>(text(kind)) else {
        return report.error("POL-014", at, "cannot be checked: its schema is no JSON");
    };
    let Ok(validator) = jsonschema::draft4::new(&schema) else {
        return report.error("POL-014", at, "cannot be checked: its schema is no schema");
    };
    for error in validator.iter_errors(document) {
        let pointer = format!("{at}{}", error.instance_path().as_str());
        explain(&error, &schema, &pointer, report);
    }
}

fn explain(error: &ValidationError<'_>, schema: &Value, pointer: &str, report: &mut Report<'_>) {
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let known = siblings(schema, error.schema_path().as_str());
            for name in unexpected {
                unknown(name, &known, pointer, report);
            }
        }
        ValidationErrorKind::Required { property } => {
            report.error("POL-010", pointer, format!("{property} is missing"));
        }
        ValidationErrorKind::Type {
            kind: TypeKind::Single(wanted),
        } => {
            let wanted = wanted.to_string();
            let article = if wanted.starts_with(['a', 'o']) {
                "an"
            } else {
                "a"
            };
            report.error("POL-012", pointer, format!("must be {article} {wanted}"));
        }
        ValidationErrorKind::Enum { options } => {
            let options = options.as_array().into_iter().flatten();
            let options: Vec<String> = options.map(Value::to_string).collect();
            let message = format!("must be one of {}", options.join(", "));
            report.error("POL-013", pointer, message);
        }
        _ => report.error("POL-014", pointer, error.masked().to_string()),
    }
}

/// The members that the object may have against which `additionalProperties` at `path` failed.
fn siblings<'s>(schema: &'s Value, path: &str) -> Vec<&'s str> {
    let object = path.strip_suffix("/additionalProperties").unwrap_or(path);
    let properties = schema.pointer(&child(object, "properties"));
    let properties = properties.and_then(Value::as_object).into_iter().flatten();
    properties.map(|(name, _)| name.as_str()).collect()
}

fn unknown(name: &str, known: &[&str], pointer: &str, report: &mut Report<'_>) {
    if name == "required" && known == ["attributeName"] {
        if !report.has("POL-006") {
            let message = "belongs to MOSIP 1.0: pmctl policy convert FILE keeps what is required and \
                           takes the word out";
            report.member_error("POL-006", pointer, name, message.to_owned());
        }
        return;
    }
    if name == "masked" && known == ["attributeName"] {
        let message = "MOSIP takes no masked: an attribute is released as it is, or not listed";
        return report.member_error("POL-011", pointer, name, message.to_owned());
    }
    let unknown = quoted(name);
    let message = match nearest(name, known.iter().copied()) {
        Some(near) => format!("unknown member {unknown}; is {near:?} meant?"),
        None => format!("unknown member {unknown}; known are {}", known.join(", ")),
    };
    report.member_error("POL-011", pointer, name, message);
}
