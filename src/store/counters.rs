//! Numbers that are given out once.

use super::back::P;
use super::{StoreError, Tx};

/// `start` first, then one more each time.
pub fn next(tx: &mut Tx<'_>, name: &str, start: i64) -> Result<i64, StoreError> {
    let sql = "insert into counters (name, value) values ($1, $2) \
               on conflict (name) do update set value = counters.value + 1 returning value";
    tx.number(sql, &[P::Text(name), P::Int(start)])
}
