//! `pmctl store check`.

use crate::app::App;
use crate::error::{Exit, Failure};
use crate::output::view::store::StoreView;
use clap::Args;

/// Check the store: integrity, schema, audit trail, rows
///
/// Exit status 11 when something is wrong with it.
#[derive(Debug, Args)]
pub struct CheckArgs {}

pub(super) fn run(app: &App, _: &CheckArgs) -> Result<Exit, Failure> {
    let checked = app.check_store()?;
    let view = StoreView {
        url: checked.url,
        status: if checked.problems.is_empty() {
            "ok"
        } else {
            "broken"
        },
        schema: checked.schema,
        problems: checked.problems,
        rows: checked.rows,
    };
    app.printer.one(&view)?;
    Ok(if view.problems.is_empty() {
        Exit::Ok
    } else {
        Exit::Store
    })
}
