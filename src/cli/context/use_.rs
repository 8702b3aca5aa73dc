//! `pmctl context use`.

use super::{settings_of, view};
use crate::app::App;
use crate::config::edit::{self, Edited};
use crate::error::{Exit, Failure};
use clap::Args;

/// Mark a context as the one to use when none is named
#[derive(Debug, Args)]
pub struct UseArgs {
    /// Context to mark
    name: String,
}

pub(super) fn run(app: &App, args: UseArgs) -> Result<Exit, Failure> {
    let settings = settings_of(app, &app.config_file()?, &args.name)?;
    let outcome = match edit::mark_current(&settings.places.config_file, &args.name)? {
        Edited::Changed => "updated",
        Edited::Unchanged => "unchanged",
    };
    app.printer.one(&view(&settings, true, Some(outcome)))?;
    Ok(Exit::Ok)
}
