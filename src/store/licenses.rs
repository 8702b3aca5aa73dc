//! Licenses; their keys are sealed.

use super::back::P;
use super::columns;
use super::columns::LongLived;
use super::row::Row;
use super::table::Table;
use super::{Conn, Page, StoreError, Tx};
use crate::crypto::seal::Place;
use crate::domain::id::{LicenseId, MispId};
use crate::domain::license::{License, LicenseStatus};
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
        "handed_over_at",
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
        handed_over: row.opt_moment()?,
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
    values.push(columns::opt_moment(license.handed_over));
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

/// Sorted by id; of one derived status only where that is asked for, by its rule at `now`.
pub fn list(
    conn: &mut Conn<'_>,
    status: Option<(LicenseStatus, Moment)>,
    page: &Page,
) -> Result<Vec<License>, StoreError> {
    let mut values = vec![P::Text(page.start())];
    let at_now = |(status, now)| (status != LicenseStatus::Blocked).then_some(columns::moment(now));
    values.extend(status.and_then(at_now));
    values.push(P::Int(page.rows()));
    let condition = match status.map(|(status, _)| status) {
        None => "",
        Some(LicenseStatus::Blocked) => {
            "and (revoked_at is not null or misp in (select id from misps where blocked_at is not null))"
        }
        Some(LicenseStatus::Scheduled) => {
            "and valid_from > $2 and revoked_at is null \
             and misp not in (select id from misps where blocked_at is not null)"
        }
        Some(LicenseStatus::Expired) => {
            "and valid_from <= $2 and valid_to <= $2 and revoked_at is null \
             and misp not in (select id from misps where blocked_at is not null)"
        }
        Some(LicenseStatus::Active) => {
            "and valid_from <= $2 and valid_to > $2 and revoked_at is null \
             and misp not in (select id from misps where blocked_at is not null)"
        }
    };
    let limit = values.len();
    let rest = format!("where id > $1 {condition} order by id limit ${limit}");
    TABLE.all(conn, &rest, &values)
}

/// The one of a MISP that no other renews.
pub fn newest_of(conn: &mut Conn<'_>, misp: &MispId) -> Result<Option<License>, StoreError> {
    let rest = "where misp = $1 and newest = 1";
    TABLE.first(conn, rest, &[P::Text(misp.as_str())])
}

/// Those that no other renews; the first to end comes first.
pub fn newest_ending_before(
    conn: &mut Conn<'_>,
    before: Moment,
) -> Result<Vec<License>, StoreError> {
    let rest = "where newest = 1 and valid_to < $1 order by valid_to, id";
    TABLE.all(conn, rest, &[columns::moment(before)])
}

/// How many of those that no other renews end later than that, with the last to end.
pub fn newest_ending_after(conn: &mut Conn<'_>, after: Moment) -> Result<LongLived, StoreError> {
    columns::long_lived(conn, "licenses where newest = 1", after)
}

/// Those that were revoked before they took over: the one before them is still in force.
pub fn recalled(conn: &mut Conn<'_>) -> Result<Vec<License>, StoreError> {
    let rest =
        "where newest = 1 and revoked_at < valid_from and issued_at < valid_from order by id";
    TABLE.all(conn, rest, &[])
}

/// A second renewal of the same license is [`StoreError::Taken`], and so is a key that another license has.
pub fn insert(tx: &mut Tx<'_>, license: &License) -> Result<(), StoreError> {
    if let Some(old) = &license.renewed_from {
        let sql = "update licenses set newest = 0 where id = $1";
        tx.execute(sql, &[P::Text(old.as_str())])?;
    }
    let sealed = tx.seal().seal(place(&license.id), &license.key)?;
    let lookup = tx.seal().lookup(license.key.expose());
    TABLE.insert(tx, &values(license, &sealed, &lookup))
}

/// Writes the revocation, or that there is none any more; nothing else of a license ever changes.
pub fn update(tx: &mut Tx<'_>, license: &License) -> Result<(), StoreError> {
    let [reason, by, at] = columns::revocation_values(license.revoked.as_ref());
    let sql =
        "update licenses set revoked_reason = $1, revoked_by = $2, revoked_at = $3 where id = $4";
    match tx.execute(sql, &[reason, by, at, P::Text(license.id.as_str())])? {
        0 => Err(TABLE.missing(license.id.as_str())),
        _ => Ok(()),
    }
}

/// Notes that the key has left the store in clear; the first time stays.
pub fn handed_over(tx: &mut Tx<'_>, id: &LicenseId, at: Moment) -> Result<(), StoreError> {
    let sql = "update licenses set handed_over_at = $1 where id = $2 and handed_over_at is null";
    tx.execute(sql, &[columns::moment(at), P::Text(id.as_str())])?;
    Ok(())
}
