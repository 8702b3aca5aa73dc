//! What pmctl remembers: one SQL text for SQLite and PostgreSQL, one file per table.

pub mod api_keys;
pub mod audit;
mod back;
pub mod cas;
pub mod certs;
mod check;
mod columns;
mod conn;
pub mod counters;
mod error;
pub mod intents;
pub mod inventory;
pub mod keys;
pub mod licenses;
pub mod mappings;
mod migrate;
pub mod misps;
mod open;
pub mod outbox;
mod owner;
mod page;
pub mod partners;
pub mod policies;
pub mod policy_groups;
mod postgres;
pub mod pulls;
mod reader;
mod row;
pub mod settings;
mod sqlite;
mod table;
mod tx;
mod url;

pub use check::Checked;
pub use columns::LongLived;
pub use conn::{Conn, Reading};
pub use error::StoreError;
pub use open::Opening;
pub use owner::Owner;
pub use page::{Of, Page};
pub use reader::{Reader, Readers};
pub use tx::{Tx, sequence};
pub use url::{Server, StoreUrl, Tls};

use crate::crypto::seal::SealKey;
use crate::domain::time::Moment;
use back::Back;
use conn::Standing;
use owner::Watch;
use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex};

/// A connection to the store, for one thread; [`Store::another`] makes one for each further worker.
pub struct Store {
    back: RefCell<Back>,
    standing: Cell<Standing>,
    /// How many hold a snapshot.
    readers: Cell<usize>,
    watch: RefCell<Option<Watch>>,
    seal: Arc<SealKey>,
    /// Whose turn it is to write among the workers of one process: SQLite would have them look again after pauses of
    /// up to a tenth of a second.
    turn: Arc<Mutex<()>>,
    url: StoreUrl,
    is_new: bool,
}

impl Store {
    /// Opens a store whose schema this version knows and whose secrets this key opens; older schemas are brought up
    /// to date first. What is not there is made only with [`Opening::Create`].
    pub fn open(
        url: &StoreUrl,
        seal: SealKey,
        opening: Opening,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let mut back = open::connect(url, opening)?;
        let is_new = migrate::run(&mut back, url, &seal, opening, now)?;
        Ok(Self {
            back: RefCell::new(back),
            standing: Cell::new(Standing::Idle),
            readers: Cell::new(0),
            watch: RefCell::new(None),
            seal: Arc::new(seal),
            turn: Arc::default(),
            url: url.clone(),
            is_new,
        })
    }

    /// A further connection to the same store.
    pub fn another(&self) -> Result<Self, StoreError> {
        let back = open::connect(&self.url, Opening::Existing)?;
        Ok(Self {
            turn: Arc::clone(&self.turn),
            ..Self::over(back, &self.url, &self.seal)
        })
    }

    fn over(back: Back, url: &StoreUrl, seal: &Arc<SealKey>) -> Self {
        Self {
            back: RefCell::new(back),
            standing: Cell::new(Standing::Idle),
            readers: Cell::new(0),
            watch: RefCell::new(None),
            seal: Arc::clone(seal),
            turn: Arc::default(),
            url: url.clone(),
            is_new: false,
        }
    }

    pub fn seal(&self) -> &SealKey {
        &self.seal
    }

    pub fn url(&self) -> &StoreUrl {
        &self.url
    }

    /// Whether this call of [`Store::open`] made the store.
    pub fn is_new(&self) -> bool {
        self.is_new
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.url)
    }
}
