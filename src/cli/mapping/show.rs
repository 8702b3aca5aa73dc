//! `pmctl mapping show`.

use super::view;
use crate::app::App;
use crate::domain::id::MappingId;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Show a request for a policy
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Mapping to show
    mapping: MappingId,
}

pub(super) fn run(app: &App, args: &ShowArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::mapping::show(&parts.ctx(), &args.mapping)?;
    app.printer.one(&view(&found))?;
    Ok(Exit::Ok)
}
