//! `pmctl mapping approve`.

use super::view;
use crate::app::App;
use crate::cli::subjects;
use crate::domain::id::MappingId;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Approve requests for a policy, each of which issues an API key
///
/// A mapping that it replaces is retired with its API key at the same moment. Approved before is
/// `unchanged`.
#[derive(Debug, Args)]
pub struct ApproveArgs {
    /// Mappings to approve; - reads ids from standard input
    #[arg(required = true, value_name = "MAPPING")]
    mappings: Vec<String>,
}

pub(super) fn run(app: &App, args: &ApproveArgs) -> Result<Exit, Failure> {
    let mappings: Vec<MappingId> = subjects::ids(&args.mappings)?;
    let parts = app.open()?;
    let approve = |mapping: MappingId| {
        let written = ops::mapping::approve(&parts.ctx(), &mapping);
        (mapping.to_string(), written)
    };
    let results: Vec<_> = mappings.into_iter().map(approve).collect();
    let key = match results.as_slice() {
        [(_, Ok(written))] => written.entity.api_key.id.to_string(),
        _ => "ID".to_owned(),
    };
    let exit = app.wrote_all(
        results,
        |approved| view(&approved.named),
        "nothing to approve",
    )?;
    if exit == Exit::Ok {
        app.printer
            .note(&format!("next: pmctl api-key show {key} --reveal"));
    }
    Ok(exit)
}
