//! What differs between two policies, member by member.

use super::document::child;
use super::{Policy, PolicyGroup};
use crate::domain::invalid::Invalid;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// One thing in which the other policy differs from the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `version`; `document` for what lies inside of it.
    pub field: &'static str,
    /// JSON pointer into the document: the other's for what was added, the first one's else; empty for other fields.
    pub pointer: String,
    pub kind: DifferenceKind,
    pub old: Option<Value>,
    pub new: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    Added,
    Removed,
    Changed,
    /// An array holds the same elements in another order, which means the same to MOSIP.
    Reordered,
}

impl DifferenceKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Reordered => "reordered",
        }
    }
}

/// From the first policy to the other: fields, then the documents. Id and time of creation, which no two policies share,
/// are left out.
pub fn differences(
    old: (&Policy, &PolicyGroup),
    new: (&Policy, &PolicyGroup),
) -> Result<Vec<Difference>, Invalid> {
    let mut found = Vec::new();
    for ((field, old), (_, new)) in fields(old).into_iter().zip(fields(new)) {
        if old != new {
            found.push(Difference {
                field,
                pointer: String::new(),
                kind: DifferenceKind::Changed,
                old: Some(old.into()),
                new: Some(new.into()),
            });
        }
    }
    values("", &document(old.0)?, &document(new.0)?, &mut found);
    Ok(found)
}

fn fields((policy, group): (&Policy, &PolicyGroup)) -> [(&'static str, String); 8] {
    [
        ("group", group.name.to_string()),
        ("name", policy.name.to_string()),
        ("version", policy.version.to_string()),
        ("kind", policy.kind.word().to_owned()),
        ("description", policy.description.to_string()),
        ("status", policy.state.word().to_owned()),
        ("valid_from", policy.valid_from.to_string()),
        ("valid_to", policy.valid_to.to_string()),
    ]
}

fn document(policy: &Policy) -> Result<Value, Invalid> {
    serde_json::from_str(&policy.document)
        .map_err(|_| Invalid::new("policy document", "is not JSON in the store"))
}

fn values(pointer: &str, old: &Value, new: &Value, found: &mut Vec<Difference>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => objects(pointer, old, new, found),
        (Value::Array(old), Value::Array(new)) => arrays(pointer, old, new, found),
        _ if old == new => {}
        _ => note(
            found,
            DifferenceKind::Changed,
            pointer,
            [Some(old), Some(new)],
        ),
    }
}

fn note(
    found: &mut Vec<Difference>,
    kind: DifferenceKind,
    pointer: &str,
    [old, new]: [Option<&Value>; 2],
) {
    found.push(Difference {
        field: "document",
        pointer: pointer.to_owned(),
        kind,
        old: old.cloned(),
        new: new.cloned(),
    });
}

fn objects(
    pointer: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    found: &mut Vec<Difference>,
) {
    for (name, value) in old {
        let below = child(pointer, name);
        match new.get(name) {
            Some(other) => values(&below, value, other, found),
            None => note(found, DifferenceKind::Removed, &below, [Some(value), None]),
        }
    }
    for (name, value) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        let below = child(pointer, name);
        note(found, DifferenceKind::Added, &below, [None, Some(value)]);
    }
}

/// Elements are paired by what they are about and not by their place: one more at the front is one difference.
fn arrays(pointer: &str, old: &[Value], new: &[Value], found: &mut Vec<Difference>) {
    let (old_keys, new_keys) = (keys(old), keys(new));
    let place: HashMap<&Key, usize> = new_keys.iter().zip(0..).collect();
    let mut common = Vec::new();
    for ((key, value), index) in old_keys.iter().zip(old).zip(0_usize..) {
        let below = child(pointer, index);
        match place.get(key).and_then(|at| Some((*at, new.get(*at)?))) {
            Some((at, other)) => {
                common.push(at);
                values(&below, value, other, found);
            }
            None => note(found, DifferenceKind::Removed, &below, [Some(value), None]),
        }
    }
    let known: HashSet<&Key> = old_keys.iter().collect();
    for ((key, value), index) in new_keys.iter().zip(new).zip(0_usize..) {
        if !known.contains(key) {
            let below = child(pointer, index);
            note(found, DifferenceKind::Added, &below, [None, Some(value)]);
        }
    }
    if !common.is_sorted() {
        let both = [old, new].map(|elements| Value::from(elements.to_vec()));
        let [old, new] = &both;
        note(
            found,
            DifferenceKind::Reordered,
            pointer,
            [Some(old), Some(new)],
        );
    }
}

/// What an element is about, and how many such elements stand before it.
type Key = (String, usize);

fn keys(elements: &[Value]) -> Vec<Key> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut numbered = |about: String| {
        let before = seen.entry(about.clone()).or_default();
        *before += 1;
        (about, *before)
    };
    elements
        .iter()
        .map(|element| numbered(about(element)))
        .collect()
}

/// Authentication types count by type and sub-type, which MOSIP reads without case; attributes by their name.
fn about(element: &Value) -> String {
    let text = |name: &str| element.get(name).and_then(Value::as_str);
    if let Some(word) = text("authType") {
        let sub = text("authSubType").unwrap_or_default();
        return format!("{}/{}", word.to_lowercase(), sub.to_lowercase());
    }
    let name = text("attributeName").or_else(|| text("attribute"));
    name.map_or_else(|| element.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// `kind pointer old new`, one line per difference of two documents.
    fn said(old: &Value, new: &Value) -> Vec<String> {
        let mut found = Vec::new();
        values("", old, new, &mut found);
        let shown = |value: &Option<Value>| match value {
            Some(value) => value.to_string(),
            None => "-".to_owned(),
        };
        found
            .iter()
            .map(|one| {
                let (old, new) = (shown(&one.old), shown(&one.new));
                format!("{} {} {old} {new}", one.kind.word(), one.pointer)
            })
            .collect()
    }

    #[test]
    fn members_are_added_removed_and_changed() {
        let old = json!({"a": 1, "b": {"x/y": true, "z": "s"}, "c": null});
        let new = json!({"a": 2, "b": {"x/y": [], "z": "s", "~": 0}, "d": null});
        assert_eq!(
            said(&old, &new),
            [
                "changed /a 1 2",
                "changed /b/x~1y true []",
                "added /b/~0 - 0",
                "removed /c null -",
                "added /d - null",
            ]
        );
        assert_eq!(said(&old, &old), [""; 0]);
    }

    #[test]
    fn elements_are_paired_by_what_they_are_about() {
        let old = json!([
            {"authType": "otp", "mandatory": false},
            {"authType": "bio", "authSubType": "FACE", "mandatory": false},
            {"authType": "demo", "authSubType": "", "mandatory": false},
        ]);
        let new = json!([
            {"authType": "kyc", "mandatory": false},
            {"authType": "OTP", "authSubType": "", "mandatory": true},
            {"authType": "bio", "authSubType": "IRIS", "mandatory": false},
            {"authType": "demo", "authSubType": "", "mandatory": false},
        ]);
        assert_eq!(
            said(&old, &new),
            [
                r#"changed /0/authType "otp" "OTP""#,
                "changed /0/mandatory false true",
                r#"added /0/authSubType - """#,
                r#"removed /1 {"authSubType":"FACE","authType":"bio","mandatory":false} -"#,
                r#"added /0 - {"authType":"kyc","mandatory":false}"#,
                r#"added /2 - {"authSubType":"IRIS","authType":"bio","mandatory":false}"#,
            ]
        );
        let names = |names: &[&str]| -> Value {
            let one = |name: &&str| json!({"attributeName": name});
            names.iter().map(one).collect()
        };
        let front = said(&names(&["a", "b"]), &names(&["z", "a", "b"]));
        assert_eq!(front, [r#"added /0 - {"attributeName":"z"}"#]);
    }

    #[test]
    fn order_and_repetition_are_told() {
        assert_eq!(
            said(&json!(["eng", "fra"]), &json!(["fra", "eng"])),
            [r#"reordered  ["eng","fra"] ["fra","eng"]"#]
        );
        assert_eq!(
            said(&json!(["eng"]), &json!(["eng", "eng"])),
            [r#"added /1 - "eng""#]
        );
    }
}
