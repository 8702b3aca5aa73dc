//! `pmctl partner list`.

use super::view;
use crate::app::App;
use crate::cli::page::{LongArgs, Rows};
use crate::domain::id::MispId;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// List partners with their policy
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Of this MISP only
    #[arg(long, value_name = "MISP")]
    misp: Option<MispId>,
    #[command(flatten)]
    page: LongArgs,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let ctx = parts.ctx();
    let rows = Rows {
        fetch: &|page| ops::partner::list(&ctx, args.misp.as_ref(), page),
        key: &|found| found.partner.id.to_string(),
        view: &view,
        nothing: "no partners yet: pmctl partner add",
    };
    args.page.show(app, &rows)
}
