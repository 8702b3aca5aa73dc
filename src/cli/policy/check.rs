//! `pmctl policy check`.

use crate::app::App;
use crate::cli::input;
use crate::domain::policy::PolicyKind;
use crate::domain::policy::document::{PolicyDocument, Severity};
use crate::error::{Exit, Failure};
use crate::output::view::policy::FindingView;
use clap::Args;
use std::path::PathBuf;

/// Check a policy document and tell all findings
///
/// Against MOSIP's schema of its kind, and against what makes ID Authentication fail later; with MOSIP's
/// request around it, against what that says of name, version and kind too. Needs neither store nor
/// Kernel. Exit status 7 when there is an error. A document of MOSIP 1.0 is made into one of today by
/// policy convert.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl policy check bank-kyc.json -o json")]
pub struct CheckArgs {
    /// JSON document; - is standard input
    file: PathBuf,
    /// Kind of policy: Auth, DataShare or MISP
    #[arg(long, value_name = "KIND", default_value = "Auth")]
    kind: PolicyKind,
}

pub(super) fn run(app: &App, args: &CheckArgs) -> Result<Exit, Failure> {
    let read = PolicyDocument::read(args.kind, &input::text(&args.file)?);
    let views: Vec<FindingView> = read
        .findings
        .iter()
        .map(|finding| FindingView {
            line: finding.line,
            column: finding.column,
            pointer: finding.pointer.clone(),
            severity: finding.severity.word(),
            code: finding.code,
            message: finding.message.clone(),
        })
        .collect();
    app.printer.list(&views, "no findings")?;
    let faulty = read
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    Ok(if faulty { Exit::Invalid } else { Exit::Ok })
}
