//! `pmctl api-key revoke`.

use super::view;
use crate::app::App;
use crate::cli::ask;
use crate::cli::subjects;
use crate::domain::id::ApiKeyId;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Revoke an API key, whatever becomes of its partner
///
/// It holds here at once, until it is restored; the partner keeps its policy. What ID Authentication keeps
/// in its cache it accepts until its auth and otp services restart, or the key ends: the answer says which
/// date that is. What an ida-admin revoked, be it a second time, an ida-admin restores. Otherwise a second
/// time changes nothing: the first reason stays. To replace a key that leaked, pmctl api-key reissue does
/// both in one step.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl api-key list --partner 1000
  pmctl api-key revoke ID --reason \"key leaked\"")]
pub struct RevokeArgs {
    /// API keys to revoke; - reads ids from standard input
    #[arg(required = true, value_name = "API_KEY")]
    api_keys: Vec<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: RevokeArgs) -> Result<Exit, Failure> {
    let api_keys: Vec<ApiKeyId> = subjects::ids(&args.api_keys)?;
    let reason = ask::value(app, args.reason, ask::REASON)?;
    let named = subjects::named(&api_keys);
    ask::confirm(
        app,
        &format!("Revoke API key {named}?"),
        "Whoever sends this key to ID Authentication is refused.",
    )?;
    let parts = app.open()?;
    let revoke = |api_key: ApiKeyId| {
        let written = ops::api_key::revoke(&parts.ctx(), &api_key, &reason);
        (api_key.to_string(), written)
    };
    let results = api_keys.into_iter().map(revoke).collect();
    app.barred_all(results, |key| view(&parts, key), "nothing to revoke")
}
