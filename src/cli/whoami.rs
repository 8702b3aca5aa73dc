//! `pmctl whoami`.

use crate::app::{App, Parts};
use crate::error::{Exit, Failure};
use crate::output::view::session::SessionView;
use clap::Args;

/// Show who acts and what their roles amount to
#[derive(Debug, Args)]
pub struct WhoamiArgs {}

pub(super) fn run(app: &App, _: &WhoamiArgs) -> Result<Exit, Failure> {
    app.printer.one(&view(&app.open()?))?;
    Ok(Exit::Ok)
}

pub(super) fn view(parts: &Parts) -> SessionView {
    let standing = parts.standing();
    SessionView::new(
        &parts.settings().context.value,
        &standing.actor,
        standing.kind,
        &standing.roles,
        standing.expires_at.map(|at| at.to_string()),
    )
}
