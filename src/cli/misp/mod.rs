//! `pmctl misp`: those who carry authentication traffic.

mod block;
mod list;
mod register;
pub mod renew_license;
mod show;
mod unblock;
mod update;

use crate::app::{App, Parts};
use crate::domain::license::{License, Standing};
use crate::error::{Exit, Failure};
use crate::ops::misp::Licensed;
use crate::output::view::license::LicenseView;
use crate::output::view::misp::{MispPolicyView, MispView};
use clap::Subcommand;

/// Register and look after MISPs
#[derive(Debug, Subcommand)]
pub enum Command {
    Register(Box<register::RegisterArgs>),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Update(Box<update::UpdateArgs>),
    Block(block::BlockArgs),
    Unblock(unblock::UnblockArgs),
    RenewLicense(renew_license::RenewArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Register(args) => register::run(app, *args),
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, &args),
        Command::Update(args) => update::run(app, *args),
        Command::Block(args) => block::run(app, args),
        Command::Unblock(args) => unblock::run(app, args),
        Command::RenewLicense(args) => renew_license::run(app, args),
    }
}

fn view(parts: &Parts, found: &Licensed) -> MispView {
    let shown = |license: &Option<License>, standing| {
        license.as_ref().map(|license| {
            let key = parts.masked(&license.key);
            LicenseView::new(license, &found.misp, standing, key, parts.now())
        })
    };
    let licenses = [
        shown(&found.license, Standing::InForce),
        shown(&found.next, Standing::Waiting),
    ];
    let policy = found
        .policy
        .as_ref()
        .map(|found| MispPolicyView::new(&found.policy, &found.group));
    MispView::new(&found.misp, licenses, policy)
}
