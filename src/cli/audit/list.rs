//! `pmctl audit list`.

use crate::app::App;
use crate::domain::time::Moment;
use crate::error::{Exit, Failure, catalogue};
use crate::ops;
use crate::ops::audit::Span;
use crate::output::view::audit::AuditView;
use clap::Args;

/// List the newest entries of the audit trail, newest first
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl audit list --since 2026-11-01 --until 2026-12-01 --limit 1000")]
pub struct ListArgs {
    /// From this time or day on
    #[arg(long, value_name = "DATE")]
    since: Option<Moment>,
    /// Before this time or day
    #[arg(long, value_name = "DATE")]
    until: Option<Moment>,
    /// Entries at most
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let span = args.span()?;
    let parts = app.open()?;
    let found = ops::audit::list(&parts.ctx(), span, args.limit)?;
    let views: Vec<_> = found.iter().map(AuditView::from).collect();
    app.printer.list(&views, "nothing was done yet")?;
    Ok(Exit::Ok)
}

impl ListArgs {
    fn span(&self) -> Result<Span, Failure> {
        let span = Span {
            since: self.since,
            until: self.until,
        };
        match (span.since, span.until) {
            (Some(since), Some(until)) if since > until => Err(Failure::new(
                &catalogue::USAGE,
                format!("--since {since} lies after --until {until}"),
            )),
            _ => Ok(span),
        }
    }
}
