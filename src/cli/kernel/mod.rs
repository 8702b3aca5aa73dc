//! `pmctl kernel`: the one that is called, and the one inside.

pub mod ping;
mod provision;
mod serve;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// Run the embedded Kernel, and ask a Kernel who it is
#[derive(Debug, Subcommand)]
pub enum Command {
    Serve(serve::ServeArgs),
    Ping(ping::PingArgs),
    Provision(provision::ProvisionArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Serve(args) => serve::run(app, args),
        Command::Ping(args) => ping::run(app, &args),
        Command::Provision(args) => provision::run(app, &args),
    }
}
