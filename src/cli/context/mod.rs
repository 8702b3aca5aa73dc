//! `pmctl context`: which Kernel and which store a run works with.

mod add;
mod list;
mod remove;
mod show;
mod test;
mod use_;

use crate::app::App;
use crate::config::file::File;
use crate::config::{
    IdSource, KernelSettings, LicenseSource, Origin, Overrides, SealSource, Settings, Sourced,
};
use crate::error::{Exit, Failure};
use crate::output::view::context::ContextView;
use clap::Subcommand;

/// Name and choose the systems to work with
#[derive(Debug, Subcommand)]
pub enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Use(use_::UseArgs),
    Add(Box<add::AddArgs>),
    Remove(remove::RemoveArgs),
    Test(test::TestArgs),
}

pub(super) fn run(app: &mut App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => list::run(app, &args),
        Command::Show(args) => show::run(app, args),
        Command::Use(args) => use_::run(app, args),
        Command::Add(args) => add::run(app, *args),
        Command::Remove(args) => remove::run(app, args),
        Command::Test(args) => test::run(app, args),
    }
}

/// The settings that a context gives, whichever one is current.
fn settings_of(app: &App, file: &File, name: &str) -> Result<Settings, Failure> {
    let overrides = Overrides {
        context: Some(Sourced::new(name.to_owned(), Origin::Flag)),
        ..Overrides::default()
    };
    Ok(Settings::resolve(&overrides, app.places()?, file)?)
}

fn view(settings: &Settings, current: bool, outcome: Option<&'static str>) -> ContextView {
    let remote = match &settings.kernel {
        KernelSettings::Embedded(_) => None,
        KernelSettings::Remote(remote) => Some(remote),
    };
    let login = remote.and_then(|remote| remote.issuer.clone().or(remote.authmanager.clone()));
    let service = remote.and_then(|remote| remote.service.as_ref());
    ContextView {
        name: settings.context.value.clone(),
        current,
        origin: None,
        config_file: settings.places.config_file.display().to_string(),
        store: settings.store.value.clone(),
        store_origin: settings.store.origin.word(),
        seal: match &settings.seal {
            SealSource::KeyFile(path) => format!("file {}", path.display()),
            SealSource::Elsewhere(source) => source.to_string(),
        },
        kernel: remote.map_or("embedded".to_owned(), |remote| remote.keymanager.clone()),
        login,
        service: service.map(|service| format!("{} ({})", service.client_id, service.secret)),
        audit: remote.and_then(|remote| remote.auditmanager.clone()),
        ida: settings.ida.as_ref().map(|ida| ida.url().to_owned()),
        misp_ids: ids(settings.misp_ids),
        partner_ids: ids(settings.partner_ids),
        license_source: match settings.license_source {
            LicenseSource::Kernel => "kernel",
            LicenseSource::Builtin => "builtin",
        },
        license_validity: settings.license_validity.to_string(),
        renew_within: settings.renew_within.to_string(),
        api_key_validity: settings.api_key_validity.to_string(),
        timeout: settings.timeout.value.to_string(),
        outcome,
    }
}

fn ids(source: IdSource) -> String {
    match source {
        IdSource::Kernel => "kernel".to_owned(),
        IdSource::Builtin { start } => format!("builtin from {start}"),
    }
}
