//! Who is alive: each process holds a lock, which the system takes from it when it dies.

use super::back::P;
use super::open::{private_file, private_folder, refused};
use super::postgres::Postgres;
use super::url::Server;
use super::{Store, StoreError, StoreUrl};
use crate::crypto::random;
use crate::domain::id::OwnerId;
use aws_lc_rs::digest;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Alive until it is dropped or its process ends, however it ends.
pub struct Owner {
    id: OwnerId,
    lock: Lock,
}

enum Lock {
    /// A locked file beside the SQLite store.
    File { path: PathBuf, _held: File },
    /// The advisory lock of a session of its own; ends with the session.
    Session { _held: Box<Postgres> },
}

/// A connection to look for the locks of others with, whatever the store's own is in the middle of.
pub(super) type Watch = Box<Postgres>;

impl Owner {
    pub fn id(&self) -> &OwnerId {
        &self.id
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        if let Lock::File { path, .. } = &self.lock {
            // A file that stays is swept away by a later owner.
            let _ignored = std::fs::remove_file(path);
        }
    }
}

impl Store {
    /// A lock under a name of its own.
    pub fn claim(&self) -> Result<Owner, StoreError> {
        match &self.url {
            StoreUrl::Sqlite(path) => claim_file(&folder(path)),
            StoreUrl::Postgres(server) => claim_session(server),
        }
    }

    /// Whether the process of that name still runs.
    pub fn is_alive(&self, owner: &OwnerId) -> Result<bool, StoreError> {
        match &self.url {
            StoreUrl::Sqlite(path) => {
                let file = folder(path).join(owner.as_str());
                locked(&file).map_err(|error| refused(&file, &error))
            }
            StoreUrl::Postgres(server) => self.has_session(server, owner),
        }
    }

    fn has_session(&self, server: &Server, owner: &OwnerId) -> Result<bool, StoreError> {
        let mut watch = self.watch.borrow_mut();
        let watch = match watch.as_mut() {
            Some(watch) => watch,
            None => watch.insert(Box::new(Postgres::open(server)?)),
        };
        let sql = "select 1::bigint from pg_locks where locktype = 'advisory' and granted \
                   and database = (select oid from pg_database where datname = current_database()) \
                   and objsubid = 1 and ((classid::bigint << 32) | objid::bigint) = $1";
        let found = watch.rows(sql, &[P::Int(number(owner))])?;
        Ok(!found.is_empty())
    }
}

/// `pmctl.db.owners` beside `pmctl.db`.
fn folder(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".owners");
    name.into()
}

fn claim_file(folder: &Path) -> Result<Owner, StoreError> {
    private_folder(folder)?;
    sweep(folder);
    loop {
        let id = fresh()?;
        let path = folder.join(id.as_str());
        let file = private_file(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => continue,
            Err(TryLockError::Error(error)) => return Err(refused(&path, &error)),
        }
        // Somebody who swept may have removed the file between its making and its lock.
        if path.exists() {
            return Ok(Owner {
                id,
                lock: Lock::File { path, _held: file },
            });
        }
    }
}

/// Removes the files of the dead. What cannot be removed now stays for the next one.
fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        // Locked while it is removed: a claim that finds its file locked takes another.
        if let Ok(file) = File::open(&path)
            && file.try_lock().is_ok()
        {
            let _ignored = std::fs::remove_file(&path);
        }
    }
}

fn locked(path: &Path) -> std::io::Result<bool> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn claim_session(server: &Server) -> Result<Owner, StoreError> {
    let mut session = Box::new(Postgres::open(server)?);
    let id = fresh()?;
    let sql = "select 1::bigint from (select pg_advisory_lock($1)) as held";
    session.rows(sql, &[P::Int(number(&id))])?;
    Ok(Owner {
        id,
        lock: Lock::Session { _held: session },
    })
}

fn fresh() -> Result<OwnerId, StoreError> {
    Ok(random::fresh_id().parse()?)
}

/// Advisory locks have numbers for names.
fn number(owner: &OwnerId) -> i64 {
    let hash = digest::digest(&digest::SHA256, owner.as_str().as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_ref()[..8]);
    i64::from_be_bytes(first)
}
