//! Small secrets of the store itself; sealed.

use super::back::P;
use super::{Conn, StoreError, Tx};
use crate::crypto::seal::Place;
use crate::domain::secret::Secret;

fn place(name: &str) -> Place<'_> {
    Place {
        table: "settings",
        column: "value_sealed",
        id: name,
    }
}

pub fn get(conn: &mut Conn<'_>, name: &str) -> Result<Option<Secret>, StoreError> {
    let sql = "select value_sealed from settings where name = $1";
    match conn.row(sql, &[P::Text(name)])? {
        Some(mut row) => row
            .sealed(place(name))
            .map(Some)
            .map_err(|error| error.about(&format!("setting {name}"))),
        None => Ok(None),
    }
}

pub fn names(conn: &mut Conn<'_>) -> Result<Vec<String>, StoreError> {
    let rows = conn.rows("select name from settings order by name", &[])?;
    rows.into_iter().map(|mut row| row.text()).collect()
}

/// In place of what was there.
pub fn put(tx: &mut Tx<'_>, name: &str, value: &Secret) -> Result<(), StoreError> {
    let sealed = tx.seal().seal(place(name), value)?;
    let sql = "insert into settings (name, value_sealed) values ($1, $2) \
               on conflict (name) do update set value_sealed = excluded.value_sealed";
    tx.execute(sql, &[P::Text(name), P::Blob(&sealed)])?;
    Ok(())
}
