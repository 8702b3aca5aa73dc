//! `pmctl partner list`.

use super::view;
use crate::app::App;
use crate::cli::page::PageArgs;
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
    page: PageArgs,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::partner::list(&parts.ctx(), args.misp.as_ref(), &args.page.page())?;
    let views: Vec<_> = found.iter().map(view).collect();
    app.printer
        .list(&views, "no partners yet: pmctl partner add")?;
    let last = views.last().map(|view| view.id.as_str());
    args.page.note_more(app, found.len(), last);
    Ok(Exit::Ok)
}
