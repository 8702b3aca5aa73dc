//! `pmctl api-key`: what an approved mapping gives a partner.

mod list;
mod show;

use crate::app::{App, Parts};
use crate::domain::api_key::ApiKey;
use crate::error::{Exit, Failure};
use crate::output::view::api_key::ApiKeyView;
use clap::Subcommand;

/// See the API keys of partners
#[derive(Debug, Subcommand)]
pub enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, &args),
    }
}

/// Masked.
fn view(parts: &Parts, key: &ApiKey) -> ApiKeyView {
    ApiKeyView::new(key, parts.masked(&key.key), parts.now())
}
