//! Files that an operation reads or leaves behind.

use super::OpError;
use crate::domain::secret::Secret;
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

/// Writes a secret with one line break behind it: 0600, in one step, so that no reader sees half of it.
pub fn write_secret(path: &Path, secret: &Secret) -> Result<(), OpError> {
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

/// Writes what anybody may read, in one step.
pub fn write_public(path: &Path, bytes: &[u8]) -> Result<(), OpError> {
    write_whole(path, bytes, 0o644, Placing::Replace).map(drop)
}

/// How a whole file takes its place.
#[derive(Clone, Copy)]
enum Placing {
    Replace,
    OnlyNew,
}

fn write_whole(path: &Path, bytes: &[u8], mode: u32, placing: Placing) -> Result<bool, OpError> {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
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
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&temporary)?;
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
