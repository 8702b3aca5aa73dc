//! `pmctl policy-group deactivate`.

use crate::app::App;
use crate::cli::ask;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::effect::Barred;
use crate::output::view::effect::BarredView;
use crate::output::view::policy_group::PolicyGroupView;
use clap::Args;

/// Take every policy of a group out of force
///
/// The partners that are mapped to them stay mapped and are not accepted until the group is activated;
/// what each policy is by itself stays. It holds here at once; ID Authentication hears of every published
/// policy through the outbox. What it keeps in its cache stays valid there until its restart. MOSIP itself
/// refuses to deactivate a group that has active policies.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl policy-group deactivate banking --reason \"under audit\"
  pmctl policy-group activate banking")]
pub struct DeactivateArgs {
    /// Id or name of the group
    group: String,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: DeactivateArgs) -> Result<Exit, Failure> {
    let reason = ask::value(app, args.reason, ask::REASON)?;
    let parts = app.open()?;
    let served = ops::policy_group::served(&parts.ctx(), &args.group)?;
    ask::confirm(
        app,
        &format!("Deactivate policy group {}?", served.group.name),
        &format!(
            "{} to its policies, of which {} are active: nobody is accepted with them until the group is active again.",
            ops::policy::mapped(served.partners),
            served.policies
        ),
    )?;
    let written = ops::policy_group::deactivate(&parts.ctx(), &args.group, &reason)?;
    let view =
        |barred: &Barred<_>| BarredView::new(PolicyGroupView::from(&barred.entity), barred.effect);
    app.wrote(written, view)
}
