//! `pmctl misp list`.

use super::view;
use crate::app::App;
use crate::cli::page::PageArgs;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// List MISPs with the state of their license
#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    page: PageArgs,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::misp::list(&parts.ctx(), &args.page.page())?;
    let views: Vec<_> = found.iter().map(|found| view(&parts, found)).collect();
    app.printer
        .list(&views, "no MISPs yet: pmctl misp register")?;
    let last = found.last().map(|found| found.misp.name.key());
    args.page.note_more(app, found.len(), last.as_deref());
    Ok(Exit::Ok)
}
