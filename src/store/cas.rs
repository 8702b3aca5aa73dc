//! Certificate authorities that were put into the Kernel's trust stores.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, StoreError, Tx};
use crate::domain::cert::{Ca, Thumbprint, TrustDomain};
use crate::domain::time::Moment;

const TABLE: Table<Ca> = Table {
    name: "cas",
    noun: "CA",
    columns: &[
        "id",
        "domain",
        "thumbprint",
        "subject",
        "issuer",
        "not_before",
        "not_after",
        "pem",
        "uploaded_at",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<Ca, StoreError> {
    Ok(Ca {
        id: row.value()?,
        domain: row.value()?,
        thumbprint: row.value()?,
        subject: row.text()?,
        issuer: row.text()?,
        not_before: row.moment()?,
        not_after: row.moment()?,
        pem: row.text()?,
        uploaded_at: row.moment()?,
    })
}

fn values(ca: &Ca) -> Vec<P<'_>> {
    vec![
        P::Text(ca.id.as_str()),
        P::Text(ca.domain.word()),
        P::Text(ca.thumbprint.as_str()),
        P::Text(&ca.subject),
        P::Text(&ca.issuer),
        columns::moment(ca.not_before),
        columns::moment(ca.not_after),
        P::Text(&ca.pem),
        columns::moment(ca.uploaded_at),
    ]
}

pub fn find(
    conn: &mut Conn<'_>,
    domain: TrustDomain,
    thumbprint: &Thumbprint,
) -> Result<Option<Ca>, StoreError> {
    let values = [P::Text(domain.word()), P::Text(thumbprint.as_str())];
    TABLE.first(conn, "where domain = $1 and thumbprint = $2", &values)
}

/// Of one domain or of all, in the order in which they were uploaded.
pub fn list(conn: &mut Conn<'_>, domain: Option<TrustDomain>) -> Result<Vec<Ca>, StoreError> {
    match domain {
        Some(domain) => {
            let rest = "where domain = $1 order by uploaded_at, id";
            TABLE.all(conn, rest, &[P::Text(domain.word())])
        }
        None => TABLE.all(conn, "order by domain, uploaded_at, id", &[]),
    }
}

/// The first to end comes first.
pub fn ending_before(conn: &mut Conn<'_>, before: Moment) -> Result<Vec<Ca>, StoreError> {
    let rest = "where not_after < $1 order by not_after, id";
    TABLE.all(conn, rest, &[columns::moment(before)])
}

/// The same certificate in the same domain is [`StoreError::Taken`].
pub fn insert(tx: &mut Tx<'_>, ca: &Ca) -> Result<(), StoreError> {
    TABLE.insert(tx, &values(ca))
}
