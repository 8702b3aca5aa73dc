//! `pmctl mapping reject`.

use super::view;
use crate::app::App;
use crate::cli::ask::{self, Question};
use crate::cli::subjects;
use crate::domain::id::MappingId;
use crate::domain::text::Reason;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Reject requests for a policy
///
/// Only a request that waits is rejected. The partner may ask again, and the policy that it has stays in
/// force. A second time changes nothing: the first reason stays.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl mapping list --state requested
  pmctl mapping reject ID --reason \"no contract yet\"")]
pub struct RejectArgs {
    /// Mappings to reject; - reads ids from standard input
    #[arg(required = true, value_name = "MAPPING")]
    mappings: Vec<String>,
    /// Why, for the partner and the audit trail
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
}

pub(super) fn run(app: &App, args: RejectArgs) -> Result<Exit, Failure> {
    let mappings: Vec<MappingId> = subjects::ids(&args.mappings)?;
    let question = Question {
        flag: "--reason",
        what: "Reason",
        rule: "for the partner and the audit trail, up to 500 characters",
    };
    let reason = ask::value(app, args.reason, question)?;
    let named = subjects::named(&mappings);
    ask::confirm(
        app,
        &format!("Reject mapping {named}?"),
        "The partner does not get the policy that it asked for.",
    )?;
    let parts = app.open()?;
    let reject = |mapping: MappingId| {
        let written = ops::mapping::reject(&parts.ctx(), &mapping, &reason);
        (mapping.to_string(), written)
    };
    let results = mappings.into_iter().map(reject).collect();
    app.wrote_all(results, view, "nothing to reject")
}
