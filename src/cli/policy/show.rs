//! `pmctl policy show`.

use super::view;
use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Show a policy with its document
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Id, or GROUP/NAME
    policy: String,
}

pub(super) fn run(app: &App, args: &ShowArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::policy::show(&parts.ctx(), &args.policy)?;
    app.printer.one(&view(&found))?;
    Ok(Exit::Ok)
}
