//! `pmctl.ca/1`.

use super::{View, when};
use crate::domain::cert::Ca;
use crate::output::cell::{Field, Hold};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct CaView {
    pub id: String,
    pub domain: &'static str,
    pub subject: String,
    pub issuer: String,
    /// SHA-256 over the DER.
    pub thumbprint: String,
    pub not_before: String,
    pub not_after: String,
    pub uploaded_at: String,
    pub pem: String,
    #[serde(skip)]
    dates: (String, String, String),
}

impl From<&Ca> for CaView {
    fn from(ca: &Ca) -> Self {
        Self {
            id: ca.id.to_string(),
            domain: ca.domain.word(),
            subject: ca.subject.clone(),
            issuer: ca.issuer.clone(),
            thumbprint: ca.thumbprint.to_string(),
            not_before: ca.not_before.to_string(),
            not_after: ca.not_after.to_string(),
            uploaded_at: ca.uploaded_at.to_string(),
            pem: ca.pem.clone(),
            dates: (
                when(ca.not_before),
                when(ca.not_after),
                when(ca.uploaded_at),
            ),
        }
    }
}

impl View for CaView {
    const NOUN: &'static str = "ca";
    const COLUMNS: &'static [&'static str] = &["id", "domain", "subject", "not_after"];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("id", &self.id),
            Field::new("domain", self.domain).hold(Hold::Whole),
            Field::new("subject", &self.subject),
            Field::new("issuer", &self.issuer),
            Field::new("thumbprint", &self.thumbprint),
            Field::new("not_before", &self.dates.0),
            Field::new("not_after", &self.dates.1).day(),
            Field::new("uploaded", &self.dates.2),
        ]
    }
}
