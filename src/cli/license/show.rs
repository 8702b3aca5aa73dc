//! `pmctl license show`.

use super::{KeyArgs, view};
use crate::app::App;
use crate::domain::id::LicenseId;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Show a license; its key is masked unless it is asked for
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// License to show
    license: LicenseId,
    #[command(flatten)]
    key: KeyArgs,
}

pub(super) fn run(app: &App, args: &ShowArgs) -> Result<Exit, Failure> {
    args.key.ready()?;
    let parts = app.open()?;
    let held = ops::license::show(&parts.ctx(), &args.license)?;
    let mut shown = view(&parts, &held);
    if let Some(key) = args.key.handed_over(&parts, &args.license)? {
        shown.key = key;
    }
    app.printer.one(&shown)?;
    Ok(Exit::Ok)
}
