//! `pmctl ida policy`.

use crate::app::{App, Shape};
use crate::domain::id::PartnerId;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::{Args, ValueEnum};

/// Share a partner's policy in the shape that ID Authentication pulls
///
/// The document is printed as it is, without an envelope of ours. The audit trail says who got it.
#[derive(Debug, Args)]
pub struct PolicyArgs {
    /// Partner whose policy is shared
    partner: PartnerId,
    /// Version of the shape
    #[arg(long, value_enum, default_value_t = Version::V11)]
    shape: Version,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Version {
    #[value(name = "1.0")]
    V10,
    #[value(name = "1.1")]
    V11,
}

pub(super) fn run(app: &App, args: &PolicyArgs) -> Result<Exit, Failure> {
    let shape = match args.shape {
        Version::V10 => Shape::V10,
        Version::V11 => Shape::V11,
    };
    let parts = app.open()?;
    let answer = ops::ida::policy(&parts.ctx(), &args.partner, shape)?;
    app.printer.foreign_json(&answer)?;
    Ok(Exit::Ok)
}
