//! `pmctl policy deactivate`.

use super::view;
use crate::app::App;
use crate::cli::ask;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::effect::Barred;
use crate::output::view::effect::BarredView;
use clap::Args;

/// Take a published policy out of force
///
/// The partners that are mapped to it stay mapped and are not accepted until it is activated. It holds
/// here at once; ID Authentication hears of it through the outbox. What it keeps in its cache stays valid
/// there until its restart. MOSIP itself refuses to deactivate a policy that has partners.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl policy deactivate banking/bank-kyc --reason \"allows too much\"
  pmctl policy activate banking/bank-kyc")]
pub struct DeactivateArgs {
    /// Id, or GROUP/NAME
    policy: String,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: DeactivateArgs) -> Result<Exit, Failure> {
    let reason = ask::value(app, args.reason, ask::REASON)?;
    let parts = app.open()?;
    let served = ops::policy::served(&parts.ctx(), &args.policy)?;
    ask::confirm(
        app,
        &format!(
            "Deactivate policy {}/{}?",
            served.found.group.name, served.found.policy.name
        ),
        &format!(
            "{} to it: nobody is accepted with it until it is active again.",
            ops::policy::mapped(served.partners)
        ),
    )?;
    let written = ops::policy::deactivate(&parts.ctx(), &args.policy, &reason)?;
    let view = |barred: &Barred<_>| BarredView::new(view(&barred.entity), barred.effect);
    app.wrote(written, view)
}
