//! `pmctl partner update`.

use super::view;
use crate::app::App;
use crate::cli::contact::ContactArgs;
use crate::domain::id::PartnerId;
use crate::domain::partner::Signer;
use crate::domain::text::Name;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::partner::PartnerRevision;
use clap::Args;

/// Change a partner's name, contact or signer
///
/// What is not given stays as it is. Organization, policy group and type never change.
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// Partner to change
    partner: PartnerId,
    /// Its new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    #[command(flatten)]
    contact: ContactArgs,
    /// Who signs requests to ID Authentication: partner or misp
    #[arg(long, value_name = "WHO")]
    signer: Option<Signer>,
}

pub(super) fn run(app: &App, args: UpdateArgs) -> Result<Exit, Failure> {
    let revision = PartnerRevision {
        fields: args.contact.revision(args.name),
        signer: args.signer,
    };
    let parts = app.open()?;
    let written = ops::partner::update(&parts.ctx(), &args.partner, &revision)?;
    app.wrote(written, view)
}
