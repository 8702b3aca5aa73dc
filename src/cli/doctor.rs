//! `pmctl doctor`.

use crate::app::App;
use crate::app::doctor::Check;
use crate::error::{Exit, Failure};
use crate::output::view::doctor::{CheckView, DoctorView};
use clap::Args;

/// Look the installation over: configuration, files, store, Kernel, login, clock, outbox
///
/// Works with a broken configuration and without network: what cannot be looked at is skipped, with the reason. Nothing
/// is made or changed. Exit status 0 when nothing is wrong, warnings included; otherwise that of the gravest finding: 2
/// configuration, 4 login, 7 a secret that everybody can read, 10 network, 11 store.
#[derive(Debug, Args)]
pub struct DoctorArgs {}

pub(super) fn run(app: &App, _: &DoctorArgs) -> Result<Exit, Failure> {
    let checks = app.examine();
    let exit = checks
        .iter()
        .fold(Exit::Ok, |exit, check| exit.or_worse(check.exit));
    app.printer
        .one(&DoctorView::new(checks.iter().map(view).collect()))?;
    Ok(exit)
}

fn view(check: &Check) -> CheckView {
    CheckView {
        check: check.name,
        status: check.health.word(),
        finding: check.finding.clone(),
        next: check.next.clone(),
    }
}
