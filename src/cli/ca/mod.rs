//! `pmctl ca`: the authorities whose certificates the Kernel accepts.

mod list;
mod upload;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// Tell the Kernel which certificate authorities to trust
#[derive(Debug, Subcommand)]
pub enum Command {
    Upload(upload::UploadArgs),
    List(list::ListArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Upload(args) => upload::run(app, &args),
        Command::List(args) => list::run(app, &args),
    }
}
