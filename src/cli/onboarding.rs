//! The rows of an onboarding, for `pmctl apply` and `pmctl plan`.

use super::ida::verdict_view;
use crate::domain::change::Delivery;
use crate::error::Failure;
use crate::error::report::view as error_view;
use crate::ops::apply::{Applied, Planned, Row};
use crate::output::view::onboarding::{OnboardingRow, OnboardingView, OverallVerdict};

pub(super) fn planned(rows: &[Planned]) -> OnboardingView {
    OnboardingView {
        rows: rows.iter().map(planned_row).collect(),
        verdict: None,
        undelivered: 0,
    }
}

fn planned_row(row: &Planned) -> OnboardingRow {
    OnboardingRow {
        kind: row.kind.word(),
        name: row.name.clone(),
        id: row.id.clone(),
        outcome: row.outcome.word(),
        notes: Vec::new(),
        error: None,
    }
}

/// The view, and the failures of its rows.
pub(super) fn applied(applied: Applied) -> (OnboardingView, Vec<Failure>) {
    let mut failures = Vec::new();
    let rows = applied
        .rows
        .into_iter()
        .map(|row| finished_row(row, &mut failures))
        .collect();
    let partners = applied
        .verdicts
        .into_iter()
        .map(|row| verdict_view(row.id, row.verdict))
        .collect();
    let view = OnboardingView {
        rows,
        verdict: OverallVerdict::new(partners),
        undelivered: match applied.delivery {
            Delivery::Done | Delivery::Again(_) => 0,
            Delivery::Waiting(count) => count,
        },
    };
    (view, failures)
}

fn finished_row(row: Row, failures: &mut Vec<Failure>) -> OnboardingRow {
    let error = row.error.map(|error| {
        let failure = Failure::from(error);
        let view = error_view(&failure);
        failures.push(failure);
        view
    });
    OnboardingRow {
        kind: row.kind.word(),
        name: row.name,
        id: row.id,
        outcome: row.outcome.word(),
        notes: row.notes,
        error,
    }
}
