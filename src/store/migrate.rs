//! The schema: made, brought up to date, and checked against what this version knows.

use super::audit::ORIGIN;
use super::back::{Back, P, Purpose};
use super::row::Row;
use super::{Conn, Opening, StoreError, StoreUrl};
use crate::crypto::seal::SealKey;
use crate::domain::time::Moment;

/// The n-th makes version n of the one before.
const MIGRATIONS: [&str; 5] = [
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
];
const KNOWN: i64 = MIGRATIONS.len() as i64;

/// Held while the schema changes, so that two processes do not make it at once.
const LOCK: &str = "select pg_advisory_xact_lock(8101727432180297074)";

/// What a database holds.
enum Found {
    Nothing,
    /// Tables of somebody else.
    Strange,
    Store(i64),
}

/// Whether the store was made just now.
pub(super) fn run(
    back: &mut Back,
    url: &StoreUrl,
    seal: &SealKey,
    opening: Opening,
    now: Moment,
) -> Result<bool, StoreError> {
    let is_new = match found(back, seal)? {
        Found::Store(KNOWN) => false,
        Found::Nothing if opening == Opening::Existing => {
            return Err(StoreError::NoStore {
                path: url.to_string(),
            });
        }
        _ => changed(back, seal, now)?,
    };
    fits(back, seal)?;
    Ok(is_new)
}

fn changed(back: &mut Back, seal: &SealKey, now: Moment) -> Result<bool, StoreError> {
    back.begin(Purpose::Writing)?;
    let done = migrated(back, seal, now).and_then(|is_new| back.batch("commit").map(|()| is_new));
    if done.is_err() {
        let _ignored = back.batch("rollback");
    }
    done
}

/// Looks again, because another process may have come first.
fn migrated(back: &mut Back, seal: &SealKey, now: Moment) -> Result<bool, StoreError> {
    if let Back::Postgres(postgres) = back {
        postgres.batch(LOCK)?;
    }
    let from = match found(back, seal)? {
        Found::Nothing => 0,
        Found::Strange => return Err(StoreError::NotAStore),
        Found::Store(version) if version > KNOWN => {
            return Err(StoreError::NewerSchema {
                found: version,
                known: KNOWN,
            });
        }
        Found::Store(version) => version,
    };
    for (migration, version) in MIGRATIONS.iter().zip(1..) {
        if version > from {
            back.batch(&back.dialect(migration))?;
        }
    }
    if from == 0 {
        return head(back, seal, now).map(|()| true);
    }
    back.execute(
        "update store_head set schema_version = $1",
        &[P::Int(KNOWN)],
    )?;
    Ok(false)
}

fn head(back: &mut Back, seal: &SealKey, now: Moment) -> Result<(), StoreError> {
    let sql = "insert into store_head (id, schema_version, sequence, audit_entries, audit_hash, \
               seal_key_id, seal_check, created_at) values (1, $1, 0, 0, $2, $3, $4, $5)";
    let values = [
        P::Int(KNOWN),
        P::Blob(&ORIGIN),
        P::Text(&seal.key_id()),
        P::Blob(&seal.check_value()),
        P::Int(now.micros()),
    ];
    back.execute(sql, &values)?;
    Ok(())
}

fn found(back: &mut Back, seal: &SealKey) -> Result<Found, StoreError> {
    let tables = match back {
        Back::Sqlite(sqlite) => sqlite.rows(
            "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'",
            &[],
        )?,
        Back::Postgres(postgres) => postgres.rows(
            "select cast(tablename as text) from pg_tables where schemaname = current_schema()",
            &[],
        )?,
    };
    let mut names = Vec::new();
    for cells in tables {
        names.push(Row::new(cells, seal).text()?);
    }
    if names.is_empty() {
        return Ok(Found::Nothing);
    }
    if !names.iter().any(|name| name == "store_head") {
        return Ok(Found::Strange);
    }
    let version = back.rows("select schema_version from store_head", &[])?;
    match version.into_iter().next() {
        Some(cells) => Ok(Found::Store(Row::new(cells, seal).int()?)),
        None => Err(StoreError::corrupt("the head of the store is missing")),
    }
}

/// Another seal key would make secrets that this store's own key cannot open.
fn fits(back: &mut Back, seal: &SealKey) -> Result<(), StoreError> {
    let rows = back.rows("select seal_check from store_head", &[])?;
    let cells = rows.into_iter().next();
    let cells = cells.ok_or_else(|| StoreError::corrupt("the head of the store is missing"))?;
    if Row::new(cells, seal).blob()? == seal.check_value() {
        Ok(())
    } else {
        Err(StoreError::WrongSealKey)
    }
}

pub(super) fn version(conn: &mut Conn<'_>) -> Result<i64, StoreError> {
    conn.number("select schema_version from store_head", &[])
}
