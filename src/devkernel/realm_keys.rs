//! The keys that sign the realm's tokens: the newest signs, the older ones still hold.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, params};

use super::envelope::Failure;
use super::issue;
use super::state::State;
use super::token::RealmKey;
use super::x509::sha256_hex;

/// The keys as they were read when first needed.
#[derive(Default)]
pub(super) struct RealmKeys(Mutex<Option<Arc<Vec<RealmKey>>>>);

impl RealmKeys {
    pub(super) fn get(&self, state: &State) -> Option<Arc<Vec<RealmKey>>> {
        let mut keys = self.held();
        if keys.is_none() {
            *keys = Some(Arc::new(state.read(read_keys).ok()?));
        }
        keys.clone()
    }

    pub(super) fn forget(&self) {
        *self.held() = None;
    }

    fn held(&self) -> MutexGuard<'_, Option<Arc<Vec<RealmKey>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes the key that signs the realm's tokens.
pub(super) fn make_key(db: &Connection) -> Result<(), Failure> {
    let key = issue::rsa_key()?;
    let kid = sha256_hex(key.public_key_raw()).to_lowercase();
    db.execute(
        "insert into realm_key (kid, private_key) values (?1, ?2)",
        params![kid, key.serialized_der()],
    )?;
    Ok(())
}

/// All of them, the newest first.
fn read_keys(db: &Connection) -> Result<Vec<RealmKey>, Failure> {
    let query = "select kid, private_key from realm_key order by rowid desc";
    let mut rows = db.prepare(query)?;
    let pairs = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let pairs = pairs.collect::<Result<Vec<(String, Vec<u8>)>, _>>()?;
    let keys = pairs
        .into_iter()
        .map(|(kid, pkcs8)| RealmKey::read(kid, &pkcs8));
    keys.collect::<Option<Vec<_>>>()
        .ok_or_else(|| Failure::broken("the realm key is unreadable"))
}
