//! `pmctl policy list`.

use super::view;
use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// List policies
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Of this policy group only, by id or name
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::policy::list(&parts.ctx(), args.group.as_deref())?;
    let views: Vec<_> = found.iter().map(view).collect();
    app.printer
        .list(&views, "no policies yet: pmctl policy add")?;
    Ok(Exit::Ok)
}
