//! `pmctl cert`: certificates of partners and MISPs, re-signed by the Kernel.

mod csr;
mod get;
mod inspect;
mod list;
mod show;
mod upload;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// Inspect, upload and fetch certificates
#[derive(Debug, Subcommand)]
pub enum Command {
    Inspect(inspect::InspectArgs),
    Csr(csr::CsrArgs),
    Upload(upload::UploadArgs),
    Get(get::GetArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Inspect(args) => inspect::run(app, &args),
        Command::Csr(args) => csr::run(app, &args),
        Command::Upload(args) => upload::run(app, &args),
        Command::Get(args) => get::run(app, &args),
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, &args),
    }
}
