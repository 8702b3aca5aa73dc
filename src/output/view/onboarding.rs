//! `pmctl.apply/1` and `pmctl.plan/1`: one row per thing of an onboarding file.

use super::View;
use super::error::ErrorView;
use super::ida::{RefusalView, VerdictView};
use crate::output::cell::{Field, Hold};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct OnboardingView {
    pub rows: Vec<OnboardingRow>,
    /// Absent when no partner was checked.
    pub verdict: Option<OverallVerdict>,
    pub undelivered: usize,
}

/// `accepted` when every partner of the file is.
#[derive(Debug, Serialize)]
pub struct OverallVerdict {
    pub accepted: bool,
    /// Of all partners, in the order of the file.
    pub findings: Vec<RefusalView>,
    pub partners: Vec<VerdictView>,
}

#[derive(Debug, Serialize)]
pub struct OnboardingRow {
    pub kind: &'static str,
    pub name: String,
    pub id: Option<String>,
    pub outcome: &'static str,
    pub notes: Vec<String>,
    pub error: Option<ErrorView>,
}

impl OverallVerdict {
    pub fn new(partners: Vec<VerdictView>) -> Option<Self> {
        if partners.is_empty() {
            return None;
        }
        Some(Self {
            accepted: partners.iter().all(|partner| partner.accepted),
            findings: partners
                .iter()
                .flat_map(|partner| partner.findings.clone())
                .collect(),
            partners,
        })
    }
}

impl View for OnboardingRow {
    const NOUN: &'static str = "apply-row";
    const COLUMNS: &'static [&'static str] = &["kind", "name", "id", "outcome"];

    fn id(&self) -> String {
        self.id.clone().unwrap_or_default()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("kind", self.kind),
            Field::new("name", &self.name),
            Field::optional("id", self.id.as_ref()).hold(Hold::Firm),
            Field::word("outcome", self.outcome),
            Field::new("note", self.notes.join("; ")),
        ]
    }
}
