//! Looking the whole store over.

use super::{Conn, Of, Page, Store, StoreError};
use super::{api_keys, audit, certs, columns, intents, keys, licenses, mappings, migrate, misps};
use super::{cas, outbox, partners, policies, policy_groups, settings};
use crate::domain::audit::Chain;

const TABLES: [&str; 16] = [
    "api_keys",
    "audit",
    "cas",
    "certs",
    "counters",
    "holders",
    "intents",
    "keys",
    "licenses",
    "mappings",
    "misps",
    "outbox",
    "partners",
    "policies",
    "policy_groups",
    "settings",
];

/// What a look over the store found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The version of the schema.
    pub schema: i64,
    /// One line each; none where all is well.
    pub problems: Vec<String>,
    /// Table → rows.
    pub rows: Vec<(String, i64)>,
}

impl Store {
    /// Integrity as the database sees it, the audit chain, and whether every row can be read and every secret opened.
    pub fn check(&self) -> Result<Checked, StoreError> {
        let mut conn = self.read()?;
        let mut problems = self.back.borrow_mut().integrity()?;
        if let Chain::Broken { at } = audit::verify(&mut conn)? {
            problems.push(format!("the audit trail is broken at entry {at}"));
        }
        problems.extend(unreadable(&mut conn));
        let mut rows = Vec::new();
        for table in TABLES {
            rows.push((table.to_owned(), columns::count(&mut conn, table)?));
        }
        Ok(Checked {
            schema: migrate::version(&mut conn)?,
            problems,
            rows,
        })
    }
}

/// The first fault of each table.
fn unreadable(conn: &mut Conn<'_>) -> Vec<String> {
    let all = Page::first(usize::MAX);
    let looks: [Result<(), StoreError>; 13] = [
        misps::list(conn, &all).map(drop),
        licenses::list(conn, None, &all).map(drop),
        policy_groups::list(conn).map(drop),
        policies::list(conn, None).map(drop),
        partners::list(conn, None, &all).map(drop),
        mappings::list(conn, None).map(drop),
        api_keys::list(conn, Of::All, &all).map(drop),
        cas::list(conn, None).map(drop),
        certs::list(conn, Of::All, &all).map(drop),
        keys::list(conn).map(drop),
        intents::list_open(conn).map(drop),
        outbox::list(conn).map(drop),
        settings::names(conn).and_then(|names| {
            let mut found = names.iter().map(|name| settings::get(conn, name).map(drop));
            found.find(Result::is_err).unwrap_or(Ok(()))
        }),
    ];
    let faults = looks.into_iter().filter_map(Result::err);
    faults.map(|error| error.to_string()).collect()
}
