//! Reaching the database.

use super::back::Back;
use super::postgres::Postgres;
use super::sqlite::Sqlite;
use super::{StoreError, StoreUrl};
use std::fs::{DirBuilder, OpenOptions};
use std::io::ErrorKind;
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Makes the store if it is not there. A PostgreSQL database must be there and may be empty.
    Create,
    Existing,
}

pub(super) fn connect(url: &StoreUrl, opening: Opening) -> Result<Back, StoreError> {
    match url {
        StoreUrl::Sqlite(path) => {
            present(path, opening)?;
            Ok(Back::Sqlite(Sqlite::open(path)?))
        }
        StoreUrl::Postgres(server) => Ok(Back::Postgres(Box::new(Postgres::open(server)?))),
    }
}

/// To a store that is there. Whatever is asked of the connection, it changes nothing.
pub(super) fn connect_reading(url: &StoreUrl) -> Result<Back, StoreError> {
    match url {
        StoreUrl::Sqlite(path) => {
            present(path, Opening::Existing)?;
            Ok(Back::Sqlite(Sqlite::open_reading(path)?))
        }
        StoreUrl::Postgres(server) => Ok(Back::Postgres(Box::new(Postgres::open_reading(server)?))),
    }
}

/// The file is there afterwards: a new one is empty, and nobody else may read it.
fn present(path: &Path, opening: Opening) -> Result<(), StoreError> {
    match std::fs::metadata(path) {
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(refused(path, &error)),
    }
    if opening == Opening::Existing {
        return Err(StoreError::NoStore {
            path: path.display().to_string(),
        });
    }
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        private_folder(folder)?;
    }
    private_file(path).map(drop)
}

pub(super) fn private_folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(path).map_err(|error| refused(path, &error))
}

/// Opens it where another process made it meanwhile.
pub(super) fn private_file(path: &Path) -> Result<std::fs::File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    options.mode(0o600);
    options.open(path).map_err(|error| refused(path, &error))
}

pub(super) fn refused(path: &Path, error: &std::io::Error) -> StoreError {
    if error.kind() == ErrorKind::StorageFull {
        return StoreError::DiskFull;
    }
    StoreError::Permission {
        path: path.display().to_string(),
        cause: error.to_string(),
    }
}
