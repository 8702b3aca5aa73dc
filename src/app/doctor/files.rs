//! Who can read and write what: configuration, store, keys, secrets, cache, and the folders around them.

use super::{Check, Health, secret_files, store_file};
use crate::config::{Places, Settings};
use crate::error::Exit;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// What lies in a file decides who may read it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Secrets,
    /// Others may read it, but whoever writes it decides where secrets go.
    Settings,
}

pub(super) fn around(places: &Places, settings: Option<&Settings>) -> Vec<Check> {
    let mut checks = vec![file("config file", &places.config_file, Holds::Settings)];
    checks.push(folder("config folder", places.config_folder()));
    checks.push(written("data folder", &places.data));
    if let Some(settings) = settings {
        if let Some(path) = store_file(settings) {
            checks.push(file("store file", path, Holds::Secrets));
            checks.push(written(
                "store folder",
                path.parent().unwrap_or(Path::new(".")),
            ));
        }
        for (what, path) in secret_files(settings) {
            checks.push(file(what, &path, Holds::Secrets));
        }
    }
    checks.push(folder("cache folder", &places.cache));
    checks.extend(logins(&places.cache));
    checks
}

/// What is kept of logins, one check for all that is well.
fn logins(cache: &Path) -> Vec<Check> {
    let entries = std::fs::read_dir(cache).into_iter().flatten().flatten();
    let kept = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file());
    let checks = kept.map(|path| file("login file", &path, Holds::Secrets));
    checks.filter(|check| check.health != Health::Ok).collect()
}

fn file(name: &'static str, path: &Path, holds: Holds) -> Check {
    let found = match std::fs::metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Check::skipped(name, format!("{} is not there", path.display()));
        }
        Err(error) => return unreadable(name, path, &error),
    };
    let mode = found.mode() & 0o777;
    let text = format!("{}: {}", path.display(), who(&found));
    let (open, half_open) = match holds {
        Holds::Secrets => (mode & 0o007, mode & 0o070),
        Holds::Settings => (mode & 0o002, mode & 0o020),
    };
    let close = match holds {
        Holds::Secrets => format!("chmod 600 {}", path.display()),
        Holds::Settings => format!("chmod go-w {}", path.display()),
    };
    match (open, half_open) {
        (0, 0) => Check::ok(name, text),
        (0, _) => Check::new(name, Health::Warning, text).next(close),
        _ => Check {
            exit: Exit::Invalid,
            ..Check::new(name, Health::Error, text).next(close)
        },
    }
}

/// A folder that commands write in, and make where it is not there.
fn written(name: &'static str, path: &Path) -> Check {
    let check = folder(name, path);
    match takes_files(path) {
        Ok(()) => check,
        Err(why) => Check::new(name, Health::Warning, format!("{}; {why}", check.finding)).next(
            format!("let whoever runs pmctl write in {}", path.display()),
        ),
    }
}

/// Whether files can be made in a folder, or the folder itself. Only the system knows, so it is asked by making a folder
/// that is gone again at once.
pub(super) fn takes_files(path: &Path) -> Result<(), String> {
    let there = path.ancestors().find(|folder| folder.exists());
    let there = match there {
        Some(folder) => folder,
        None => Path::new("."),
    };
    let trial = there.join(format!(".pmctl-doctor-{}", std::process::id()));
    std::fs::create_dir(&trial)
        .and_then(|()| std::fs::remove_dir(&trial))
        .map_err(|error| format!("nothing can be made in {}: {error}", there.display()))
}

/// Whoever writes in a folder can put another file in the place of one that only its owner reads.
fn folder(name: &'static str, path: &Path) -> Check {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    let found = match std::fs::metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Check::skipped(name, format!("{} is not there", path.display()));
        }
        Err(error) => return unreadable(name, path, &error),
    };
    let text = format!("{}: {}", path.display(), who(&found));
    let is_shared = found.mode() & 0o022 != 0;
    if is_shared {
        let close = format!("chmod go-w {}", path.display());
        return Check::new(name, Health::Warning, text).next(close);
    }
    Check::ok(name, text)
}

fn unreadable(name: &'static str, path: &Path, error: &std::io::Error) -> Check {
    let text = format!("{} cannot be looked at: {error}", path.display());
    let next = format!("ls -ld {}", path.display());
    Check::new(name, Health::Warning, text).next(next)
}

/// `0640, yours; the group can read it`.
fn who(found: &Metadata) -> String {
    let mode = found.mode() & 0o777;
    let owner = match own_uid() {
        Some(own) if own == found.uid() => "yours".to_owned(),
        _ => format!("of user {}", found.uid()),
    };
    let rights = |bits: u32| match bits & 0o6 {
        0o6 => Some("read and write"),
        0o4 => Some("read"),
        0o2 => Some("write"),
        _ => None,
    };
    let group = rights(mode >> 3).map(|what| format!("group {} can {what} it", found.gid()));
    let others = rights(mode).map(|what| format!("everybody can {what} it"));
    let more: Vec<String> = group.into_iter().chain(others).collect();
    if more.is_empty() {
        return format!("{mode:04o}, {owner} alone");
    }
    format!("{mode:04o}, {owner}; {}", more.join(", "))
}

/// Linux shows the process as a folder of its own.
fn own_uid() -> Option<u32> {
    std::fs::metadata("/proc/self")
        .ok()
        .map(|found| found.uid())
}

/// What roles do not protect, said with who it is here.
pub(super) fn trust(settings: &Settings) -> Check {
    let secrets = secret_files(settings).into_iter().map(|(_, path)| path);
    let all: Vec<_> = store_file(settings)
        .map(Path::to_owned)
        .into_iter()
        .chain(secrets)
        .filter_map(|path| std::fs::metadata(path).ok())
        .collect();
    let read = |bit: u32| !all.is_empty() && all.iter().all(|found| found.mode() & bit != 0);
    let whom = match (read(0o004), read(0o040)) {
        (true, _) => "everybody on this machine",
        (_, true) => "their owner and their group",
        _ => "their owner",
    };
    let text = format!(
        "roles bind those who come through a wrapper, a server or a database login of their own; whoever can read the \
         store, its key and the service secret is an ida-admin, whatever the roles say: here that is {whom}, and root"
    );
    Check::ok("trust", text)
}
