//! `pmctl plan`.

use super::onboarding;
use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;
use std::path::PathBuf;

/// Show what apply would do with an onboarding file
///
/// Changes nothing and asks no Kernel.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// Onboarding file; - is standard input
    #[arg(long, short, value_name = "FILE")]
    file: PathBuf,
    /// Exit with 14 when apply would change something
    #[arg(long)]
    exit_code: bool,
}

pub(super) fn run(app: &App, args: &PlanArgs) -> Result<Exit, Failure> {
    let loaded = app.load_onboarding(&args.file)?;
    let parts = app.open()?;
    let plan = ops::apply::plan(&parts.ctx(), &loaded.manifest)?;
    show(app, &plan)?;
    Ok(if args.exit_code && plan.changes() > 0 {
        Exit::Changes
    } else {
        Exit::Ok
    })
}

/// Also what `apply --dry-run` shows.
pub(super) fn show(app: &App, plan: &ops::apply::Plan) -> Result<(), Failure> {
    app.printer
        .onboarding("plan", &onboarding::planned(&plan.rows))?;
    app.printer.note(&match plan.changes() {
        0 => "nothing would change".to_owned(),
        1 => "1 row would change".to_owned(),
        many => format!("{many} rows would change"),
    });
    Ok(())
}
