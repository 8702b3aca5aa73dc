//! `pmctl partner unblock`.

use super::view;
use crate::app::App;
use crate::cli::subjects;
use crate::domain::id::PartnerId;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Lift the block of partners
///
/// What the block took away comes back as the policy that applies now allows: a partner whose policy was
/// deactivated, or whose API key ended, is active but not accepted, and the answer says so. ID
/// Authentication keeps a refusal in its cache as it keeps a consent.
#[derive(Debug, Args)]
pub struct UnblockArgs {
    /// Partners to unblock; - reads ids from standard input
    #[arg(required = true, value_name = "PARTNER")]
    partners: Vec<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: &UnblockArgs) -> Result<Exit, Failure> {
    let partners: Vec<PartnerId> = subjects::ids(&args.partners)?;
    let parts = app.open()?;
    let unblock = |partner: PartnerId| {
        let written = ops::partner::unblock(&parts.ctx(), &partner, args.reason.as_ref());
        (partner.to_string(), written)
    };
    let results = partners.into_iter().map(unblock).collect();
    app.wrote_all(results, view, "nothing to unblock")
}
