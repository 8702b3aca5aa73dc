//! Partners.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, Page, StoreError, Tx};
use crate::domain::id::{MispId, PartnerId, PolicyGroupId};
use crate::domain::partner::Partner;

const TABLE: Table<Partner> = Table {
    name: "partners",
    noun: "partner",
    columns: &[
        "id",
        "misp",
        "name",
        "name_key",
        "organization",
        "contact_name",
        "phone",
        "phone_national",
        "email",
        "address",
        "login_user",
        "partner_type",
        "policy_group",
        "signer",
        "block_reason",
        "blocked_by",
        "blocked_by_admin",
        "blocked_at",
        "created_at",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<Partner, StoreError> {
    let id = row.value()?;
    let misp = row.value()?;
    let name = row.value()?;
    let _key = row.text()?;
    Ok(Partner {
        id,
        misp,
        name,
        organization: row.value()?,
        contact: columns::contact(row)?,
        kind: row.value()?,
        group: row.value()?,
        signer: row.value()?,
        status: columns::status(row)?,
        created_at: row.moment()?,
    })
}

fn values<'a>(partner: &'a Partner, key: &'a str) -> Vec<P<'a>> {
    let mut values = vec![
        P::Text(partner.id.as_str()),
        P::Text(partner.misp.as_str()),
        P::Text(partner.name.as_str()),
        P::Text(key),
        P::Text(partner.organization.as_str()),
    ];
    values.extend(columns::contact_values(&partner.contact));
    values.push(P::Text(partner.kind.word()));
    values.push(P::Text(partner.group.as_str()));
    values.push(P::Text(partner.signer.word()));
    values.extend(columns::status_values(&partner.status));
    values.push(columns::moment(partner.created_at));
    values
}

pub fn get(conn: &mut Conn<'_>, id: &PartnerId) -> Result<Partner, StoreError> {
    TABLE.get(conn, id.as_str())
}

pub fn find(conn: &mut Conn<'_>, id: &PartnerId) -> Result<Option<Partner>, StoreError> {
    TABLE.find(conn, id.as_str())
}

/// By [`crate::domain::text::Name::key`], which is unique within the group.
pub fn by_name(
    conn: &mut Conn<'_>,
    group: &PolicyGroupId,
    key: &str,
) -> Result<Option<Partner>, StoreError> {
    let rest = "where policy_group = $1 and name_key = $2";
    TABLE.first(conn, rest, &[P::Text(group.as_str()), P::Text(key)])
}

/// The one that was created first, where several have this login user.
pub fn by_user(conn: &mut Conn<'_>, login: &str) -> Result<Option<Partner>, StoreError> {
    let rest = "where login_user = $1 order by created_at, id";
    TABLE.first(conn, rest, &[P::Text(login)])
}

/// Of one MISP or of all, sorted by id.
pub fn list(
    conn: &mut Conn<'_>,
    misp: Option<&MispId>,
    page: &Page,
) -> Result<Vec<Partner>, StoreError> {
    let (start, rows) = (P::Text(page.start()), P::Int(page.rows()));
    match misp {
        Some(misp) => {
            let rest = "where misp = $1 and id > $2 order by id limit $3";
            TABLE.all(conn, rest, &[P::Text(misp.as_str()), start, rows])
        }
        None => TABLE.all(conn, "where id > $1 order by id limit $2", &[start, rows]),
    }
}

/// The id and, within the group, the name must be free: [`StoreError::Taken`].
pub fn insert(tx: &mut Tx<'_>, partner: &Partner) -> Result<(), StoreError> {
    columns::take_id(tx, partner.id.as_str(), "partner", TABLE.noun)?;
    TABLE.insert(tx, &values(partner, &partner.name.key()))
}

pub fn update(tx: &mut Tx<'_>, partner: &Partner) -> Result<(), StoreError> {
    TABLE.update(tx, &values(partner, &partner.name.key()))
}

/// Whether a MISP or a partner has this id.
pub fn holder_exists(conn: &mut Conn<'_>, id: &str) -> Result<bool, StoreError> {
    let found = conn.row("select id from holders where id = $1", &[P::Text(id)])?;
    Ok(found.is_some())
}
