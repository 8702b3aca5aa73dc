//! `pmctl kernel provision`.

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::kernel::MasterKeyView;
use clap::Args;

/// Make the Kernel's ROOT and PMS keys where they are missing
#[derive(Debug, Args)]
pub struct ProvisionArgs {}

pub(super) fn run(app: &App, _: &ProvisionArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let keys = ops::kernel::provision(&parts.ctx())?;
    let views: Vec<_> = keys
        .iter()
        .map(|key| {
            MasterKeyView::new(
                key.application,
                &key.subject,
                &key.thumbprint,
                key.not_after,
            )
        })
        .collect();
    app.printer.list(&views, "no keys")?;
    Ok(Exit::Ok)
}
