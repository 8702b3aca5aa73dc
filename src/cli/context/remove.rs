//! `pmctl context remove`.

use super::{settings_of, view};
use crate::app::App;
use crate::cli::ask;
use crate::config::edit;
use crate::error::{Exit, Failure};
use clap::Args;

/// Take a context out of the configuration file
///
/// Its store and its keys stay where they are.
#[derive(Debug, Args)]
pub struct RemoveArgs {
    /// Context to take out
    name: String,
}

pub(super) fn run(app: &App, args: RemoveArgs) -> Result<Exit, Failure> {
    let settings = settings_of(app, &app.config_file()?, &args.name)?;
    ask::confirm(
        app,
        &format!("Remove context {}?", args.name),
        "Commands can no longer name it; its store stays.",
    )?;
    let outcome = match edit::remove(&settings.places.config_file, &args.name)? {
        edit::Edited::Changed => "updated",
        edit::Edited::Unchanged => "unchanged",
    };
    app.printer.one(&view(&settings, false, Some(outcome)))?;
    Ok(Exit::Ok)
}
