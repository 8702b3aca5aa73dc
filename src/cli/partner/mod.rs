//! `pmctl partner`: those who authenticate people through a MISP.

mod add;
mod block;
mod list;
mod map_policy;
mod show;
mod unblock;
mod update;

use crate::app::App;
use crate::cli::ida::refusal;
use crate::error::{Exit, Failure};
use crate::ops::partner::Detailed;
use crate::output::view::partner::{PartnerView, Surroundings};
use clap::Subcommand;

/// Add and look after the partners of a MISP
#[derive(Debug, Subcommand)]
pub enum Command {
    Add(Box<add::AddArgs>),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Update(Box<update::UpdateArgs>),
    Block(block::BlockArgs),
    Unblock(unblock::UnblockArgs),
    MapPolicy(map_policy::MapPolicyArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Add(args) => add::run(app, *args),
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, &args),
        Command::Update(args) => update::run(app, *args),
        Command::Block(args) => block::run(app, args),
        Command::Unblock(args) => unblock::run(app, &args),
        Command::MapPolicy(args) => map_policy::run(app, args),
    }
}

fn view(found: &Detailed) -> PartnerView {
    let refusals: Option<Vec<_>> = found
        .verdict
        .as_ref()
        .map(|verdict| verdict.findings.iter().map(refusal).collect());
    let around = Surroundings {
        misp: &found.misp,
        group: &found.group,
        policy: found.policy.as_ref(),
        waiting: found.waiting.as_ref(),
        refusals: refusals.as_deref(),
    };
    PartnerView::new(&found.partner, around)
}
