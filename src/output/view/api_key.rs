//! `pmctl.api-key/1`.

use super::effect::EffectView;
use super::{BarView, View, when};
use crate::domain::api_key::ApiKey;
use crate::domain::time::Moment;
use crate::output::cell::{Field, Hold};
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
    /// The key for which it was retired: it is never restored.
    pub replaced_by: Option<String>,
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
            replaced_by: key.replaced_by.as_ref().map(ToString::to_string),
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
            Field::new("partner", &self.partner).hold(Hold::Firm),
            Field::new("policy", &self.policy),
            Field::new("mapping", &self.mapping),
            Field::new("key", &self.key).hold(Hold::Whole),
            Field::word("status", self.status),
            Field::new("valid_from", &self.dates.0),
            Field::new("valid_to", &self.dates.1).day(),
            BarView::field("revoked", self.revoked.as_ref()),
            Field::optional("replaced_by", self.replaced_by.as_ref()),
        ]
    }
}

/// A new key, with the one that it follows.
#[derive(Debug, Serialize)]
pub struct ReissuedView {
    #[serde(flatten)]
    pub api_key: ApiKeyView,
    /// Revoked, unless it was kept.
    pub former: ApiKeyView,
    /// Of the former key's retirement; `null` where it was kept.
    pub effect: Option<EffectView>,
}

impl View for ReissuedView {
    const NOUN: &'static str = ApiKeyView::NOUN;
    const COLUMNS: &'static [&'static str] = ApiKeyView::COLUMNS;

    fn id(&self) -> String {
        self.api_key.id()
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = self.api_key.fields();
        fields.push(Field::new("former", &self.former.id));
        fields.push(Field::word("former_status", self.former.status));
        fields.extend(self.effect.iter().flat_map(EffectView::fields));
        fields
    }
}
