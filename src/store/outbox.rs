//! Messages that wait for their receivers.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, StoreError, Tx, counters};
use crate::domain::id::OwnerId;
use crate::domain::outbox::{Message, MessageKind, Receiver};
use crate::domain::time::Moment;

const TABLE: Table<Message> = Table {
    name: "outbox",
    noun: "message",
    columns: &[
        "position",
        "kind",
        "subject",
        "not_before",
        "attempts",
        "last_error",
        "queued_at",
        "leaving",
        "leaving_since",
        "lost_at",
        "again",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<Message, StoreError> {
    Ok(Message {
        position: row.int()?,
        kind: kind(&row.text()?)?,
        subject: row.text()?,
        not_before: row.moment()?,
        attempts: row.int()?,
        last_error: row.opt_text()?,
        queued_at: row.moment()?,
        leaving: leaving(row)?,
        lost_at: row.opt_moment()?,
        again: row.int()? != 0,
    })
}

fn leaving(row: &mut Row<'_>) -> Result<Option<(OwnerId, Moment)>, StoreError> {
    let (owner, since) = (row.opt_value()?, row.opt_moment()?);
    Ok(owner.zip(since))
}

fn kind(word: &str) -> Result<MessageKind, StoreError> {
    let unknown = || StoreError::corrupt(format!("{word} is no kind of message"));
    MessageKind::from_word(word).ok_or_else(unknown)
}

/// The position of the message. A position is never given twice.
///
/// Messages of one kind and subject that are all due say the same, because the body is made when they leave: those that
/// waited make room for the new one. So does one that becomes due at the same moment. One that is leaving just now, or
/// has left without an answer, stays: it may arrive after the new one, and must then be said again.
pub fn add(
    tx: &mut Tx<'_>,
    kind: MessageKind,
    subject: &str,
    not_before: Moment,
    now: Moment,
) -> Result<i64, StoreError> {
    let due = if not_before <= now { now } else { not_before };
    let first = if not_before <= now {
        Moment::from_micros(i64::MIN)
    } else {
        not_before
    };
    let values = [
        P::Text(kind.word()),
        P::Text(subject),
        columns::moment(first),
        columns::moment(due),
    ];
    let sql = "delete from outbox where kind = $1 and subject = $2 \
               and not_before >= $3 and not_before <= $4 and leaving is null and lost_at is null";
    tx.execute(sql, &values)?;
    let position = counters::next(tx, "outbox", 1)?;
    let values = [
        P::Int(position),
        P::Text(kind.word()),
        P::Text(subject),
        columns::moment(not_before),
        P::Int(0),
        P::OptText(None),
        columns::moment(now),
        P::OptText(None),
        columns::opt_moment(None),
        columns::opt_moment(None),
        P::Int(0),
    ];
    TABLE.insert(tx, &values)?;
    Ok(position)
}

/// For one receiver, in order.
pub fn due(
    conn: &mut Conn<'_>,
    receiver: Receiver,
    now: Moment,
) -> Result<Vec<Message>, StoreError> {
    let rest = "where not_before <= $1 order by position";
    let mut due = TABLE.all(conn, rest, &[columns::moment(now)])?;
    due.retain(|message| message.kind.receiver() == receiver);
    Ok(due)
}

/// Whether one of that kind and subject should have left by now.
pub fn waits(
    conn: &mut Conn<'_>,
    kind: MessageKind,
    subject: &str,
    now: Moment,
) -> Result<bool, StoreError> {
    let sql = "select cast(count(*) as bigint) from outbox \
               where kind = $1 and subject = $2 and not_before <= $3";
    let values = [P::Text(kind.word()), P::Text(subject), columns::moment(now)];
    Ok(conn.number(sql, &values)? > 0)
}

/// Those that were to leave at a time of their own, which has passed; in order.
pub fn overdue(conn: &mut Conn<'_>, now: Moment) -> Result<Vec<Message>, StoreError> {
    let rest = "where not_before <= $1 and not_before > queued_at and again = 0 order by position";
    TABLE.all(conn, rest, &[columns::moment(now)])
}

/// All that wait, in order.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<Message>, StoreError> {
    TABLE.all(conn, "order by position", &[])
}

/// Strikes off a delivered message; does nothing where it is gone.
pub fn remove(tx: &mut Tx<'_>, position: i64) -> Result<(), StoreError> {
    tx.execute(
        "delete from outbox where position = $1",
        &[P::Int(position)],
    )?;
    Ok(())
}

/// As it stands now; none where it was delivered, or made room for a newer one.
pub fn get(conn: &mut Conn<'_>, position: i64) -> Result<Option<Message>, StoreError> {
    TABLE.first(conn, "where position = $1", &[P::Int(position)])
}

/// From here on nobody can say that it has not left. `lost_at` is that of an attempt before.
pub fn leaves(
    tx: &mut Tx<'_>,
    position: i64,
    (owner, since): (&OwnerId, Moment),
    lost_at: Option<Moment>,
) -> Result<(), StoreError> {
    let sql = "update outbox set leaving = $1, leaving_since = $2, lost_at = cast($3 as bigint) \
               where position = $4";
    let values = [
        P::Text(owner.as_str()),
        columns::moment(since),
        columns::opt_moment(lost_at),
        P::Int(position),
    ];
    tx.execute(sql, &values)?;
    Ok(())
}

/// It did not leave after all.
pub fn stays(tx: &mut Tx<'_>, position: i64) -> Result<(), StoreError> {
    let sql = "update outbox set leaving = null, leaving_since = null where position = $1";
    tx.execute(sql, &[P::Int(position)])?;
    Ok(())
}

/// Counts an attempt and keeps why it failed, and when it left if it may arrive still; does nothing where the message is
/// gone.
pub fn failed(
    tx: &mut Tx<'_>,
    position: i64,
    error: &str,
    lost_at: Option<Moment>,
) -> Result<(), StoreError> {
    let sql = "update outbox set attempts = attempts + 1, last_error = $1, leaving = null, \
               leaving_since = null, lost_at = coalesce(cast($2 as bigint), lost_at) where position = $3";
    let values = [
        P::Text(error),
        columns::opt_moment(lost_at),
        P::Int(position),
    ];
    tx.execute(sql, &values)?;
    Ok(())
}

/// It was delivered, and is to be said once more then, in place of what was to be said again before.
pub fn again_at(tx: &mut Tx<'_>, message: &Message, at: Moment) -> Result<(), StoreError> {
    let sql = "delete from outbox where kind = $1 and subject = $2 and again = 1 and position <> $3 \
               and leaving is null and lost_at is null";
    let values = [
        P::Text(message.kind.word()),
        P::Text(&message.subject),
        P::Int(message.position),
    ];
    tx.execute(sql, &values)?;
    let sql = "update outbox set again = 1, not_before = $1, attempts = 0, last_error = null, \
               leaving = null, leaving_since = null, lost_at = null where position = $2";
    tx.execute(sql, &[columns::moment(at), P::Int(message.position)])?;
    Ok(())
}

/// From when on one of that kind and subject is to be said again, if any is.
pub fn said_again_at(
    conn: &mut Conn<'_>,
    kind: MessageKind,
    subject: &str,
) -> Result<Option<Moment>, StoreError> {
    let rest = "where kind = $1 and subject = $2 and again = 1 order by not_before desc";
    let values = [P::Text(kind.word()), P::Text(subject)];
    let found = TABLE.first(conn, rest, &values)?;
    Ok(found.map(|message| message.not_before))
}

/// Notes a change of which ID Authentication hears nothing, because the context names none.
pub fn note_untold(tx: &mut Tx<'_>, at: Moment) -> Result<(), StoreError> {
    let sql = "update store_head set untold_at = $1";
    tx.execute(sql, &[columns::moment(at)])?;
    Ok(())
}

/// When the last such change was, unless everything was told since.
pub fn untold_at(conn: &mut Conn<'_>) -> Result<Option<Moment>, StoreError> {
    let row = conn.row("select untold_at from store_head", &[])?;
    row.map(|mut row| row.opt_moment())
        .transpose()
        .map(Option::flatten)
}

/// Everything was told, with all that had changed by then.
pub fn all_told(tx: &mut Tx<'_>, until: Moment) -> Result<(), StoreError> {
    let sql = "update store_head set untold_at = null where untold_at <= $1";
    tx.execute(sql, &[columns::moment(until)])?;
    Ok(())
}
