//! `pmctl api-key reissue`.

use super::view;
use crate::app::App;
use crate::cli::destination::Destination;
use crate::domain::id::ApiKeyId;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::api_key::{Former, Reissued};
use crate::output::view::api_key::{ApiKeyView, ReissuedView};
use crate::output::view::effect::EffectView;
use clap::Args;

/// Issue a new API key for the policy that a partner has
///
/// The key that it replaces is retired at the same moment, unless it is kept: then it lives to its own
/// end. Only a partner's current key is reissued, so a second run issues nothing. The new key is masked
/// unless --to names a file for it.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl api-key reissue ID --to retail.key")]
pub struct ReissueArgs {
    /// API key that the new one follows
    api_key: ApiKeyId,
    /// Keep the former key in force until its own end
    #[arg(long)]
    keep_old: bool,
    /// File for the new key, with mode 0600; - shows it in clear
    #[arg(long, value_name = "FILE")]
    to: Option<Destination>,
}

pub(super) fn run(app: &App, args: &ReissueArgs) -> Result<Exit, Failure> {
    let former = match args.keep_old {
        true => Former::Kept,
        false => Former::Retired,
    };
    Destination::ready(args.to.as_ref())?;
    let parts = app.open()?;
    let written = ops::api_key::reissue(&parts.ctx(), &args.api_key, former)?;
    let anew = written.entity.api_key.id.clone();
    let revealed = match &args.to {
        Some(Destination::Shown) => Some(ops::api_key::reveal(&parts.ctx(), &anew)?),
        Some(Destination::File(path)) => {
            ops::api_key::write(&parts.ctx(), &anew, path).map(|()| None)?
        }
        None => None,
    };
    let view = |reissued: &Reissued| ReissuedView {
        api_key: match &revealed {
            Some(key) => ApiKeyView::new(key, key.key.expose().to_owned(), parts.now()),
            None => view(&parts, &reissued.api_key),
        },
        former: view(&parts, &reissued.former),
        effect: reissued.effect.map(EffectView::from),
    };
    let exit = app.wrote(written, view)?;
    if args.to.is_none() {
        app.printer
            .note(&format!("next: pmctl api-key show {anew} --reveal"));
    }
    Ok(exit)
}
