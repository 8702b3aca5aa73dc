//! `pmctl policy`: what a partner may ask for.

mod activate;
mod add;
mod check;
mod convert;
mod deactivate;
mod list;
mod publish;
mod show;
mod update;

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops::policy::Grouped;
use crate::output::view::policy::PolicyView;
use clap::Subcommand;

/// Add, check and publish policies, take them out of force and put them back
#[derive(Debug, Subcommand)]
pub enum Command {
    Add(Box<add::AddArgs>),
    Check(check::CheckArgs),
    Convert(convert::ConvertArgs),
    Update(Box<update::UpdateArgs>),
    Publish(publish::PublishArgs),
    Deactivate(deactivate::DeactivateArgs),
    Activate(activate::ActivateArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Add(args) => add::run(app, *args),
        Command::Check(args) => check::run(app, &args),
        Command::Convert(args) => convert::run(app, &args),
        Command::Update(args) => update::run(app, *args),
        Command::Deactivate(args) => deactivate::run(app, args),
        Command::Activate(args) => activate::run(app, &args),
        Command::Publish(args) => publish::run(app, &args),
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, &args),
    }
}

fn view(found: &Grouped) -> PolicyView {
    PolicyView::new(&found.policy, &found.group)
}
