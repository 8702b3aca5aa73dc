//! Policies.

use super::back::P;
use super::columns::{self, LongLived};
use super::row::Row;
use super::table::Table;
use super::{Conn, StoreError, Tx};
use crate::domain::id::{PolicyGroupId, PolicyId};
use crate::domain::policy::{Policy, PolicyState};
use crate::domain::time::Moment;

const TABLE: Table<Policy> = Table {
    name: "policies",
    noun: "policy",
    columns: &[
        "id",
        "policy_group",
        "name",
        "name_key",
        "version",
        "description",
        "kind",
        "document",
        "published_at",
        "active",
        "valid_from",
        "valid_to",
        "created_at",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<Policy, StoreError> {
    let id = row.value()?;
    let group = row.value()?;
    let name = row.value()?;
    let _key = row.text()?;
    Ok(Policy {
        id,
        group,
        name,
        version: row.value()?,
        description: row.value()?,
        kind: row.value()?,
        document: row.text()?,
        state: state(row)?,
        valid_from: row.moment()?,
        valid_to: row.moment()?,
        created_at: row.moment()?,
    })
}

fn state(row: &mut Row<'_>) -> Result<PolicyState, StoreError> {
    match (row.opt_moment()?, row.flag()?) {
        (Some(at), active) => Ok(PolicyState::Published { at, active }),
        (None, false) => Ok(PolicyState::Draft),
        (None, true) => Err(StoreError::corrupt("an active policy was never published")),
    }
}

fn values<'a>(policy: &'a Policy, key: &'a str) -> Vec<P<'a>> {
    let (published, active) = match policy.state {
        PolicyState::Draft => (None, false),
        PolicyState::Published { at, active } => (Some(at), active),
    };
    vec![
        P::Text(policy.id.as_str()),
        P::Text(policy.group.as_str()),
        P::Text(policy.name.as_str()),
        P::Text(key),
        P::Text(policy.version.as_str()),
        P::Text(policy.description.as_str()),
        P::Text(policy.kind.word()),
        P::Text(&policy.document),
        columns::opt_moment(published),
        P::Int(i64::from(active)),
        columns::moment(policy.valid_from),
        columns::moment(policy.valid_to),
        columns::moment(policy.created_at),
    ]
}

pub fn get(conn: &mut Conn<'_>, id: &PolicyId) -> Result<Policy, StoreError> {
    TABLE.get(conn, id.as_str())
}

pub fn find(conn: &mut Conn<'_>, id: &PolicyId) -> Result<Option<Policy>, StoreError> {
    TABLE.find(conn, id.as_str())
}

/// By [`crate::domain::text::Name::key`], which is unique within the group.
pub fn by_name(
    conn: &mut Conn<'_>,
    group: &PolicyGroupId,
    key: &str,
) -> Result<Option<Policy>, StoreError> {
    let rest = "where policy_group = $1 and name_key = $2";
    TABLE.first(conn, rest, &[P::Text(group.as_str()), P::Text(key)])
}

/// Of one group or of all, sorted by the name's key.
pub fn list(conn: &mut Conn<'_>, group: Option<&PolicyGroupId>) -> Result<Vec<Policy>, StoreError> {
    match group {
        Some(group) => {
            let rest = "where policy_group = $1 order by name_key";
            TABLE.all(conn, rest, &[P::Text(group.as_str())])
        }
        None => TABLE.all(conn, "order by name_key, id", &[]),
    }
}

/// How many of those that are in use end later than that, with the last to end.
pub fn ending_after(conn: &mut Conn<'_>, after: Moment) -> Result<LongLived, StoreError> {
    columns::long_lived(
        conn,
        "policies where published_at is not null and active = 1",
        after,
    )
}

/// The first to end comes first.
pub fn ending_before(conn: &mut Conn<'_>, before: Moment) -> Result<Vec<Policy>, StoreError> {
    let rest = "where valid_to < $1 order by valid_to, id";
    TABLE.all(conn, rest, &[columns::moment(before)])
}

/// The id and, within the group, the name must be free: [`StoreError::Taken`].
pub fn insert(tx: &mut Tx<'_>, policy: &Policy) -> Result<(), StoreError> {
    TABLE.insert(tx, &values(policy, &policy.name.key()))
}

pub fn update(tx: &mut Tx<'_>, policy: &Policy) -> Result<(), StoreError> {
    TABLE.update(tx, &values(policy, &policy.name.key()))
}
