//! `pmctl.policy/1`, `pmctl.policy-finding/1`, `pmctl.policy-difference/1` and `pmctl.policy-conversion/1`.

use super::{View, when};
use crate::domain::policy::diff::Difference;
use crate::domain::policy::{Policy, PolicyGroup};
use crate::output::cell::{Field, Hold};
use serde::Serialize;
use serde_json::Value;

#[derive(Debug, Serialize)]
pub struct PolicyView {
    pub id: String,
    pub name: String,
    pub group: String,
    pub group_name: String,
    /// No policy of an inactive group is in force.
    pub group_status: &'static str,
    pub version: String,
    pub kind: &'static str,
    pub description: String,
    pub status: &'static str,
    pub valid_from: String,
    pub valid_to: String,
    pub created_at: String,
    /// As it is stored: compact JSON text.
    pub document: String,
    #[serde(skip)]
    dates: (String, String, String),
}

impl PolicyView {
    pub fn new(policy: &Policy, group: &PolicyGroup) -> Self {
        Self {
            id: policy.id.to_string(),
            name: policy.name.to_string(),
            group: group.id.to_string(),
            group_name: group.name.to_string(),
            group_status: group.word(),
            version: policy.version.to_string(),
            kind: policy.kind.word(),
            description: policy.description.to_string(),
            status: policy.state.word(),
            valid_from: policy.valid_from.to_string(),
            valid_to: policy.valid_to.to_string(),
            created_at: policy.created_at.to_string(),
            document: policy.document.clone(),
            dates: (
                when(policy.valid_from),
                when(policy.valid_to),
                when(policy.created_at),
            ),
        }
    }
}

impl View for PolicyView {
    const NOUN: &'static str = "policy";
    const COLUMNS: &'static [&'static str] = &[
        "id", "group", "name", "status", "version", "kind", "valid_to",
    ];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("id", &self.id),
            Field::new("group", &self.group_name),
            Field::new("name", &self.name),
            Field::new("version", &self.version).hold(Hold::Spare),
            Field::new("kind", self.kind).hold(Hold::Spare),
            Field::new("description", &self.description),
            Field::word("status", self.status),
            Field::word("group_status", self.group_status),
            Field::new("valid_from", &self.dates.0),
            Field::new("valid_to", &self.dates.1).day(),
            Field::new("created", &self.dates.2),
            Field::new("document", &self.document),
        ]
    }
}

/// Something that is wrong with a policy document, or likely not meant.
#[derive(Debug, Serialize)]
pub struct FindingView {
    pub line: usize,
    pub column: usize,
    /// JSON pointer (RFC 6901); empty for the whole document.
    pub pointer: String,
    pub severity: &'static str,
    pub code: &'static str,
    pub message: String,
}

impl View for FindingView {
    const NOUN: &'static str = "policy-finding";
    const COLUMNS: &'static [&'static str] = &["place", "severity", "code", "pointer", "message"];
    const HEADED: bool = true;

    fn id(&self) -> String {
        self.code.to_owned()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("place", format!("{}:{}", self.line, self.column)),
            Field::new("pointer", &self.pointer).hold(Hold::Firm),
            Field::word("severity", self.severity),
            Field::new("code", self.code).hold(Hold::Firm),
            Field::new("message", &self.message).hold(Hold::Firm),
        ]
    }
}

/// One thing in which another policy differs.
#[derive(Debug, Serialize)]
pub struct DifferenceView {
    /// `document` for what lies inside of it.
    pub field: &'static str,
    /// JSON pointer (RFC 6901) into the document; empty for other fields.
    pub pointer: String,
    pub change: &'static str,
    /// Null for what was added.
    pub old: Option<Value>,
    /// Null for what was removed.
    pub new: Option<Value>,
}

impl From<&Difference> for DifferenceView {
    fn from(difference: &Difference) -> Self {
        Self {
            field: difference.field,
            pointer: difference.pointer.clone(),
            change: difference.kind.word(),
            old: difference.old.clone(),
            new: difference.new.clone(),
        }
    }
}

impl DifferenceView {
    /// `document/allowedAuthTypes/0`.
    fn place(&self) -> String {
        format!("{}{}", self.field, self.pointer)
    }
}

impl View for DifferenceView {
    const NOUN: &'static str = "policy-difference";
    const COLUMNS: &'static [&'static str] = &["place", "change", "old", "new"];

    fn id(&self) -> String {
        self.place()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("place", self.place()),
            Field::word("change", self.change),
            Field::optional("old", self.old.as_ref().map(shown)).hold(Hold::Firm),
            Field::optional("new", self.new.as_ref().map(shown)).hold(Hold::Firm),
        ]
    }
}

/// Text as it is, everything else as compact JSON.
fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A document of MOSIP 1.0 as one of today.
#[derive(Debug, Serialize)]
pub struct ConversionView {
    /// `converted`, or `unchanged` for a document of today.
    pub outcome: &'static str,
    /// JSON text.
    pub document: String,
    /// What was left out or assumed.
    pub notes: Vec<String>,
}

impl View for ConversionView {
    const NOUN: &'static str = "policy-conversion";
    const COLUMNS: &'static [&'static str] = &["outcome", "document"];

    fn id(&self) -> String {
        self.outcome.to_owned()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::word("outcome", self.outcome),
            Field::new("document", &self.document),
            Field::new("notes", self.notes.join("; ")),
        ]
    }
}
