//! Groups of columns that several tables have.

use super::StoreError;
use super::back::P;
use super::conn::Conn;
use super::row::Row;
use super::tx::Tx;
use crate::domain::contact::{Contact, Phone};
use crate::domain::license::Revocation;
use crate::domain::status::{Block, Status};
use crate::domain::time::Moment;

/// `contact_name`, `phone`, `phone_national`, `email`, `address`, `login_user`.
pub(super) fn contact(row: &mut Row<'_>) -> Result<Contact, StoreError> {
    Ok(Contact {
        name: row.value()?,
        phone: Phone::from_stored(row.text()?, row.text()?),
        email: row.value()?,
        address: row.opt_value()?,
        user: row.opt_value()?,
    })
}

pub(super) fn contact_values(contact: &Contact) -> [P<'_>; 6] {
    [
        P::Text(contact.name.as_str()),
        P::Text(contact.phone.e164()),
        P::Text(contact.phone.national()),
        P::Text(contact.email.as_str()),
        P::OptText(contact.address.as_ref().map(|address| address.as_str())),
        P::OptText(contact.user.as_ref().map(|user| user.as_str())),
    ]
}

/// `block_reason`, `blocked_by`, `blocked_by_admin`, `blocked_at`; all null while active.
pub(super) fn status(row: &mut Row<'_>) -> Result<Status, StoreError> {
    Ok(block(row)?.map_or(Status::Active, Status::Blocked))
}

pub(super) fn status_values(status: &Status) -> [P<'_>; 4] {
    block_values(status.block_details())
}

/// Reason, by whom, whether by an ida-admin, when; all null where nothing is barred.
pub(super) fn block(row: &mut Row<'_>) -> Result<Option<Block>, StoreError> {
    let reason = row.opt_value()?;
    let by = row.opt_text()?;
    let by_admin = row.opt_int()?;
    let at = row.opt_moment()?;
    match (reason, by, by_admin, at) {
        (None, None, None, None) => Ok(None),
        (Some(reason), Some(by), Some(by_admin @ (0 | 1)), Some(at)) => Ok(Some(Block {
            reason,
            by,
            by_admin: by_admin == 1,
            at,
        })),
        _ => Err(StoreError::corrupt("a block is incomplete")),
    }
}

pub(super) fn block_values(block: Option<&Block>) -> [P<'_>; 4] {
    [
        P::OptText(block.map(|block| block.reason.as_str())),
        P::OptText(block.map(|block| block.by.as_str())),
        P::OptInt(block.map(|block| i64::from(block.by_admin))),
        P::OptInt(block.map(|block| block.at.micros())),
    ]
}

/// `revoked_reason`, `revoked_by`, `revoked_at`; all null while in force.
pub(super) fn revocation(row: &mut Row<'_>) -> Result<Option<Revocation>, StoreError> {
    let reason = row.opt_value()?;
    let by = row.opt_text()?;
    let at = row.opt_moment()?;
    match (reason, by, at) {
        (None, None, None) => Ok(None),
        (Some(reason), Some(by), Some(at)) => Ok(Some(Revocation { reason, by, at })),
        _ => Err(StoreError::corrupt("a revocation is incomplete")),
    }
}

pub(super) fn revocation_values(revoked: Option<&Revocation>) -> [P<'_>; 3] {
    [
        P::OptText(revoked.map(|revoked| revoked.reason.as_str())),
        P::OptText(revoked.map(|revoked| revoked.by.as_str())),
        P::OptInt(revoked.map(|revoked| revoked.at.micros())),
    ]
}

pub(super) fn moment(moment: Moment) -> P<'static> {
    P::Int(moment.micros())
}

pub(super) fn opt_moment(moment: Option<Moment>) -> P<'static> {
    P::OptInt(moment.map(Moment::micros))
}

/// Takes an id out of the namespace that MISPs and partners share; `what` is told where it is taken.
pub(super) fn take_id(tx: &mut Tx<'_>, id: &str, kind: &str, what: &str) -> Result<(), StoreError> {
    let sql = "insert into holders (id, kind) values ($1, $2)";
    let done = tx.execute(sql, &[P::Text(id), P::Text(kind)]);
    done.map_err(|error| error.about(&format!("{what} {id}")))?;
    Ok(())
}

pub(super) fn count(conn: &mut Conn<'_>, table: &str) -> Result<i64, StoreError> {
    conn.number(
        &format!("select cast(count(*) as bigint) from {table}"),
        &[],
    )
}

/// How many rows end later than some moment, and the last of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongLived {
    pub count: i64,
    pub last: Option<(String, Moment)>,
}

/// `from` is a table and a condition: `licenses where newest = 1`.
pub(super) fn long_lived(
    conn: &mut Conn<'_>,
    from: &str,
    after: Moment,
) -> Result<LongLived, StoreError> {
    let values = [moment(after)];
    let count = format!("select cast(count(*) as bigint) from {from} and valid_to > $1");
    let count = conn.number(&count, &values)?;
    let last = format!(
        "select id, valid_to from {from} and valid_to > $1 order by valid_to desc, id desc limit 1"
    );
    let last = match conn.row(&last, &values)? {
        Some(mut row) => Some((row.text()?, row.moment()?)),
        None => None,
    };
    Ok(LongLived { count, last })
}
