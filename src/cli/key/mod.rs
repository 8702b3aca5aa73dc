//! `pmctl key`: the keys that answers to a partner are encrypted with.

mod rotate;
mod show;
mod upload;
mod verify;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// Upload, rotate and verify the encryption keys of partners
#[derive(Debug, Subcommand)]
pub enum Command {
    Upload(upload::UploadArgs),
    Rotate(rotate::RotateArgs),
    Show(show::ShowArgs),
    Verify(verify::VerifyArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Upload(args) => upload::run(app, &args),
        Command::Rotate(args) => rotate::run(app, &args),
        Command::Show(args) => show::run(app, &args),
        Command::Verify(args) => verify::run(app, &args),
    }
}
