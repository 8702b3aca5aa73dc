//! The one SQLite file: opening it, its tables, and its transactions.

use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::envelope::Failure;
use super::{DevKernelError, keys, realm_keys, test_ca};

const VERSION: i64 = 1;
const BUSY: Duration = Duration::from_secs(10);
const BUSY_PAUSE: Duration = Duration::from_millis(5);

/// Times are microseconds since 1970, UTC. Certificates are DER, private keys PKCS#8.
const TABLES: &str = "
create table realm_key (kid text primary key, private_key blob not null) strict;
create table test_ca (one integer primary key check (one = 1), certificate blob not null,
  private_key blob not null) strict;
create table keys (id integer primary key, application text not null, reference text not null,
  unique_name text not null unique, thumbprint text not null, certificate blob not null,
  private_key blob, issued_at integer not null, expires_at integer not null) strict;
create index keys_of on keys (application, reference);
create table symmetric_keys (application text not null, reference text not null,
  expires_at integer not null) strict;
create table trusted (id text primary key, domain text not null, thumbprint text not null,
  kind text not null, subject text not null, subject_name text not null,
  issuer_name text not null, issuer_id text not null, certificate blob not null,
  not_before integer not null, not_after integer not null, created_at integer not null,
  unique (domain, thumbprint)) strict;
create index trusted_subjects on trusted (domain, subject);
create table partner_certificates (id text primary key, domain text not null,
  organization text not null, thumbprint text not null, subject_name text not null,
  issuer_name text not null, issuer_id text not null, uploaded blob not null,
  resigned blob not null, created_at integer not null) strict;
create table licenses (license_key text primary key, tsp text not null,
  expires_at integer not null, permissions text, created_at integer not null) strict;
create table audits (id integer primary key, received_at integer not null,
  entry text not null) strict;
create table id_sequences (kind text primary key, last integer not null) strict;
create table sessions (id text primary key, user text not null, client text not null,
  ends_at integer not null) strict;
";

/// An open state file. Connections are made when needed and kept.
pub(super) struct State {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl State {
    /// Opens `path`, and on the first use makes its tables and keys in one transaction: of two
    /// processes that start at once, one does it and the other waits.
    pub(super) fn open(path: &Path, now: Timestamp) -> Result<Self, DevKernelError> {
        make_private(path).map_err(|source| DevKernelError::Folder {
            path: path.to_owned(),
            source,
        })?;
        let refused = |source| DevKernelError::State {
            path: path.to_owned(),
            source,
        };
        let mut connection = connect(path).map_err(refused)?;
        let found = version(&connection).map_err(refused)?;
        if found > VERSION {
            return Err(DevKernelError::Newer {
                path: path.to_owned(),
                found,
                known: VERSION,
            });
        }
        if found == 0 {
            use_wal(&connection).map_err(refused)?;
            fill(&mut connection, now)?.map_err(refused)?;
        }
        Ok(Self {
            path: path.to_owned(),
            idle: Mutex::new(vec![connection]),
        })
    }

    /// Runs `work` in one immediate transaction, which is kept only if it succeeds.
    pub(super) fn write<A>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<A, Failure>,
    ) -> Result<A, Failure> {
        let mut connection = self.connection()?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx);
        if done.is_ok() {
            tx.commit()?;
        } else {
            tx.rollback()?;
        }
        self.keep(connection);
        done
    }

    /// Runs `work`, which only reads.
    pub(super) fn read<A>(
        &self,
        work: impl FnOnce(&Connection) -> Result<A, Failure>,
    ) -> Result<A, Failure> {
        let connection = self.connection()?;
        let done = work(&connection);
        self.keep(connection);
        done
    }

    fn connection(&self) -> Result<Connection, rusqlite::Error> {
        let kept = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        kept.map_or_else(|| connect(&self.path), Ok)
    }

    fn keep(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(connection);
    }
}

/// SQLite gives its side files the mode of the main one.
fn make_private(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true).mode(0o600).open(path)?;
    Ok(())
}

fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "synchronous", "normal")?;
    Ok(connection)
}

fn version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// The switch to WAL does not wait for others by itself.
fn use_wal(connection: &Connection) -> Result<(), rusqlite::Error> {
    let mut tries = BUSY.as_millis() / BUSY_PAUSE.as_millis();
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                if tries == 0 {
                    return Err(error);
                }
                tries -= 1;
                std::thread::sleep(BUSY_PAUSE);
            }
            done => return done,
        }
    }
}

fn fill(
    connection: &mut Connection,
    now: Timestamp,
) -> Result<Result<(), rusqlite::Error>, DevKernelError> {
    let tx = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(tx) => tx,
        Err(error) => return Ok(Err(error)),
    };
    match version(&tx) {
        Ok(0) => {}
        Ok(_) => return Ok(Ok(())),
        Err(error) => return Ok(Err(error)),
    }
    if let Err(error) = tx.execute_batch(TABLES) {
        return Ok(Err(error));
    }
    let made = realm_keys::make_key(&tx)
        .and_then(|()| keys::make_hierarchy(&tx, now))
        .and_then(|()| test_ca::make(&tx, now));
    made.map_err(|failure| DevKernelError::Keys(failure.to_string()))?;
    Ok(tx
        .pragma_update(None, "user_version", VERSION)
        .and_then(|()| tx.commit()))
}
