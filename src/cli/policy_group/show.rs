//! `pmctl policy-group show`.

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::policy_group::PolicyGroupView;
use clap::Args;

/// Show a policy group
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Id or name of the group
    group: String,
}

pub(super) fn run(app: &App, args: &ShowArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let group = ops::policy_group::show(&parts.ctx(), &args.group)?;
    app.printer.one(&PolicyGroupView::from(&group))?;
    Ok(Exit::Ok)
}
