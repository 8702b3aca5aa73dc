//! `pmctl logout`.

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Args;

/// Forget the login of this context
///
/// From then on the context's service client acts, where there is one.
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
