//! `pmctl audit`: who did what, when and why.

mod list;
mod verify;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// Read and verify the audit trail
#[derive(Debug, Subcommand)]
pub enum Command {
    List(list::ListArgs),
    Verify(verify::VerifyArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => list::run(app, &args),
        Command::Verify(args) => verify::run(app, &args),
    }
}
