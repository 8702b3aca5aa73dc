//! `pmctl audit list`.

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::audit::AuditView;
use clap::Args;

/// List the newest entries of the audit trail, newest first
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Entries at most
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::audit::list(&parts.ctx(), args.limit)?;
    let views: Vec<_> = found.iter().map(AuditView::from).collect();
    app.printer.list(&views, "nothing was done yet")?;
    Ok(Exit::Ok)
}
