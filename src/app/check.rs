//! What `store check` looks at.

use super::App;
use crate::domain::access::Action;
use crate::error::Failure;
use crate::ops::access;
use std::collections::BTreeMap;

/// What a check of the store found.
#[derive(Debug, Clone)]
pub struct StoreReport {
    pub url: String,
    pub schema: i64,
    pub problems: Vec<String>,
    pub rows: BTreeMap<String, i64>,
}

impl App {
    /// Integrity, schema, audit trail and rows.
    pub fn check_store(&self) -> Result<StoreReport, Failure> {
        let parts = self.open()?;
        access::can_i(&parts.ctx(), Action::StoreCheck, None)?;
        let checked = parts.store.check()?;
        Ok(StoreReport {
            url: parts.store.url().to_string(),
            schema: checked.schema,
            problems: checked.problems,
            rows: checked.rows.into_iter().collect(),
        })
    }
}
