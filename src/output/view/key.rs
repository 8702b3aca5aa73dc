//! `pmctl.key/1` and `pmctl.key-state/1`.

use super::{View, when};
use crate::domain::cert::Thumbprint;
use crate::domain::key::{KeyReference, KeySource};
use crate::domain::partner::Partner;
use crate::output::cell::{Field, Hold};
use serde::Serialize;

/// One key that the Kernel holds or held for a partner.
#[derive(Debug, Serialize)]
pub struct KeyView {
    pub id: String,
    pub partner: String,
    /// `certificate` or `uploaded`.
    pub source: &'static str,
    /// Id of the certificate whose key it is.
    pub certificate: Option<String>,
    /// `current` or `retired`.
    pub status: &'static str,
    /// Of the certificate that the Kernel stores.
    pub thumbprint: String,
    /// Of the key itself.
    pub spki: String,
    pub not_before: String,
    pub not_after: String,
    pub stored_at: String,
    pub retired_at: Option<String>,
    #[serde(skip)]
    dates: (String, String, Option<String>),
}

impl From<&KeyReference> for KeyView {
    fn from(key: &KeyReference) -> Self {
        Self {
            id: key.id.to_string(),
            partner: key.partner.to_string(),
            source: key.source.word(),
            certificate: match &key.source {
                KeySource::Certificate(id) => Some(id.to_string()),
                KeySource::Uploaded => None,
            },
            status: if key.retired_at.is_some() {
                "retired"
            } else {
                "current"
            },
            thumbprint: key.thumbprint.to_string(),
            spki: key.spki.to_string(),
            not_before: key.not_before.to_string(),
            not_after: key.not_after.to_string(),
            stored_at: key.stored_at.to_string(),
            retired_at: key.retired_at.map(|at| at.to_string()),
            dates: (
                when(key.not_after),
                when(key.stored_at),
                key.retired_at.map(when),
            ),
        }
    }
}

impl View for KeyView {
    const NOUN: &'static str = "key";
    const COLUMNS: &'static [&'static str] = &["id", "partner", "source", "status", "not_after"];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("id", &self.id),
            Field::new("partner", &self.partner).hold(Hold::Firm),
            Field::new("source", self.source).hold(Hold::Whole),
            Field::optional("certificate", self.certificate.as_ref()),
            Field::word("status", self.status),
            Field::new("thumbprint", &self.thumbprint),
            Field::new("spki", &self.spki),
            Field::new("not_after", &self.dates.0).day(),
            Field::new("stored", &self.dates.1),
            Field::optional("retired", self.dates.2.as_ref()),
        ]
    }
}

/// Who encrypts to what, for one partner.
#[derive(Debug, Serialize)]
pub struct KeyStateView {
    pub partner: String,
    pub signer: &'static str,
    /// Thumbprint of what the Kernel encrypts to.
    pub kernel_encrypts_to: Option<String>,
    /// Thumbprint of what ID Authentication encrypts to.
    pub ida_encrypts_to: Option<String>,
    pub current: Option<KeyView>,
    /// Newest first, the current one included.
    pub history: Vec<KeyView>,
}

impl KeyStateView {
    pub fn new(
        partner: &Partner,
        current: Option<&KeyReference>,
        ida: Option<&Thumbprint>,
        history: &[KeyReference],
    ) -> Self {
        Self {
            partner: partner.id.to_string(),
            signer: partner.signer.word(),
            kernel_encrypts_to: current.map(|key| key.thumbprint.to_string()),
            ida_encrypts_to: ida.map(Thumbprint::to_string),
            current: current.map(KeyView::from),
            history: history.iter().map(KeyView::from).collect(),
        }
    }
}

impl View for KeyStateView {
    const NOUN: &'static str = "key-state";
    const COLUMNS: &'static [&'static str] = &["partner", "source", "not_after"];

    fn id(&self) -> String {
        self.partner.clone()
    }

    fn fields(&self) -> Vec<Field> {
        let nothing = "nothing yet";
        let current = self.current.as_ref();
        let mut fields = vec![
            Field::new("partner", &self.partner),
            Field::new("signer", self.signer),
            Field::new(
                "kernel_encrypts_to",
                self.kernel_encrypts_to.as_deref().unwrap_or(nothing),
            ),
            Field::new(
                "ida_encrypts_to",
                self.ida_encrypts_to.as_deref().unwrap_or(nothing),
            ),
            Field::optional("source", current.map(|key| key.source)),
            Field::optional("not_after", current.map(|key| key.dates.0.as_str())),
        ];
        let retired = self.history.iter().filter(|key| key.retired_at.is_some());
        fields.extend(retired.map(|key| {
            let until = key.dates.2.as_deref().unwrap_or_default();
            Field::new(
                "retired",
                format!("{} ({}, until {until})", key.thumbprint, key.source),
            )
        }));
        fields
    }
}
