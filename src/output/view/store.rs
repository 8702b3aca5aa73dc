//! `pmctl.store/1`.

use super::View;
use crate::output::cell::Field;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a check of the store found.
#[derive(Debug, Serialize)]
pub struct StoreView {
    pub url: String,
    /// `ok` or `broken`.
    pub status: &'static str,
    pub schema: i64,
    pub problems: Vec<String>,
    /// Rows of each table.
    pub rows: BTreeMap<String, i64>,
}

impl View for StoreView {
    const NOUN: &'static str = "store";
    const COLUMNS: &'static [&'static str] = &["url", "status", "schema"];

    fn id(&self) -> String {
        self.url.clone()
    }

    fn fields(&self) -> Vec<Field> {
        let rows: Vec<String> = self
            .rows
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(table, count)| format!("{table} {count}"))
            .collect();
        let mut fields = vec![
            Field::new("url", &self.url),
            Field::word("status", self.status),
            Field::new("schema", self.schema.to_string()),
            Field::new("rows", rows.join(", ")),
        ];
        fields.extend(self.problems.iter().map(|text| Field::new("problem", text)));
        fields
    }
}
