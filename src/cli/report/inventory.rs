//! `pmctl report inventory`.

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::report::InventoryView;
use clap::Args;

/// Count everything by its state
#[derive(Debug, Args)]
pub struct InventoryArgs {}

pub(super) fn run(app: &App, _: &InventoryArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let counted = ops::report::inventory(&parts.ctx())?;
    let views: Vec<_> = counted
        .iter()
        .map(|one| InventoryView {
            kind: one.kind,
            state: one.state,
            count: one.count,
        })
        .collect();
    app.printer.list(&views, "nothing is here")?;
    Ok(Exit::Ok)
}
