//! `pmctl outbox push`.

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::outbox::{MessageView, PushView};
use clap::Args;

/// Send what is due
///
/// Exit status 8 when some of it is still here afterwards.
#[derive(Debug, Args)]
pub struct PushArgs {}

pub(super) fn run(app: &App, _: &PushArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let pushed = ops::outbox::push_all(&parts.ctx())?;
    let view = PushView {
        delivered: pushed.delivered,
        left: pushed.left.iter().map(MessageView::from).collect(),
    };
    app.printer.one(&view)?;
    Ok(if view.left.is_empty() {
        Exit::Ok
    } else {
        Exit::Pending
    })
}
