//! One editor of the configuration at a time.

use super::ConfigError;
use std::fs::{DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Waits for whoever edits the file now; the lock ends with what is given back. It stands on a file of its own beside the
/// configuration, because an edit puts a new file in the place of the old one.
pub(super) fn lock(path: &Path) -> Result<File, ConfigError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    let lock = folder.unwrap_or(Path::new(".")).join(name);
    let made = match folder {
        Some(folder) => DirBuilder::new().recursive(true).mode(0o700).create(folder),
        None => Ok(()),
    };
    let held = made
        .and_then(|()| {
            let mut options = OpenOptions::new();
            options
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o600)
                .open(&lock)
        })
        .and_then(|file| file.lock().map(|()| file));
    held.map_err(|error| ConfigError::Unwritable {
        path: path.to_owned(),
        why: error.to_string(),
    })
}
