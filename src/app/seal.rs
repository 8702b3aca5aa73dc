//! The store with the key that seals its secrets.

use crate::config::{SealSource, Settings};
use crate::crypto::seal::SealKey;
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use crate::error::{Failure, catalogue};
use crate::ops::OpError;
use crate::store::{Opening, Server, Store, StoreUrl};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Makes the store where it is not there.
pub(super) fn open_store(settings: &Settings, now: Moment) -> Result<Store, Failure> {
    open(settings, Opening::Create, now)
}

pub(super) fn open_existing(settings: &Settings, now: Moment) -> Result<Store, Failure> {
    open(settings, Opening::Existing, now)
}

fn open(settings: &Settings, opening: Opening, now: Moment) -> Result<Store, Failure> {
    let url: StoreUrl = settings.store.value.parse()?;
    let key = seal_key(settings, &url)?;
    let url = match &url {
        StoreUrl::Postgres(server) => match password(server) {
            Some(password) => url.with_password(password),
            None => url,
        },
        StoreUrl::Sqlite(_) => url,
    };
    Ok(Store::open(&url, key, opening, now)?)
}

fn seal_key(settings: &Settings, url: &StoreUrl) -> Result<SealKey, Failure> {
    let text = match &settings.seal {
        SealSource::Elsewhere(source) => source.read("the seal key")?,
        SealSource::KeyFile(path) => match read(path)? {
            Some(text) => text,
            None if is_new(url) => make(path)?,
            None => return Err(absent(path, url)),
        },
    };
    SealKey::from_text(&text).map_err(|error| {
        Failure::new(&catalogue::SEAL_KEY, "the seal key cannot be used")
            .why(OpError::from(error).to_string())
    })
}

fn absent(path: &Path, url: &StoreUrl) -> Failure {
    Failure::new(
        &catalogue::SEAL_KEY,
        format!("the seal key of {url} is not there"),
    )
    .why(format!("{} does not exist", path.display()))
    .fix("point the context's seal at the key of this store; it lies in a backup of its own")
    .fix(format!(
        "for a new store: (umask 077; mkdir -p {}; openssl rand -base64 32 >{})",
        path.parent().unwrap_or(Path::new(".")).display(),
        path.display()
    ))
}

/// A key is made by itself only where nothing can have been sealed yet.
fn is_new(url: &StoreUrl) -> bool {
    match url {
        StoreUrl::Sqlite(path) => std::fs::metadata(path).map_or(true, |file| file.len() == 0),
        StoreUrl::Postgres(_) => false,
    }
}

fn read(path: &Path) -> Result<Option<Secret>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(Secret::new(text))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(path, error)),
    }
}

/// Whole or not at all, with mode 0600. Of two processes that make it at once, one wins for both.
fn make(path: &Path) -> Result<Secret, Failure> {
    let key = SealKey::generate().map_err(OpError::from)?.to_text();
    let failed = |error| unusable(path, error);
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(failed)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}", std::process::id()));
    let temporary = folder.join(name);
    let linked = write(&temporary, &key).and_then(|()| std::fs::hard_link(&temporary, path));
    let _absent = std::fs::remove_file(&temporary);
    match linked {
        Ok(()) => Ok(key),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            read(path)?.ok_or_else(|| unusable(path, error))
        }
        Err(error) => Err(unusable(path, error)),
    }
}

fn write(path: &Path, key: &Secret) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(key.expose().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

fn unusable(path: &Path, error: std::io::Error) -> Failure {
    let failure = Failure::new(
        &catalogue::SEAL_KEY,
        format!("the seal key {} cannot be used", path.display()),
    );
    let folder = path.parent().unwrap_or(Path::new("."));
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => failure.fix(format!(
            "let this user write {}, or name another store with --store",
            folder.display()
        )),
        _ => failure,
    }
    .source(error)
}

/// As libpq finds it: PGPASSWORD, else the first line that fits in PGPASSFILE or ~/.pgpass.
fn password(server: &Server) -> Option<Secret> {
    if let Some(word) = super::variable("PGPASSWORD") {
        return Some(Secret::new(word));
    }
    let file = super::variable("PGPASSFILE")
        .or_else(|| super::variable("HOME").map(|home| format!("{home}/.pgpass")))?;
    let text = Secret::new(std::fs::read_to_string(file).ok()?);
    let user = server.user.clone().or_else(|| super::variable("USER"));
    let wanted = [
        server.host.clone(),
        server.port.to_string(),
        server.database.clone(),
        user.unwrap_or_default(),
    ];
    text.expose().lines().find_map(|line| entry(line, &wanted))
}

/// `host:port:database:user:password`, where a star fits everything and a backslash takes the next
/// character as it is.
fn entry(line: &str, wanted: &[String; 4]) -> Option<Secret> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        let last = fields.len() < 5;
        match (c, fields.last_mut()) {
            ('\\', Some(field)) => field.extend(characters.next()),
            (':', _) if last => fields.push(String::new()),
            (c, Some(field)) => field.push(c),
            (_, None) => {}
        }
    }
    let fits = fields.len() == 5
        && wanted
            .iter()
            .zip(&fields)
            .all(|(wanted, field)| field == "*" || field == wanted);
    fields.pop().filter(|_| fits).map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn password_files_are_read_as_libpq_does() {
        let wanted = ["db", "5432", "pm", "pmctl"].map(str::to_owned);
        let found = |line: &str| entry(line, &wanted).map(|word| word.expose().to_owned());
        assert_eq!(found("db:5432:pm:pmctl:word"), Some("word".to_owned()));
        assert_eq!(found("*:*:*:*:a\\:b:c"), Some("a:b:c".to_owned()));
        assert_eq!(found("other:5432:pm:pmctl:word"), None);
        assert_eq!(found("# db:5432:pm:pmctl:word"), None);
        assert_eq!(found("db:5432"), None);
    }
}
