//! One writer at a time, snapshots, all or nothing.

use crate::place::{NOW, Place};
use crate::values::*;
use pmctl::domain::audit::{Chain, Span};
use pmctl::store::{Opening, Store, StoreError, audit, counters, misps};
use std::collections::BTreeSet;
use std::sync::mpsc;
use std::sync::{Arc, Barrier};

const WRITERS: usize = 6;
const EACH: usize = 20;

fn head(place: &Place) -> i64 {
    place.number("select sequence from store_head")
}

/// Appends and counts in one transaction; gives both numbers.
fn one_write(store: &Store) -> (i64, i64) {
    let mut tx = store.write().unwrap();
    let number = audit::append(&mut tx, &entry(1)).unwrap();
    let counted = counters::next(&mut tx, "writes", 1).unwrap();
    tx.commit().unwrap();
    (number, counted)
}

pub fn writers_at_once_leave_no_gap_and_no_double(place: &Place) {
    let store = place.open();
    let before = head(place);
    let begin = Arc::new(Barrier::new(WRITERS + 1));
    let watcher = store.another().unwrap();
    let pairs: Vec<(i64, i64)> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (store, begin) = (store.another().unwrap(), Arc::clone(&begin));
                scope.spawn(move || {
                    begin.wait();
                    (0..EACH).map(|_| one_write(&store)).collect::<Vec<_>>()
                })
            })
            .collect();
        begin.wait();
        while writers.iter().any(|writer| !writer.is_finished()) {
            let mut conn = watcher.read().unwrap();
            let seen = audit::latest(&mut conn, &Span::default(), 1).unwrap();
            let entries = seen.first().map_or(0, |entry| entry.sequence);
            assert_eq!(audit::verify(&mut conn).unwrap(), Chain::Whole { entries });
        }
        writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap())
            .collect()
    });
    let all = i64::try_from(WRITERS * EACH).unwrap();
    let expected: BTreeSet<i64> = (1..=all).collect();
    assert_eq!(
        pairs.iter().map(|pair| pair.0).collect::<BTreeSet<_>>(),
        expected
    );
    assert!(
        pairs.iter().all(|(number, counted)| number == counted),
        "one order for all"
    );
    let chain = audit::verify(&mut store.read().unwrap()).unwrap();
    assert_eq!(chain, Chain::Whole { entries: all });
    assert_eq!(head(place), before + all);
}

pub fn the_second_writer_sees_what_the_first_wrote(place: &Place) {
    let store = place.open();
    let other = store.another().unwrap();
    let (tell, told) = mpsc::channel();
    std::thread::scope(|scope| {
        let mut tx = store.write().unwrap();
        let second = scope.spawn(move || {
            tell.send(()).unwrap();
            one_write(&other)
        });
        told.recv().unwrap();
        assert_eq!(audit::append(&mut tx, &entry(1)).unwrap(), 1);
        assert_eq!(counters::next(&mut tx, "writes", 1).unwrap(), 1);
        tx.commit().unwrap();
        assert_eq!(second.join().unwrap(), (2, 2));
    });
}

pub fn a_snapshot_does_not_move(place: &Place) {
    let store = place.open();
    let other = store.another().unwrap();
    let mut conn = store.read().unwrap();
    assert_eq!(misps::count(&mut conn).unwrap(), 0);
    let mut tx = other.write().unwrap();
    misps::insert(&mut tx, &misp(1)).unwrap();
    tx.commit().unwrap();
    assert_eq!(misps::count(&mut conn).unwrap(), 0);
    assert_eq!(misps::find(&mut conn, &misp(1).id).unwrap(), None);
    drop(conn);
    assert_eq!(misps::count(&mut store.read().unwrap()).unwrap(), 1);
}

/// A write that its own process begins is seen through the snapshot that it holds; one within a write is refused.
pub fn a_write_moves_its_own_snapshot(place: &Place) {
    let store = place.open();
    let mut conn = store.read().unwrap();
    assert_eq!(misps::count(&mut conn).unwrap(), 0);
    let mut tx = store.write().unwrap();
    assert!(matches!(store.write().map(drop), Err(StoreError::Nested)));
    misps::insert(&mut tx, &misp(1)).unwrap();
    assert_eq!(misps::count(&mut store.read().unwrap()).unwrap(), 1);
    tx.commit().unwrap();
    assert_eq!(misps::count(&mut conn).unwrap(), 1);
    drop(store.write().unwrap());
    assert_eq!(misps::count(&mut conn).unwrap(), 1);
}

pub fn a_dropped_transaction_never_happened(place: &Place) {
    let store = place.open();
    let before = head(place);
    {
        let mut tx = store.write().unwrap();
        misps::insert(&mut tx, &misp(1)).unwrap();
        audit::append(&mut tx, &entry(1)).unwrap();
        counters::next(&mut tx, "writes", 1).unwrap();
        assert_eq!(misps::count(&mut tx).unwrap(), 1, "it sees itself");
    }
    assert_eq!(misps::count(&mut store.read().unwrap()).unwrap(), 0);
    assert_eq!(head(place), before);
    assert_eq!(one_write(&store), (1, 1));
    let chain = audit::verify(&mut store.read().unwrap()).unwrap();
    assert_eq!(chain, Chain::Whole { entries: 1 });
}

pub fn a_transaction_of_a_panic_never_happened(place: &Place) {
    let store = place.open();
    let other = store.another().unwrap();
    let died = std::thread::spawn(move || {
        let mut tx = other.write().unwrap();
        misps::insert(&mut tx, &misp(1)).unwrap();
        std::panic::panic_any("in the middle");
    });
    assert!(died.join().is_err());
    assert_eq!(misps::count(&mut store.read().unwrap()).unwrap(), 0);
    assert_eq!(one_write(&store), (1, 1));
}

pub fn a_clash_spoils_the_whole_transaction(place: &Place) {
    let store = place.open();
    let mut tx = store.write().unwrap();
    misps::insert(&mut tx, &misp(1)).unwrap();
    let clash = misps::insert(&mut tx, &misp(1)).unwrap_err();
    assert!(matches!(clash, StoreError::Taken { .. }), "{clash:?}");
    drop(tx);
    assert_eq!(misps::count(&mut store.read().unwrap()).unwrap(), 0);
    assert_eq!(one_write(&store), (1, 1));
}

pub fn every_commit_moves_the_head_by_one(place: &Place) {
    let store = place.open();
    let before = head(place);
    store.write().unwrap().commit().unwrap();
    let mut tx = store.write().unwrap();
    misps::insert(&mut tx, &misp(1)).unwrap();
    misps::insert(&mut tx, &misp(2)).unwrap();
    tx.commit().unwrap();
    drop(store.read().unwrap());
    assert_eq!(head(place), before + 2);
    let again = Store::open(
        &place.url,
        crate::place::key(&place.seal),
        Opening::Existing,
        NOW,
    );
    assert!(!again.unwrap().is_new());
    assert_eq!(head(place), before + 2, "opening writes nothing");
}

pub fn a_failure_that_was_passed_over_is_not_committed(place: &Place) {
    let store = place.open();
    let mut tx = store.write().unwrap();
    misps::insert(&mut tx, &misp(1)).unwrap();
    misps::insert(&mut tx, &misp(1)).unwrap_err();
    assert!(tx.commit().is_err());
    assert_eq!(misps::count(&mut store.read().unwrap()).unwrap(), 0);
    assert_eq!(one_write(&store), (1, 1));
}

pub fn a_write_within_a_write_is_refused(place: &Place) {
    let store = place.open();
    let tx = store.write().unwrap();
    assert!(matches!(store.write(), Err(StoreError::Nested)));
    tx.commit().unwrap();
    assert_eq!(one_write(&store), (1, 1));
}

/// Takes the ten seconds that the store is patient.
pub fn a_store_that_stays_locked_is_told(place: &Place) {
    let store = place.open();
    let held = place.hold();
    let locked = store.write().map(drop).unwrap_err();
    assert!(matches!(locked, StoreError::Locked), "{locked:?}");
    let mut conn = store.read().unwrap();
    assert_eq!(misps::count(&mut conn).unwrap(), 0, "reading goes on");
    drop((conn, held));
    assert_eq!(one_write(&store), (1, 1));
}
