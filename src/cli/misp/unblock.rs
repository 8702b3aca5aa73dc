//! `pmctl misp unblock`.

use super::view;
use crate::app::App;
use crate::cli::subjects;
use crate::domain::id::MispId;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Lift the block of a MISP
///
/// Exactly what the block took away comes back: a license that was revoked stays revoked, one that has
/// expired is expired.
#[derive(Debug, Args)]
pub struct UnblockArgs {
    /// MISPs to unblock; - reads ids from standard input
    #[arg(required = true, value_name = "MISP")]
    misps: Vec<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: UnblockArgs) -> Result<Exit, Failure> {
    let misps: Vec<MispId> = subjects::ids(&args.misps)?;
    let parts = app.open()?;
    let unblock = |misp: MispId| {
        let written = ops::misp::unblock(&parts.ctx(), &misp, args.reason.as_ref());
        (misp.to_string(), written)
    };
    let results = misps.into_iter().map(unblock).collect();
    app.wrote_all(results, |found| view(&parts, found), "nothing to unblock")
}
