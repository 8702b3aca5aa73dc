//! `pmctl context show`.

use super::{settings_of, view};
use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Args;

/// Show what a context settles to
///
/// Secrets are shown by their source. Values come from flag, environment, file or default, in that order.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Context to show; the one in use when left out
    name: Option<String>,
}

pub(super) fn run(app: &App, args: ShowArgs) -> Result<Exit, Failure> {
    let view = match args.name {
        None => {
            let settings = app.settings()?;
            let mut own = view(&settings, true, None);
            own.origin = Some(settings.context.origin.word());
            own
        }
        Some(name) => {
            let file = app.config_file()?;
            let current = app.settings().is_ok_and(|own| own.context.value == name);
            view(&settings_of(app, &file, &name)?, current, None)
        }
    };
    app.printer.one(&view)?;
    Ok(Exit::Ok)
}
