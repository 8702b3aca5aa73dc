//! `pmctl policy show`.

use super::view;
use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::policy::DifferenceView;
use clap::Args;

/// Show a policy with its document, or what another one has differently
///
/// Documents are compared member by member; authentication types and attributes are paired by what they
/// are about, wherever they stand. Exit status 0 either way.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl policy show banking/bank-kyc --diff banking/bank-kyc-2")]
pub struct ShowArgs {
    /// Id, or GROUP/NAME
    policy: String,
    /// The other one, by id or GROUP/NAME: what it adds, removes and changes
    #[arg(long, value_name = "POLICY")]
    diff: Option<String>,
}

pub(super) fn run(app: &App, args: &ShowArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    if let Some(other) = &args.diff {
        let found = ops::policy::compare(&parts.ctx(), &args.policy, other)?;
        let views: Vec<_> = found.iter().map(DifferenceView::from).collect();
        app.printer.list(&views, "no differences")?;
        return Ok(Exit::Ok);
    }
    let found = ops::policy::show(&parts.ctx(), &args.policy)?;
    app.printer.one(&view(&found))?;
    Ok(Exit::Ok)
}
