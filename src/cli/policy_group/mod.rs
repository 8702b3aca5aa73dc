//! `pmctl policy-group`: partners and policies meet in a group.

mod add;
mod list;
mod show;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// Add and see policy groups
#[derive(Debug, Subcommand)]
pub enum Command {
    Add(add::AddArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Add(args) => add::run(app, args),
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, &args),
    }
}
