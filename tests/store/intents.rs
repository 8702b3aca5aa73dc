//! The journal of calls to the Kernel: one unfinished per subject, and a result only for who asked.

use crate::place::{Place, at};
use crate::values::*;
use pmctl::domain::id::OwnerId;
use pmctl::domain::journal::{Intent, IntentKind, IntentState};
use pmctl::store::{Store, StoreError, Tx, intents};

fn write<T>(store: &Store, work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>) -> T {
    let mut tx = store.write().unwrap();
    let done = work(&mut tx).unwrap();
    tx.commit().unwrap();
    done
}

fn refused<T>(
    store: &Store,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
) -> StoreError {
    let mut tx = store.write().unwrap();
    work(&mut tx).map(drop).unwrap_err()
}

fn overtaken<T>(store: &Store, work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>) {
    let error = refused(store, work);
    assert!(matches!(error, StoreError::Overtaken), "{error:?}");
}

fn open_one(store: &Store) -> Intent {
    let intent = intent(1, IntentKind::CertUpload, "b-1", "owner-a");
    write(store, |tx| intents::insert(tx, &intent));
    intent
}

fn kept(store: &Store) -> Option<Intent> {
    intents::find_open(&mut store.read().unwrap(), IntentKind::CertUpload, "b-1").unwrap()
}

pub fn an_intent_comes_back(place: &Place) {
    let store = place.open();
    for (number, kind) in (1..).zip(IntentKind::ALL) {
        let intent = intent(number + 1, kind, "same subject", "owner-a");
        write(&store, |tx| intents::insert(tx, &intent));
        let mut conn = store.read().unwrap();
        assert_eq!(
            intents::find_open(&mut conn, kind, "same subject").unwrap(),
            Some(intent)
        );
        assert_eq!(intents::find_open(&mut conn, kind, "other").unwrap(), None);
    }
    let first = open_one(&store);
    let sent = write(&store, |tx| intents::sent(tx, &first, at(5)));
    assert_eq!(
        (sent.attempt, sent.state, sent.sent_at),
        (1, IntentState::Sent, Some(at(5)))
    );
    assert_eq!(kept(&store), Some(sent.clone()));
    let known = write(&store, |tx| {
        intents::progress(tx, &sent, "{\"id\":\"100\"}")
    });
    assert_eq!(known.progress.as_deref(), Some("{\"id\":\"100\"}"));
    let again = write(&store, |tx| intents::sent(tx, &known, at(9)));
    assert_eq!((again.attempt, again.sent_at), (2, Some(at(9))));
    assert_eq!(again.progress, known.progress, "what is known stays known");
    assert_eq!(kept(&store), Some(again));
}

pub fn one_open_intent_per_kind_and_subject(place: &Place) {
    let store = place.open();
    let first = open_one(&store);
    let second = intent(2, IntentKind::CertUpload, "b-1", "owner-b");
    let taken = refused(&store, |tx| intents::insert(tx, &second));
    assert!(matches!(taken, StoreError::Taken { .. }), "{taken:?}");
    write(&store, |tx| intents::sent(tx, &first, at(1)));
    let taken = refused(&store, |tx| intents::insert(tx, &second));
    assert!(matches!(taken, StoreError::Taken { .. }), "{taken:?}");
    let elsewhere = intent(2, IntentKind::KeyStore, "b-1", "owner-b");
    write(&store, |tx| intents::insert(tx, &elsewhere));
}

pub fn an_ended_intent_makes_room(place: &Place) {
    let store = place.open();
    let ends = [IntentState::Done, IntentState::Abandoned, IntentState::Done];
    for (number, state) in (1..).zip(ends) {
        let next = intent(number, IntentKind::CertUpload, "b-1", "owner-a");
        write(&store, |tx| intents::insert(tx, &next));
        write(&store, |tx| intents::end(tx, &next, state));
        assert_eq!(kept(&store), None);
        overtaken(&store, |tx| intents::end(tx, &next, IntentState::Done));
        overtaken(&store, |tx| intents::sent(tx, &next, at(1)));
        overtaken(&store, |tx| intents::take_over(tx, &next, &id("owner-b")));
    }
}

pub fn taking_over_locks_out_the_former_owner(place: &Place) {
    let store = place.open();
    let first = open_one(&store);
    let theirs = write(&store, |tx| intents::sent(tx, &first, at(1)));
    let owner: OwnerId = id("owner-b");
    let mine = write(&store, |tx| intents::take_over(tx, &theirs, &owner));
    assert_eq!(
        mine,
        Intent {
            owner,
            ..theirs.clone()
        }
    );
    overtaken(&store, |tx| intents::sent(tx, &theirs, at(2)));
    overtaken(&store, |tx| intents::progress(tx, &theirs, "late"));
    overtaken(&store, |tx| intents::end(tx, &theirs, IntentState::Done));
    assert_eq!(kept(&store), Some(mine.clone()));
    let sent = write(&store, |tx| intents::sent(tx, &mine, at(3)));
    write(&store, |tx| intents::end(tx, &sent, IntentState::Done));
    assert_eq!(kept(&store), None);
}

pub fn a_result_belongs_to_its_attempt(place: &Place) {
    let store = place.open();
    let first = open_one(&store);
    let sent = write(&store, |tx| intents::sent(tx, &first, at(1)));
    overtaken(&store, |tx| intents::end(tx, &first, IntentState::Done));
    overtaken(&store, |tx| intents::sent(tx, &first, at(2)));
    let again = write(&store, |tx| intents::sent(tx, &sent, at(2)));
    overtaken(&store, |tx| intents::end(tx, &sent, IntentState::Done));
    overtaken(&store, |tx| {
        intents::progress(tx, &sent, "of the attempt before")
    });
    write(&store, |tx| intents::end(tx, &again, IntentState::Done));
}

/// Many find the same dead owner's intent at once: the first commit decides.
pub fn of_two_that_take_over_one_wins(place: &Place) {
    let store = place.open();
    let left = open_one(&store);
    let won: Vec<bool> = std::thread::scope(|scope| {
        let rivals: Vec<_> = (0..4)
            .map(|number| {
                let (store, left) = (store.another().unwrap(), &left);
                scope.spawn(move || {
                    let owner = id(&format!("rival-{number}"));
                    let mut tx = store.write().unwrap();
                    match intents::take_over(&mut tx, left, &owner) {
                        Ok(_) => tx.commit().map(|()| true).unwrap(),
                        Err(StoreError::Overtaken) => false,
                        Err(other) => panic!("{other:?}"),
                    }
                })
            })
            .collect();
        rivals
            .into_iter()
            .map(|rival| rival.join().unwrap())
            .collect()
    });
    assert_eq!(won.iter().filter(|won| **won).count(), 1);
    assert!(kept(&store).unwrap().owner.as_str().starts_with("rival-"));
}

pub fn only_unfinished_ones_are_listed(place: &Place) {
    let store = place.open();
    let make = |number, subject: &str| {
        let intent = intent(number, IntentKind::CaUpload, subject, "owner-a");
        write(&store, |tx| intents::insert(tx, &intent));
        intent
    };
    let (open, done, sent) = (make(1, "one"), make(2, "two"), make(3, "three"));
    write(&store, |tx| intents::end(tx, &done, IntentState::Done));
    let sent = write(&store, |tx| intents::sent(tx, &sent, at(1)));
    assert_eq!(
        intents::list_open(&mut store.read().unwrap()).unwrap(),
        [open, sent]
    );
}
