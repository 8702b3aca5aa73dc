//! `pmctl report`.

mod expiring;
mod inventory;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// Report on what is in force
#[derive(Debug, Subcommand)]
pub enum Command {
    Expiring(expiring::ExpiringArgs),
    Inventory(inventory::InventoryArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Expiring(args) => expiring::run(app, &args),
        Command::Inventory(args) => inventory::run(app, &args),
    }
}
