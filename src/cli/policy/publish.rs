//! `pmctl policy publish`.

use super::view;
use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Put a draft in force; from then on it never changes
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// Id, or GROUP/NAME
    policy: String,
}

pub(super) fn run(app: &App, args: &PublishArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let written = ops::policy::publish(&parts.ctx(), &args.policy)?;
    app.wrote(written, view)
}
