//! Licenses; their keys are sealed.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, Page, StoreError, Tx};
use crate::crypto::seal::Place;
use crate::domain::id::{LicenseId, MispId};
use crate::domain::license::License;
use crate::domain::secret::Secret;
use crate::domain::time::Moment;

const TABLE: Table<License> = Table {
    name: "licenses",
    noun: "license",
    columns: &[
        "id",
        "misp",
        "key_sealed",
        "key_lookup",
        "valid_from",
        "valid_to",
        "revoked_reason",
        "revoked_by",
        "revoked_at",
        "renewed_from",
        "issued_at",
    ],
    read,
};

fn place(id: &LicenseId) -> Place<'_> {
    Place {
        table: TABLE.name,
        column: "key_sealed",
        id: id.as_str(),
    }
}

fn read(row: &mut Row<'_>) -> Result<License, StoreError> {
    let id: LicenseId = row.value()?;
    let misp = row.value()?;
    let key = row.sealed(place(&id))?;
    let _lookup = row.blob()?;
    Ok(License {
        id,
        misp,
        key,
        valid_from: row.moment()?,
        valid_to: row.moment()?,
        revoked: columns::revocation(row)?,
        renewed_from: row.opt_value()?,
        issued_at: row.moment()?,
    })
}

fn values<'a>(license: &'a License, sealed: &'a [u8], lookup: &'a [u8]) -> Vec<P<'a>> {
    let mut values = vec![
        P::Text(license.id.as_str()),
        P::Text(license.misp.as_str()),
        P::Blob(sealed),
        P::Blob(lookup),
        columns::moment(license.valid_from),
        columns::moment(license.valid_to),
    ];
    values.extend(columns::revocation_values(license.revoked.as_ref()));
    values.push(P::OptText(
        license.renewed_from.as_ref().map(LicenseId::as_str),
    ));
    values.push(columns::moment(license.issued_at));
    values
}

pub fn get(conn: &mut Conn<'_>, id: &LicenseId) -> Result<License, StoreError> {
    TABLE.get(conn, id.as_str())
}

pub fn find(conn: &mut Conn<'_>, id: &LicenseId) -> Result<Option<License>, StoreError> {
    TABLE.find(conn, id.as_str())
}

/// Newest first.
pub fn of_misp(conn: &mut Conn<'_>, misp: &MispId) -> Result<Vec<License>, StoreError> {
    let rest = "where misp = $1 order by issued_at desc, id desc";
    TABLE.all(conn, rest, &[P::Text(misp.as_str())])
}

pub fn by_key(conn: &mut Conn<'_>, key: &Secret) -> Result<Option<License>, StoreError> {
    let lookup = conn.seal().lookup(key.expose());
    TABLE.first(conn, "where key_lookup = $1", &[P::Blob(&lookup)])
}

/// Sorted by id.
pub fn list(conn: &mut Conn<'_>, page: &Page) -> Result<Vec<License>, StoreError> {
    let rest = "where id > $1 order by id limit $2";
    TABLE.all(conn, rest, &[P::Text(page.start()), P::Int(page.rows())])
}

/// The first to end comes first.
pub fn ending_before(conn: &mut Conn<'_>, before: Moment) -> Result<Vec<License>, StoreError> {
    let rest = "where valid_to < $1 order by valid_to, id";
    TABLE.all(conn, rest, &[columns::moment(before)])
}

/// A second renewal of the same license is [`StoreError::Taken`], and so is a key that another license has.
pub fn insert(tx: &mut Tx<'_>, license: &License) -> Result<(), StoreError> {
    let sealed = tx.seal().seal(place(&license.id), &license.key)?;
    let lookup = tx.seal().lookup(license.key.expose());
    TABLE.insert(tx, &values(license, &sealed, &lookup))
}

pub fn update(tx: &mut Tx<'_>, license: &License) -> Result<(), StoreError> {
    let sealed = tx.seal().seal(place(&license.id), &license.key)?;
    let lookup = tx.seal().lookup(license.key.expose());
    TABLE.update(tx, &values(license, &sealed, &lookup))
}
