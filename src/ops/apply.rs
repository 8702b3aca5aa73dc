//! A whole onboarding from a file: planned, then carried out. One planner feeds `plan`, `--dry-run` and `apply`.

mod partners;
mod plan;
mod run;

pub use plan::{Plan, Planned, plan};
pub use run::apply;

use crate::domain::change::{Delivery, Outcome};
use crate::ida::Verdict;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKind {
    Misp,
    License,
    Ca,
    PolicyGroup,
    Policy,
    MispPolicy,
    Partner,
    Mapping,
    ApiKey,
    Certificate,
    Key,
}

impl RowKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Misp => "misp",
            Self::License => "license",
            Self::Ca => "ca",
            Self::PolicyGroup => "policy-group",
            Self::Policy => "policy",
            Self::MispPolicy => "misp-policy",
            Self::Partner => "partner",
            Self::Mapping => "mapping",
            Self::ApiKey => "api-key",
            Self::Certificate => "certificate",
            Self::Key => "key",
        }
    }
}

impl RowKind {
    /// What all partners of a file need.
    pub(crate) fn is_shared(self) -> bool {
        matches!(
            self,
            Self::Misp
                | Self::License
                | Self::Ca
                | Self::PolicyGroup
                | Self::Policy
                | Self::MispPolicy
        )
    }
}

/// One thing of the file and what became of it.
#[derive(Debug)]
pub struct Row {
    pub kind: RowKind,
    pub name: String,
    /// Absent where it does not exist yet.
    pub id: Option<String>,
    pub outcome: Outcome,
    /// Why it failed or waits, or what the user should know.
    pub notes: Vec<String>,
    /// Only where it failed.
    pub error: Option<super::OpError>,
}

/// Whether ID Authentication would accept a partner of the file.
#[derive(Debug)]
pub struct PartnerVerdict {
    pub partner: String,
    pub id: String,
    pub verdict: Verdict,
}

#[derive(Debug)]
pub struct Applied {
    pub rows: Vec<Row>,
    /// Of the partners that have all that it takes: a policy and a certificate.
    pub verdicts: Vec<PartnerVerdict>,
    pub delivery: Delivery,
}

impl Applied {
    /// All partners that were checked are accepted.
    pub fn accepted(&self) -> bool {
        self.verdicts.iter().all(|row| row.verdict.accepted)
    }

    pub fn failed(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| row.outcome == Outcome::Failed)
            .count()
    }

    pub fn waiting(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| row.outcome == Outcome::Waiting)
            .count()
    }
}
