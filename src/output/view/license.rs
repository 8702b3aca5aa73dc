//! `pmctl.license/1`.

use super::{BarView, View, when};
use crate::domain::license::{License, LicenseStatus, Standing};
use crate::domain::misp::Misp;
use crate::domain::time::Moment;
use crate::output::cell::{Field, Hold};
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct LicenseView {
    pub id: String,
    pub misp: String,
    pub misp_name: String,
    /// Masked, unless it was asked for.
    pub key: String,
    pub status: &'static str,
    /// `in-force` for the one that ID Authentication holds, else `waiting`, `replaced` or `recalled`.
    pub at_ida: &'static str,
    pub valid_from: String,
    pub valid_to: String,
    pub revoked: Option<BarView>,
    pub renewed_from: Option<String>,
    pub issued_at: String,
    pub handed_over_at: Option<String>,
    #[serde(skip)]
    from: Moment,
    #[serde(skip)]
    to: Moment,
}

impl LicenseView {
    /// `key` is what may be shown of the key.
    pub fn new(
        license: &License,
        misp: &Misp,
        standing: Standing,
        key: String,
        now: Moment,
    ) -> Self {
        Self {
            id: license.id.to_string(),
            misp: misp.id.to_string(),
            misp_name: misp.name.to_string(),
            key,
            status: license.status(&misp.status, now).word(),
            at_ida: standing.word(),
            valid_from: license.valid_from.to_string(),
            valid_to: license.valid_to.to_string(),
            revoked: license.revoked.as_ref().map(BarView::from),
            renewed_from: license.renewed_from.as_ref().map(ToString::to_string),
            issued_at: license.issued_at.to_string(),
            handed_over_at: license.handed_over.map(|at| at.to_string()),
            from: license.valid_from,
            to: license.valid_to,
        }
    }

    /// `UUID from 2026-12-01`.
    pub fn begins(&self) -> String {
        format!("{} from {}", self.id, self.from.date())
    }

    pub fn ends(&self) -> String {
        self.to.date()
    }

    fn state(&self) -> String {
        if self.status == LicenseStatus::Scheduled.word() {
            return format!("inactive until {}", self.from.date());
        }
        self.status.to_owned()
    }
}

impl View for LicenseView {
    const NOUN: &'static str = "license";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "misp",
        "misp_name",
        "status",
        "at_ida",
        "valid_to",
        "key",
    ];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("id", &self.id),
            Field::new("misp", &self.misp).hold(Hold::Firm),
            Field::new("misp_name", &self.misp_name).hold(Hold::Spare),
            Field::new("key", &self.key).hold(Hold::Whole),
            Field::word("status", self.state()),
            Field::word("at_ida", self.at_ida).hold(Hold::Whole),
            Field::new("valid_from", when(self.from)),
            Field::new("valid_to", when(self.to)).day(),
            BarView::field("revoked", self.revoked.as_ref()),
            Field::optional("renewed_from", self.renewed_from.as_ref()),
        ]
    }
}
