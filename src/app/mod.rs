//! Opens what a command asks for, and reads the clock, the environment and the screen.

mod check;
pub mod doctor;
mod ending;
mod kernel;
mod onboarding;
mod screen;
mod seal;
mod serve;
mod session;
mod written;

pub use crate::devkernel::{IdaCache, Release};
pub use crate::ida::Shape;
pub use crate::manifest::Loaded;
pub use crate::store::Page;
pub use check::StoreReport;
pub use ending::end_hook_too;
pub use kernel::{Server, Speaking};
pub use screen::screen;
pub use serve::{IdaServer, ServeIda, TlsFiles, Transport};
pub use session::{DevicePrompt, Standing};

use crate::cli::global::Global;
use crate::config::file::File;
use crate::config::{
    ConfigError, IdSource, Ida, LicenseSource, Overrides, Places, Settings, settings,
};
use crate::domain::access::Actor;
use crate::domain::secret::Secret;
use crate::domain::time::{Lifetime, Moment};
use crate::error::Failure;
use crate::ida::{Callback, Hub, Patience, Way};
use crate::kernel::Link;
use crate::ops::faults::FailPoints;
use crate::ops::{self, Ctx, Host, Rules};
use crate::ops::{GivenUp, Sending};
use crate::output::printer::Printer;
use crate::output::progress::Progress;
use crate::store::{Owner, Store};
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

/// New policies last as long as MOSIP's own do.
const POLICY_VALIDITY: Lifetime = Lifetime::from_days(365);
/// As long as the Kernel makes re-signed certificates last.
const WRAP_VALIDITY: Lifetime = Lifetime::from_days(365);

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
    /// What `--timeout` or its variable says, where one of them does.
    pub fn told_timeout(&self) -> Option<Duration> {
        let told = self.overrides.timeout.as_ref();
        told.map(|timeout| duration(timeout.value))
    }

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
        let named = self.overrides.config.is_some();
        Ok(File::load(&places.config_file, named)?)
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

    /// The context by flag, environment or file; it must be there, unless it is `dev`.
    pub fn context_in_use(&self) -> Result<String, Failure> {
        let file = self.config_file_or_empty()?;
        let context = settings::current(&self.overrides, &self.places()?, &file)?.value;
        if context == settings::DEV || file.contexts.contains_key(&context) {
            return Ok(context);
        }
        Err(ConfigError::NoContext {
            name: context,
            known: file.contexts.into_keys().collect(),
        }
        .into())
    }

    /// Opens the store and settles who acts. The Kernel is reached when an operation asks it.
    pub fn open(&self) -> Result<Parts, Failure> {
        let settings = self.settings()?;
        let store = seal::open_store(&settings, now())?;
        let owner = store.claim()?;
        let embedded = kernel::Embedded::default();
        let logins = Arc::new(session::Logins::new(&settings, &embedded));
        let link = kernel::link(&settings, &logins);
        let standing = session::standing(&settings, &logins, &store)?;
        let rules = rules(&settings)?;
        let shown = self.printer.screen.stderr_terminal && !self.printer.quiet;
        let progress = Progress::new(shown);
        let bar = progress.clone();
        Ok(Parts {
            report: Box::new(move |step: ops::Progress<'_>| {
                bar.step(&format!("{}/{} {}", step.done, step.of, step.name));
            }),
            progress,
            faults: fail_points(),
            given_up: GivenUp::default(),
            store,
            owner,
            link,
            standing,
            rules,
            settings,
            embedded,
        })
    }
}

/// All that an operation of this run may touch.
pub struct Parts {
    store: Store,
    owner: Owner,
    link: Link,
    standing: Standing,
    rules: Rules,
    faults: FailPoints,
    given_up: GivenUp,
    report: Box<dyn Fn(ops::Progress<'_>) + Sync + Send>,
    progress: Progress,
    settings: Settings,
    /// Lives as long as the run.
    embedded: kernel::Embedded,
}

impl Parts {
    pub fn ctx(&self) -> Ctx<'_> {
        Ctx {
            store: &self.store,
            kernel: &self.link,
            actor: &self.standing.actor,
            owner: &self.owner,
            clock: &now,
            rules: &self.rules,
            progress: &*self.report,
            faults: &self.faults,
            sending: Sending::AtOnce,
            given_up: &self.given_up,
        }
    }

    pub fn now(&self) -> Moment {
        now()
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub fn actor(&self) -> &Actor {
        &self.standing.actor
    }

    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// What may be shown of a license key or an API key.
    pub fn masked(&self, key: &Secret) -> String {
        self.store.seal().masked(key)
    }

    /// Takes the progress line away before data follows.
    pub fn end_progress(&self) {
        self.progress.end();
    }
}

fn rules(settings: &Settings) -> Result<Rules, Failure> {
    let ids = |source: IdSource| match source {
        IdSource::Kernel => ops::IdSource::Kernel,
        IdSource::Builtin { start } => ops::IdSource::Builtin { start },
    };
    Ok(Rules {
        misp_ids: ids(settings.misp_ids),
        partner_ids: ids(settings.partner_ids),
        license_source: match settings.license_source {
            LicenseSource::Kernel => ops::LicenseSource::Kernel,
            LicenseSource::Builtin => ops::LicenseSource::Builtin,
        },
        license_validity: settings.license_validity,
        renew_within: settings.renew_within,
        api_key_validity: settings.api_key_validity,
        policy_validity: POLICY_VALIDITY,
        wrap_validity: WRAP_VALIDITY,
        patience: duration(settings.timeout.value),
        audit_manager: kernel::has_audit_manager(settings),
        ida: way(settings)?,
        host: host(),
        workers: kernel::workers(settings),
    })
}

fn way(settings: &Settings) -> Result<Option<Way>, Failure> {
    let patience = Patience {
        connect: duration(settings.connect_timeout),
        total: duration(settings.timeout.value),
    };
    let way = match &settings.ida {
        None => return Ok(None),
        Some(Ida::Callback { url, secret }) => {
            let secret = secret.read("ID Authentication's callback")?;
            Callback::new(url, secret, patience).map(Way::Callback)
        }
        Some(Ida::Hub { url }) => Hub::new(url, patience).map(Way::Hub),
    };
    Ok(Some(way.map_err(ops::OpError::from)?))
}

fn duration(length: Lifetime) -> Duration {
    Duration::from_micros(u64::try_from(length.micros()).unwrap_or(0))
}

/// The address by which this machine would leave; nothing is sent to find it.
fn host() -> Host {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = match name.trim() {
        "" => "localhost",
        name => name,
    };
    let address = std::net::UdpSocket::bind("0.0.0.0:0")
        .and_then(|socket| {
            socket.connect("192.0.2.1:9")?;
            socket.local_addr()
        })
        .map_or_else(|_| "127.0.0.1".to_owned(), |own| own.ip().to_string());
    Host {
        name: name.to_owned(),
        address,
    }
}

#[cfg(feature = "testing")]
fn fail_points() -> FailPoints {
    match variable("PMCTL_FAIL_AT").and_then(|text| text.parse().ok()) {
        Some(point) => FailPoints::kill_at(point),
        None => FailPoints::default(),
    }
}

#[cfg(not(feature = "testing"))]
fn fail_points() -> FailPoints {
    FailPoints::default()
}

/// The time, in whole microseconds. A build with the feature `testing` takes `PMCTL_NOW` instead.
pub fn now() -> Moment {
    #[cfg(feature = "testing")]
    if let Some(moment) = variable("PMCTL_NOW").and_then(|text| text.parse().ok()) {
        return moment;
    }
    clock()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock"
)]
fn clock() -> Moment {
    Moment::from_timestamp(jiff::Timestamp::now())
}

/// A variable that is set to something.
#[expect(
    clippy::disallowed_methods,
    reason = "app reads the environment of the run"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}
