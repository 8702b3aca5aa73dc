//! `pmctl apply`.

use super::{onboarding, plan};
use crate::app::App;
use crate::domain::change::{Delivery, Outcome};
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::onboarding::{OnboardingRow, OnboardingView};
use clap::Args;
use std::path::PathBuf;

/// Bring everything to what an onboarding file says
///
/// A MISP with its license, policies, partners with mapping, API key, certificate and key, and at the end
/// whether ID Authentication would accept them. What is so already is `unchanged`; it may be run again at
/// any time, and finishes what an earlier run could not. All faults of the file are told at once, before
/// anything is changed.
///
/// Exit status 0 when all is done and accepted, 6 when a partner would be refused, 8 when an approval or a
/// delivery is waited for, 9 when some rows failed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl apply -f onboarding.toml
  pmctl apply -f onboarding.toml --dry-run")]
pub struct ApplyArgs {
    /// Onboarding file; - is standard input
    #[arg(long, short, value_name = "FILE")]
    file: PathBuf,
    /// Show what would be done and change nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

pub(super) fn run(app: &App, args: &ApplyArgs) -> Result<Exit, Failure> {
    let loaded = app.load_onboarding(&args.file)?;
    let parts = app.open()?;
    if args.dry_run {
        let plan = ops::apply::plan(&parts.ctx(), &loaded.manifest)?;
        plan::show(app, &plan)?;
        return Ok(Exit::Ok);
    }
    let applied = ops::apply::apply(&parts.ctx(), &loaded.manifest);
    parts.end_progress();
    let applied = applied?;
    let (accepted, waiting) = (applied.accepted(), applied.waiting());
    let delivery = applied.delivery;
    let (view, failures) = onboarding::applied(applied);
    app.printer.onboarding("apply", &view)?;
    notes(app, &view);
    let mut exit = app.told(&[], delivery);
    exit = exit.or_worse(app.failed(&failures, view.rows.len()));
    if waiting > 0 {
        exit = exit.or_worse(Exit::Pending);
    }
    if !accepted {
        exit = exit.or_worse(Exit::Conflict);
    }
    next(app, &view, delivery);
    Ok(exit)
}

/// What went right but should be known, and the verdicts.
fn notes(app: &App, view: &OnboardingView) {
    // What failed is told as an error.
    let done = |row: &&OnboardingRow| row.error.is_none();
    for row in view.rows.iter().filter(done) {
        for note in &row.notes {
            app.printer
                .note(&format!("note: {} {}: {note}", row.kind, row.name));
        }
    }
    let Some(verdict) = &view.verdict else { return };
    for partner in &verdict.partners {
        app.printer.note(&format!(
            "ID Authentication would {} partner {}",
            if partner.accepted { "accept" } else { "refuse" },
            partner.partner
        ));
        for finding in &partner.findings {
            app.printer
                .note(&format!("  why: {} {}", finding.code, finding.message));
            app.printer.note(&format!("  fix: {}", finding.fix));
        }
        for warning in &partner.warnings {
            app.printer.warn(warning);
        }
    }
}

/// What to type now.
fn next(app: &App, view: &OnboardingView, delivery: Delivery) {
    let waits = |row: &&crate::output::view::onboarding::OnboardingRow| {
        row.outcome == Outcome::Waiting.word() && row.kind == "mapping"
    };
    if let Some(id) = view
        .rows
        .iter()
        .filter(waits)
        .find_map(|row| row.id.as_ref())
    {
        app.printer.note(&format!(
            "next: a policy-manager runs pmctl mapping approve {id}"
        ));
    }
    if delivery != Delivery::Done {
        return;
    }
    let partner = view.rows.iter().find(|row| row.kind == "partner");
    if let Some(id) = partner.and_then(|row| row.id.as_ref()) {
        app.printer.note(&format!("next: pmctl partner show {id}"));
        app.printer
            .note("      pmctl report expiring --within 400d");
    }
}
