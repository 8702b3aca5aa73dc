//! `pmctl.policy-group/1`.

use super::{View, when};
use crate::domain::policy::PolicyGroup;
use crate::output::cell::Field;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct PolicyGroupView {
    pub id: String,
    pub name: String,
    pub description: String,
    pub status: &'static str,
    pub created_at: String,
    #[serde(skip)]
    created: String,
}

impl From<&PolicyGroup> for PolicyGroupView {
    fn from(group: &PolicyGroup) -> Self {
        Self {
            id: group.id.to_string(),
            name: group.name.to_string(),
            description: group.description.to_string(),
            status: group.word(),
            created_at: group.created_at.to_string(),
            created: when(group.created_at),
        }
    }
}

impl View for PolicyGroupView {
    const NOUN: &'static str = "policy-group";
    const COLUMNS: &'static [&'static str] = &["id", "name", "status", "description"];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("id", &self.id),
            Field::new("name", &self.name),
            Field::new("description", &self.description),
            Field::word("status", self.status),
            Field::new("created", &self.created),
        ]
    }
}
