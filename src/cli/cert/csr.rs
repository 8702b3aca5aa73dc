//! `pmctl cert csr`.

use crate::app::App;
use crate::error::{Exit, Failure, catalogue};
use crate::ops::{self, files};
use crate::output::Format;
use crate::output::view::cert::CsrView;
use clap::Args;
use std::path::PathBuf;

/// Make a key and a request for a certificate with the subject that the Kernel will demand
///
/// The private key goes to its file with mode 0600 and nowhere else; a key that is there already is used
/// again. The request is for a CA to sign.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl cert csr 1000 --key-to retail.key.pem --to retail.csr")]
pub struct CsrArgs {
    /// Partner or MISP that will hold the certificate
    holder: String,
    /// File of the private key
    #[arg(long, value_name = "FILE")]
    key_to: PathBuf,
    /// File to write the request to; - is standard output
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub(super) fn run(app: &App, args: &CsrArgs) -> Result<Exit, Failure> {
    if args.key_to.as_os_str() == "-" {
        let message = "--key-to must name a file: the private key is shown nowhere";
        return Err(Failure::new(&catalogue::USAGE, message));
    }
    let parts = app.open()?;
    let holder = ops::access::holder(&parts.ctx(), &args.holder)?;
    let csr = ops::cert::request(&parts.ctx(), &holder, &args.key_to)?;
    if let Some(path) = args.to.as_ref().filter(|path| path.as_os_str() != "-") {
        files::write_public(path, csr.as_bytes())?;
        app.printer.note(&format!("wrote {}", path.display()));
    } else if app.printer.format == Format::Table {
        app.printer.raw(csr.as_bytes())?;
        return Ok(Exit::Ok);
    }
    app.printer.one(&CsrView {
        holder: args.holder.clone(),
        csr,
        key_file: args.key_to.display().to_string(),
    })?;
    Ok(Exit::Ok)
}
