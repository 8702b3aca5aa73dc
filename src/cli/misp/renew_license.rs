//! `pmctl misp renew-license`, and the same as `pmctl license renew`.

use crate::app::App;
use crate::cli::license::{KeyArgs, view};
use crate::domain::id::MispId;
use crate::domain::license::Due;
use crate::domain::time::Lifetime;
use crate::error::{Exit, Failure, catalogue};
use crate::ops;
use crate::ops::license::Renewal;
use clap::Args;

/// Issue a new license key to a MISP when the one in force is due
///
/// It is due when it has expired or ends within the window. Not due is `unchanged` with exit status 0.
/// The new key is in force at once. A blocked MISP is refused.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl misp renew-license 100 --key-to license.key
  pmctl misp renew-license --all --within 30d -o jsonl")]
pub struct RenewArgs {
    /// MISP whose license is renewed
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    misp: Option<MispId>,
    /// Renew what is due among all MISPs
    #[arg(long)]
    all: bool,
    /// How long before its end a license is due (default: the context's)
    #[arg(long, value_name = "DURATION", conflicts_with = "early")]
    within: Option<Lifetime>,
    /// Renew now, whatever the dates say
    #[arg(long)]
    early: bool,
    /// How long the new license is valid (default: the context's)
    #[arg(long, value_name = "DURATION")]
    validity: Option<Lifetime>,
    #[command(flatten)]
    key: KeyArgs,
}

pub(in crate::cli) fn run(app: &App, args: &RenewArgs) -> Result<Exit, Failure> {
    if args.all && args.key.is_given() {
        return Err(Failure::new(
            &catalogue::USAGE,
            "--reveal and --key-to hand over the key of one MISP, not of all",
        ));
    }
    let parts = app.open()?;
    let due = if args.early {
        Due::Early
    } else {
        Due::Within(args.within.unwrap_or(parts.settings().renew_within))
    };
    let renewal = Renewal {
        due,
        validity: args.validity,
    };
    let Some(misp) = &args.misp else {
        let rows = ops::license::renew_all(&parts.ctx(), renewal)?;
        parts.end_progress();
        let results: Vec<_> = rows
            .into_iter()
            .map(|row| (row.misp.to_string(), row.result))
            .collect();
        return app.wrote_rows(
            results,
            |held| view(&parts, held),
            "no MISP has a license to renew",
        );
    };
    let written = ops::license::renew(&parts.ctx(), misp, renewal)?;
    let key = args
        .key
        .handed_over(&parts, Some(&written.entity.license.id))?;
    app.wrote(written, |held| {
        let mut shown = view(&parts, held);
        if let Some(key) = key {
            shown.key = key;
        }
        shown
    })
}
