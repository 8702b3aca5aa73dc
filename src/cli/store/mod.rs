//! `pmctl store`.

mod check;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// Look after the store
#[derive(Debug, Subcommand)]
pub enum Command {
    Check(check::CheckArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Check(args) => check::run(app, &args),
    }
}
