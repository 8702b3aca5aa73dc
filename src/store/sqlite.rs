//! A store in one file.

use super::StoreError;
use super::back::P;
use super::row::Cell;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};
use std::path::{Path, PathBuf};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);
/// Between two tries of what SQLite does not wait for by itself.
const STEP: Duration = Duration::from_millis(20);

pub(super) struct Sqlite {
    connection: Connection,
    path: PathBuf,
}

impl Sqlite {
    /// The file must be there. It may be empty.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let sqlite = Self::connected(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        sqlite.batch("pragma foreign_keys = on; pragma synchronous = full")?;
        sqlite.write_ahead()?;
        Ok(sqlite)
    }

    /// It must be a store already: its log is written ahead, so that readers and writers do not wait for each other.
    pub(super) fn open_reading(path: &Path) -> Result<Self, StoreError> {
        let sqlite = Self::connected(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        sqlite.batch("pragma query_only = on")?;
        Ok(sqlite)
    }

    fn connected(path: &Path, access: OpenFlags) -> Result<Self, StoreError> {
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| told(&error, path))?;
        connection
            .busy_timeout(PATIENCE)
            .map_err(|error| told(&error, path))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
        })
    }

    /// SQLite does not wait for others while it changes the mode.
    fn write_ahead(&self) -> Result<(), StoreError> {
        let mut left = PATIENCE;
        loop {
            match self.mode() {
                Err(StoreError::Locked) if !left.is_zero() => {
                    std::thread::sleep(STEP);
                    left = left.saturating_sub(STEP);
                }
                done => return done,
            }
        }
    }

    fn mode(&self) -> Result<(), StoreError> {
        let mode: String = self
            .connection
            .query_row("pragma journal_mode = wal", [], |row| row.get(0))
            .map_err(|error| told(&error, &self.path))?;
        if mode == "wal" {
            return Ok(());
        }
        Err(StoreError::Permission {
            path: self.path.display().to_string(),
            cause: format!("its file system allows no write-ahead log, only mode {mode}"),
        })
    }

    pub(super) fn rows(&self, sql: &str, values: &[P<'_>]) -> Result<Vec<Vec<Cell>>, StoreError> {
        let told = |error| told(&error, &self.path);
        let mut statement = self.connection.prepare_cached(sql).map_err(told)?;
        let width = statement.column_count();
        let mut rows = statement
            .query(rusqlite::params_from_iter(values))
            .map_err(told)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(told)? {
            let cells = (0..width).map(|at| row.get_ref(at).map_err(told).and_then(cell));
            found.push(cells.collect::<Result<_, _>>()?);
        }
        Ok(found)
    }

    pub(super) fn execute(&self, sql: &str, values: &[P<'_>]) -> Result<u64, StoreError> {
        let told = |error| told(&error, &self.path);
        let mut statement = self.connection.prepare_cached(sql).map_err(told)?;
        let touched = statement
            .execute(rusqlite::params_from_iter(values))
            .map_err(told)?;
        Ok(touched as u64)
    }

    pub(super) fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let mut problems = Vec::new();
        for cells in self.rows("pragma integrity_check", &[])? {
            match cells.into_iter().next() {
                Some(Cell::Text(text)) if text == "ok" => {}
                Some(Cell::Text(text)) => problems.push(text),
                _ => problems.push("its integrity cannot be told".to_owned()),
            }
        }
        for cells in self.rows("pragma foreign_key_check", &[])? {
            if let Some(Cell::Text(table)) = cells.into_iter().next() {
                problems.push(format!("a row of {table} refers to one that is missing"));
            }
        }
        Ok(problems)
    }

    pub(super) fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.connection
            .execute_batch(sql)
            .map_err(|error| told(&error, &self.path))
    }
}

impl rusqlite::ToSql for P<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Self::Int(value) | Self::OptInt(Some(value)) => ValueRef::Integer(*value),
            Self::Text(text) | Self::OptText(Some(text)) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
            Self::OptInt(None) | Self::OptText(None) => ValueRef::Null,
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

fn cell(value: ValueRef<'_>) -> Result<Cell, StoreError> {
    match value {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(value) => Ok(Cell::Int(value)),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cell::Text(text.to_owned())),
            Err(_) => Err(StoreError::corrupt("a text is not UTF-8")),
        },
        ValueRef::Blob(bytes) => Ok(Cell::Blob(bytes.to_vec())),
        ValueRef::Real(_) => Err(StoreError::corrupt("a fraction stands where none may")),
    }
}

/// SQLite's words name columns, never values.
fn told(error: &rusqlite::Error, path: &Path) -> StoreError {
    let refused = || StoreError::Sql {
        cause: error.to_string(),
    };
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        return refused();
    };
    match failure.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked,
        ErrorCode::DiskFull => StoreError::DiskFull,
        ErrorCode::NotADatabase => StoreError::NotAStore,
        ErrorCode::DatabaseCorrupt => StoreError::corrupt(error.to_string()),
        ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
            StoreError::Permission {
                path: path.display().to_string(),
                cause: error.to_string(),
            }
        }
        ErrorCode::ConstraintViolation => match failure.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
                StoreError::Taken {
                    what: "a row".to_owned(),
                }
            }
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => StoreError::Missing {
                what: String::new(),
            },
            _ => refused(),
        },
        _ => refused(),
    }
}
