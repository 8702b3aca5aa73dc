//! References to the public keys that the Kernel keeps for partners.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, StoreError, Tx};
use crate::domain::id::{CertId, PartnerId};
use crate::domain::key::{KeyReference, KeySource};
use crate::domain::time::Moment;

const TABLE: Table<KeyReference> = Table {
    name: "keys",
    noun: "key",
    columns: &[
        "id",
        "partner",
        "certificate",
        "pem",
        "thumbprint",
        "spki",
        "not_before",
        "not_after",
        "stored_at",
        "retired_at",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<KeyReference, StoreError> {
    Ok(KeyReference {
        id: row.value()?,
        partner: row.value()?,
        source: match row.opt_value::<CertId>()? {
            Some(certificate) => KeySource::Certificate(certificate),
            None => KeySource::Uploaded,
        },
        pem: row.text()?,
        thumbprint: row.value()?,
        spki: row.value()?,
        not_before: row.moment()?,
        not_after: row.moment()?,
        stored_at: row.moment()?,
        retired_at: row.opt_moment()?,
    })
}

fn values(key: &KeyReference) -> Vec<P<'_>> {
    let certificate = match &key.source {
        KeySource::Certificate(id) => Some(id.as_str()),
        KeySource::Uploaded => None,
    };
    vec![
        P::Text(key.id.as_str()),
        P::Text(key.partner.as_str()),
        P::OptText(certificate),
        P::Text(&key.pem),
        P::Text(key.thumbprint.as_str()),
        P::Text(key.spki.as_str()),
        columns::moment(key.not_before),
        columns::moment(key.not_after),
        columns::moment(key.stored_at),
        columns::opt_moment(key.retired_at),
    ]
}

/// The one in force.
pub fn current(
    conn: &mut Conn<'_>,
    partner: &PartnerId,
) -> Result<Option<KeyReference>, StoreError> {
    let rest = "where partner = $1 and retired_at is null";
    TABLE.first(conn, rest, &[P::Text(partner.as_str())])
}

/// Newest first.
pub fn of_partner(
    conn: &mut Conn<'_>,
    partner: &PartnerId,
) -> Result<Vec<KeyReference>, StoreError> {
    let rest = "where partner = $1 order by retired_at is null desc, stored_at desc, id desc";
    TABLE.all(conn, rest, &[P::Text(partner.as_str())])
}

/// Of all partners, sorted by id.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<KeyReference>, StoreError> {
    TABLE.all(conn, "order by id", &[])
}

/// Those in force; the first to end comes first.
pub fn current_ending_before(
    conn: &mut Conn<'_>,
    before: Moment,
) -> Result<Vec<KeyReference>, StoreError> {
    let rest = "where not_after < $1 and retired_at is null order by not_after, id";
    TABLE.all(conn, rest, &[columns::moment(before)])
}

/// The one in force is retired before: a second one is [`StoreError::Taken`].
pub fn insert(tx: &mut Tx<'_>, key: &KeyReference) -> Result<(), StoreError> {
    TABLE.insert(tx, &values(key))
}

/// Does nothing where none is in force.
pub fn retire_current(tx: &mut Tx<'_>, partner: &PartnerId, at: Moment) -> Result<(), StoreError> {
    let sql = "update keys set retired_at = $1 where partner = $2 and retired_at is null";
    tx.execute(sql, &[columns::moment(at), P::Text(partner.as_str())])?;
    Ok(())
}
