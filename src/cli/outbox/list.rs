//! `pmctl outbox list`.

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::outbox::MessageView;
use clap::Args;

/// List the messages that wait for the audit manager or ID Authentication
#[derive(Debug, Args)]
pub struct ListArgs {}

pub(super) fn run(app: &App, _: &ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let found = ops::outbox::list(&parts.ctx())?;
    let views: Vec<_> = found.iter().map(MessageView::from).collect();
    app.printer.list(&views, "nothing waits")?;
    Ok(Exit::Ok)
}
