//! `pmctl ca upload`.

use crate::app::App;
use crate::cli::input;
use crate::domain::cert::TrustDomain;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::ca::CaView;
use clap::Args;
use std::path::PathBuf;

/// Put a root or intermediate into the Kernel's trust store
///
/// PEM, DER or p7b; of several in one file, roots go first. What is there already is `unchanged`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl ca upload root.pem --domain AUTH")]
pub struct UploadArgs {
    /// File with the certificates; - is standard input
    file: PathBuf,
    /// Partner domains that trust it: AUTH, DEVICE, FTM, MISP
    #[arg(long = "domain", value_name = "DOMAIN", required = true, num_args = 1.., value_delimiter = ',')]
    domains: Vec<TrustDomain>,
}

pub(super) fn run(app: &App, args: &UploadArgs) -> Result<Exit, Failure> {
    let bytes = input::bytes(&args.file)?;
    let parts = app.open()?;
    let written = input::about(
        &args.file,
        ops::ca::upload(&parts.ctx(), &bytes, &args.domains),
    )?;
    let rows = written
        .into_iter()
        .map(|written| (written.entity.id.to_string(), Ok(written)))
        .collect();
    app.wrote_rows(rows, |ca| CaView::from(ca), "the file holds no certificate")
}
