//! `pmctl api-key list`.

use super::view;
use crate::app::App;
use crate::cli::page::PageArgs;
use crate::domain::id::PartnerId;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// List API keys
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Of this partner only
    #[arg(long, value_name = "PARTNER")]
    partner: Option<PartnerId>,
    #[command(flatten)]
    page: PageArgs,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::api_key::list(&parts.ctx(), args.partner.as_ref(), &args.page.page())?;
    let views: Vec<_> = found.iter().map(|key| view(&parts, key)).collect();
    app.printer
        .list(&views, "no API keys yet: pmctl mapping approve issues them")?;
    let last = views.last().map(|view| view.id.as_str());
    args.page.note_more(app, found.len(), last);
    Ok(Exit::Ok)
}
