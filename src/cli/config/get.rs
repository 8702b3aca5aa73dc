//! `pmctl config get`.

use super::{settable, settings, view};
use crate::app::App;
use crate::error::{Exit, Failure, catalogue};
use clap::Args;

/// Show one setting of the context in use
///
/// Secrets are shown by their source.
#[derive(Debug, Args)]
pub struct GetArgs {
    /// Setting to show, as config list names it
    #[arg(value_parser = settable(), hide_possible_values = true)]
    key: String,
}

pub(super) fn run(app: &App, args: &GetArgs) -> Result<Exit, Failure> {
    let all = settings(app)?;
    let found = all.iter().find(|one| one.key == args.key);
    let absent = || {
        Failure::new(
            &catalogue::USAGE,
            format!("there is no setting {}", args.key),
        )
    };
    app.printer.one(&view(found.ok_or_else(absent)?, None))?;
    Ok(Exit::Ok)
}
