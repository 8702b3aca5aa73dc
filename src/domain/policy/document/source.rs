//! JSON with the place of every value.

mod duplicates;

use super::{Finding, NESTING_MAX, Report, SOURCE_MAX, Severity};
use crate::domain::nearest::quoted;
use crate::domain::place::{Lines, Location};
use duplicates::Repeated;
use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions};

/// A text that is JSON by RFC 8259, though a member may be there twice: then the last is taken, as MOSIP does.
pub(super) struct Source<'a> {
    root: Value<'a>,
    /// The same for those who want plain values.
    pub(super) plain: serde_json::Value,
    pub(super) lines: Lines<'a>,
    repeated: Vec<Repeated>,
}

/// Refuses by size, emptiness and depth before anything is parsed, so that no input exhausts memory or stack.
pub(super) fn parse(text: &str) -> Result<Source<'_>, Finding> {
    if text.len() > SOURCE_MAX {
        let message = format!("has {} bytes, {SOURCE_MAX} are allowed", text.len());
        return Err(refusal(Location::START, "POL-002", message));
    }
    if text.trim().is_empty() {
        return Err(refusal(Location::START, "POL-002", "is empty".to_owned()));
    }
    let lines = Lines::new(text);
    if let Some(offset) = too_deep(text) {
        let message = format!("lies deeper than {NESTING_MAX} levels");
        return Err(refusal(lines.at(offset), "POL-003", message));
    }
    let plain = serde_json::from_str(text).map_err(|error| syntax(text, &lines, &error))?;
    let parsed = jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &strict());
    let parsed = parsed.map_err(|error| {
        let message = error.kind().to_string().to_lowercase();
        refusal(lines.at(error.range().start), "POL-001", message)
    })?;
    let mut root = parsed.value.ok_or_else(|| {
        let message = "is empty".to_owned();
        refusal(Location::START, "POL-002", message)
    })?;
    let repeated = duplicates::of(&root);
    duplicates::keep_last(&mut root);
    Ok(Source {
        root,
        plain,
        lines,
        repeated,
    })
}

fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
    }
}

/// Where the first bracket beyond the limit stands.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > NESTING_MAX {
            return Some(offset);
        }
    }
    None
}

fn refusal(at: Location, code: &'static str, message: String) -> Finding {
    Finding {
        pointer: String::new(),
        line: at.line,
        column: at.column,
        severity: Severity::Error,
        code,
        message,
    }
}

/// `serde_json` counts bytes, and names the place in its text.
fn syntax(text: &str, lines: &Lines<'_>, error: &serde_json::Error) -> Finding {
    let start = lines.start_of(error.line());
    let offset = match error.column() {
        // It stumbled over the line feed itself, which is counted to the line behind it.
        0 if !error.is_eof() => start.saturating_sub(1),
        column => start + column.saturating_sub(1),
    };
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    let hint = match text.as_bytes().get(offset) {
        Some(b'/' | b'#') => " (JSON knows no comments)",
        Some(0) => " (a zero byte; the text must be UTF-8)",
        Some(b'\'') => " (JSON strings stand in double quotes)",
        _ if message.starts_with("trailing characters") => " (one document is expected)",
        _ => "",
    };
    let message = format!("{}{hint}", &message[..end]);
    refusal(lines.at(offset), "POL-001", message)
}

impl<'a> Source<'a> {
    /// The value at a JSON pointer.
    pub(super) fn ast(&self, pointer: &str) -> Option<&Value<'a>> {
        steps(pointer).try_fold(&self.root, |value, step| match value {
            Value::Object(object) => Some(&object.get(&step)?.value),
            Value::Array(array) => array.elements.get(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// Where the value begins; for an unknown pointer, the beginning of the text.
    pub(super) fn value_offset(&self, pointer: &str) -> usize {
        self.ast(pointer).map_or(0, Ranged::start)
    }

    /// Where the name of a member begins; for an absent one, where its object begins.
    pub(super) fn member_offset(&self, pointer: &str, name: &str) -> usize {
        let object = self.ast(pointer).and_then(Value::as_object);
        let member = object.and_then(|object| object.get(name));
        member.map_or_else(|| self.value_offset(pointer), Ranged::start)
    }
}

fn steps(pointer: &str) -> impl Iterator<Item = String> {
    let steps = pointer.split('/').skip(1);
    steps.map(|step| step.replace("~1", "/").replace("~0", "~"))
}

/// The pointer of a member or an element below `pointer`.
pub(in crate::domain::policy) fn child(pointer: &str, step: impl std::fmt::Display) -> String {
    format!("{pointer}/{}", escaped(&step.to_string()))
}

fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// Reports members whose name stands in their object already.
pub(super) fn duplicates(report: &mut Report<'_>) {
    for one in &report.source.repeated {
        let (at, message) = (one.offset, format!("{} is there twice", quoted(&one.name)));
        report.add(Severity::Error, "POL-004", &one.pointer, at, message);
    }
}

/// Without white space; members in their order, numbers as they were written.
pub(super) fn compact(value: &Value<'_>) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value<'_>, out: &mut String) {
    match value {
        Value::StringLit(text) => out.push_str(&json(&text.value)),
        Value::NumberLit(number) => out.push_str(number.value),
        Value::BooleanLit(literal) => out.push_str(if literal.value { "true" } else { "false" }),
        Value::NullKeyword(_) => out.push_str("null"),
        Value::Array(array) => {
            out.push('[');
            for (index, element) in array.elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(element, out);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (index, member) in object.properties.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&json(member.name.as_str()));
                out.push(':');
                write(&member.value, out);
            }
            out.push('}');
        }
    }
}

pub(super) fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
