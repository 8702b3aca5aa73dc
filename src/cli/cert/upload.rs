//! `pmctl cert upload`.

use crate::app::App;
use crate::cli::input;
use crate::domain::cert::TrustDomain;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::cert::{Resign, Upload};
use crate::output::view::cert::CertView;
use clap::Args;
use std::path::PathBuf;

/// Have the Kernel re-sign and store a certificate
///
/// Everything that the Kernel will check is checked first, so that nothing is sent that must be refused.
/// The same certificate again is `unchanged`. The re-signed one lives 365 days whatever the CA gave.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl cert upload 1000 --file retail.pem")]
pub struct UploadArgs {
    /// Partner or MISP that holds it
    holder: String,
    /// Certificate, PEM or DER; - is standard input
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// Partner domain whose authorities it is checked against: AUTH, DEVICE, FTM, MISP
    #[arg(long, value_name = "DOMAIN", default_value = "AUTH")]
    domain: TrustDomain,
    /// Have it re-signed again although it is in force
    #[arg(long)]
    re_sign: bool,
}

pub(super) fn run(app: &App, args: &UploadArgs) -> Result<Exit, Failure> {
    let bytes = input::bytes(&args.file)?;
    let upload = Upload {
        bytes: &bytes,
        domain: args.domain,
        resign: if args.re_sign {
            Resign::Always
        } else {
            Resign::WhenNew
        },
    };
    let parts = app.open()?;
    let holder = ops::access::holder(&parts.ctx(), &args.holder)?;
    let written = input::about(
        &args.file,
        ops::cert::upload(&parts.ctx(), &holder, &upload),
    )?;
    app.wrote(written, |cert| CertView::from(cert))
}
