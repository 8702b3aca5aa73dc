//! `pmctl license restore`.

use super::view;
use crate::app::App;
use crate::cli::subjects;
use crate::domain::id::LicenseId;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Take the revocation of a license key back
///
/// Its dates stay as they are: one that has expired is expired, one of a blocked MISP is blocked.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// Licenses to restore; - reads ids from standard input
    #[arg(required = true, value_name = "LICENSE")]
    licenses: Vec<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: RestoreArgs) -> Result<Exit, Failure> {
    let licenses: Vec<LicenseId> = subjects::ids(&args.licenses)?;
    let parts = app.open()?;
    let restore = |license: LicenseId| {
        let written = ops::license::restore(&parts.ctx(), &license, args.reason.as_ref());
        (license.to_string(), written)
    };
    let results = licenses.into_iter().map(restore).collect();
    app.wrote_all(results, |held| view(&parts, held), "nothing to restore")
}
