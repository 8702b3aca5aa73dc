//! Opens what a command asks for, and reads the clock, the environment and the screen.

use crate::cli::global::Global;
use crate::config::file::File;
use crate::config::{Overrides, Places, Settings};
use crate::domain::time::Moment;
use crate::error::Failure;
use crate::output::printer::{Printer, Screen};
use std::io::IsTerminal;

/// One run of the tool.
pub struct App {
    pub printer: Printer,
    pub overrides: Overrides,
    /// `--yes`: confirmations are answered.
    pub yes: bool,
    /// Whether somebody can be asked.
    pub interactive: bool,
}

impl App {
    pub fn new(global: &Global) -> Self {
        Self {
            printer: Printer {
                format: global.format(),
                screen: screen(),
                quiet: global.quiet,
            },
            overrides: global.overrides(),
            yes: global.yes,
            interactive: !global.no_input
                && std::io::stdin().is_terminal()
                && std::io::stderr().is_terminal(),
        }
    }

    /// Where configuration, data and cache lie.
    pub fn places(&self) -> Result<Places, Failure> {
        Ok(Places::find(&self.overrides)?)
    }

    /// The configuration file; an absent one is empty unless a flag or variable named it.
    pub fn config_file(&self) -> Result<File, Failure> {
        let places = self.places()?;
        Ok(File::load(
            &places.config_file,
            self.overrides.config.is_some(),
        )?)
    }

    /// As [`App::config_file`], for a command that may make it.
    pub fn config_file_or_empty(&self) -> Result<File, Failure> {
        Ok(File::load(&self.places()?.config_file, false)?)
    }

    /// Flags, environment and file, settled.
    pub fn settings(&self) -> Result<Settings, Failure> {
        let file = self.config_file()?;
        Ok(Settings::resolve(&self.overrides, self.places()?, &file)?)
    }
}

/// The time, in whole microseconds. A build with the feature `testing` takes `PMCTL_NOW` instead.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock"
)]
pub fn now() -> Moment {
    #[cfg(feature = "testing")]
    if let Some(moment) = std::env::var("PMCTL_NOW")
        .ok()
        .and_then(|text| text.parse().ok())
    {
        return moment;
    }
    Moment::from_timestamp(jiff::Timestamp::now())
}

/// What stdout and stderr are. `NO_COLOR` with any value, or `TERM=dumb`, means no colour.
#[expect(
    clippy::disallowed_methods,
    reason = "app reads the environment of the screen"
)]
pub fn screen() -> Screen {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let stdout = std::io::stdout().is_terminal();
    let stderr = std::io::stderr().is_terminal();
    let columns = dialoguer::console::Term::stdout()
        .size_checked()
        .map(|(_, columns)| usize::from(columns));
    Screen {
        width: if stdout { columns } else { None },
        color: stdout && !no_color,
        stderr_color: stderr && !no_color,
        stderr_terminal: stderr,
    }
}

/// A variable that is set to something.
#[expect(
    clippy::disallowed_methods,
    reason = "app reads the environment of the run"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}
