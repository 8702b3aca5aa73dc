//! `pmctl api-key restore`.

use super::view;
use crate::app::App;
use crate::cli::subjects;
use crate::domain::id::ApiKeyId;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Take the revocation of an API key back
///
/// Its dates stay as they are: one that has expired is expired. A key that was retired for another one is
/// not restored, and what an ida-admin revoked is restored by an ida-admin only.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl api-key restore ID --reason \"it had not leaked\"")]
pub struct RestoreArgs {
    /// API keys to restore; - reads ids from standard input
    #[arg(required = true, value_name = "API_KEY")]
    api_keys: Vec<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: &RestoreArgs) -> Result<Exit, Failure> {
    let api_keys: Vec<ApiKeyId> = subjects::ids(&args.api_keys)?;
    let parts = app.open()?;
    let restore = |api_key: ApiKeyId| {
        let written = ops::api_key::restore(&parts.ctx(), &api_key, args.reason.as_ref());
        (api_key.to_string(), written)
    };
    let results = api_keys.into_iter().map(restore).collect();
    app.wrote_all(results, |key| view(&parts, key), "nothing to restore")
}
