//! Writing: one transaction at a time in the whole store.

use super::back::Purpose;
use super::conn::{Conn, Standing};
use super::{Store, StoreError};
use std::ops::{Deref, DerefMut};
use std::sync::{MutexGuard, PoisonError};

/// All of it happens at `commit`; a dropped one never happened.
pub struct Tx<'s> {
    conn: Conn<'s>,
    /// Given up last, when the transaction has ended.
    _turn: MutexGuard<'s, ()>,
}

impl Store {
    /// Waits until the writer before has ended, ten seconds at most: [`StoreError::Locked`]. One within another is
    /// [`StoreError::Nested`].
    pub fn write(&self) -> Result<Tx<'_>, StoreError> {
        match self.standing.get() {
            Standing::Idle => {}
            Standing::Reading => self.roll_back(),
            Standing::Writing | Standing::Failed => return Err(StoreError::Nested),
        }
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = self.back.borrow_mut().begin(Purpose::Writing);
        if let Err(error) = begun {
            self.read_on();
            return Err(error);
        }
        self.standing.set(Standing::Writing);
        let mut tx = Tx {
            conn: Conn { store: self },
            _turn: turn,
        };
        tx.execute("update store_head set sequence = sequence + 1", &[])?;
        Ok(tx)
    }
}

impl Tx<'_> {
    /// Fails when any statement of the transaction failed, even where that was passed over.
    pub fn commit(self) -> Result<(), StoreError> {
        let store = self.conn.store;
        if store.standing.get() != Standing::Writing {
            return Err(StoreError::Sql {
                cause: "a statement of the transaction failed before".to_owned(),
            });
        }
        store.back.borrow_mut().batch("commit")?;
        store.read_on();
        Ok(())
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        let store = self.conn.store;
        if matches!(store.standing.get(), Standing::Writing | Standing::Failed) {
            store.roll_back();
            store.read_on();
        }
    }
}

impl<'s> Deref for Tx<'s> {
    type Target = Conn<'s>;

    fn deref(&self) -> &Conn<'s> {
        &self.conn
    }
}

impl<'s> DerefMut for Tx<'s> {
    fn deref_mut(&mut self) -> &mut Conn<'s> {
        &mut self.conn
    }
}
