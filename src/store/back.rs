//! The two databases behind one face.

use super::StoreError;
use super::postgres::Postgres;
use super::row::Cell;
use super::sqlite::Sqlite;

pub(super) enum Back {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

/// A parameter; the n-th of a statement is `$n`.
#[derive(Debug, Clone, Copy)]
pub(super) enum P<'a> {
    Int(i64),
    OptInt(Option<i64>),
    Text(&'a str),
    OptText(Option<&'a str>),
    Blob(&'a [u8]),
}

/// What a transaction is begun for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// One snapshot, no writing.
    Reading,
    Writing,
}

impl Back {
    /// `$1`, `$2` … must appear in this order for the first time: SQLite takes them for names.
    pub(super) fn rows(
        &mut self,
        sql: &str,
        values: &[P<'_>],
    ) -> Result<Vec<Vec<Cell>>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.rows(sql, values),
            Self::Postgres(postgres) => postgres.rows(sql, values),
        }
    }

    /// How many rows were touched.
    pub(super) fn execute(&mut self, sql: &str, values: &[P<'_>]) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.execute(sql, values),
            Self::Postgres(postgres) => postgres.execute(sql, values),
        }
    }

    /// Several statements without parameters.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.batch(sql),
            Self::Postgres(postgres) => postgres.batch(sql),
        }
    }

    pub(super) fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        let sql = match (self.is_sqlite(), purpose) {
            (true, Purpose::Reading) => "begin deferred",
            (true, Purpose::Writing) => "begin immediate",
            (false, Purpose::Reading) => "begin isolation level repeatable read read only",
            (false, Purpose::Writing) => "begin isolation level read committed",
        };
        self.batch(sql)
    }

    /// What the database itself finds wrong; PostgreSQL has no such look.
    pub(super) fn integrity(&mut self) -> Result<Vec<String>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.integrity(),
            Self::Postgres(_) => Ok(Vec::new()),
        }
    }

    /// Replaces `{int}`, `{blob}`, `{text}` and `{strict}` by what this database calls them.
    pub(super) fn dialect(&self, sql: &str) -> String {
        let words = if self.is_sqlite() {
            [
                ("{int}", "integer"),
                ("{blob}", "blob"),
                ("{text}", "text"),
                ("{strict}", " strict"),
            ]
        } else {
            [
                ("{int}", "bigint"),
                ("{blob}", "bytea"),
                ("{text}", "text collate \"C\""),
                ("{strict}", ""),
            ]
        };
        let replace = |sql: String, (from, to): (&str, &str)| sql.replace(from, to);
        words.into_iter().fold(sql.to_owned(), replace)
    }

    fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }
}
