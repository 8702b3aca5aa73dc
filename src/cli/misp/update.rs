//! `pmctl misp update`.

use super::view;
use crate::app::App;
use crate::cli::contact::ContactArgs;
use crate::domain::id::MispId;
use crate::domain::text::Name;
use crate::error::{Exit, Failure};
use crate::ops;
use clap::Args;

/// Change a MISP's name or contact
///
/// What is not given stays as it is. ID Authentication hears of it.
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// MISP to change
    misp: MispId,
    /// Its new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    #[command(flatten)]
    contact: ContactArgs,
}

pub(super) fn run(app: &App, args: UpdateArgs) -> Result<Exit, Failure> {
    let revision = args.contact.revision(args.name);
    let parts = app.open()?;
    let written = ops::misp::update(&parts.ctx(), &args.misp, &revision)?;
    app.wrote(written, |found| view(&parts, found))
}
