//! `pmctl license revoke`.

use super::view;
use crate::app::App;
use crate::cli::ask;
use crate::cli::subjects;
use crate::domain::id::LicenseId;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Revoke a license key, whatever becomes of its MISP
///
/// It holds here at once, until it is restored; blocking and unblocking the MISP does not change it. A
/// second time changes nothing: the first reason stays. To replace a key that leaked, renew it first:
/// the new one is in force at once. What ID Authentication keeps in its cache it accepts until its auth and
/// otp services restart, or the license ends: the answer says which date that is.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl misp renew-license 100 --early --new-key-to license.key
  pmctl license revoke OLD --reason \"key leaked\"")]
pub struct RevokeArgs {
    /// Licenses to revoke; - reads ids from standard input
    #[arg(required = true, value_name = "LICENSE")]
    licenses: Vec<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: RevokeArgs) -> Result<Exit, Failure> {
    let licenses: Vec<LicenseId> = subjects::ids(&args.licenses)?;
    let reason = ask::value(app, args.reason, ask::REASON)?;
    let named = subjects::named(&licenses);
    ask::confirm(
        app,
        &format!("Revoke license {named}?"),
        "Whoever sends this key to ID Authentication is refused.",
    )?;
    let parts = app.open()?;
    let revoke = |license: LicenseId| {
        let written = ops::license::revoke(&parts.ctx(), &license, &reason);
        (license.to_string(), written)
    };
    let results = licenses.into_iter().map(revoke).collect();
    app.barred_all(results, |held| view(&parts, held), "nothing to revoke")
}
