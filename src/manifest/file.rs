//! Files beside the onboarding file.

use crate::domain::nearest::quoted;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// The bytes of a regular, non-empty file of at most `limit` bytes; otherwise why not. Never waits for a pipe.
pub(super) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, String> {
    let metadata = std::fs::metadata(path).map_err(|error| why(&error))?;
    if metadata.is_dir() {
        return Err("is a folder, not a file".to_owned());
    }
    if !metadata.is_file() {
        return Err("is no regular file".to_owned());
    }
    let file = File::open(path).map_err(|error| why(&error))?;
    let bytes = read_most(file, limit)?;
    if bytes.is_empty() {
        return Err("is empty".to_owned());
    }
    Ok(bytes)
}

/// All of `source`, unless it holds more than `limit` bytes.
pub(super) fn read_most(source: impl Read, limit: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut source = source.take(most.saturating_add(1));
    source
        .read_to_end(&mut bytes)
        .map_err(|error| why(&error))?;
    if bytes.len() > limit {
        return Err(format!("has more than {limit} bytes"));
    }
    Ok(bytes)
}

fn why(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "may not be read".to_owned(),
        ErrorKind::NotADirectory => "its folder is a file".to_owned(),
        _ => error.to_string(),
    }
}

/// The path as messages show it: as it is, unless that would disturb a line.
pub(super) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if text.chars().any(char::is_control) || text.len() > 1024 {
        return quoted(&text);
    }
    text
}

/// The path without `.` and `..`, so that two spellings of one place compare equal where no link is involved.
pub(super) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
