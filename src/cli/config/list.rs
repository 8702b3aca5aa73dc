//! `pmctl config list`.

use super::{settings, view};
use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Args;

/// List every setting of the context in use, with its value and where that comes from
///
/// Flag, environment, file or default, the strongest first. Secrets are shown by their source.
#[derive(Debug, Args)]
pub struct ListArgs {}

pub(super) fn run(app: &App, _: &ListArgs) -> Result<Exit, Failure> {
    let views: Vec<_> = settings(app)?.iter().map(|one| view(one, None)).collect();
    app.printer.list(&views, "nothing is set")?;
    Ok(Exit::Ok)
}
