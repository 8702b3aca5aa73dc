//! A failure on its way out: JSON on stdout where JSON was asked for, text on stderr otherwise.

use super::Failure;
use crate::output::printer::Printer;
use crate::output::view::error::{ErrorView, RemoteView};

/// Prints the failure in the format of the command. Never fails: there is nowhere left to tell.
pub fn report(printer: &Printer, failure: &Failure) {
    printer.error(&view(failure));
}

/// The failure as it is shown.
pub fn view(failure: &Failure) -> ErrorView {
    ErrorView {
        code: failure.entry.code,
        message: failure.message.clone(),
        why: failure.causes(),
        fix: failure.advice(),
        retryable: failure.details.retryable,
        exit: failure.exit().number(),
        remote: failure.details.remote.as_ref().map(|remote| RemoteView {
            code: remote.code.clone(),
            message: remote.message.clone(),
            http: remote.http,
        }),
    }
}
