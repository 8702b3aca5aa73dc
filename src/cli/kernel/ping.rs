//! `pmctl kernel ping`.

use crate::app::App;
use crate::config::KernelSettings;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::output::view::kernel::PingView;
use clap::Args;

/// Say which Kernel answers
#[derive(Debug, Args)]
pub struct PingArgs {}

pub(in crate::cli) fn run(app: &App, _: &PingArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let start = std::time::Instant::now();
    let ping = ops::kernel::ping(&parts.ctx())?;
    let settings = parts.settings();
    app.printer.one(&PingView {
        context: settings.context.value.clone(),
        address: match &settings.kernel {
            KernelSettings::Embedded(_) => "embedded".to_owned(),
            KernelSettings::Remote(remote) => remote.keymanager.clone(),
        },
        name: ping.name,
        version: ping.version,
        milliseconds: start.elapsed().as_millis(),
    })?;
    Ok(Exit::Ok)
}
