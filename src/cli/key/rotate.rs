//! `pmctl key rotate`.

use crate::app::App;
use crate::cli::input;
use crate::domain::id::PartnerId;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::key::RotateTo;
use crate::output::view::key::KeyView;
use clap::Args;
use std::path::PathBuf;

/// Put another key in the place of the one in force
///
/// The old reference is retired and stays in the history.
#[derive(Debug, Args)]
pub struct RotateArgs {
    /// Partner whose key is rotated
    partner: PartnerId,
    /// New public key; - is standard input
    #[arg(long, value_name = "FILE", required_unless_present = "to_certificate")]
    file: Option<PathBuf>,
    /// Go back to the key of the re-signed certificate
    #[arg(long, conflicts_with = "file")]
    to_certificate: bool,
}

pub(super) fn run(app: &App, args: &RotateArgs) -> Result<Exit, Failure> {
    let bytes = args.file.as_deref().map(input::bytes).transpose()?;
    let to = match &bytes {
        Some(bytes) => RotateTo::Key(bytes),
        None => RotateTo::Certificate,
    };
    let parts = app.open()?;
    let written = ops::key::rotate(&parts.ctx(), &args.partner, to);
    let file = args.file.as_deref().unwrap_or("-".as_ref());
    let written = input::about(file, written)?;
    app.wrote(written, |key| KeyView::from(key))
}
