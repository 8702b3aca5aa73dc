//! Where a rule is tried: a fresh store on one of the two databases, and a way around the store to its rows.

use crate::postgres_server::server;
use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pmctl::crypto::seal::SealKey;
use pmctl::domain::secret::Secret;
use pmctl::domain::time::Moment;
use pmctl::store::{Opening, Store, StoreError, StoreUrl};
use tempfile::TempDir;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    Sqlite,
    Postgres,
}

pub struct Place {
    pub back: Back,
    pub folder: TempDir,
    /// Of the database, on PostgreSQL.
    name: String,
    pub url: StoreUrl,
    pub seal: Secret,
}

/// The time at which every store of these tests is opened.
pub const NOW: Moment = Moment::from_micros(1_700_000_000_000_000);

pub fn at(micros: i64) -> Moment {
    Moment::from_micros(NOW.micros() + micros)
}

pub fn new_seal() -> Secret {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).unwrap();
    Secret::new(STANDARD.encode(bytes))
}

pub fn key(text: &Secret) -> SealKey {
    SealKey::from_text(text).unwrap()
}

/// What undoes a migration, the newest first.
const UNDO: [(i64, &str); 15] = [
    (5, "alter table outbox drop column leaving"),
    (5, "alter table outbox drop column leaving_since"),
    (5, "alter table outbox drop column lost_at"),
    (5, "alter table outbox drop column again"),
    (5, "alter table store_head drop column untold_at"),
    (3, "alter table misps drop column policy"),
    (2, "drop index licenses_newest"),
    (2, "drop index licenses_newest_end"),
    (2, "drop index licenses_recalled"),
    (2, "drop index certs_current_end"),
    (2, "drop index keys_current_end"),
    (2, "drop index audit_at; drop index misps_blocked"),
    (2, "alter table licenses drop column newest"),
    (2, "alter table licenses drop column handed_over_at"),
    (2, "create index licenses_valid_to on licenses (valid_to)"),
];

impl Place {
    /// Nothing is there yet.
    pub fn fresh(back: Back) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (name, url) = match back {
            Back::Sqlite => {
                let path = folder.path().join("data/pmctl.db");
                (String::new(), format!("sqlite:{}", path.display()))
            }
            Back::Postgres => {
                let name = server().fresh_database();
                let url = server().url(&name);
                (name, url)
            }
        };
        Self {
            back,
            folder,
            name,
            url: url.parse().unwrap(),
            seal: new_seal(),
        }
    }

    pub fn try_open(&self, opening: Opening) -> Result<Store, StoreError> {
        Store::open(&self.url, key(&self.seal), opening, NOW)
    }

    pub fn open(&self) -> Store {
        self.try_open(Opening::Create).unwrap()
    }

    /// The address as it is written in a configuration.
    pub fn address(&self) -> String {
        match self.back {
            Back::Sqlite => format!("sqlite:{}", self.path().display()),
            Back::Postgres => server().url(&self.name),
        }
    }

    /// The file, on SQLite.
    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("data/pmctl.db")
    }

    /// Runs SQL past the store, as somebody with a database client would.
    pub fn tamper(&self, sql: &str) {
        match self.back {
            Back::Sqlite => self.sqlite().execute_batch(sql).unwrap(),
            Back::Postgres => self.postgres().batch_execute(sql).unwrap(),
        }
    }

    /// Takes away what the migrations after that version add, so that the next opening makes it again.
    ///
    /// The fourth, which makes the table of API keys anew, can be done over itself.
    pub fn set_back_to(&self, version: i64) {
        for (made_by, undo) in UNDO {
            if made_by > version {
                self.tamper(undo);
            }
        }
        self.tamper(&format!("update store_head set schema_version = {version}"));
    }

    /// A write of somebody else, which lasts until it is dropped.
    pub fn hold(&self) -> Box<dyn std::any::Any> {
        let write = "update store_head set sequence = sequence + 1";
        match self.back {
            Back::Sqlite => {
                let sqlite = self.sqlite();
                let held = format!("begin immediate; {write}");
                sqlite.execute_batch(&held).unwrap();
                Box::new(sqlite)
            }
            Back::Postgres => {
                let mut postgres = self.postgres();
                let held = format!("begin; {write}");
                postgres.batch_execute(&held).unwrap();
                Box::new(postgres)
            }
        }
    }

    /// `HOST:PORT/DATABASE`, on PostgreSQL.
    pub fn database_at(&self, host: &str) -> String {
        format!("{}/{}", server().at(host), self.name)
    }

    /// The first column of the first row, which must be a number.
    pub fn number(&self, sql: &str) -> i64 {
        match self.back {
            Back::Sqlite => self.sqlite().query_row(sql, [], |row| row.get(0)).unwrap(),
            Back::Postgres => self.postgres().query_one(sql, &[]).unwrap().get(0),
        }
    }

    /// All that lies on the disk.
    pub fn file_bytes(&self) -> Vec<u8> {
        match self.back {
            Back::Postgres => server().file_bytes(&self.name),
            Back::Sqlite => {
                let folder = self.path().parent().unwrap().to_owned();
                let files = std::fs::read_dir(folder)
                    .unwrap()
                    .map(|entry| entry.unwrap().path());
                let files = files.filter(|path| path.is_file());
                files
                    .flat_map(|path| std::fs::read(path).unwrap())
                    .collect()
            }
        }
    }

    fn sqlite(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }

    fn postgres(&self) -> postgres::Client {
        postgres::Client::connect(&server().url(&self.name), postgres::NoTls).unwrap()
    }
}
