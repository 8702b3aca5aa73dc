//! `pmctl partner map-policy`.

use crate::app::App;
use crate::cli::mapping::view;
use crate::cli::subjects;
use crate::domain::id::PartnerId;
use crate::domain::text::RequestDetail;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::mapping::{MapRequest, Replacing};
use clap::Args;

/// Request a policy for partners
///
/// A policy-manager approves it with pmctl mapping approve, which issues an API key. A partner is mapped
/// to one policy: another one is a conflict without --replace, and then brings a new API key.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl partner map-policy 1000 --policy banking/bank-kyc")]
pub struct MapPolicyArgs {
    /// Partners to map; - reads ids from standard input
    #[arg(required = true, value_name = "PARTNER")]
    partners: Vec<String>,
    /// Policy: its id, or GROUP/NAME
    #[arg(long, value_name = "POLICY")]
    policy: String,
    /// Let it take the place of the policy that a partner has
    #[arg(long)]
    replace: bool,
    /// What the policy-manager should know
    #[arg(long, value_name = "TEXT")]
    detail: Option<RequestDetail>,
}

pub(super) fn run(app: &App, args: MapPolicyArgs) -> Result<Exit, Failure> {
    let partners: Vec<PartnerId> = subjects::ids(&args.partners)?;
    let wanted = MapRequest {
        policy: args.policy,
        replacing: if args.replace {
            Replacing::Yes
        } else {
            Replacing::No
        },
        detail: args.detail,
    };
    let parts = app.open()?;
    let request = |partner: PartnerId| {
        let written = ops::mapping::request(&parts.ctx(), &partner, &wanted);
        (partner.to_string(), written)
    };
    let results: Vec<_> = partners.into_iter().map(request).collect();
    let mapping = match results.as_slice() {
        [(_, Ok(written))] if written.entity.mapping.state.word() == "requested" => {
            Some(written.entity.mapping.id.to_string())
        }
        [_] => None,
        _ => Some("ID…".to_owned()),
    };
    let exit = app.wrote_all(results, view, "nothing to map")?;
    if let Some(mapping) = mapping.filter(|_| exit == Exit::Ok) {
        app.printer.note(&format!(
            "next: a policy-manager runs pmctl mapping approve {mapping}"
        ));
    }
    Ok(exit)
}
