//! `pmctl.explain/1`: what stands behind an error code.

use super::View;
use crate::output::cell::Field;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct EntryView {
    pub code: &'static str,
    pub title: &'static str,
    pub exit: u8,
    pub exit_name: &'static str,
    pub explain: &'static str,
    pub fix: Vec<&'static str>,
    pub retryable: bool,
}

impl View for EntryView {
    const NOUN: &'static str = "explain";
    const COLUMNS: &'static [&'static str] = &["code", "exit", "title"];

    fn id(&self) -> String {
        self.code.to_owned()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("code", self.code),
            Field::new("title", self.title),
            Field::new("exit", format!("{} {}", self.exit, self.exit_name)),
            Field::new("explain", self.explain),
            Field::new("fix", self.fix.join("; ")),
            Field::new("retryable", if self.retryable { "yes" } else { "no" }),
        ]
    }
}
