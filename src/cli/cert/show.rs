//! `pmctl cert show`.

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::cert::CertView;
use clap::Args;

/// Show the certificate in force of a partner or MISP
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Partner or MISP that holds it
    holder: String,
}

pub(super) fn run(app: &App, args: &ShowArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let holder = ops::access::holder(&parts.ctx(), &args.holder)?;
    let cert = ops::cert::show(&parts.ctx(), &holder)?;
    app.printer.one(&CertView::from(&cert))?;
    Ok(Exit::Ok)
}
