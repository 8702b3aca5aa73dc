//! `pmctl key upload`.

use crate::app::App;
use crate::cli::input;
use crate::domain::id::PartnerId;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::key::KeyView;
use clap::Args;
use std::path::PathBuf;

/// Store a partner's public key in the Kernel and keep its reference
///
/// PEM, DER, JWK or a certificate. A bare key is wrapped in a certificate, because the Kernel stores
/// certificates only. The same key again is `unchanged`; another one goes with pmctl key rotate.
#[derive(Debug, Args)]
pub struct UploadArgs {
    /// Partner whose key it is
    partner: PartnerId,
    /// Public key; - is standard input
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(app: &App, args: &UploadArgs) -> Result<Exit, Failure> {
    let bytes = input::bytes(&args.file)?;
    let parts = app.open()?;
    let written = input::about(
        &args.file,
        ops::key::upload(&parts.ctx(), &args.partner, &bytes),
    )?;
    app.wrote(written, |key| KeyView::from(key))
}
