//! `pmctl.policy/1` and `pmctl.policy-finding/1`.

use super::{View, when};
use crate::domain::policy::{Policy, PolicyGroup};
use crate::output::cell::Field;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct PolicyView {
    pub id: String,
    pub name: String,
    pub group: String,
    pub group_name: String,
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
            Field::new("version", &self.version),
            Field::new("kind", self.kind),
            Field::new("description", &self.description),
            Field::word("status", self.status),
            Field::new("valid_from", &self.dates.0),
            Field::new("valid_to", &self.dates.1),
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
    const COLUMNS: &'static [&'static str] = &["place", "severity", "code", "message"];

    fn id(&self) -> String {
        self.code.to_owned()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("place", format!("{}:{}", self.line, self.column)),
            Field::new("pointer", &self.pointer),
            Field::word("severity", self.severity),
            Field::new("code", self.code),
            Field::new("message", &self.message),
        ]
    }
}
