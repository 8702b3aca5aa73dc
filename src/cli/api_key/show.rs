//! `pmctl api-key show`.

use super::view;
use crate::app::App;
use crate::cli::destination::Destination;
use crate::domain::id::ApiKeyId;
use crate::error::{Exit, Failure};
use crate::ops::{self, files};
use clap::Args;

/// Show an API key; it is masked unless it is asked for
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// API key to show
    api_key: ApiKeyId,
    /// Show it in clear; the audit trail says who saw it
    #[arg(long)]
    reveal: bool,
    /// File to write it to, with mode 0600; - shows it in clear
    #[arg(long, value_name = "FILE")]
    key_to: Option<Destination>,
}

pub(super) fn run(app: &App, args: &ShowArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    if !args.reveal && args.key_to.is_none() {
        let key = ops::api_key::show(&parts.ctx(), &args.api_key)?;
        app.printer.one(&view(&parts, &key))?;
        return Ok(Exit::Ok);
    }
    Destination::ready(args.key_to.as_ref())?;
    let key = ops::api_key::reveal(&parts.ctx(), &args.api_key)?;
    if let Some(path) = args.key_to.as_ref().and_then(Destination::file)
        && !files::holds_secret(path, &key.key)
    {
        files::write_secret(path, &key.key)?;
    }
    let mut shown = view(&parts, &key);
    if args.reveal || args.key_to.as_ref().is_some_and(Destination::is_shown) {
        shown.key = key.key.expose().to_owned();
    }
    app.printer.one(&shown)?;
    Ok(Exit::Ok)
}
