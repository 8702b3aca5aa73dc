//! `pmctl cert inspect`.

use crate::app::App;
use crate::cli::input;
use crate::domain::cert::TrustDomain;
use crate::domain::text::Organization;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::cert::Inspected;
use crate::output::view::cert::{CertFindingView, InspectionView};
use clap::Args;
use std::path::PathBuf;

/// Run every check that the Kernel will run, and tell all findings
///
/// Against the authorities that were uploaded from here. Exit status 7 when the Kernel would refuse it.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl cert inspect retail.pem --organization \"Bank One\"")]
pub struct InspectArgs {
    /// Certificate, PEM or DER; - is standard input
    file: PathBuf,
    /// Partner domain whose authorities it is checked against: AUTH, DEVICE, FTM, MISP
    #[arg(long, value_name = "DOMAIN", default_value = "AUTH")]
    domain: TrustDomain,
    /// Organization that it must name
    #[arg(long, value_name = "NAME")]
    organization: Option<Organization>,
}

pub(super) fn run(app: &App, args: &InspectArgs) -> Result<Exit, Failure> {
    let bytes = input::bytes(&args.file)?;
    let organization = args.organization.as_ref().map(Organization::as_str);
    let parts = app.open()?;
    let inspected = input::about(
        &args.file,
        ops::cert::inspect(&parts.ctx(), &bytes, args.domain, organization),
    )?;
    let view = view(&inspected);
    app.printer.one(&view)?;
    Ok(if view.verdict == "refused" {
        Exit::Invalid
    } else {
        Exit::Ok
    })
}

fn view(inspected: &Inspected) -> InspectionView {
    let facts = &inspected.parsed.facts;
    let findings: Vec<CertFindingView> = inspected
        .findings
        .iter()
        .map(|finding| CertFindingView {
            severity: finding.severity.word(),
            code: finding.kernel_code.to_owned(),
            message: finding.message.clone(),
            fix: finding.fix.clone(),
        })
        .collect();
    let refused = findings.iter().any(|finding| finding.severity == "error");
    InspectionView {
        subject: facts.subject.clone(),
        issuer: facts.issuer.clone(),
        organization: facts.organization.clone(),
        serial: facts.serial.clone(),
        key: match facts.key_bits {
            Some(bits) => format!("{} {bits}", facts.key_algorithm),
            None => facts.key_algorithm.clone(),
        },
        signature: facts.signature_algorithm.clone(),
        thumbprint: facts.thumbprint.to_string(),
        not_before: facts.not_before.to_string(),
        not_after: facts.not_after.to_string(),
        verdict: if refused { "refused" } else { "accepted" },
        findings,
    }
}
