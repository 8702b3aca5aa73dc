//! `pmctl logout`.

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Args;

/// End the login of this context, here and on the server
///
/// From then on the context's service client acts, where there is one. It is forgotten here even if the server cannot
/// be told: then the exit status is 8, and its session lives until it expires.
#[derive(Debug, Args)]
pub struct LogoutArgs {}

pub(super) fn run(app: &App, _: &LogoutArgs) -> Result<Exit, Failure> {
    let was = app.logout()?;
    app.printer.note(if was {
        "logged out"
    } else {
        "nobody was logged in"
    });
    Ok(Exit::Ok)
}
