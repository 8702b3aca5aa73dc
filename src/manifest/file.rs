//! Files beside the onboarding file.

use super::finding::Kind;
use super::reader::{Reader, Section};
use super::spec::{SourceFile, Target};
use crate::domain::nearest::quoted;
use crate::domain::place::Location;
use crate::domain::secret::{KEY_FILE_MAX, may_be_key_file};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// The bytes of a regular, non-empty file of at most `limit` bytes; otherwise why not. Never waits for a pipe.
pub(super) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, String> {
    let metadata = std::fs::metadata(path).map_err(|error| why(&error))?;
    if !metadata.is_file() && !metadata.is_dir() {
        return Err("is no regular file".to_owned());
    }
    read_any(path, limit)
}

/// The same of anything that can be opened, pipes included.
pub(super) fn read_any(path: &Path, limit: usize) -> Result<Vec<u8>, String> {
    if path.is_dir() {
        return Err("is a folder, not a file".to_owned());
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

const FOREIGN: &str =
    "holds something else than a key of pmctl, and is not replaced; name another path";

/// Enough of a file to tell a key from anything else; nothing of one that is not there.
fn read_start(path: &Path) -> Result<Vec<u8>, String> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(why(&error)),
        Ok(about) if !about.is_file() => return Err("is no regular file".to_owned()),
        Ok(_) => {}
    }
    let mut start = Vec::new();
    let file = File::open(path).map_err(|error| why(&error))?;
    let most = KEY_FILE_MAX as u64 + 1;
    let read = file.take(most).read_to_end(&mut start);
    read.map(|_| start).map_err(|error| why(&error))
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

impl<'t> Reader<'t> {
    /// A path of the file, made relative to the file's folder.
    fn path(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
    ) -> Option<(PathBuf, Location)> {
        let (text, at) = self.text(section, key)?;
        let refused = match text {
            "" => "must not be empty",
            "-" => "must be a file here, not -",
            _ if text.contains('\0') => "must not hold a NUL character",
            _ => return Some((self.folder.join(text), at)),
        };
        self.error(at, Kind::Value, format!("{key}: {refused}"));
        None
    }

    /// The file that `key` names, read whole; at most `limit` bytes.
    pub(super) fn file(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
        limit: usize,
    ) -> Option<SourceFile> {
        let (path, at) = self.path(section, key)?;
        self.inputs.push(plain(&path));
        match read(&path, limit) {
            Ok(bytes) => Some(SourceFile { path, bytes, at }),
            Err(why) => {
                self.error(at, Kind::File, format!("{}: {why}", shown(&path)));
                None
            }
        }
    }

    /// The place that `key` names for something new.
    pub(super) fn target(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
    ) -> Option<Target> {
        let (path, at) = self.path(section, key)?;
        if path.is_dir() {
            let message = format!("{}: is a folder, not a file", shown(&path));
            self.error(at, Kind::File, message);
            return None;
        }
        let target = Target { path, at };
        self.targets.push(target.clone());
        Some(target)
    }

    /// As [`Reader::target`], for a key that takes the place of a key only.
    pub(super) fn key_target(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
    ) -> Option<Target> {
        let target = self.target(section, key)?;
        match read_start(&target.path) {
            Ok(content) if may_be_key_file(&content) => return Some(target),
            Ok(_) => self.error(
                target.at,
                Kind::File,
                format!("{}: {FOREIGN}", shown(&target.path)),
            ),
            Err(why) => self.error(
                target.at,
                Kind::File,
                format!("{}: {why}", shown(&target.path)),
            ),
        }
        None
    }
}
