//! `pmctl cert get`.

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops::cert::{Form, Part};
use crate::ops::{self, files};
use crate::output::Format;
use crate::output::view::cert::PemView;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Fetch the certificate of a partner or MISP
///
/// The one that the Kernel re-signed, on standard output or in a file. JSON and the like always hold PEM.
#[derive(Debug, Args)]
pub struct GetArgs {
    /// Partner or MISP that holds it
    holder: String,
    /// As its CA issued it
    #[arg(long, conflicts_with = "chain")]
    original: bool,
    /// With its issuers up to the root
    #[arg(long)]
    chain: bool,
    /// PEM, DER (one certificate) or PKCS#7
    #[arg(long, value_name = "FORM", default_value = "pem")]
    format: FormArg,
    /// File to write it to; - is standard output
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormArg {
    Pem,
    Der,
    P7b,
}

impl From<FormArg> for Form {
    fn from(form: FormArg) -> Self {
        match form {
            FormArg::Pem => Self::Pem,
            FormArg::Der => Self::Der,
            FormArg::P7b => Self::P7b,
        }
    }
}

pub(super) fn run(app: &App, args: &GetArgs) -> Result<Exit, Failure> {
    let (part, name) = match (args.original, args.chain) {
        (true, _) => (Part::Original, "original"),
        (_, true) => (Part::Chain, "chain"),
        _ => (Part::Resigned, "re-signed"),
    };
    let parts = app.open()?;
    let holder = ops::access::holder(&parts.ctx(), &args.holder)?;
    let pem = ops::cert::get(&parts.ctx(), &holder, part)?;
    if let Some(path) = args.to.as_ref().filter(|path| path.as_os_str() != "-") {
        files::write_public(path, &ops::cert::formed(&pem, args.format.into())?)?;
        app.printer.note(&format!("wrote {}", path.display()));
        return Ok(Exit::Ok);
    }
    match app.printer.format {
        Format::Table => app
            .printer
            .raw(&ops::cert::formed(&pem, args.format.into())?)?,
        _ => app.printer.one(&PemView {
            holder: args.holder.clone(),
            part: name,
            pem,
        })?,
    }
    Ok(Exit::Ok)
}
