//! `pmctl policy update`.

use super::view;
use crate::app::App;
use crate::cli::input;
use crate::domain::text::{Description, Name, PolicyVersion};
use crate::domain::time::Lifetime;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::policy::NewDraft;
use clap::Args;
use std::path::PathBuf;

/// Change a draft
///
/// What is not given stays as it is; a document is checked as by policy add. A published policy never
/// changes: a new version is a new policy, made with policy add.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl policy update banking/bank-kyc --file bank-kyc.json --version 1.1")]
pub struct UpdateArgs {
    /// Id, or GROUP/NAME
    policy: String,
    /// Its new name, unique within the group
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// New JSON document; - is standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Version, up to 8 characters
    #[arg(long, value_name = "VERSION")]
    version: Option<PolicyVersion>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<Description>,
    /// How long it is valid, counted from when it was added
    #[arg(long, value_name = "DURATION")]
    validity: Option<Lifetime>,
}

pub(super) fn run(app: &App, args: UpdateArgs) -> Result<Exit, Failure> {
    let new = NewDraft {
        name: args.name,
        version: args.version,
        description: args.description,
        document: args.file.as_deref().map(input::text).transpose()?,
        validity: args.validity,
    };
    let parts = app.open()?;
    let written = ops::policy::update(&parts.ctx(), &args.policy, &new)?;
    app.wrote(written, view)
}
