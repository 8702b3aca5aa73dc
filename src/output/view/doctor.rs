//! `pmctl.doctor/1`: how the installation is.

use super::View;
use crate::output::cell::Field;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct DoctorView {
    /// The gravest of all: `ok`, `warning` or `error`.
    pub status: &'static str,
    pub checks: Vec<CheckView>,
}

#[derive(Debug, Serialize)]
pub struct CheckView {
    pub check: &'static str,
    /// `ok`, `warning`, `error` or `skipped`.
    pub status: &'static str,
    pub finding: String,
    /// What to do; empty where nothing needs doing.
    pub next: Vec<String>,
}

impl DoctorView {
    pub fn new(checks: Vec<CheckView>) -> Self {
        let has = |word: &str| checks.iter().any(|check| check.status == word);
        let gravest = ["error", "warning"].into_iter().find(|word| has(word));
        Self {
            status: gravest.unwrap_or("ok"),
            checks,
        }
    }
}

impl View for DoctorView {
    const NOUN: &'static str = "doctor";
    const COLUMNS: &'static [&'static str] = &["status"];

    fn id(&self) -> String {
        self.status.to_owned()
    }

    /// A line per check, and one below it for each thing to do.
    fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        for check in &self.checks {
            let line = format!("{}: {}", check.status, check.finding);
            fields.push(Field::new(check.check, line));
            fields.extend(
                check
                    .next
                    .iter()
                    .map(|line| Field::new("", format!("→ {line}"))),
            );
        }
        fields.push(Field::word("status", self.status));
        fields
    }
}
