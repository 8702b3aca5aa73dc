//! Files that an operation reads or leaves behind.

use super::OpError;
use crate::domain::secret::{KEY_FILE_MAX, Secret, may_be_key_file};
use std::io::{Read, Write};
use std::path::Path;

/// Largest file that is read as a certificate, key or policy.
const MOST: u64 = 4 * 1024 * 1024;

fn failed(path: &Path, cause: &std::io::Error) -> OpError {
    let cause = match cause.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        _ => cause.to_string(),
    };
    OpError::File {
        path: path.display().to_string(),
        cause,
    }
}

fn refused(path: &Path, cause: &str) -> OpError {
    OpError::File {
        path: path.display().to_string(),
        cause: cause.to_owned(),
    }
}

/// Reads a whole file of a sensible size. Refuses folders and empty files by name, and reads no more than that of what
/// does not say how large it is: a pipe, a device.
pub fn read(path: &Path) -> Result<Vec<u8>, OpError> {
    let about = std::fs::metadata(path).map_err(|error| failed(path, &error))?;
    if about.is_dir() {
        return Err(refused(path, "is a folder, not a file"));
    }
    if about.len() > MOST {
        return Err(refused(path, "is larger than 4 MiB"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes))
        .map_err(|error| failed(path, &error))?;
    match bytes.len() as u64 {
        0 => Err(refused(path, "is empty")),
        length if length > MOST => Err(refused(path, "is larger than 4 MiB")),
        _ => Ok(bytes),
    }
}

/// Whether the file is there with exactly this secret in it.
pub fn holds_secret(path: &Path, secret: &Secret) -> bool {
    std::fs::read(path)
        .is_ok_and(|bytes| bytes.trim_ascii_end() == secret.expose().trim_end().as_bytes())
}

/// Whether a secret can be written there, as far as that can be known before: asked before a key is issued that
/// would then have nowhere to go. Leaves nothing behind.
pub fn ready_for_secret(path: &Path) -> Result<(), OpError> {
    spares_foreign(path)?;
    ready_folder(folder_of(path))
}

/// The same of a folder for several secrets.
pub fn ready_folder(folder: &Path) -> Result<(), OpError> {
    let there = folder.ancestors().find(|part| part.exists());
    let there = there.filter(|part| !part.as_os_str().is_empty());
    let there = there.unwrap_or(Path::new("."));
    let probe = there.join(format!(".pmctl.{}", std::process::id()));
    new_file(&probe, 0o600)
        .and_then(|_| std::fs::remove_file(&probe))
        .map_err(|error| failed(there, &error))
}

/// A key takes the place of a key only: a slip in a path must not cost a private key or a policy.
fn spares_foreign(path: &Path) -> Result<(), OpError> {
    let content = start_of(path, KEY_FILE_MAX + 1)?;
    match content.is_none_or(|content| may_be_key_file(&content)) {
        true => Ok(()),
        false => Err(OpError::ForeignFile {
            path: path.display().to_string(),
            holds: "something else than a key of pmctl",
        }),
    }
}

/// What anybody may read never takes the place of what nobody can make again.
fn spares_private_keys(path: &Path) -> Result<(), OpError> {
    const MARK: &[u8] = b"PRIVATE KEY-----";
    let content = start_of(path, MOST as usize)?.unwrap_or_default();
    match content.windows(MARK.len()).any(|part| part == MARK) {
        false => Ok(()),
        true => Err(OpError::ForeignFile {
            path: path.display().to_string(),
            holds: "a private key",
        }),
    }
}

/// The first bytes of a regular file; `None` where there is no file. Never waits for a pipe.
fn start_of(path: &Path, most: usize) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, OpError> {
    let about = match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        about => about.map_err(|error| failed(path, &error))?,
    };
    if about.is_dir() {
        return Err(refused(path, "is a folder, not a file"));
    }
    if !about.is_file() {
        return Err(refused(path, "is no regular file"));
    }
    let mut bytes = zeroize::Zeroizing::new(Vec::new());
    std::fs::File::open(path)
        .and_then(|file| file.take(most as u64).read_to_end(&mut bytes))
        .map_err(|error| failed(path, &error))?;
    Ok(Some(bytes))
}

/// Writes a secret with one line break behind it: 0600, in one step, so that no reader sees half of it. Replaces a key
/// of ours, and nothing else.
pub fn write_secret(path: &Path, secret: &Secret) -> Result<(), OpError> {
    spares_foreign(path)?;
    write_own_secret(path, secret)
}

/// As [`write_secret`], over whatever is there: for files whose names are ours alone.
pub fn write_own_secret(path: &Path, secret: &Secret) -> Result<(), OpError> {
    let mut text = zeroize::Zeroizing::new(secret.expose().to_owned());
    if !text.ends_with('\n') {
        text.push('\n');
    }
    write_whole(path, text.as_bytes(), 0o600, Placing::Replace).map(drop)
}

/// As [`write_secret`], but never over a file that is there; says whether it wrote. Of two that do this at once, one does.
pub fn write_new_secret(path: &Path, secret: &Secret) -> Result<bool, OpError> {
    let text = zeroize::Zeroizing::new(format!("{}\n", secret.expose().trim_end()));
    write_whole(path, text.as_bytes(), 0o600, Placing::OnlyNew)
}

/// Writes what anybody may read, in one step; never over a private key.
pub fn write_public(path: &Path, bytes: &[u8]) -> Result<(), OpError> {
    spares_private_keys(path)?;
    write_whole(path, bytes, 0o644, Placing::Replace).map(drop)
}

/// How a whole file takes its place.
#[derive(Clone, Copy)]
enum Placing {
    Replace,
    OnlyNew,
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent();
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// A file that was not there.
fn new_file(path: &Path, mode: u32) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true).mode(mode).open(path)
}

fn write_whole(path: &Path, bytes: &[u8], mode: u32, placing: Placing) -> Result<bool, OpError> {
    use std::os::unix::fs::DirBuilderExt;
    let folder = folder_of(path);
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| failed(folder, &error))?;
    let Some(name) = path.file_name() else {
        return Err(refused(path, "is not the name of a file"));
    };
    let temporary = folder.join(format!(
        ".{}.{}",
        name.to_string_lossy(),
        std::process::id()
    ));
    let _ = std::fs::remove_file(&temporary);
    let write = || -> std::io::Result<bool> {
        let mut file = new_file(&temporary, mode)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        match placing {
            Placing::Replace => std::fs::rename(&temporary, path).map(|()| true),
            Placing::OnlyNew => place_new(&temporary, path),
        }
    };
    write().map_err(|error| {
        let _ = std::fs::remove_file(&temporary);
        failed(path, &error)
    })
}

/// A link fails where the name is taken, and a rename would not.
fn place_new(temporary: &Path, path: &Path) -> std::io::Result<bool> {
    let linked = match std::fs::hard_link(temporary, path) {
        Ok(()) => true,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => false,
        Err(error) => return Err(error),
    };
    std::fs::remove_file(temporary)?;
    Ok(linked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_secret_never_replaces_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out/key.pem");
        let secret = |text: &str| Secret::new(text.to_owned());
        assert!(write_new_secret(&path, &secret("one")).unwrap());
        assert!(!write_new_secret(&path, &secret("two")).unwrap());
        assert!(holds_secret(&path, &secret("one")));
        write_secret(&path, &secret("two")).unwrap();
        assert!(holds_secret(&path, &secret("two")));
        assert_eq!(
            std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1
        );
    }
}
