//! `pmctl policy-group list`.

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::policy_group::PolicyGroupView;
use clap::Args;

/// List policy groups
#[derive(Debug, Args)]
pub struct ListArgs {}

pub(super) fn run(app: &App, _: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::policy_group::list(&parts.ctx())?;
    let views: Vec<_> = found.iter().map(PolicyGroupView::from).collect();
    app.printer
        .list(&views, "no policy groups yet: pmctl policy-group add")?;
    Ok(Exit::Ok)
}
