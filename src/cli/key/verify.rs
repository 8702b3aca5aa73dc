//! `pmctl key verify`.

use crate::app::App;
use crate::cli::input;
use crate::domain::id::PartnerId;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::key::KeyView;
use clap::Args;
use std::path::PathBuf;

/// Prove that the private key decrypts what the Kernel encrypts
///
/// The Kernel encrypts a random text to the partner; the private key decrypts it here and goes nowhere.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl key verify 1000 --private-key retail.key.pem")]
pub struct VerifyArgs {
    /// Partner whose key is proved
    partner: PartnerId,
    /// Private key, PEM
    #[arg(long, value_name = "FILE")]
    private_key: PathBuf,
}

pub(super) fn run(app: &App, args: &VerifyArgs) -> Result<Exit, Failure> {
    let private_key = input::secret(&args.private_key)?;
    let parts = app.open()?;
    let key = input::about(
        &args.private_key,
        ops::key::verify(&parts.ctx(), &args.partner, &private_key),
    )?;
    app.printer.one(&KeyView::from(&key))?;
    app.printer
        .note("the private key decrypts what the Kernel encrypts");
    Ok(Exit::Ok)
}
