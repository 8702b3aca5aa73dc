//! Keys by application and reference: rows and what is current among them.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row, params};

use super::envelope::Failure;
use super::x509::sha256_hex;

/// One generation of a key. A certificate of another domain has no private key.
pub(super) struct Key {
    pub(super) id: i64,
    pub(super) thumbprint: String,
    pub(super) certificate: Vec<u8>,
    pub(super) private_key: Option<Vec<u8>>,
    pub(super) issued_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

/// A generation to be stored. No two may have the same `unique_name`, ever.
pub(super) struct NewKey<'a> {
    pub(super) application: &'a str,
    pub(super) reference: &'a str,
    pub(super) unique_name: String,
    pub(super) certificate: &'a [u8],
    pub(super) private_key: Option<&'a [u8]>,
    pub(super) issued_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

/// All generations, the oldest first.
pub(super) fn all(
    db: &Connection,
    application: &str,
    reference: &str,
) -> Result<Vec<Key>, Failure> {
    let mut query = db.prepare_cached(
        "select id, thumbprint, certificate, private_key, issued_at, expires_at from keys
          where application = ?1 and reference = ?2 order by id",
    )?;
    let rows = query.query_map(params![application, reference], key)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The one generation that has begun and not ended, `margin` before its end counting as ended; two of
/// them are KER-KMS-003, for good.
pub(super) fn current(
    db: &Connection,
    application: &str,
    reference: &str,
    now: Timestamp,
    margin: SignedDuration,
) -> Result<Option<Key>, Failure> {
    let mut held = all(db, application, reference)?;
    held.retain(|key| key.issued_at <= now && now + margin < key.expires_at);
    match held.len() {
        0 | 1 => Ok(held.pop()),
        _ => Err(no_unique_alias()),
    }
}

/// The key with this thumbprint, and its application.
pub(super) fn by_thumbprint(
    db: &Connection,
    thumbprint: &str,
) -> Result<Option<(String, Key)>, Failure> {
    let mut query = db.prepare_cached(
        "select id, thumbprint, certificate, private_key, issued_at, expires_at, application
           from keys where thumbprint = ?1 order by id",
    )?;
    let mut rows = query.query_map(params![thumbprint], |row| Ok((row.get(6)?, key(row)?)))?;
    Ok(rows.next().transpose()?)
}

/// The certificates of all master keys, those that ended too.
pub(super) fn masters(db: &Connection) -> Result<Vec<Vec<u8>>, Failure> {
    let mut query = db.prepare_cached(
        "select certificate from keys where reference = '' and private_key is not null",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn no_unique_alias() -> Failure {
    Failure::one("KER-KMS-003", "No unique alias is found")
}

/// Stores a generation; a name that was used before is the database error of the real one.
pub(super) fn insert(db: &Connection, new: &NewKey<'_>) -> Result<(), Failure> {
    let stored = db.execute(
        "insert into keys (application, reference, unique_name, thumbprint, certificate,
           private_key, issued_at, expires_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         on conflict (unique_name) do nothing",
        params![
            new.application,
            new.reference,
            new.unique_name,
            sha256_hex(new.certificate),
            new.certificate,
            new.private_key,
            new.issued_at.as_microsecond(),
            new.expires_at.as_microsecond(),
        ],
    )?;
    match stored {
        0 => Err(Failure::broken(
            "could not execute statement; SQL [n/a]; constraint [key_alias_uni_ident_key]; nested \
             exception is org.hibernate.exception.ConstraintViolationException: could not execute statement",
        )),
        _ => Ok(()),
    }
}

/// Ends a generation one minute before `now`.
pub(super) fn expire(db: &Connection, key: &Key, now: Timestamp) -> Result<(), Failure> {
    let ended = now - SignedDuration::from_mins(1);
    db.execute(
        "update keys set expires_at = ?2 where id = ?1",
        params![key.id, ended.as_microsecond()],
    )?;
    Ok(())
}

fn key(row: &Row<'_>) -> rusqlite::Result<Key> {
    Ok(Key {
        id: row.get(0)?,
        thumbprint: row.get(1)?,
        certificate: row.get(2)?,
        private_key: row.get(3)?,
        issued_at: time(row.get(4)?),
        expires_at: time(row.get(5)?),
    })
}

pub(super) fn time(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}
