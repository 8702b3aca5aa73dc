//! `pmctl misp update`.

use super::view;
use crate::app::App;
use crate::cli::contact::ContactArgs;
use crate::domain::id::MispId;
use crate::domain::text::Name;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::misp::PolicyChange;
use clap::Args;

/// Change a MISP's name, contact or policy
///
/// What is not given stays as it is. ID Authentication hears of it. The policy says what the MISP may ask it for in place
/// of others (kyc-auth, kyc-exchange, key binding); plain authentication and e-KYC need none.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl misp update 100 --email noc@relay.example
  pmctl misp update 100 --policy delegation/relay
  pmctl misp update 100 --no-policy")]
pub struct UpdateArgs {
    /// MISP to change
    misp: MispId,
    /// Its new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    #[command(flatten)]
    contact: ContactArgs,
    /// Policy of kind MISP that it gets; by id, or as group/name
    #[arg(long, value_name = "POLICY")]
    policy: Option<String>,
    /// Take its policy away
    #[arg(long, conflicts_with = "policy")]
    no_policy: bool,
}

pub(super) fn run(app: &App, args: UpdateArgs) -> Result<Exit, Failure> {
    let revision = args.contact.revision(args.name);
    let policy = match (args.policy, args.no_policy) {
        (Some(policy), _) => PolicyChange::Take(policy),
        (None, true) => PolicyChange::Drop,
        (None, false) => PolicyChange::Keep,
    };
    let parts = app.open()?;
    let written = ops::misp::update(&parts.ctx(), &args.misp, &revision, &policy)?;
    app.wrote(written, |found| view(&parts, found))
}
