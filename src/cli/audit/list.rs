//! `pmctl audit list`.

use crate::app::App;
use crate::domain::audit::Span;
use crate::domain::time::Moment;
use crate::error::{Exit, Failure, catalogue};
use crate::ops;
use crate::output::view::audit::AuditView;
use clap::Args;

/// List the newest entries of the audit trail, newest first
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Entries at most
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
    /// Not before this moment: 2026-11-23, or 2026-11-23T12:00:00Z
    #[arg(long, value_name = "MOMENT")]
    since: Option<Moment>,
    /// Before this moment
    #[arg(long, value_name = "MOMENT")]
    until: Option<Moment>,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let span = span(args)?;
    let parts = app.open()?;
    let found = ops::audit::list(&parts.ctx(), &span, args.limit)?;
    let views: Vec<_> = found.iter().map(AuditView::from).collect();
    app.printer.list(&views, "nothing was done yet")?;
    Ok(Exit::Ok)
}

fn span(args: &ListArgs) -> Result<Span, Failure> {
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        return Err(Failure::new(
            &catalogue::USAGE,
            format!("--since {since} is after --until {until}: nothing lies between them"),
        )
        .fix("exchange the two, or leave one out"));
    }
    Ok(Span {
        since: args.since,
        until: args.until,
    })
}
