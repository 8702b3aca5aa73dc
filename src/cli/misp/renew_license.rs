//! `pmctl misp renew-license`, and the same as `pmctl license renew`.

use crate::app::{self, App, Parts};
use crate::cli::license::new_key::NewKeyArgs;
use crate::cli::license::view;
use crate::domain::id::MispId;
use crate::domain::license::{Cutover, Due};
use crate::domain::time::{Lifetime, Moment};
use crate::error::{Exit, Failure};
use crate::ops::OpError;
use crate::ops::license::{HandOver, Held, Renewal, hand_over, renew, renew_all, reveal};
use clap::Args;

/// Issue a new license key to a MISP when its newest one is due
///
/// It is due when it has expired or ends within the window. Not due is `unchanged` with exit status 0.
/// The new key is in force at once, unless --overlap or --cutover keeps the old one in force: ID
/// Authentication holds one key for each MISP and hears of the new one then, with the next command or
/// pmctl outbox push. A blocked MISP is refused, and passed over by --all.
///
/// A new key leaves once: to the file, to the hook, or to both. One that did not get out (exit status 9)
/// is handed over by the next run, though nothing is due then.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl misp renew-license 100 --new-key-to license.key
  pmctl misp renew-license 100 --early --overlap 14d
  pmctl misp renew-license --all --within 30d --hook /etc/pmctl/put-key -o jsonl")]
pub struct RenewArgs {
    /// MISP whose license is renewed
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    misp: Option<MispId>,
    /// Renew what is due among all MISPs
    #[arg(long)]
    all: bool,
    /// How long before its end a license is due, less than the validity (default: the context's)
    #[arg(long, value_name = "DURATION", conflicts_with = "early")]
    within: Option<Lifetime>,
    /// Renew now, whatever the dates say
    #[arg(long)]
    early: bool,
    /// Keep the old key in force for so long, at most until it ends
    #[arg(long, value_name = "DURATION", conflicts_with = "cutover")]
    overlap: Option<Lifetime>,
    /// Keep the old key in force until then, at most until it ends
    #[arg(long, value_name = "DATE")]
    cutover: Option<Moment>,
    /// How long the new license is valid, from when it is in force (default: the context's)
    #[arg(long, value_name = "DURATION")]
    validity: Option<Lifetime>,
    #[command(flatten)]
    key: NewKeyArgs,
}

pub(in crate::cli) fn run(app: &App, args: RenewArgs) -> Result<Exit, Failure> {
    let way = args.key.way(args.all, app.told_timeout())?;
    way.ready()?;
    if let Some(hook) = &way.hook {
        app::end_hook_too(hook.running())?;
    }
    let parts = app.open()?;
    let renewal = args.renewal(&parts);
    let reveals = args.key.is_shown();
    let Some(misp) = args.misp else {
        return all(app, &parts, renewal, &way);
    };
    let mut written = renew(&parts.ctx(), &misp, renewal)?;
    let failed = hand_over(&parts.ctx(), &mut [&mut written.entity], &way)?;
    let key = match reveals {
        true => Some(
            reveal(&parts.ctx(), &written.entity.license.id)?
                .license
                .key,
        ),
        false => None,
    };
    let exit = app.wrote(written, |held| {
        let mut shown = view(&parts, held);
        if let Some(key) = key {
            shown.key = key.expose().to_owned();
        }
        shown
    })?;
    Ok(exit.or_worse(left(app, failed)))
}

fn all(app: &App, parts: &Parts, renewal: Renewal, way: &HandOver) -> Result<Exit, Failure> {
    let mut renewed = renew_all(&parts.ctx(), renewal)?;
    let done = renewed
        .rows
        .iter_mut()
        .filter_map(|row| row.result.as_mut().ok());
    let mut held: Vec<&mut Held> = done.map(|written| &mut written.entity).collect();
    let failed = hand_over(&parts.ctx(), &mut held, way)?;
    parts.end_progress();
    if renewed.blocked > 0 {
        app.printer.note(&format!(
            "note: blocked MISPs that were passed over: {}",
            renewed.blocked
        ));
    }
    let rows = renewed.rows.into_iter();
    let results = rows.map(|row| (row.misp.to_string(), row.result)).collect();
    let exit = app.wrote_rows(
        results,
        |held| view(parts, held),
        "no MISP has a license to renew",
    )?;
    let exit = exit.or_worse(app.told(&[], renewed.delivery));
    Ok(exit.or_worse(left(app, failed)))
}

/// What was renewed but did not get out.
fn left(app: &App, failed: Vec<OpError>) -> Exit {
    let failures: Vec<Failure> = failed.into_iter().map(Failure::from).collect();
    app.failed(&failures, usize::MAX)
}

impl RenewArgs {
    fn renewal(&self, parts: &Parts) -> Renewal {
        let within = self.within.unwrap_or(parts.settings().renew_within);
        Renewal {
            due: match self.early {
                true => Due::Early,
                false => Due::Within(within),
            },
            cutover: match (self.overlap, self.cutover) {
                (Some(overlap), _) => Cutover::After(overlap),
                (None, Some(moment)) => Cutover::At(moment),
                (None, None) => Cutover::AtOnce,
            },
            validity: self.validity,
        }
    }
}
