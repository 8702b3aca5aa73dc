//! `pmctl mapping list`.

use super::view;
use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// List requests for a policy and what became of them
#[derive(Debug, Args)]
pub struct ListArgs {
    /// In this state only
    #[arg(long, value_name = "STATE", value_parser = ["requested", "approved", "rejected", "replaced"])]
    state: Option<String>,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::mapping::list(&parts.ctx(), args.state.as_deref())?;
    let views: Vec<_> = found.iter().map(view).collect();
    app.printer
        .list(&views, "no mappings: pmctl partner map-policy")?;
    Ok(Exit::Ok)
}
