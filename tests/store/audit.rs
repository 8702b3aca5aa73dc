//! The audit chain: what is added, changed or taken away past the store is found.

use crate::place::Place;
use crate::values::*;
use pmctl::domain::audit::{Chain, Span};
use pmctl::store::{Store, audit};

/// Six entries, three per transaction.
fn filled(place: &Place) -> Store {
    let store = place.open();
    for first in [1, 4] {
        let mut tx = store.write().unwrap();
        for number in first..first + 3 {
            assert_eq!(audit::append(&mut tx, &entry(number)).unwrap(), number);
        }
        tx.commit().unwrap();
    }
    store
}

fn verify(store: &Store) -> Chain {
    audit::verify(&mut store.read().unwrap()).unwrap()
}

/// What `verify` says after the rows were changed behind the store's back.
fn after(place: &Place, sql: &str) -> Chain {
    let store = filled(place);
    assert_eq!(verify(&store), Chain::Whole { entries: 6 });
    place.tamper(sql);
    verify(&store)
}

pub fn entries_come_back_in_order(place: &Place) {
    let store = filled(place);
    let mut conn = store.read().unwrap();
    let all = audit::list(&mut conn, 0, 100).unwrap();
    assert_eq!(
        all.iter().map(|entry| entry.sequence).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6]
    );
    for found in &all {
        let given = entry(found.sequence);
        assert_eq!((found.at, &found.actor), (given.at, &given.actor));
        assert_eq!(
            (found.action.as_str(), &found.subject),
            (given.action, &given.subject)
        );
        assert_eq!(
            (&found.reason, &found.detail),
            (&given.reason, &given.detail)
        );
        assert_eq!(found.hash.len(), 32);
        assert_eq!(&audit::get(&mut conn, found.sequence).unwrap(), found);
    }
    assert_eq!(audit::list(&mut conn, 4, 1).unwrap(), all[4..5]);
    let newest: Vec<i64> = audit::latest(&mut conn, &Span::default(), 2)
        .unwrap()
        .iter()
        .map(|entry| entry.sequence)
        .collect();
    assert_eq!(newest, [6, 5], "the newest comes first");
    assert!(audit::get(&mut conn, 7).is_err());
}

pub fn a_whole_chain_is_whole(place: &Place) {
    let store = place.open();
    assert_eq!(verify(&store), Chain::Whole { entries: 0 });
    drop(store);
    let store = filled(place);
    assert_eq!(verify(&store), Chain::Whole { entries: 6 });
    assert_eq!(
        verify(&store.another().unwrap()),
        Chain::Whole { entries: 6 }
    );
}

pub fn a_changed_entry_is_found(place: &Place) {
    let changed = after(
        place,
        "update audit set actor = 'someone' where sequence = 3",
    );
    assert_eq!(changed, Chain::Broken { at: 3 });
    for (change, at) in [
        ("at = at + 1 where sequence = 2", 2),
        ("subject = 'm-9' where sequence = 1", 1),
        ("action = 'misp.unblock' where sequence = 1", 1),
    ] {
        place.tamper(&format!("update audit set {change}"));
        assert_eq!(verify(&place.open()), Chain::Broken { at }, "{change}");
    }
}

pub fn a_text_moved_to_the_next_column_is_found(place: &Place) {
    let sql = "update audit set reason = null, detail = reason where sequence = 4";
    assert_eq!(after(place, sql), Chain::Broken { at: 4 });
    let sql = "update audit set actor = 'actor-', action = '1misp.block' where sequence = 1";
    place.tamper(sql);
    assert_eq!(verify(&place.open()), Chain::Broken { at: 1 });
}

pub fn nothing_and_the_empty_text_differ(place: &Place) {
    let sql = "update audit set reason = '' where sequence = 5";
    assert_eq!(after(place, sql), Chain::Broken { at: 5 });
}

pub fn a_missing_entry_is_found(place: &Place) {
    assert_eq!(
        after(place, "delete from audit where sequence = 3"),
        Chain::Broken { at: 3 }
    );
    let renumbered = "update audit set sequence = sequence - 1 where sequence > 3";
    place.tamper(&renumbered.replace("- 1", "- 100"));
    place.tamper("update audit set sequence = sequence + 99 where sequence < 0");
    assert_eq!(verify(&place.open()), Chain::Broken { at: 3 });
}

pub fn a_cut_tail_is_found(place: &Place) {
    assert_eq!(
        after(place, "delete from audit where sequence > 4"),
        Chain::Broken { at: 5 }
    );
    place.tamper("delete from audit");
    assert_eq!(verify(&place.open()), Chain::Broken { at: 1 });
}

pub fn an_added_entry_is_found(place: &Place) {
    let sql = "insert into audit (sequence, at, actor, action, subject, hash)
        select 7, at, actor, action, subject, hash from audit where sequence = 6";
    assert_eq!(after(place, sql), Chain::Broken { at: 7 });
}
