//! `pmctl misp show`.

use super::view;
use crate::app::App;
use crate::domain::id::MispId;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Show a MISP with the license in force
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// MISP to show
    misp: MispId,
}

pub(super) fn run(app: &App, args: &ShowArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::misp::show(&parts.ctx(), &args.misp)?;
    app.printer.one(&view(&parts, &found))?;
    Ok(Exit::Ok)
}
