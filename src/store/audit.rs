//! The audit trail: a chain of hashes whose end stands in `store_head`.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, StoreError, Tx};
use crate::domain::audit::{Chain, Entry, NewEntry, Span};
use crate::domain::time::Moment;
use aws_lc_rs::digest;

/// What the first entry has for the hash before it.
pub(super) const ORIGIN: [u8; 32] = [0; 32];
/// Entries that are held in memory at once.
const STRETCH: i64 = 1000;

const TABLE: Table<Entry> = Table {
    name: "audit",
    noun: "audit entry",
    columns: &[
        "sequence", "at", "actor", "action", "subject", "reason", "detail", "hash",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<Entry, StoreError> {
    Ok(Entry {
        sequence: row.int()?,
        at: row.moment()?,
        actor: row.text()?,
        action: row.text()?,
        subject: row.text()?,
        reason: row.opt_text()?,
        detail: row.opt_text()?,
        hash: row.blob()?,
    })
}

/// SHA-256 over the hash before and every field, each with its length before it, so that none can flow into the next.
fn hash(before: &[u8], entry: &Entry) -> Vec<u8> {
    let mut context = digest::Context::new(&digest::SHA256);
    let mut field = |bytes: Option<&[u8]>| {
        let length = bytes.map_or(u64::MAX, |bytes| bytes.len() as u64);
        context.update(&length.to_be_bytes());
        context.update(bytes.unwrap_or_default());
    };
    field(Some(before));
    field(Some(&entry.sequence.to_be_bytes()));
    field(Some(&entry.at.micros().to_be_bytes()));
    field(Some(entry.actor.as_bytes()));
    field(Some(entry.action.as_bytes()));
    field(Some(entry.subject.as_bytes()));
    field(entry.reason.as_deref().map(str::as_bytes));
    field(entry.detail.as_deref().map(str::as_bytes));
    context.finish().as_ref().to_vec()
}

/// How many entries there are, and the hash of the last.
fn head(conn: &mut Conn<'_>) -> Result<(i64, Vec<u8>), StoreError> {
    let row = conn.row("select audit_entries, audit_hash from store_head", &[])?;
    let mut row = row.ok_or_else(|| StoreError::corrupt("the head of the store is missing"))?;
    Ok((row.int()?, row.blob()?))
}

/// The number of the new entry; they count from 1 without gaps.
pub fn append(tx: &mut Tx<'_>, new: &NewEntry) -> Result<i64, StoreError> {
    let (entries, before) = head(tx)?;
    let mut entry = Entry {
        sequence: entries + 1,
        at: new.at,
        actor: new.actor.clone(),
        action: new.action.to_owned(),
        subject: new.subject.clone(),
        reason: new.reason.clone(),
        detail: new.detail.clone(),
        hash: Vec::new(),
    };
    entry.hash = hash(&before, &entry);
    let values = [
        P::Int(entry.sequence),
        columns::moment(entry.at),
        P::Text(&entry.actor),
        P::Text(&entry.action),
        P::Text(&entry.subject),
        P::OptText(entry.reason.as_deref()),
        P::OptText(entry.detail.as_deref()),
        P::Blob(&entry.hash),
    ];
    TABLE.insert(tx, &values)?;
    let sql = "update store_head set audit_entries = $1, audit_hash = $2";
    tx.execute(sql, &[P::Int(entry.sequence), P::Blob(&entry.hash)])?;
    Ok(entry.sequence)
}

pub fn get(conn: &mut Conn<'_>, sequence: i64) -> Result<Entry, StoreError> {
    let found = TABLE.first(conn, "where sequence = $1", &[P::Int(sequence)])?;
    found.ok_or_else(|| TABLE.missing(&sequence.to_string()))
}

/// Those behind entry `after`, oldest first.
pub fn list(conn: &mut Conn<'_>, after: i64, limit: usize) -> Result<Vec<Entry>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rest = "where sequence > $1 order by sequence limit $2";
    TABLE.all(conn, rest, &[P::Int(after), P::Int(limit)])
}

/// The newest of a span, newest first.
pub fn latest(conn: &mut Conn<'_>, span: &Span, limit: usize) -> Result<Vec<Entry>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let since = span.since.map_or(i64::MIN, Moment::micros);
    let until = span.until.map_or(i64::MAX, Moment::micros);
    let rest = "where at >= $1 and at < $2 order by sequence desc limit $3";
    TABLE.all(conn, rest, &[P::Int(since), P::Int(until), P::Int(limit)])
}

/// Walks along the chain to its end as the head of the store knows it: a changed or a missing entry, and a tail that
/// was cut off, are found.
pub fn verify(conn: &mut Conn<'_>) -> Result<Chain, StoreError> {
    let (entries, last) = head(conn)?;
    let mut before = ORIGIN.to_vec();
    let mut next = 1;
    loop {
        let values = [P::Int(next), P::Int(STRETCH)];
        let rest = "where sequence >= $1 order by sequence limit $2";
        let stretch = TABLE.all(conn, rest, &values)?;
        if stretch.is_empty() {
            break;
        }
        for entry in stretch {
            if entry.sequence != next || entry.hash != hash(&before, &entry) {
                return Ok(Chain::Broken { at: next });
            }
            before = entry.hash;
            next += 1;
        }
    }
    if next - 1 == entries && before == last {
        Ok(Chain::Whole { entries })
    } else {
        Ok(Chain::Broken { at: next })
    }
}
