//! `pmctl outbox`: messages that wait for their receiver.

mod drop;
mod list;
mod push;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// See and send the messages that wait
#[derive(Debug, Subcommand)]
pub enum Command {
    List(list::ListArgs),
    Push(push::PushArgs),
    Drop(drop::DropArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => list::run(app, &args),
        Command::Push(args) => push::run(app, &args),
        Command::Drop(args) => drop::run(app, args),
    }
}
