//! `pmctl outbox drop`.

use crate::app::App;
use crate::cli::ask;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::outbox::MessageView;
use clap::Args;

/// Give up a message that its receiver will never take
///
/// What it would have said is not heard: the audit trail keeps that it was dropped, by whom and why. Of one for ID
/// Authentication `ida reconcile` says the same later, in a message of its own.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl outbox list
  pmctl outbox drop 42 --reason \"its partner id is too long for ID Authentication\"")]
pub struct DropArgs {
    /// As `outbox list` shows it
    position: i64,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: DropArgs) -> Result<Exit, Failure> {
    let reason = ask::value(app, args.reason, ask::REASON)?;
    ask::confirm(
        app,
        &format!("Drop message {}?", args.position),
        "Its receiver goes on with what it heard before.",
    )?;
    let parts = app.open()?;
    let dropped = ops::outbox::drop(&parts.ctx(), args.position, &reason)?;
    app.printer.one(&MessageView::from(&dropped))?;
    app.printer
        .note("note: dropped; its receiver goes on with what it heard before");
    Ok(Exit::Ok)
}
