//! `pmctl api-key`: what an approved mapping gives a partner.

mod list;
mod reissue;
mod restore;
mod revoke;
mod show;

use crate::app::{App, Parts};
use crate::domain::api_key::ApiKey;
use crate::error::{Exit, Failure};
use crate::output::view::api_key::ApiKeyView;
use clap::Subcommand;

/// See the API keys of partners, take them out of force and issue new ones
#[derive(Debug, Subcommand)]
pub enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Revoke(revoke::RevokeArgs),
    Restore(restore::RestoreArgs),
    Reissue(reissue::ReissueArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, &args),
        Command::Revoke(args) => revoke::run(app, args),
        Command::Restore(args) => restore::run(app, &args),
        Command::Reissue(args) => reissue::run(app, &args),
    }
}

/// Masked.
fn view(parts: &Parts, key: &ApiKey) -> ApiKeyView {
    ApiKeyView::new(key, parts.masked(&key.key), parts.now())
}
