//! The journal of what the Kernel was asked.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, StoreError, Tx};
use crate::domain::id::{IntentId, OwnerId};
use crate::domain::journal::{Intent, IntentKind, IntentState};
use crate::domain::time::Moment;

const TABLE: Table<Intent> = Table {
    name: "intents",
    noun: "intent",
    columns: &[
        "id",
        "kind",
        "subject",
        "input",
        "state",
        "attempt",
        "owner",
        "progress",
        "opened_at",
        "sent_at",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<Intent, StoreError> {
    Ok(Intent {
        id: row.value()?,
        kind: kind(&row.text()?)?,
        subject: row.text()?,
        input: row.text()?,
        state: state(&row.text()?)?,
        attempt: row.int()?,
        owner: row.value()?,
        progress: row.opt_text()?,
        opened_at: row.moment()?,
        sent_at: row.opt_moment()?,
    })
}

fn kind(word: &str) -> Result<IntentKind, StoreError> {
    let unknown = || StoreError::corrupt(format!("{word} is no kind of intent"));
    IntentKind::from_word(word).ok_or_else(unknown)
}

fn state(word: &str) -> Result<IntentState, StoreError> {
    [
        IntentState::Open,
        IntentState::Sent,
        IntentState::Done,
        IntentState::Abandoned,
    ]
    .into_iter()
    .find(|state| state.word() == word)
    .ok_or_else(|| StoreError::corrupt(format!("{word} is no state of an intent")))
}

fn values(intent: &Intent) -> Vec<P<'_>> {
    vec![
        P::Text(intent.id.as_str()),
        P::Text(intent.kind.word()),
        P::Text(&intent.subject),
        P::Text(&intent.input),
        P::Text(intent.state.word()),
        P::Int(intent.attempt),
        P::Text(intent.owner.as_str()),
        P::OptText(intent.progress.as_deref()),
        columns::moment(intent.opened_at),
        columns::opt_moment(intent.sent_at),
    ]
}

pub fn get(conn: &mut Conn<'_>, id: &IntentId) -> Result<Intent, StoreError> {
    TABLE.get(conn, id.as_str())
}

/// The one that is open or sent.
pub fn find_open(
    conn: &mut Conn<'_>,
    kind: IntentKind,
    subject: &str,
) -> Result<Option<Intent>, StoreError> {
    let rest = "where kind = $1 and subject = $2 and state in ('open', 'sent')";
    TABLE.first(conn, rest, &[P::Text(kind.word()), P::Text(subject)])
}

/// All that are open or sent; oldest first.
pub fn list_open(conn: &mut Conn<'_>) -> Result<Vec<Intent>, StoreError> {
    TABLE.all(
        conn,
        "where state in ('open', 'sent') order by opened_at, id",
        &[],
    )
}

/// A second unfinished one of the same kind and subject is [`StoreError::Taken`].
pub fn insert(tx: &mut Tx<'_>, intent: &Intent) -> Result<(), StoreError> {
    TABLE.insert(tx, &values(intent))
}

/// Gives it to another owner. As all that follow, it is [`StoreError::Overtaken`] where the intent has ended or is not
/// what the caller saw: another owner or another attempt.
pub fn take_over(tx: &mut Tx<'_>, intent: &Intent, owner: &OwnerId) -> Result<Intent, StoreError> {
    let taken = Intent {
        owner: owner.clone(),
        ..intent.clone()
    };
    replace(tx, intent, taken)
}

/// Counts an attempt, before the request leaves.
pub fn sent(tx: &mut Tx<'_>, intent: &Intent, at: Moment) -> Result<Intent, StoreError> {
    let sent = Intent {
        state: IntentState::Sent,
        attempt: intent.attempt + 1,
        sent_at: Some(at),
        ..intent.clone()
    };
    replace(tx, intent, sent)
}

pub fn progress(tx: &mut Tx<'_>, intent: &Intent, text: &str) -> Result<Intent, StoreError> {
    let known = Intent {
        progress: Some(text.to_owned()),
        ..intent.clone()
    };
    replace(tx, intent, known)
}

pub fn end(tx: &mut Tx<'_>, intent: &Intent, state: IntentState) -> Result<(), StoreError> {
    let ended = Intent {
        state,
        ..intent.clone()
    };
    replace(tx, intent, ended).map(drop)
}

fn replace(tx: &mut Tx<'_>, seen: &Intent, next: Intent) -> Result<Intent, StoreError> {
    let held = TABLE.find(tx, seen.id.as_str())?.filter(|held| {
        let unfinished = matches!(held.state, IntentState::Open | IntentState::Sent);
        unfinished && held.owner == seen.owner && held.attempt == seen.attempt
    });
    if held.is_none() {
        return Err(StoreError::Overtaken);
    }
    TABLE.update(tx, &values(&next))?;
    Ok(next)
}
