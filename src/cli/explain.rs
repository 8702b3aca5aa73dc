//! `pmctl explain`.

use crate::app::App;
use crate::error::{Entry, Exit, Failure, catalogue};
use crate::output::view::entry::EntryView;
use clap::Args;

/// Say what an error code means and what to do
///
/// Without a code, every code is listed.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Code as an error shows it, e.g. PM-ACC-002
    code: Option<String>,
}

pub(super) fn run(app: &App, args: ExplainArgs) -> Result<Exit, Failure> {
    let Some(code) = args.code else {
        let views: Vec<EntryView> = catalogue::ALL.iter().map(|entry| view(entry)).collect();
        app.printer.list(&views, "no codes")?;
        return Ok(Exit::Ok);
    };
    let entry = catalogue::find(&code).ok_or_else(|| {
        Failure::new(&catalogue::UNKNOWN_CODE, format!("there is no code {code}"))
    })?;
    app.printer.one(&view(entry))?;
    Ok(Exit::Ok)
}

fn view(entry: &'static Entry) -> EntryView {
    EntryView {
        code: entry.code,
        title: entry.title,
        exit: entry.exit.number(),
        exit_name: entry.exit.name(),
        explain: entry.explain,
        fix: entry.fix.to_vec(),
        retryable: entry.retryable,
    }
}
