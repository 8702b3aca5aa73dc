//! `pmctl config path`.

use super::{settings, view};
use crate::app::App;
use crate::error::{Exit, Failure};
use crate::output::printer::Format;
use clap::Args;

/// Print the path of the configuration file, whether it is there or not
#[derive(Debug, Args)]
#[command(after_help = "Example:
  \"$EDITOR\" \"$(pmctl config path)\"")]
pub struct PathArgs {}

/// A file with faults has a path too: that is when it is asked for.
pub(super) fn run(app: &App, _: &PathArgs) -> Result<Exit, Failure> {
    let path = app.places()?.config_file;
    if app.printer.format == Format::Table {
        app.printer
            .raw(format!("{}\n", path.display()).as_bytes())?;
        return Ok(Exit::Ok);
    }
    let all = settings(app)?;
    for one in all.iter().filter(|one| one.key == "config") {
        app.printer.one(&view(one, None))?;
    }
    Ok(Exit::Ok)
}
