//! `pmctl policy add`.

use super::view;
use crate::app::App;
use crate::cli::ask::{self, Question};
use crate::cli::input;
use crate::domain::policy::PolicyKind;
use crate::domain::text::{Description, Name, PolicyVersion};
use crate::domain::time::Lifetime;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::policy::NewPolicy;
use clap::Args;
use std::path::PathBuf;

/// Add a policy as a draft
///
/// The document is checked first, and all that is wrong with it is told at once. The same policy again
/// is `unchanged`. A policy that was published never changes: a new version is a new policy.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl policy add bank-kyc --group banking --version 1 --file bank-kyc.json")]
pub struct AddArgs {
    /// Its name, unique within the group
    name: Name,
    /// Id or name of its policy group
    #[arg(long, value_name = "GROUP")]
    group: String,
    /// JSON document; - is standard input
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// Version, up to 8 characters
    #[arg(long, value_name = "VERSION")]
    version: Option<PolicyVersion>,
    /// Kind of policy: Auth, DataShare or MISP
    #[arg(long, value_name = "KIND", default_value = "Auth")]
    kind: PolicyKind,
    /// What it is for (default: the name)
    #[arg(long, value_name = "TEXT")]
    description: Option<Description>,
    /// How long it is valid (default 365d)
    #[arg(long, value_name = "DURATION")]
    validity: Option<Lifetime>,
}

pub(super) fn run(app: &App, args: AddArgs) -> Result<Exit, Failure> {
    let question = Question {
        flag: "--version",
        what: "Version",
        rule: "1 to 8 characters",
    };
    let first: PolicyVersion = "1".parse()?;
    let new = NewPolicy {
        group: args.group,
        name: args.name,
        version: ask::value_or(app, args.version, question, &first)?,
        description: args.description,
        kind: args.kind,
        document: input::text(&args.file)?,
        validity: args.validity,
    };
    let parts = app.open()?;
    let written = ops::policy::add(&parts.ctx(), &new)?;
    app.wrote(written, view)
}
