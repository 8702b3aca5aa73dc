//! `pmctl report expiring`.

use crate::app::App;
use crate::domain::time::{Lifetime, Moment};
use crate::error::{Exit, Failure};
use crate::ops::report::{Expirations, Expiring, ExpiringKind, Warning};
use crate::ops::{self, files};
use crate::output::prometheus::{Figures, text};
use crate::output::view::report::{Ending, ExpiringView};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// List what ends soon or has ended, soonest first
///
/// Licenses, certificates, keys, API keys, policies and authorities that are in force. Exit status 0,
/// unless --fail-on says otherwise. Warns of license keys that took over without ID Authentication being
/// told, and of what is in use for more than ten years to come.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl report expiring --within 30d --kind license,certificate --fail-on expiring
  pmctl report expiring --prometheus /var/lib/node_exporter/pmctl.prom")]
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
    /// File to write as well, for the textfile collector of Prometheus; no reader sees half of it
    #[arg(long, value_name = "FILE")]
    prometheus: Option<PathBuf>,
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
    let views: Vec<_> = found
        .rows
        .iter()
        .map(|row| view(row, parts.now()))
        .collect();
    if let Some(path) = &args.prometheus {
        let text = prometheus(&kinds, &found, &views, parts.now());
        files::write_public(path, text.as_bytes())?;
    }
    let warnings: Vec<String> = found.warnings.iter().map(ToString::to_string).collect();
    let nothing = format!("nothing ends within {}", args.within);
    app.printer.report(&views, &warnings, &nothing)?;
    Ok(exit(args.fail_on, &found.rows))
}

fn prometheus(
    kinds: &[ExpiringKind],
    found: &Expirations,
    ending: &[ExpiringView],
    now: Moment,
) -> String {
    let asked = ExpiringKind::ALL
        .into_iter()
        .filter(|kind| kinds.is_empty() || kinds.contains(kind));
    let kinds: Vec<&str> = asked.map(ExpiringKind::word).collect();
    let mut overdue_cutovers = 0;
    let dated = ["license", "api-key", "policy"];
    let dated = kinds.iter().filter(|kind| dated.contains(kind));
    let mut long_lived: Vec<(&str, i64)> = dated.map(|kind| (*kind, 0)).collect();
    for warning in &found.warnings {
        match warning {
            Warning::CutoverOverdue { .. } => overdue_cutovers += 1,
            Warning::LongLived { kind, count, .. } => {
                let mut figures = long_lived.iter_mut();
                if let Some(figure) = figures.find(|(word, _)| *word == kind.word()) {
                    figure.1 = *count;
                }
            }
        }
    }
    text(&Figures {
        now,
        kinds: &kinds,
        ending,
        overdue_cutovers,
        long_lived: &long_lived,
    })
}

fn exit(fail_on: Option<FailOn>, found: &[Expiring]) -> Exit {
    let expired = found.iter().any(|row| row.expired);
    match fail_on {
        Some(_) if expired => Exit::Expired,
        Some(FailOn::Expiring) if !found.is_empty() => Exit::Expiring,
        _ => Exit::Ok,
    }
}

fn view(row: &Expiring, now: Moment) -> ExpiringView {
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
