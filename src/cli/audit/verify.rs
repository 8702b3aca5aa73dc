//! `pmctl audit verify`.

use crate::app::App;
use crate::domain::audit::Chain;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::audit::ChainView;
use clap::Args;

/// Walk the whole audit trail and find any changed or missing entry
///
/// Exit status 11 when it is broken.
#[derive(Debug, Args)]
pub struct VerifyArgs {}

pub(super) fn run(app: &App, _: &VerifyArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let chain = ops::audit::verify(&parts.ctx())?;
    app.printer.one(&ChainView::from(&chain))?;
    Ok(match chain {
        Chain::Whole { .. } => Exit::Ok,
        Chain::Broken { .. } => Exit::Store,
    })
}
