//! `pmctl mapping`: requests for a policy, and what is decided about them.

mod approve;
mod list;
mod reject;
mod show;

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops::mapping::Named;
use crate::output::view::mapping::MappingView;
use clap::Subcommand;

/// See, approve and reject requests for a policy
#[derive(Debug, Subcommand)]
pub enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Approve(approve::ApproveArgs),
    Reject(reject::RejectArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, &args),
        Command::Approve(args) => approve::run(app, &args),
        Command::Reject(args) => reject::run(app, args),
    }
}

pub(super) fn view(found: &Named) -> MappingView {
    MappingView::new(&found.mapping, &found.partner, &found.policy, &found.group)
}
