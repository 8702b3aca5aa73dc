//! `pmctl ida policy`.

use crate::app::{App, Shape};
use crate::domain::id::PartnerId;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::{Args, ValueEnum};

/// Share a partner's policy in the shape that ID Authentication pulls
///
/// The answer that a pull would get now, with the license in force of the partner's MISP and the API key of its mapping,
/// member for member as MOSIP 1.0.0 or 1.1.5 wrote it, without an envelope of ours. In the shape of 1.1 the certificate
/// is in it where there is one. Where a pull would be refused, so is this: exit status 6, with MOSIP's code. The audit
/// trail says who got it.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl ida policy 1000 --shape 1.0")]
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
