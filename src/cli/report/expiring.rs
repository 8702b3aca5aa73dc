//! `pmctl report expiring`.

use crate::app::App;
use crate::domain::time::Lifetime;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::report::{Expiring, ExpiringKind};
use crate::output::view::report::{Ending, ExpiringView};
use clap::{Args, ValueEnum};

/// List what ends soon or has ended, soonest first
///
/// Licenses, certificates, keys, API keys, policies and authorities that are in force. Exit status 0,
/// unless --fail-on says otherwise.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl report expiring --within 30d --kind license,certificate --fail-on expiring")]
pub struct ExpiringArgs {
    /// How far to look ahead
    #[arg(long, value_name = "DURATION", default_value = "30d")]
    within: Lifetime,
    /// Of these kinds only
    #[arg(long = "kind", value_enum, value_name = "KIND", value_delimiter = ',')]
    kinds: Vec<Kind>,
    /// Exit with 12 when something ends within the window, with 13 when something has ended
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    License,
    Certificate,
    Key,
    ApiKey,
    Policy,
    Ca,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Something ends within the window (12) or has ended (13)
    Expiring,
    /// Something has ended (13)
    Expired,
}

pub(super) fn run(app: &App, args: &ExpiringArgs) -> Result<Exit, Failure> {
    let kinds: Vec<ExpiringKind> = args.kinds.iter().map(|kind| kind.of_report()).collect();
    let parts = app.open()?;
    let found = ops::report::expiring(&parts.ctx(), args.within, &kinds)?;
    let views: Vec<_> = found.iter().map(|row| view(row, parts.now())).collect();
    app.printer
        .list(&views, &format!("nothing ends within {}", args.within))?;
    Ok(exit(args.fail_on, &found))
}

fn exit(fail_on: Option<FailOn>, found: &[Expiring]) -> Exit {
    let expired = found.iter().any(|row| row.expired);
    match fail_on {
        Some(_) if expired => Exit::Expired,
        Some(FailOn::Expiring) if !found.is_empty() => Exit::Expiring,
        _ => Exit::Ok,
    }
}

fn view(row: &Expiring, now: crate::domain::time::Moment) -> ExpiringView {
    let ending = Ending {
        kind: row.kind.word(),
        id: &row.id,
        of: &row.of,
        name: &row.name,
        ends: row.ends,
        expired: row.expired,
    };
    ExpiringView::new(ending, now)
}

impl Kind {
    fn of_report(self) -> ExpiringKind {
        match self {
            Self::License => ExpiringKind::License,
            Self::Certificate => ExpiringKind::Certificate,
            Self::Key => ExpiringKind::Key,
            Self::ApiKey => ExpiringKind::ApiKey,
            Self::Policy => ExpiringKind::Policy,
            Self::Ca => ExpiringKind::Ca,
        }
    }
}
