//! Policy groups.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, StoreError, Tx};
use crate::domain::id::PolicyGroupId;
use crate::domain::policy::PolicyGroup;

const TABLE: Table<PolicyGroup> = Table {
    name: "policy_groups",
    noun: "policy group",
    columns: &[
        "id",
        "name",
        "name_key",
        "description",
        "active",
        "created_at",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<PolicyGroup, StoreError> {
    let id = row.value()?;
    let name = row.value()?;
    let _key = row.text()?;
    Ok(PolicyGroup {
        id,
        name,
        description: row.value()?,
        active: row.flag()?,
        created_at: row.moment()?,
    })
}

fn values<'a>(group: &'a PolicyGroup, key: &'a str) -> Vec<P<'a>> {
    vec![
        P::Text(group.id.as_str()),
        P::Text(group.name.as_str()),
        P::Text(key),
        P::Text(group.description.as_str()),
        P::Int(i64::from(group.active)),
        columns::moment(group.created_at),
    ]
}

pub fn get(conn: &mut Conn<'_>, id: &PolicyGroupId) -> Result<PolicyGroup, StoreError> {
    TABLE.get(conn, id.as_str())
}

pub fn find(conn: &mut Conn<'_>, id: &PolicyGroupId) -> Result<Option<PolicyGroup>, StoreError> {
    TABLE.find(conn, id.as_str())
}

/// By [`crate::domain::text::Name::key`].
pub fn by_name(conn: &mut Conn<'_>, key: &str) -> Result<Option<PolicyGroup>, StoreError> {
    TABLE.first(conn, "where name_key = $1", &[P::Text(key)])
}

/// Sorted by the name's key.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<PolicyGroup>, StoreError> {
    TABLE.all(conn, "order by name_key", &[])
}

/// The id and the name must be free: [`StoreError::Taken`].
pub fn insert(tx: &mut Tx<'_>, group: &PolicyGroup) -> Result<(), StoreError> {
    TABLE.insert(tx, &values(group, &group.name.key()))
}

pub fn update(tx: &mut Tx<'_>, group: &PolicyGroup) -> Result<(), StoreError> {
    TABLE.update(tx, &values(group, &group.name.key()))
}
