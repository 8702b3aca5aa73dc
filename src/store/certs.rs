//! Certificates that the Kernel re-signed.

use super::back::P;
use super::columns;
use super::row::Row;
use super::table::Table;
use super::{Conn, Of, Page, StoreError, Tx};
use crate::domain::cert::Certificate;
use crate::domain::id::{CertId, Holder};
use crate::domain::time::Moment;

const TABLE: Table<Certificate> = Table {
    name: "certs",
    noun: "certificate",
    columns: &[
        "id",
        "holder",
        "holder_kind",
        "domain",
        "original_pem",
        "original_thumbprint",
        "resigned_pem",
        "resigned_thumbprint",
        "issuers_pem",
        "not_before",
        "not_after",
        "uploaded_at",
        "retired_at",
    ],
    read,
};

fn read(row: &mut Row<'_>) -> Result<Certificate, StoreError> {
    Ok(Certificate {
        id: row.value()?,
        holder: holder(row)?,
        domain: row.value()?,
        original_pem: row.text()?,
        original_thumbprint: row.value()?,
        resigned_pem: row.text()?,
        resigned_thumbprint: row.value()?,
        issuers_pem: row.text()?,
        not_before: row.moment()?,
        not_after: row.moment()?,
        uploaded_at: row.moment()?,
        retired_at: row.opt_moment()?,
    })
}

fn holder(row: &mut Row<'_>) -> Result<Holder, StoreError> {
    let id = row.text()?;
    match row.text()?.as_str() {
        "misp" => Ok(Holder::Misp(id.parse()?)),
        "partner" => Ok(Holder::Partner(id.parse()?)),
        _ => Err(StoreError::corrupt(
            "the holder is neither MISP nor partner",
        )),
    }
}

fn values(certificate: &Certificate) -> Vec<P<'_>> {
    let kind = match certificate.holder {
        Holder::Misp(_) => "misp",
        Holder::Partner(_) => "partner",
    };
    vec![
        P::Text(certificate.id.as_str()),
        P::Text(certificate.holder.as_str()),
        P::Text(kind),
        P::Text(certificate.domain.word()),
        P::Text(&certificate.original_pem),
        P::Text(certificate.original_thumbprint.as_str()),
        P::Text(&certificate.resigned_pem),
        P::Text(certificate.resigned_thumbprint.as_str()),
        P::Text(&certificate.issuers_pem),
        columns::moment(certificate.not_before),
        columns::moment(certificate.not_after),
        columns::moment(certificate.uploaded_at),
        columns::opt_moment(certificate.retired_at),
    ]
}

pub fn get(conn: &mut Conn<'_>, id: &CertId) -> Result<Certificate, StoreError> {
    TABLE.get(conn, id.as_str())
}

pub fn find(conn: &mut Conn<'_>, id: &CertId) -> Result<Option<Certificate>, StoreError> {
    TABLE.find(conn, id.as_str())
}

/// The one in force.
pub fn current(conn: &mut Conn<'_>, holder: &Holder) -> Result<Option<Certificate>, StoreError> {
    let rest = "where holder = $1 and retired_at is null";
    TABLE.first(conn, rest, &[P::Text(holder.as_str())])
}

/// Newest first.
pub fn of_holder(conn: &mut Conn<'_>, holder: &Holder) -> Result<Vec<Certificate>, StoreError> {
    let rest = "where holder = $1 order by retired_at is null desc, uploaded_at desc, id desc";
    TABLE.all(conn, rest, &[P::Text(holder.as_str())])
}

/// Sorted by id.
pub fn list(conn: &mut Conn<'_>, of: Of<'_>, page: &Page) -> Result<Vec<Certificate>, StoreError> {
    let (rest, values) = of.part("holder", page);
    TABLE.all(conn, &rest, &values)
}

/// Those in force; the first to end comes first.
pub fn current_ending_before(
    conn: &mut Conn<'_>,
    before: Moment,
) -> Result<Vec<Certificate>, StoreError> {
    let rest = "where not_after < $1 and retired_at is null order by not_after, id";
    TABLE.all(conn, rest, &[columns::moment(before)])
}

/// The one in force is retired before: a second one is [`StoreError::Taken`].
pub fn insert(tx: &mut Tx<'_>, certificate: &Certificate) -> Result<(), StoreError> {
    TABLE.insert(tx, &values(certificate))
}

/// Does nothing where none is in force.
pub fn retire_current(tx: &mut Tx<'_>, holder: &Holder, at: Moment) -> Result<(), StoreError> {
    let sql = "update certs set retired_at = $1 where holder = $2 and retired_at is null";
    tx.execute(sql, &[columns::moment(at), P::Text(holder.as_str())])?;
    Ok(())
}
