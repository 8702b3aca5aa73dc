//! Messages that wait for their receivers.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, StoreError, Tx, counters};
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
    })
}

fn kind(word: &str) -> Result<MessageKind, StoreError> {
    let unknown = || StoreError::corrupt(format!("{word} is no kind of message"));
    MessageKind::from_word(word).ok_or_else(unknown)
}

/// The position of the message. A position is never given twice.
///
/// Messages of one kind and subject that are all due say the same, because the body is made when they leave: those that
/// waited make room for the new one. So does one that becomes due at the same moment. Whoever is sending the old one
/// just now strikes off nothing but the old one.
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
               and not_before >= $3 and not_before <= $4";
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
    let rest = "where not_before <= $1 and not_before > queued_at order by position";
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

/// Counts an attempt and keeps why it failed; does nothing where the message is gone.
pub fn failed(tx: &mut Tx<'_>, position: i64, error: &str) -> Result<(), StoreError> {
    let sql = "update outbox set attempts = attempts + 1, last_error = $1 where position = $2";
    tx.execute(sql, &[P::Text(error), P::Int(position)])?;
    Ok(())
}

/// For all receivers.
pub fn count_due(conn: &mut Conn<'_>, now: Moment) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from outbox where not_before <= $1";
    conn.number(sql, &[columns::moment(now)])
}
