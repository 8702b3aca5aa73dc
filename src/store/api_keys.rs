//! API keys; sealed.

use super::back::P;
use super::columns::{self, LongLived};
use super::row::Row;
use super::table::Table;
use super::{Conn, Of, Page, StoreError, Tx};
use crate::crypto::seal::Place;
use crate::domain::api_key::ApiKey;
use crate::domain::id::{ApiKeyId, PartnerId};
use crate::domain::secret::Secret;
use crate::domain::time::Moment;

const TABLE: Table<ApiKey> = Table {
    name: "api_keys",
    noun: "API key",
    columns: &[
        "id",
        "partner",
        "policy",
        "mapping",
        "key_sealed",
        "key_lookup",
        "valid_from",
        "valid_to",
        "revoked_reason",
        "revoked_by",
        "revoked_by_admin",
        "revoked_at",
        "replaced_by",
        "issued_at",
    ],
    read,
};

fn place(id: &ApiKeyId) -> Place<'_> {
    Place {
        table: TABLE.name,
        column: "key_sealed",
        id: id.as_str(),
    }
}

fn read(row: &mut Row<'_>) -> Result<ApiKey, StoreError> {
    let id: ApiKeyId = row.value()?;
    let partner = row.value()?;
    let policy = row.value()?;
    let mapping = row.value()?;
    let key = row.sealed(place(&id))?;
    let _lookup = row.blob()?;
    Ok(ApiKey {
        id,
        partner,
        policy,
        mapping,
        key,
        valid_from: row.moment()?,
        valid_to: row.moment()?,
        revoked: columns::block(row)?,
        replaced_by: row.opt_value()?,
        issued_at: row.moment()?,
    })
}

fn values<'a>(key: &'a ApiKey, sealed: &'a [u8], lookup: &'a [u8]) -> Vec<P<'a>> {
    let mut values = vec![
        P::Text(key.id.as_str()),
        P::Text(key.partner.as_str()),
        P::Text(key.policy.as_str()),
        P::Text(key.mapping.as_str()),
        P::Blob(sealed),
        P::Blob(lookup),
        columns::moment(key.valid_from),
        columns::moment(key.valid_to),
    ];
    values.extend(columns::block_values(key.revoked.as_ref()));
    let successor = key.replaced_by.as_ref().map(ApiKeyId::as_str);
    values.push(P::OptText(successor));
    values.push(columns::moment(key.issued_at));
    values
}

pub fn get(conn: &mut Conn<'_>, id: &ApiKeyId) -> Result<ApiKey, StoreError> {
    TABLE.get(conn, id.as_str())
}

pub fn find(conn: &mut Conn<'_>, id: &ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
    TABLE.find(conn, id.as_str())
}

pub fn by_key(conn: &mut Conn<'_>, key: &Secret) -> Result<Option<ApiKey>, StoreError> {
    let lookup = conn.seal().lookup(key.expose());
    TABLE.first(conn, "where key_lookup = $1", &[P::Blob(&lookup)])
}

/// Newest first.
pub fn of_partner(conn: &mut Conn<'_>, partner: &PartnerId) -> Result<Vec<ApiKey>, StoreError> {
    let rest = "where partner = $1 order by issued_at desc, id desc";
    TABLE.all(conn, rest, &[P::Text(partner.as_str())])
}

/// Sorted by id.
pub fn list(conn: &mut Conn<'_>, of: Of<'_>, page: &Page) -> Result<Vec<ApiKey>, StoreError> {
    let (rest, values) = of.part("partner", page);
    TABLE.all(conn, &rest, &values)
}

/// How many of those that are in use end later than that, with the last to end.
pub fn ending_after(conn: &mut Conn<'_>, after: Moment) -> Result<LongLived, StoreError> {
    columns::long_lived(conn, "api_keys where revoked_at is null", after)
}

/// The first to end comes first.
pub fn ending_before(conn: &mut Conn<'_>, before: Moment) -> Result<Vec<ApiKey>, StoreError> {
    let rest = "where valid_to < $1 order by valid_to, id";
    TABLE.all(conn, rest, &[columns::moment(before)])
}

/// No two keys are equal: [`StoreError::Taken`].
pub fn insert(tx: &mut Tx<'_>, key: &ApiKey) -> Result<(), StoreError> {
    let sealed = tx.seal().seal(place(&key.id), &key.key)?;
    let lookup = tx.seal().lookup(key.key.expose());
    TABLE.insert(tx, &values(key, &sealed, &lookup))
}

pub fn update(tx: &mut Tx<'_>, key: &ApiKey) -> Result<(), StoreError> {
    let sealed = tx.seal().seal(place(&key.id), &key.key)?;
    let lookup = tx.seal().lookup(key.key.expose());
    TABLE.update(tx, &values(key, &sealed, &lookup))
}
