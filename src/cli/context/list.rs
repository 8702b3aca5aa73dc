//! `pmctl context list`.

use super::{settings_of, view};
use crate::app::App;
use crate::config::settings::DEV;
use crate::error::{Exit, Failure};
use clap::Args;

/// List the contexts and mark the current one
#[derive(Debug, Args)]
pub struct ListArgs {}

pub(super) fn run(app: &App, _: &ListArgs) -> Result<Exit, Failure> {
    let file = app.config_file()?;
    let current = app.settings().map(|settings| settings.context.value).ok();
    let mut names: Vec<&str> = file.contexts.keys().map(String::as_str).collect();
    if !names.contains(&DEV) {
        names.push(DEV);
    }
    let mut views = Vec::new();
    for name in names {
        let settings = settings_of(app, &file, name)?;
        views.push(view(&settings, current.as_deref() == Some(name), None));
    }
    app.printer.list(&views, "no contexts")?;
    Ok(Exit::Ok)
}
