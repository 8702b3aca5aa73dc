//! `pmctl policy-group`: partners and policies meet in a group.

mod activate;
mod add;
mod deactivate;
mod list;
mod show;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// Add and see policy groups, take them out of force and put them back
#[derive(Debug, Subcommand)]
pub enum Command {
    Add(add::AddArgs),
    Deactivate(deactivate::DeactivateArgs),
    Activate(activate::ActivateArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Add(args) => add::run(app, args),
        Command::Deactivate(args) => deactivate::run(app, args),
        Command::Activate(args) => activate::run(app, &args),
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, &args),
    }
}
