//! Connections to the store that only read, one for each look-up under way.

use crate::error::Failure;
use crate::store::{Reader, Readers, StoreError};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Holds those that nobody uses; as many exist as were ever used at once.
pub(super) struct Pool {
    readers: Readers,
    idle: Mutex<Vec<Reader>>,
    reopened: AtomicU64,
}

impl Pool {
    /// Opens one, so that a server whose store cannot be read does not start.
    pub(super) fn new(readers: Readers) -> Result<Self, Failure> {
        let first = readers.open()?;
        Ok(Self {
            readers,
            idle: Mutex::new(vec![first]),
            reopened: AtomicU64::new(0),
        })
    }

    /// Reads with a connection of its own. One that fails is given up, and a new one tries once more: a database that
    /// was started again is met with connections of its former life.
    pub(super) fn read<T>(
        &self,
        read: impl Fn(&mut Reader) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let kept = self.idle().pop();
        if let Some(mut reader) = kept {
            if let Ok(found) = read(&mut reader) {
                self.idle().push(reader);
                return Ok(found);
            }
            self.reopened.fetch_add(1, Ordering::Relaxed);
        }
        let mut reader = self.readers.open()?;
        let found = read(&mut reader)?;
        self.idle().push(reader);
        Ok(found)
    }

    pub(super) fn reopened(&self) -> u64 {
        self.reopened.load(Ordering::Relaxed)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
