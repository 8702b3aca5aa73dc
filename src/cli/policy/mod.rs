//! `pmctl policy`: what a partner may ask for.

mod add;
mod check;
mod list;
mod publish;
mod show;

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops::policy::Grouped;
use crate::output::view::policy::PolicyView;
use clap::Subcommand;

/// Add, check and publish policies
#[derive(Debug, Subcommand)]
pub enum Command {
    Add(Box<add::AddArgs>),
    Check(check::CheckArgs),
    Publish(publish::PublishArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Add(args) => add::run(app, *args),
        Command::Check(args) => check::run(app, &args),
        Command::Publish(args) => publish::run(app, &args),
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, &args),
    }
}

fn view(found: &Grouped) -> PolicyView {
    PolicyView::new(&found.policy, &found.group)
}
