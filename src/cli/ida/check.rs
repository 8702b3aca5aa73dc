//! `pmctl ida check`.

use super::verdict_view;
use crate::app::App;
use crate::cli::input;
use crate::domain::id::{ApiKeyId, LicenseId, PartnerId};
use crate::error::{Exit, Failure, catalogue};
use crate::ops;
use crate::ops::ida::{ApiKeyChoice, Cache, Endpoint, LicenseChoice, Question, Triple};
use crate::output::view::ida::VerdictView;
use clap::Args;
use std::path::{Path, PathBuf};

/// Say whether ID Authentication would accept a partner's request now
///
/// Without more, the license in force of the partner's MISP and the API key of its mapping are taken.
/// All reasons are told in ID Authentication's order with its codes. Exit status 0 when it would accept,
/// 6 when it would refuse. The answer is that of an ID Authentication that keeps no cache and has heard all that stands
/// here; what was not looked at is named.
///
/// A captured request says its triple, its endpoint and who signed it: HTTP/1.1 as text, with the very bytes of its body.
/// It is not kept, and nothing of it is shown.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl ida check 1000 || echo \"it would be refused\"
  pmctl ida check 1000 --endpoint kyc --certificate retail.pem
  pmctl ida check --request captured.http
  pmctl ida check 1000 --cached")]
pub struct CheckArgs {
    /// Partner whose request it is; a captured request names it itself
    #[arg(required_unless_present = "request")]
    partner: Option<PartnerId>,
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
    /// What the request asks for: auth, otp, kyc, kyc-auth, kyc-exchange, key-binding or vci-exchange
    #[arg(long, value_name = "ENDPOINT")]
    endpoint: Option<Endpoint>,
    /// Certificate with which requests are signed: PEM or DER; - is standard input
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Captured request; - is standard input
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["license_id", "license_file", "api_key_id", "api_key_file", "endpoint", "certificate"]
    )]
    request: Option<PathBuf>,
    /// Answer for an ID Authentication with the cache that MOSIP ships, which accepted this triple before and was not
    /// restarted since: it looks at dates only
    #[arg(long)]
    cached: bool,
}

pub(super) fn run(app: &App, args: CheckArgs) -> Result<Exit, Failure> {
    let cache = if args.cached {
        Cache::Kept
    } else {
        Cache::None
    };
    let view = match &args.request {
        Some(path) => of_request(app, path, args.partner.as_ref(), cache)?,
        None => of_triple(app, args, cache)?,
    };
    app.printer.one(&view)?;
    Ok(if view.accepted {
        Exit::Ok
    } else {
        Exit::Conflict
    })
}

fn of_request(
    app: &App,
    path: &Path,
    partner: Option<&PartnerId>,
    cache: Cache,
) -> Result<VerdictView, Failure> {
    let request = ops::ida::read_request(&input::bytes(path)?)?;
    let parts = app.open()?;
    let (partner, verdict) = ops::ida::check_request(&parts.ctx(), request, partner, cache)?;
    let partner = partner.map(|partner| partner.to_string());
    Ok(verdict_view(partner.unwrap_or_default(), verdict))
}

fn of_triple(app: &App, args: CheckArgs, cache: Cache) -> Result<VerdictView, Failure> {
    let partner = args
        .partner
        .ok_or_else(|| Failure::new(&catalogue::VALUE_NEEDED, "PARTNER is needed"))?;
    let license = match (args.license_id, &args.license_file) {
        (Some(id), _) => LicenseChoice::Id(id),
        (None, Some(path)) => LicenseChoice::Key(input::key(path)?),
        (None, None) => LicenseChoice::Own,
    };
    let api_key = match (args.api_key_id, &args.api_key_file) {
        (Some(id), _) => ApiKeyChoice::Id(id),
        (None, Some(path)) => ApiKeyChoice::Key(input::key(path)?),
        (None, None) => ApiKeyChoice::Own,
    };
    let signed_by = match &args.certificate {
        Some(path) => {
            let read = ops::ida::read_certificate(&input::bytes(path)?);
            Some(input::about(path, read)?)
        }
        None => None,
    };
    let triple = Triple {
        partner,
        license,
        api_key,
    };
    let question = Question {
        cache,
        endpoint: args.endpoint,
        signed_by,
    };
    let parts = app.open()?;
    let verdict = ops::ida::check_asked(&parts.ctx(), &triple, &question)?;
    Ok(verdict_view(triple.partner.to_string(), verdict))
}
