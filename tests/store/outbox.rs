//! Messages that wait: in order, once each, and not before their time.

use crate::place::{Place, at};
use pmctl::domain::outbox::{Message, MessageKind, Receiver};
use pmctl::store::{Store, outbox};

fn add(store: &Store, kind: MessageKind, subject: &str, not_before: i64, now: i64) -> i64 {
    let mut tx = store.write().unwrap();
    let position = outbox::add(&mut tx, kind, subject, at(not_before), at(now)).unwrap();
    tx.commit().unwrap();
    position
}

fn remove(store: &Store, position: i64) {
    let mut tx = store.write().unwrap();
    outbox::remove(&mut tx, position).unwrap();
    tx.commit().unwrap();
}

fn list(store: &Store) -> Vec<Message> {
    outbox::list(&mut store.read().unwrap()).unwrap()
}

fn due(store: &Store, receiver: Receiver, now: i64) -> Vec<i64> {
    let due = outbox::due(&mut store.read().unwrap(), receiver, at(now)).unwrap();
    due.into_iter().map(|message| message.position).collect()
}

pub fn messages_come_back_in_order(place: &Place) {
    let store = place.open();
    let mut expected = Vec::new();
    for (now, kind) in (1..).zip(MessageKind::ALL) {
        let position = add(&store, kind, "subject-1", now - 1, now);
        expected.push(Message {
            position,
            kind,
            subject: "subject-1".to_owned(),
            not_before: at(now - 1),
            attempts: 0,
            last_error: None,
            queued_at: at(now),
            leaving: None,
            lost_at: None,
            again: false,
        });
    }
    assert!(expected.is_sorted_by(|a, b| a.position < b.position));
    assert_eq!(list(&store), expected);
    let ida: Vec<i64> = expected[1..]
        .iter()
        .map(|message| message.position)
        .collect();
    assert_eq!(due(&store, Receiver::Ida, 10), ida);
}

pub fn the_same_message_is_kept_once(place: &Place) {
    let store = place.open();
    add(&store, MessageKind::Partner, "b-1", 0, 0);
    let last = add(&store, MessageKind::Partner, "b-1", 0, 0);
    let positions: Vec<i64> = list(&store)
        .iter()
        .map(|message| message.position)
        .collect();
    assert_eq!(positions, [last]);
    let others = [
        add(&store, MessageKind::MispLicense, "b-1", 0, 0),
        add(&store, MessageKind::Partner, "b-2", 0, 0),
        add(&store, MessageKind::Partner, "b-1", 500, 0),
    ];
    let again = add(&store, MessageKind::Partner, "b-1", 500, 0);
    let positions: Vec<i64> = list(&store)
        .iter()
        .map(|message| message.position)
        .collect();
    assert_eq!(positions, [last, others[0], others[1], again]);
}

pub fn a_removed_one_makes_room(place: &Place) {
    let store = place.open();
    let first = add(&store, MessageKind::Partner, "b-1", 0, 0);
    remove(&store, first);
    assert!(list(&store).is_empty());
    let second = add(&store, MessageKind::Partner, "b-1", 0, 0);
    remove(&store, first);
    assert_eq!(
        due(&store, Receiver::Ida, 1),
        [second],
        "the first is gone, not the second"
    );
}

pub fn one_not_yet_due_waits_and_holds_nobody_back(place: &Place) {
    let store = place.open();
    let later = add(&store, MessageKind::MispLicense, "m-1", 100, 0);
    let now = add(&store, MessageKind::Partner, "m-1", 0, 0);
    assert_eq!(due(&store, Receiver::Ida, 99), [now]);
    assert_eq!(
        due(&store, Receiver::Ida, 100),
        [later, now],
        "due at its very moment"
    );
    assert!(due(&store, Receiver::Ida, -1).is_empty());
}

pub fn receivers_are_apart(place: &Place) {
    let store = place.open();
    let audit = add(&store, MessageKind::Audit, "1", 0, 0);
    let ida = add(&store, MessageKind::Partner, "b-1", 0, 0);
    assert_eq!(due(&store, Receiver::Audit, 1), [audit]);
    assert_eq!(due(&store, Receiver::Ida, 1), [ida]);
}

pub fn a_failure_is_kept_with_the_message(place: &Place) {
    let store = place.open();
    let position = add(&store, MessageKind::Partner, "b-1", 0, 0);
    let other = add(&store, MessageKind::Partner, "b-2", 0, 0);
    for error in ["503", "no route: it's \"down\""] {
        let mut tx = store.write().unwrap();
        outbox::failed(&mut tx, position, error, None).unwrap();
        tx.commit().unwrap();
    }
    let all = list(&store);
    assert_eq!((all[0].position, all[0].attempts), (position, 2));
    assert_eq!(
        all[0].last_error.as_deref(),
        Some("no route: it's \"down\"")
    );
    assert_eq!((all[1].position, all[1].attempts), (other, 0));
}

pub fn positions_are_never_used_again(place: &Place) {
    let store = place.open();
    let first = add(&store, MessageKind::Partner, "b-1", 0, 0);
    remove(&store, first);
    drop(store);
    let store = place.open();
    let second = add(&store, MessageKind::Partner, "b-2", 0, 0);
    assert!(second > first);
}

/// What may arrive after a newer one is not struck off with it.
pub fn one_under_way_or_lost_makes_no_room(place: &Place) {
    let store = place.open();
    let owner = store.claim().unwrap();
    let leaving = add(&store, MessageKind::Partner, "b-1", 0, 0);
    let mut tx = store.write().unwrap();
    outbox::leaves(&mut tx, leaving, (owner.id(), at(1)), None).unwrap();
    tx.commit().unwrap();
    let marked = (owner.id().clone(), at(1));
    assert_eq!(list(&store)[0].leaving, Some(marked));
    let second = add(&store, MessageKind::Partner, "b-1", 0, 1);
    assert_eq!(due(&store, Receiver::Ida, 2), [leaving, second]);

    let mut tx = store.write().unwrap();
    outbox::failed(&mut tx, leaving, "no answer", Some(at(5))).unwrap();
    outbox::failed(&mut tx, leaving, "refused", None).unwrap();
    tx.commit().unwrap();
    let first = &list(&store)[0];
    assert_eq!((&first.leaving, first.lost_at), (&None, Some(at(5))));
    let third = add(&store, MessageKind::Partner, "b-1", 0, 6);
    assert_eq!(due(&store, Receiver::Ida, 7), [leaving, third]);

    let said_again = || {
        let mut conn = store.read().unwrap();
        outbox::said_again_at(&mut conn, MessageKind::Partner, "b-1").unwrap()
    };
    assert_eq!(said_again(), None);
    let again_at = |position, moment| {
        let mut tx = store.write().unwrap();
        let message = outbox::get(&mut tx, position).unwrap().unwrap();
        outbox::again_at(&mut tx, &message, at(moment)).unwrap();
        tx.commit().unwrap();
    };
    again_at(leaving, 100);
    assert_eq!(said_again(), Some(at(100)));
    assert_eq!(due(&store, Receiver::Ida, 99), [third]);
    let last = add(&store, MessageKind::Partner, "b-1", 0, 50);
    assert_eq!(due(&store, Receiver::Ida, 100), [leaving, last]);
    assert_eq!(
        outbox::overdue(&mut store.read().unwrap(), at(100)).unwrap(),
        []
    );
    again_at(last, 200);
    let kept: Vec<i64> = list(&store).iter().map(|it| it.position).collect();
    assert_eq!(kept, [last], "once more is enough");
    let anew = add(&store, MessageKind::Partner, "b-1", 0, 201);
    assert_eq!(due(&store, Receiver::Ida, 202), [anew], "due as any other");
}

pub fn one_that_stayed_is_as_before(place: &Place) {
    let store = place.open();
    let owner = store.claim().unwrap();
    let position = add(&store, MessageKind::Partner, "b-1", 0, 0);
    let before = list(&store);
    let mut tx = store.write().unwrap();
    outbox::leaves(&mut tx, position, (owner.id(), at(1)), None).unwrap();
    outbox::stays(&mut tx, position).unwrap();
    tx.commit().unwrap();
    assert_eq!(list(&store), before);
}

pub fn what_nobody_was_told_is_remembered_until_all_is_told(place: &Place) {
    let store = place.open();
    let untold = || outbox::untold_at(&mut store.read().unwrap()).unwrap();
    assert_eq!(untold(), None);
    for moment in [10, 20] {
        let mut tx = store.write().unwrap();
        outbox::note_untold(&mut tx, at(moment)).unwrap();
        tx.commit().unwrap();
    }
    let all_told = |until| {
        let mut tx = store.write().unwrap();
        outbox::all_told(&mut tx, at(until)).unwrap();
        tx.commit().unwrap();
    };
    all_told(19);
    assert_eq!(untold(), Some(at(20)), "something changed meanwhile");
    all_told(20);
    assert_eq!(untold(), None);
}
