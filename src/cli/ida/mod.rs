//! `pmctl ida`: what ID Authentication is given, and what it would say.

mod check;
mod policy;
mod reconcile;
mod serve;

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Subcommand;

/// Share policies with ID Authentication and ask what it would say
#[derive(Debug, Subcommand)]
pub enum Command {
    Policy(policy::PolicyArgs),
    Check(check::CheckArgs),
    Reconcile(reconcile::ReconcileArgs),
    Serve(serve::ServeArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Policy(args) => policy::run(app, &args),
        Command::Check(args) => check::run(app, args),
        Command::Reconcile(args) => reconcile::run(app, &args),
        Command::Serve(args) => serve::run(app, args),
    }
}
