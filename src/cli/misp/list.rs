//! `pmctl misp list`.

use super::view;
use crate::app::App;
use crate::cli::page::{LongArgs, Rows};
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// List MISPs with the state of their license
#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    page: LongArgs,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let ctx = parts.ctx();
    let rows = Rows {
        fetch: &|page| ops::misp::list(&ctx, page),
        key: &|found| found.misp.name.key(),
        view: &|found| view(&parts, found),
        nothing: "no MISPs yet: pmctl misp register",
    };
    args.page.show(app, &rows)
}
