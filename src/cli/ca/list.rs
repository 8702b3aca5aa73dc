//! `pmctl ca list`.

use crate::app::App;
use crate::domain::cert::TrustDomain;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::ca::CaView;
use clap::Args;

/// List the authorities that were uploaded from here
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Of this partner domain only: AUTH, DEVICE, FTM, MISP
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<TrustDomain>,
}

pub(super) fn run(app: &App, args: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::ca::list(&parts.ctx(), args.domain)?;
    let views: Vec<_> = found.iter().map(CaView::from).collect();
    app.printer
        .list(&views, "no authorities yet: pmctl ca upload")?;
    Ok(Exit::Ok)
}
