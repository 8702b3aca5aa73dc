//! `pmctl config schema`.

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Args;

/// Print the form of the configuration file as JSON Schema
///
/// For an editor that completes and checks it.
#[derive(Debug, Args)]
pub struct SchemaArgs {}

pub(super) fn run(app: &App, _: &SchemaArgs) -> Result<Exit, Failure> {
    app.printer.foreign_json(&crate::config::schema::schema())?;
    Ok(Exit::Ok)
}
