//! `pmctl partner show`.

use super::view;
use crate::app::App;
use crate::domain::id::PartnerId;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Show a partner with what it belongs to and is mapped to
///
/// Besides its status it says whether ID Authentication would accept it now, and why not: pmctl ida check
/// has the rest.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Partner to show
    partner: PartnerId,
}

pub(super) fn run(app: &App, args: &ShowArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::partner::show(&parts.ctx(), &args.partner)?;
    app.printer.one(&view(&found))?;
    Ok(Exit::Ok)
}
