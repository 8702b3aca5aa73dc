//! Reading: every statement of a connection goes through here.

use super::back::{P, Purpose};
use super::row::{Cell, Row};
use super::{Store, StoreError};
use crate::crypto::seal::SealKey;
use std::ops::{Deref, DerefMut};

/// What a connection is in the middle of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Idle,
    Reading,
    Writing,
    /// A statement of the transaction failed: it can only be dropped.
    Failed,
}

/// Within a transaction; sees what it began with and what it did itself.
pub struct Conn<'s> {
    pub(super) store: &'s Store,
}

/// One consistent snapshot, until it is dropped. Within another one, or within a [`super::Tx`], it is the same; a write
/// that is begun while it is held moves it forward to a snapshot that holds what was written.
pub struct Reading<'s> {
    conn: Conn<'s>,
}

impl Store {
    pub fn read(&self) -> Result<Reading<'_>, StoreError> {
        if self.standing.get() == Standing::Idle {
            self.back.borrow_mut().begin(Purpose::Reading)?;
            self.standing.set(Standing::Reading);
        }
        self.readers.set(self.readers.get() + 1);
        Ok(Reading {
            conn: Conn { store: self },
        })
    }

    pub(super) fn roll_back(&self) {
        // What cannot be rolled back was rolled back by the database already.
        let _ignored = self.back.borrow_mut().batch("rollback");
        self.standing.set(Standing::Idle);
    }

    /// After a write: whoever reads still gets a snapshot anew.
    pub(super) fn read_on(&self) {
        self.standing.set(Standing::Idle);
        let begun =
            self.readers.get() > 0 && self.back.borrow_mut().begin(Purpose::Reading).is_ok();
        if begun {
            self.standing.set(Standing::Reading);
        }
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        let store = self.conn.store;
        store.readers.set(store.readers.get().saturating_sub(1));
        if store.readers.get() == 0 && store.standing.get() == Standing::Reading {
            store.roll_back();
        }
    }
}

impl<'s> Deref for Reading<'s> {
    type Target = Conn<'s>;

    fn deref(&self) -> &Conn<'s> {
        &self.conn
    }
}

impl<'s> DerefMut for Reading<'s> {
    fn deref_mut(&mut self) -> &mut Conn<'s> {
        &mut self.conn
    }
}

impl<'s> Conn<'s> {
    pub(super) fn seal(&self) -> &'s SealKey {
        &self.store.seal
    }

    pub(super) fn rows(&mut self, sql: &str, values: &[P<'_>]) -> Result<Vec<Row<'s>>, StoreError> {
        let seal = self.seal();
        let found = self.store.back.borrow_mut().rows(sql, values);
        let found = self.noted(found)?;
        Ok(found
            .into_iter()
            .map(|cells: Vec<Cell>| Row::new(cells, seal))
            .collect())
    }

    pub(super) fn row(
        &mut self,
        sql: &str,
        values: &[P<'_>],
    ) -> Result<Option<Row<'s>>, StoreError> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }

    /// A single number, e.g. a count.
    pub(super) fn number(&mut self, sql: &str, values: &[P<'_>]) -> Result<i64, StoreError> {
        let row = self.row(sql, values)?;
        row.ok_or_else(|| StoreError::corrupt("a row is missing"))?
            .int()
    }

    pub(super) fn execute(&mut self, sql: &str, values: &[P<'_>]) -> Result<u64, StoreError> {
        let done = self.store.back.borrow_mut().execute(sql, values);
        self.noted(done)
    }

    /// PostgreSQL goes on with no transaction in which a statement failed; neither does SQLite here.
    fn noted<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if result.is_err() && self.store.standing.get() == Standing::Writing {
            self.store.standing.set(Standing::Failed);
        }
        result
    }
}
