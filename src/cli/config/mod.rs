//! `pmctl config`: the settings of the context in use.

mod get;
mod list;
mod path;
mod schema;
mod set;

use crate::app::App;
use crate::config::keys::KEYS;
use crate::config::listing::Listed;
use crate::error::{Exit, Failure};
use crate::output::view::setting::SettingView;
use clap::Subcommand;
use clap::builder::PossibleValuesParser;

/// See and change settings, each with where it comes from
#[derive(Debug, Subcommand)]
pub enum Command {
    List(list::ListArgs),
    Get(get::GetArgs),
    Set(set::SetArgs),
    Path(path::PathArgs),
    Schema(schema::SchemaArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => list::run(app, &args),
        Command::Get(args) => get::run(app, &args),
        Command::Set(args) => set::run(app, &args),
        Command::Path(args) => path::run(app, &args),
        Command::Schema(args) => schema::run(app, &args),
    }
}

/// Every setting of the context in use.
fn settings(app: &App) -> Result<Vec<Listed>, Failure> {
    let file = app.config_file()?;
    Ok(crate::config::listing::list(
        &app.overrides,
        &app.places()?,
        &file,
    )?)
}

fn view(listed: &Listed, outcome: Option<&'static str>) -> SettingView {
    SettingView {
        key: listed.key,
        value: listed.value.clone(),
        origin: listed.origin.word(),
        about: listed.about,
        outcome,
    }
}

/// What can be set; a wrong one is told the nearest.
fn settable() -> PossibleValuesParser {
    PossibleValuesParser::new(KEYS.iter().map(|key| key.name))
}
