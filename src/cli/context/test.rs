//! `pmctl context test`.

use crate::app::App;
use crate::cli::kernel::ping::{self, PingArgs};
use crate::config::{Origin, Sourced};
use crate::error::{Exit, Failure};
use clap::Args;

/// Try a context: open its store, log in, ask its Kernel who it is
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Context to try; the one in use when left out
    name: Option<String>,
}

pub(super) fn run(app: &mut App, args: TestArgs) -> Result<Exit, Failure> {
    if let Some(name) = args.name {
        app.overrides.context = Some(Sourced::new(name, Origin::Flag));
    }
    ping::run(app, &PingArgs {})
}
