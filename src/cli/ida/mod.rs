//! `pmctl ida`: what ID Authentication is given, and what it would say.

mod check;
mod policy;
mod reconcile;
mod serve;

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops::ida::{Cache, Finding, Verdict};
use crate::output::view::effect::EffectView;
use crate::output::view::ida::{AssumptionView, RefusalView, VerdictView};
use clap::Subcommand;

/// Share policies with ID Authentication and ask what it would say
#[derive(Debug, Subcommand)]
pub enum Command {
    Policy(policy::PolicyArgs),
    Check(check::CheckArgs),
    Reconcile(reconcile::ReconcileArgs),
    Serve(serve::ServeArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Policy(args) => policy::run(app, &args),
        Command::Check(args) => check::run(app, args),
        Command::Reconcile(args) => reconcile::run(app, &args),
        Command::Serve(args) => serve::run(app, args),
    }
}

/// `partner` is empty where a captured request names none.
pub(super) fn verdict_view(partner: String, verdict: Verdict) -> VerdictView {
    VerdictView {
        partner,
        accepted: verdict.accepted,
        findings: verdict.findings.iter().map(refusal).collect(),
        effect: verdict.effect.map(EffectView::from),
        warnings: verdict.warnings,
        assumes: match verdict.assumes {
            Cache::None => AssumptionView::NO_CACHE,
            Cache::Kept => AssumptionView::CACHE,
        },
        unchecked: verdict.unchecked,
    }
}

pub(super) fn refusal(finding: &Finding) -> RefusalView {
    RefusalView {
        code: finding.code.to_owned(),
        message: finding.message.clone(),
        fix: finding.fix.clone(),
    }
}
