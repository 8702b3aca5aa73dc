//! `pmctl cert list`.

use crate::app::App;
use crate::cli::page::PageArgs;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::cert::CertView;
use clap::Args;

/// List certificates, those of one holder newest first
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Of this partner or MISP only, with those that were replaced
    #[arg(long, value_name = "ID")]
    holder: Option<String>,
    #[command(flatten)]
    page: PageArgs,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = match &args.holder {
        Some(id) => {
            let holder = ops::access::holder(&parts.ctx(), id)?;
            ops::cert::history(&parts.ctx(), &holder)?
        }
        None => ops::cert::list(&parts.ctx(), &args.page.page())?,
    };
    let views: Vec<_> = found.iter().map(CertView::from).collect();
    app.printer
        .list(&views, "no certificates yet: pmctl cert upload")?;
    let last = views.last().map(|view| view.id.as_str());
    args.page.note_more(app, found.len(), last);
    Ok(Exit::Ok)
}
