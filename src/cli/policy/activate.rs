//! `pmctl policy activate`.

use super::view;
use crate::app::App;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Put a policy back in force that was deactivated
///
/// The partners that are mapped to it are accepted again. A draft is published instead.
#[derive(Debug, Args)]
pub struct ActivateArgs {
    /// Id, or GROUP/NAME
    policy: String,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: &ActivateArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let written = ops::policy::activate(&parts.ctx(), &args.policy, args.reason.as_ref())?;
    app.wrote(written, view)
}
