//! `pmctl ida reconcile`.

use crate::app::App;
use crate::cli::subjects;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::ida::ReconciledView;
use crate::output::view::outbox::MessageView;
use clap::Args;

/// Tell ID Authentication again what it should know
///
/// Everything, or what belongs to the subjects: a MISP with its partners, a partner, or a policy (by id or as
/// group/name). For after a loss of messages, after the context names ID Authentication for the first time, and for an
/// ID Authentication whose tables are new. What was blocked or revoked is told as such. Repeating it changes nothing.
///
/// ID Authentication says nothing of what it makes of an event, and what it keeps in its cache outlives this. Exit status 8
/// when some of it could not be delivered; it waits in the outbox.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl ida reconcile
  pmctl ida reconcile 100 banking/bank-kyc")]
pub struct ReconcileArgs {
    /// MISPs, partners and policies; - reads ids from standard input. Default: everything
    #[arg(value_name = "SUBJECT")]
    subjects: Vec<String>,
}

pub(super) fn run(app: &App, args: &ReconcileArgs) -> Result<Exit, Failure> {
    let subjects = subjects::words(&args.subjects)?;
    let parts = app.open()?;
    let done = ops::ida::reconcile(&parts.ctx(), &subjects)?;
    let view = ReconciledView {
        events: done.events(),
        policies: done.policies,
        partners: done.partners,
        api_keys: done.api_keys,
        licenses: done.licenses,
        left: done.left.iter().map(MessageView::from).collect(),
    };
    app.printer.one(&view)?;
    Ok(if view.left.is_empty() {
        Exit::Ok
    } else {
        Exit::Pending
    })
}
