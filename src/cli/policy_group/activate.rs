//! `pmctl policy-group activate`.

use crate::app::App;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::policy_group::PolicyGroupView;
use clap::Args;

/// Put a policy group back in force that was deactivated
///
/// Exactly what the deactivation took away comes back: a policy that is inactive by itself stays so.
#[derive(Debug, Args)]
pub struct ActivateArgs {
    /// Id or name of the group
    group: String,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: &ActivateArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let written = ops::policy_group::activate(&parts.ctx(), &args.group, args.reason.as_ref())?;
    app.wrote(written, |group| PolicyGroupView::from(group))
}
