//! `pmctl ida check`.

use super::refusal;
use crate::app::App;
use crate::cli::input;
use crate::domain::id::{ApiKeyId, LicenseId, PartnerId};
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::ida::{ApiKeyChoice, LicenseChoice, Triple};
use crate::output::view::effect::EffectView;
use crate::output::view::ida::VerdictView;
use clap::Args;
use std::path::PathBuf;

/// Say whether ID Authentication would accept a partner's request now
///
/// Without more, the license in force of the partner's MISP and the API key of its mapping are taken.
/// All reasons are told in ID Authentication's order with its codes. Exit status 0 when it would accept,
/// 6 when it would refuse. What ID Authentication still keeps in its cache is not known here.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl ida check 1000 || echo \"it would be refused\"")]
pub struct CheckArgs {
    /// Partner whose request it is
    partner: PartnerId,
    /// License that the request carries, by its id
    #[arg(long, value_name = "ID", conflicts_with = "license_file")]
    license_id: Option<LicenseId>,
    /// File with the license key that the request carries; - is standard input
    #[arg(long, value_name = "FILE")]
    license_file: Option<PathBuf>,
    /// API key that the request carries, by its id
    #[arg(long, value_name = "ID", conflicts_with = "api_key_file")]
    api_key_id: Option<ApiKeyId>,
    /// File with the API key that the request carries; - is standard input
    #[arg(long, value_name = "FILE")]
    api_key_file: Option<PathBuf>,
}

pub(super) fn run(app: &App, args: CheckArgs) -> Result<Exit, Failure> {
    let license = match (args.license_id, &args.license_file) {
        (Some(id), _) => LicenseChoice::Id(id),
        (None, Some(path)) => LicenseChoice::Key(input::secret(path)?),
        (None, None) => LicenseChoice::Own,
    };
    let api_key = match (args.api_key_id, &args.api_key_file) {
        (Some(id), _) => ApiKeyChoice::Id(id),
        (None, Some(path)) => ApiKeyChoice::Key(input::secret(path)?),
        (None, None) => ApiKeyChoice::Own,
    };
    let triple = Triple {
        partner: args.partner,
        license,
        api_key,
    };
    let parts = app.open()?;
    let verdict = ops::ida::check(&parts.ctx(), &triple)?;
    let view = VerdictView {
        partner: triple.partner.to_string(),
        accepted: verdict.accepted,
        findings: verdict.findings.iter().map(refusal).collect(),
        effect: verdict.effect.map(EffectView::from),
        warnings: verdict.warnings,
    };
    app.printer.one(&view)?;
    Ok(if view.accepted {
        Exit::Ok
    } else {
        Exit::Conflict
    })
}
