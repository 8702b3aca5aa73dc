//! Requests to map a partner to a policy.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, StoreError, Tx};
use crate::domain::id::{ApiKeyId, MappingId, PartnerId, PolicyGroupId, PolicyId};
use crate::domain::mapping::{Mapping, MappingState};
use crate::domain::time::Moment;

const TABLE: Table<Mapping> = Table {
    name: "mappings",
    noun: "mapping",
    columns: &[
        "id",
        "partner",
        "policy",
        "detail",
        "requested_by",
        "requested_at",
        "state",
        "decided_by",
        "decided_at",
        "rejected_for",
        "api_key",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<Mapping, StoreError> {
    Ok(Mapping {
        id: row.value()?,
        partner: row.value()?,
        policy: row.value()?,
        detail: row.opt_value()?,
        requested_by: row.text()?,
        requested_at: row.moment()?,
        state: state(row)?,
    })
}

fn state(row: &mut Row<'_>) -> Result<MappingState, StoreError> {
    let word = row.text()?;
    let decided = (row.opt_text()?, row.opt_moment()?);
    let rest = (row.opt_text()?, row.opt_value::<ApiKeyId>()?);
    match (word.as_str(), decided, rest) {
        ("requested", (None, None), (None, None)) => Ok(MappingState::Requested),
        ("approved", (Some(by), Some(at)), (None, Some(api_key))) => {
            Ok(MappingState::Approved { by, at, api_key })
        }
        ("rejected", (Some(by), Some(at)), (Some(reason), None)) => {
            Ok(MappingState::Rejected { by, at, reason })
        }
        ("replaced", (None, Some(at)), (None, Some(api_key))) => {
            Ok(MappingState::Replaced { at, api_key })
        }
        _ => Err(StoreError::corrupt(format!(
            "the state {word} does not fit the rest"
        ))),
    }
}

/// `decided_by`, `decided_at`, `rejected_for`, `api_key`.
struct Decision<'a> {
    by: Option<&'a str>,
    at: Option<Moment>,
    reason: Option<&'a str>,
    api_key: Option<&'a str>,
}

fn decision(state: &MappingState) -> Decision<'_> {
    let (by, at, reason, api_key) = match state {
        MappingState::Requested => (None, None, None, None),
        MappingState::Approved { by, at, api_key } => {
            (Some(by.as_str()), Some(*at), None, Some(api_key.as_str()))
        }
        MappingState::Rejected { by, at, reason } => {
            (Some(by.as_str()), Some(*at), Some(reason.as_str()), None)
        }
        MappingState::Replaced { at, api_key } => (None, Some(*at), None, Some(api_key.as_str())),
    };
    Decision {
        by,
        at,
        reason,
        api_key,
    }
}

fn values(mapping: &Mapping) -> Vec<P<'_>> {
    let decision = decision(&mapping.state);
    vec![
        P::Text(mapping.id.as_str()),
        P::Text(mapping.partner.as_str()),
        P::Text(mapping.policy.as_str()),
        P::OptText(mapping.detail.as_ref().map(|detail| detail.as_str())),
        P::Text(&mapping.requested_by),
        columns::moment(mapping.requested_at),
        P::Text(mapping.state.word()),
        P::OptText(decision.by),
        columns::opt_moment(decision.at),
        P::OptText(decision.reason),
        P::OptText(decision.api_key),
    ]
}

pub fn get(conn: &mut Conn<'_>, id: &MappingId) -> Result<Mapping, StoreError> {
    TABLE.get(conn, id.as_str())
}

pub fn find(conn: &mut Conn<'_>, id: &MappingId) -> Result<Option<Mapping>, StoreError> {
    TABLE.find(conn, id.as_str())
}

/// The request that waits for a decision.
pub fn waiting_of(conn: &mut Conn<'_>, partner: &PartnerId) -> Result<Option<Mapping>, StoreError> {
    let rest = "where partner = $1 and state = 'requested'";
    TABLE.first(conn, rest, &[P::Text(partner.as_str())])
}

/// The mapping in force.
pub fn approved_of(
    conn: &mut Conn<'_>,
    partner: &PartnerId,
) -> Result<Option<Mapping>, StoreError> {
    let rest = "where partner = $1 and state = 'approved'";
    TABLE.first(conn, rest, &[P::Text(partner.as_str())])
}

/// Newest first.
pub fn of_partner(conn: &mut Conn<'_>, partner: &PartnerId) -> Result<Vec<Mapping>, StoreError> {
    let rest = "where partner = $1 order by requested_at desc, id desc";
    TABLE.all(conn, rest, &[P::Text(partner.as_str())])
}

/// In one state, by [`MappingState::word`], or in any; oldest first.
pub fn list(conn: &mut Conn<'_>, state: Option<&str>) -> Result<Vec<Mapping>, StoreError> {
    match state {
        Some(state) => {
            let rest = "where state = $1 order by requested_at, id";
            TABLE.all(conn, rest, &[P::Text(state)])
        }
        None => TABLE.all(conn, "order by requested_at, id", &[]),
    }
}

/// How many partners are mapped to the policy.
pub fn count_with(conn: &mut Conn<'_>, policy: &PolicyId) -> Result<i64, StoreError> {
    let sql =
        "select cast(count(*) as bigint) from mappings where policy = $1 and state = 'approved'";
    conn.number(sql, &[P::Text(policy.as_str())])
}

/// How many partners are mapped to a policy of the group.
pub fn count_in(conn: &mut Conn<'_>, group: &PolicyGroupId) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from mappings
        where state = 'approved' and policy in (select id from policies where policy_group = $1)";
    conn.number(sql, &[P::Text(group.as_str())])
}

/// A second request that waits, or a second approved mapping of a partner, is [`StoreError::Taken`].
pub fn insert(tx: &mut Tx<'_>, mapping: &Mapping) -> Result<(), StoreError> {
    TABLE.insert(tx, &values(mapping))
}

/// As [`insert`]: the mapping in force is replaced before another is approved.
pub fn update(tx: &mut Tx<'_>, mapping: &Mapping) -> Result<(), StoreError> {
    TABLE.update(tx, &values(mapping))
}
