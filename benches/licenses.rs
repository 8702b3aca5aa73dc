//! Whether what is asked of licenses stays fast as they grow: `cargo bench --bench licenses [-- ROWS]`.
//!
//! The same commands on a store of 1,000 licenses and on one of ROWS (default 1,000,000), in turn; and `renew --all` of 10,000
//! due ones against the embedded Kernel, beside as many bare commits to SQLite. Prints medians and ratios, gates nothing.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints, and stops where it cannot go on"
)]

#[path = "../tests/support/env.rs"]
#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod env;

use env::TestEnv;
use pmctl::crypto::seal::SealKey;
use pmctl::domain::contact::{Contact, Phone};
use pmctl::domain::license::License;
use pmctl::domain::misp::Misp;
use pmctl::domain::secret::Secret;
use pmctl::domain::status::Status;
use pmctl::domain::time::{Lifetime, Moment};
use pmctl::store::{Opening, Store, StoreUrl, licenses, misps};
use rusqlite::Connection;
use std::time::Instant;

const FEW: u32 = 1_000;
const MANY: u32 = 1_000_000;
const DUE: u32 = 10_000;
const ROUNDS: usize = 7;

/// A store that the tool made, filled by its own store layer: as many MISPs, each with one license that ends in so many
/// days, a microsecond apart.
fn store(rows: u32, days_left: i64) -> TestEnv {
    let env = TestEnv::live();
    env.ok(&["misp", "list"]);
    let seal = std::fs::read_to_string(env.path("data/pmctl/dev.key")).unwrap();
    let seal = SealKey::from_text(&Secret::new(seal.trim().to_owned())).unwrap();
    let url = StoreUrl::Sqlite(env.path("data/pmctl/dev.db"));
    let now = Moment::from_micros(jiff::Timestamp::now().as_microsecond());
    let store = Store::open(&url, seal, Opening::Existing, now).unwrap();
    let from = now.minus(Lifetime::from_days(90 - days_left));
    let to = now.plus(Lifetime::from_days(days_left));
    let mut tx = store.write().unwrap();
    for number in 0..rows {
        misps::insert(&mut tx, &misp(number, from)).unwrap();
        let end = to.plus(Lifetime::from_micros(i64::from(number)));
        licenses::insert(&mut tx, &license(number, from, end)).unwrap();
    }
    tx.commit().unwrap();
    env
}

fn misp(number: u32, at: Moment) -> Misp {
    Misp {
        id: format!("m{number}").parse().unwrap(),
        name: format!("Relay {number}").parse().unwrap(),
        contact: Contact {
            name: "Asha Rao".parse().unwrap(),
            phone: Phone::from_stored("+918055500100".to_owned(), "080555 00100".to_owned()),
            email: "ops@relay.example".parse().unwrap(),
            address: None,
            user: None,
        },
        status: Status::Active,
        created_at: at,
        policy: None,
    }
}

fn license(number: u32, valid_from: Moment, valid_to: Moment) -> License {
    License {
        id: format!("l{number}").parse().unwrap(),
        misp: format!("m{number}").parse().unwrap(),
        key: Secret::new(format!("key{number:013}")),
        valid_from,
        valid_to,
        revoked: None,
        renewed_from: None,
        issued_at: valid_from,
        handed_over: Some(valid_from),
    }
}

fn milliseconds(env: &TestEnv, words: &[&str]) -> f64 {
    let started = Instant::now();
    env.ok(words);
    started.elapsed().as_secs_f64() * 1000.0
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn compare(few: &TestEnv, many: &TestEnv, words: &[&str]) {
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (a, b) = (milliseconds(few, words), milliseconds(many, words));
        if round > 0 {
            small.push(a);
            large.push(b);
        }
    }
    let (small, large) = (median(small), median(large));
    println!(
        "{:<44} {small:>8.1} ms {large:>8.1} ms   ratio {:.2}",
        words.join(" "),
        large / small
    );
}

/// As many commits as rows, each of one row: what a renewal at a time could not beat.
fn bare_commits(rows: u32) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let db = Connection::open(folder.path().join("bare.db")).unwrap();
    db.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; create table rows (n integer)",
    )
    .unwrap();
    let started = Instant::now();
    for n in 0..rows {
        db.execute("insert into rows values (?1)", [n]).unwrap();
    }
    started.elapsed().as_secs_f64()
}

fn main() {
    let asked = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let rows = asked.unwrap_or(MANY);
    let (few, many) = (store(FEW, 60), store(rows, 60));
    println!("{:<44} {FEW:>11} {rows:>11}", "licenses");
    compare(&few, &many, &["license", "list", "--limit", "100"]);
    compare(&few, &many, &["report", "expiring", "--within", "1d"]);
    compare(&few, &many, &["misp", "show", "m500"]);

    let due = store(DUE, 10);
    let listed = |env: &TestEnv, rows: u32| {
        let took = milliseconds(env, &["misp", "list", "--all", "-o", "jsonl"]);
        took * 1000.0 / f64::from(rows)
    };
    let (small, large) = (listed(&few, FEW), listed(&due, DUE));
    println!(
        "misp list --all: {small:.1} µs a row of {FEW}, {large:.1} µs a row of {DUE}   ratio {:.2}",
        large / small
    );
    let took = milliseconds(&due, &["misp", "renew-license", "--all", "-o", "csv"]) / 1000.0;
    let again = milliseconds(&due, &["misp", "renew-license", "--all", "-o", "csv"]) / 1000.0;
    let bare = bare_commits(DUE);
    let each = took * 1000.0 / f64::from(DUE);
    println!(
        "renew --all of {DUE} due: {took:.1} s, {each:.2} ms each; again, nothing due: {again:.1} s"
    );
    println!(
        "as many bare commits: {bare:.1} s   ratio {:.2}",
        took / bare
    );
}
