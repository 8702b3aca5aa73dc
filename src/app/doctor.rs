//! Looks the installation over. Whatever is broken, the other checks still run.

mod files;
mod reach;
mod store;

use super::App;
use crate::config::{Ida, KernelSettings, Places, SealSource, Settings, Source};
use crate::error::{Exit, Failure};
use std::path::{Path, PathBuf};

/// How one check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    Ok,
    /// It works, and should be looked at.
    Warning,
    /// It does not work, or a secret lies open.
    Error,
    /// Something before it has to be mended first, or it does not apply.
    Skipped,
}

impl Health {
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }
}

/// One line, and what to do.
#[derive(Debug, Clone)]
pub struct Check {
    pub name: &'static str,
    pub health: Health,
    pub finding: String,
    pub next: Vec<String>,
    /// Only an error has another than [`Exit::Ok`].
    pub exit: Exit,
}

impl Check {
    fn new(name: &'static str, health: Health, finding: impl Into<String>) -> Self {
        Self {
            name,
            health,
            finding: finding.into(),
            next: Vec::new(),
            exit: Exit::Ok,
        }
    }

    fn ok(name: &'static str, finding: impl Into<String>) -> Self {
        Self::new(name, Health::Ok, finding)
    }

    fn skipped(name: &'static str, finding: impl Into<String>) -> Self {
        Self::new(name, Health::Skipped, finding)
    }

    fn failed(name: &'static str, failure: &Failure) -> Self {
        let mut finding = format!("{} ({})", failure.message, failure.entry.code);
        for cause in failure.causes() {
            finding = format!("{finding}; {cause}");
        }
        Self {
            next: failure.advice(),
            exit: failure.exit(),
            ..Self::new(name, Health::Error, finding)
        }
    }

    fn next(mut self, line: impl Into<String>) -> Self {
        self.next.push(line.into());
        self
    }
}

impl App {
    /// Every check in the order in which they build on each other. Leaves nothing, and changes nothing.
    pub fn examine(&self) -> Vec<Check> {
        let places = match self.places() {
            Ok(places) => places,
            Err(failure) => return vec![Check::failed("config", &failure)],
        };
        let (mut checks, settings) = self.configured(&places);
        checks.extend(files::around(&places, settings.as_ref()));
        let Some(settings) = settings else {
            let names = [
                "store", "kernel", "login", "clock", "actor", "outbox", "ida",
            ];
            let wait = |name| Check::skipped(name, "the configuration comes first");
            checks.extend(names.into_iter().map(wait));
            return checks;
        };
        let (check, opened) = store::opened(&settings);
        checks.push(check);
        checks.extend(reach::network(&settings));
        checks.extend(store::within(&settings, opened.as_ref()));
        checks.push(reach::ida(&settings));
        checks.push(files::trust(&settings));
        checks
    }

    fn configured(&self, places: &Places) -> (Vec<Check>, Option<Settings>) {
        let path = places.config_file.display();
        let file = match self.config_file() {
            Ok(file) => file,
            Err(failure) => return (vec![Check::failed("config", &failure)], None),
        };
        let config = if places.config_file.exists() {
            Check::ok("config", format!("{path} is read"))
        } else {
            let text = format!("{path} is not there; context dev needs none");
            Check::ok("config", text).next("pmctl context add NAME, for a Kernel of your own")
        };
        match Settings::resolve(&self.overrides, places.clone(), &file) {
            Ok(settings) => {
                let (name, origin) = (&settings.context.value, settings.context.origin.word());
                let context = Check::ok("context", format!("{name}, by {origin}"));
                (vec![config, context], Some(settings))
            }
            Err(error) => {
                let context = Check::failed("context", &error.into());
                (vec![config, context], None)
            }
        }
    }
}

/// The files in which secrets lie, by what they are.
fn secret_files(settings: &Settings) -> Vec<(&'static str, PathBuf)> {
    let mut found: Vec<(&'static str, PathBuf)> = Vec::new();
    match &settings.seal {
        SealSource::KeyFile(path) => found.push(("seal key", path.clone())),
        SealSource::Elsewhere(source) => found.extend(file_of("seal key", source)),
    }
    match &settings.kernel {
        KernelSettings::Embedded(embedded) => {
            found.push(("embedded kernel", embedded.state.clone()))
        }
        KernelSettings::Remote(remote) => {
            let service = remote.service.as_ref();
            found.extend(service.and_then(|one| file_of("service secret", &one.secret)));
        }
    }
    let ida = settings.ida.as_ref();
    if let Some(Ida::Callback { secret, .. }) = ida {
        found.extend(file_of("ida secret", secret));
    }
    found
}

fn file_of(what: &'static str, source: &Source) -> Option<(&'static str, PathBuf)> {
    match source {
        Source::File(path) => Some((what, path.clone())),
        _ => None,
    }
}

fn store_file(settings: &Settings) -> Option<&Path> {
    settings.store.value.strip_prefix("sqlite:").map(Path::new)
}
