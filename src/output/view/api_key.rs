//! `pmctl.api-key/1`.

use super::{BarView, View, when};
use crate::domain::api_key::ApiKey;
use crate::domain::time::Moment;
use crate::output::cell::Field;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ApiKeyView {
    pub id: String,
    pub partner: String,
    pub policy: String,
    pub mapping: String,
    /// Masked, unless it was asked for.
    pub key: String,
    pub status: &'static str,
    pub valid_from: String,
    pub valid_to: String,
    pub revoked: Option<BarView>,
    pub issued_at: String,
    #[serde(skip)]
    dates: (String, String),
}

impl ApiKeyView {
    /// `shown` is what may be shown of the key.
    pub fn new(key: &ApiKey, shown: String, now: Moment) -> Self {
        Self {
            id: key.id.to_string(),
            partner: key.partner.to_string(),
            policy: key.policy.to_string(),
            mapping: key.mapping.to_string(),
            key: shown,
            status: key.status(now).word(),
            valid_from: key.valid_from.to_string(),
            valid_to: key.valid_to.to_string(),
            revoked: key.revoked.as_ref().map(BarView::from),
            issued_at: key.issued_at.to_string(),
            dates: (when(key.valid_from), when(key.valid_to)),
        }
    }
}

impl View for ApiKeyView {
    const NOUN: &'static str = "api-key";
    const COLUMNS: &'static [&'static str] = &["id", "partner", "status", "valid_to", "key"];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("id", &self.id),
            Field::new("partner", &self.partner),
            Field::new("policy", &self.policy),
            Field::new("mapping", &self.mapping),
            Field::new("key", &self.key),
            Field::word("status", self.status),
            Field::new("valid_from", &self.dates.0),
            Field::new("valid_to", &self.dates.1),
            BarView::field("revoked", self.revoked.as_ref()),
        ]
    }
}
