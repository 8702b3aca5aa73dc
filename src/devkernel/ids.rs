//! Ids for MISPs and partners: an extension of ours, because MOSIP hands out none over HTTP.

use rusqlite::{Connection, OptionalExtension, params};

use super::envelope::{Failure, Visit};
use super::reply::Reply;
use super::roles;
use crate::kernel::wire::{NextIdAnswer, NextIdRequest};

/// MOSIP's rule: so many digits, counted from the first number that has them.
const SEQUENCES: &[(&str, i64, i64)] = &[("misp", 100, 999), ("partner", 1000, 9999)];

/// The next id of `kind`. One that would have a digit too many is refused, where MOSIP's generator
/// would hand it out and MOSIP's validator refuse it.
pub(super) fn next(visit: &Visit<'_>, kind: &str) -> Reply {
    visit.post(
        roles::CA_UPLOAD,
        |_: &NextIdRequest| Vec::new(),
        |_| {
            let id = visit.kernel.state.write(|tx| count(tx, kind))?;
            Ok(NextIdAnswer {
                id: Some(id.to_string()),
            })
        },
    )
}

fn count(db: &Connection, kind: &str) -> Result<i64, Failure> {
    let found = SEQUENCES.iter().find(|(name, _, _)| *name == kind);
    let (_, first, last) = found.ok_or_else(|| Failure::broken("no such sequence"))?;
    let query = "select last from id_sequences where kind = ?1";
    let used: Option<i64> = db
        .query_row(query, params![kind], |row| row.get(0))
        .optional()?;
    let next = used.map_or(*first, |used| used + 1);
    if next > *last {
        return Err(Failure::one(
            "PMCTL-DEV-001",
            "All ids of this kind are used.",
        ));
    }
    db.execute(
        "insert into id_sequences (kind, last) values (?1, ?2)
         on conflict (kind) do update set last = excluded.last",
        params![kind, next],
    )?;
    Ok(next)
}
