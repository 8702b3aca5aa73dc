//! `pmctl misp block`.

use super::view;
use crate::app::App;
use crate::cli::ask;
use crate::cli::subjects;
use crate::domain::id::MispId;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Block a MISP, so that it can do no transaction
///
/// It holds here at once. ID Authentication hears of it through the outbox: if it cannot be reached,
/// the exit status is 8, and the next command or pmctl outbox push tells it. What ID Authentication
/// keeps in its cache stays valid there until its restart or the license's end. A second block changes
/// nothing: the first reason stays.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl misp block 100 --reason \"contract ended\"")]
pub struct BlockArgs {
    /// MISPs to block; - reads ids from standard input
    #[arg(required = true, value_name = "MISP")]
    misps: Vec<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: BlockArgs) -> Result<Exit, Failure> {
    let misps: Vec<MispId> = subjects::ids(&args.misps)?;
    let reason = ask::value(app, args.reason, ask::REASON)?;
    let named = subjects::named(&misps);
    ask::confirm(
        app,
        &format!("Block MISP {named}?"),
        "Its license stops being in force, and neither it nor its partners can do a transaction.",
    )?;
    let parts = app.open()?;
    let block = |misp: MispId| {
        let written = ops::misp::block(&parts.ctx(), &misp, &reason);
        (misp.to_string(), written)
    };
    let results = misps.into_iter().map(block).collect();
    app.barred_all(results, |found| view(&parts, found), "nothing to block")
}
