//! Connections that only read: for a server, whose look-ups wait for no writer.

use super::conn::{Conn, Standing};
use super::{Store, StoreError, StoreUrl, open};
use crate::crypto::seal::SealKey;
use std::sync::Arc;

/// Makes readers, in whichever thread.
#[derive(Clone)]
pub struct Readers {
    url: StoreUrl,
    seal: Arc<SealKey>,
}

/// For one thread at a time. The database itself refuses its writes. Each statement sees all that was committed when it
/// began, by whichever process; between statements it holds no lock and no snapshot.
pub struct Reader {
    store: Store,
}

impl Store {
    pub fn readers(&self) -> Readers {
        Readers {
            url: self.url.clone(),
            seal: Arc::clone(&self.seal),
        }
    }
}

impl Readers {
    pub fn open(&self) -> Result<Reader, StoreError> {
        let back = open::connect_reading(&self.url)?;
        Ok(Reader {
            store: Store::over(back, &self.url, &self.seal),
        })
    }
}

impl Reader {
    pub fn conn(&mut self) -> Conn<'_> {
        debug_assert_eq!(self.store.standing.get(), Standing::Idle);
        Conn { store: &self.store }
    }
}

impl Conn<'_> {
    /// Whether the store answers.
    pub fn probe(&mut self) -> Result<(), StoreError> {
        super::migrate::version(self).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Moment;
    use crate::store::Opening;

    #[test]
    fn the_database_refuses_its_writes() {
        let folder = tempfile::tempdir().unwrap();
        let url = StoreUrl::Sqlite(folder.path().join("pm.db"));
        let seal = SealKey::generate().unwrap();
        let store = Store::open(&url, seal, Opening::Create, Moment::from_micros(0)).unwrap();
        let mut reader = store.readers().open().unwrap();
        let write = "update store_head set sequence = sequence + 1";
        let refused = reader.conn().execute(write, &[]);
        assert!(matches!(refused, Err(StoreError::Permission { .. })));
        reader.conn().probe().unwrap();
    }
}
