//! MISPs.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, Page, StoreError, Tx};
use crate::domain::id::{MispId, PolicyGroupId, PolicyId};
use crate::domain::misp::Misp;

const TABLE: Table<Misp> = Table {
    name: "misps",
    noun: "MISP",
    columns: &[
        "id",
        "name",
        "name_key",
        "contact_name",
        "phone",
        "phone_national",
        "email",
        "address",
        "login_user",
        "block_reason",
        "blocked_by",
        "blocked_by_admin",
        "blocked_at",
        "created_at",
        "policy",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<Misp, StoreError> {
    let id = row.value()?;
    let name = row.value()?;
    let _key = row.text()?;
    Ok(Misp {
        id,
        name,
        contact: columns::contact(row)?,
        status: columns::status(row)?,
        created_at: row.moment()?,
        policy: row.opt_value()?,
    })
}

fn values<'a>(misp: &'a Misp, key: &'a str) -> Vec<P<'a>> {
    let mut values = vec![
        P::Text(misp.id.as_str()),
        P::Text(misp.name.as_str()),
        P::Text(key),
    ];
    values.extend(columns::contact_values(&misp.contact));
    values.extend(columns::status_values(&misp.status));
    values.push(columns::moment(misp.created_at));
    values.push(P::OptText(misp.policy.as_ref().map(PolicyId::as_str)));
    values
}

pub fn get(conn: &mut Conn<'_>, id: &MispId) -> Result<Misp, StoreError> {
    TABLE.get(conn, id.as_str())
}

pub fn find(conn: &mut Conn<'_>, id: &MispId) -> Result<Option<Misp>, StoreError> {
    TABLE.find(conn, id.as_str())
}

/// By [`crate::domain::text::Name::key`].
pub fn by_name(conn: &mut Conn<'_>, key: &str) -> Result<Option<Misp>, StoreError> {
    TABLE.first(conn, "where name_key = $1", &[P::Text(key)])
}

/// The one that was created first, where several have this login user.
pub fn by_user(conn: &mut Conn<'_>, login: &str) -> Result<Option<Misp>, StoreError> {
    let rest = "where login_user = $1 order by created_at, id";
    TABLE.first(conn, rest, &[P::Text(login)])
}

/// Sorted by the name's key.
pub fn list(conn: &mut Conn<'_>, page: &Page) -> Result<Vec<Misp>, StoreError> {
    let rest = "where name_key > $1 order by name_key limit $2";
    TABLE.all(conn, rest, &[P::Text(page.start()), P::Int(page.rows())])
}

/// The id and the name must be free: [`StoreError::Taken`].
/// Whose own policy is of that group; by id.
pub fn with_policy_in(conn: &mut Conn<'_>, group: &PolicyGroupId) -> Result<Vec<Misp>, StoreError> {
    let rest = "where policy in (select id from policies where policy_group = $1) order by id";
    TABLE.all(conn, rest, &[P::Text(group.as_str())])
}

pub fn insert(tx: &mut Tx<'_>, misp: &Misp) -> Result<(), StoreError> {
    columns::take_id(tx, misp.id.as_str(), "misp", TABLE.noun)?;
    TABLE.insert(tx, &values(misp, &misp.name.key()))
}

pub fn update(tx: &mut Tx<'_>, misp: &Misp) -> Result<(), StoreError> {
    TABLE.update(tx, &values(misp, &misp.name.key()))
}

pub fn count(conn: &mut Conn<'_>) -> Result<i64, StoreError> {
    columns::count(conn, TABLE.name)
}
