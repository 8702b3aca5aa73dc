//! What is kept of logins in the cache folder: files of the user alone, and a lock beside them.

use crate::config::{KernelSettings, Settings};
use crate::domain::secret::Secret;
use crate::kernel::KernelError;
use crate::ops::files;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs::{File, TryLockError};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Between two looks at a lock that another run holds.
const PAUSE: Duration = Duration::from_millis(20);

/// The files of one context.
pub(super) struct Files {
    folder: PathBuf,
    /// The context's name in characters that are safe in a file's name.
    context: String,
    /// Contexts of one name in two files are two systems: what is kept for one is nothing to the other.
    system: String,
}

/// What a file holds: to which system it belongs, and what is known of it.
#[derive(Serialize, Deserialize)]
struct Belonging<T> {
    system: String,
    #[serde(flatten)]
    what: T,
}

impl Files {
    pub(super) fn of(settings: &Settings) -> Self {
        Self {
            folder: settings.places.cache.clone(),
            context: safe(&settings.context.value),
            system: system(settings),
        }
    }

    /// `None` where nothing is kept, or only something of another system, or of another version.
    pub(super) fn load<T: DeserializeOwned>(&self, what: &str) -> Result<Option<T>, KernelError> {
        let path = self.path(what);
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(serde_json::from_str(&text)
                .ok()
                .filter(|kept: &Belonging<T>| kept.system == self.system)
                .map(|kept| kept.what)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unusable(&path, "read", &error)),
        }
    }

    pub(super) fn save<T: Serialize>(&self, name: &str, what: T) -> Result<(), KernelError> {
        let belonging = Belonging {
            system: self.system.clone(),
            what,
        };
        let path = self.path(name);
        let text = serde_json::to_string(&belonging)
            .map_err(|error| unusable(&path, "written", &error.into()))?;
        files::write_own_secret(&path, &Secret::new(text)).map_err(|error| KernelError::Setup {
            cause: error.to_string(),
        })
    }

    /// Says whether there was something.
    pub(super) fn remove(&self, what: &str) -> Result<bool, KernelError> {
        let path = self.path(what);
        match std::fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(unusable(&path, "removed", &error)),
        }
    }

    /// Waits while another run logs in: then its login serves this one too. The lock ends with the file, or with the process.
    pub(super) fn lock(&self, patience: Duration) -> Result<File, KernelError> {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        let path = self.folder.join(format!("{}.lock", self.context));
        let refused = |error: &Error| unusable(&path, "locked", error);
        let mut folder = std::fs::DirBuilder::new();
        let made = folder.recursive(true).mode(0o700).create(&self.folder);
        made.map_err(|error| refused(&error))?;
        let mut options = File::options();
        let opened = options.append(true).create(true).mode(0o600).open(&path);
        let file = opened.map_err(|error| refused(&error))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience => {
                    std::thread::sleep(PAUSE);
                }
                Err(error) => return Err(refused(&error.into())),
            }
        }
    }

    fn path(&self, what: &str) -> PathBuf {
        self.folder.join(format!("{}.{what}.json", self.context))
    }
}

fn unusable(path: &Path, how: &str, error: &Error) -> KernelError {
    KernelError::Setup {
        cause: format!("{} cannot be {how}: {error}", path.display()),
    }
}

fn system(settings: &Settings) -> String {
    match &settings.kernel {
        KernelSettings::Embedded(embedded) => format!("embedded {}", embedded.state.display()),
        KernelSettings::Remote(remote) => {
            let login = remote.issuer.as_ref().or(remote.authmanager.as_ref());
            format!("{} {}", remote.keymanager, login.map_or("", String::as_str))
        }
    }
}

fn safe(name: &str) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let escaped = |c: char| match is_safe(c) {
        true => c.to_string(),
        false => format!("%{:x}", u32::from(c)),
    };
    name.chars().map(escaped).collect()
}
