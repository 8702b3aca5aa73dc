//! `pmctl.setting/1`: one setting and where it comes from.

use super::View;
use crate::output::cell::Field;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct SettingView {
    pub key: &'static str,
    /// Secrets by their source; `null` where nothing is set and there is no default.
    pub value: Option<String>,
    /// `flag`, `environment`, `file` or `default`.
    pub origin: &'static str,
    pub about: &'static str,
    pub outcome: Option<&'static str>,
}

impl View for SettingView {
    const NOUN: &'static str = "setting";
    const COLUMNS: &'static [&'static str] = &["key", "value", "origin"];

    fn id(&self) -> String {
        self.key.to_owned()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("key", self.key),
            Field::optional("value", self.value.as_ref()),
            Field::new("origin", self.origin),
            Field::new("about", self.about),
            Field::word("outcome", self.outcome.unwrap_or_default()),
        ]
    }
}
