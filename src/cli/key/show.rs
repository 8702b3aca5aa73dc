//! `pmctl key show`.

use crate::app::App;
use crate::domain::id::PartnerId;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::key::KeyStateView;
use clap::Args;

/// Show who encrypts to what for a partner, and the keys before
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Partner whose keys are shown
    partner: PartnerId,
}

pub(super) fn run(app: &App, args: &ShowArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let state = ops::key::show(&parts.ctx(), &args.partner)?;
    let view = KeyStateView::new(
        &state.partner,
        state.current.as_ref(),
        state.ida.as_ref(),
        &state.history,
    );
    app.printer.one(&view)?;
    Ok(Exit::Ok)
}
