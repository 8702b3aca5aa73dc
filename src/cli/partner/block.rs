//! `pmctl partner block`.

use super::view;
use crate::app::App;
use crate::cli::ask;
use crate::cli::subjects;
use crate::domain::id::PartnerId;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Block partners, so that they can do no transaction
///
/// It holds here at once; ID Authentication hears of it through the outbox. What it keeps in its cache it
/// accepts until its auth and otp services restart, or the API key ends: the answer says which date that
/// is. A block that an ida-admin set, be it upon another's, is lifted by an ida-admin only. Otherwise a
/// second block changes nothing: the first reason stays.
#[derive(Debug, Args)]
pub struct BlockArgs {
    /// Partners to block; - reads ids from standard input
    #[arg(required = true, value_name = "PARTNER")]
    partners: Vec<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: BlockArgs) -> Result<Exit, Failure> {
    let partners: Vec<PartnerId> = subjects::ids(&args.partners)?;
    let reason = ask::value(app, args.reason, ask::REASON)?;
    let named = subjects::named(&partners);
    ask::confirm(
        app,
        &format!("Block partner {named}?"),
        "Its requests are refused, and nothing can be changed, shared or revealed for it.",
    )?;
    let parts = app.open()?;
    let block = |partner: PartnerId| {
        let written = ops::partner::block(&parts.ctx(), &partner, &reason);
        (partner.to_string(), written)
    };
    let results = partners.into_iter().map(block).collect();
    app.barred_all(results, view, "nothing to block")
}
