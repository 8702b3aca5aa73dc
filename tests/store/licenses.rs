//! What the store knows of licenses beyond keeping them.

use crate::place::{Place, at};
use crate::values::*;
use pmctl::domain::license::{License, LicenseStatus, Revocation};
use pmctl::domain::misp::Misp;
use pmctl::domain::outbox::MessageKind;
use pmctl::domain::status::Status;
use pmctl::domain::time::Moment;
use pmctl::store::{Opening, Page, inventory, licenses, misps, outbox};

fn revocation(micros: i64) -> Revocation {
    Revocation {
        reason: id("leaked"),
        by: "admin".to_owned(),
        at: at(micros),
    }
}

/// Takes everything away that the migrations from the second on add, then opens it again.
pub fn an_older_store_is_brought_up_to_date(place: &Place) {
    {
        let store = place.open();
        let ground = ground(&store);
        let mut tx = store.write().unwrap();
        licenses::insert(&mut tx, &license(1, &ground.misp.id)).unwrap();
        licenses::insert(&mut tx, &renewal(2, &ground.misp.id)).unwrap();
        tx.commit().unwrap();
    }
    let known = place.number("select schema_version from store_head");
    place.set_back_to(1);

    let store = place.try_open(Opening::Existing).unwrap();
    let mut conn = store.read().unwrap();
    let newest = licenses::newest_of(&mut conn, &id("m-1")).unwrap().unwrap();
    assert_eq!(newest.id.as_str(), "l-2");
    assert_eq!(
        newest.handed_over,
        Some(newest.issued_at),
        "long since handed over"
    );
    drop(conn);
    let now = place.number("select schema_version from store_head");
    assert_eq!(now, known);
    let with = "select count(*) from misps where policy is null";
    assert_eq!(place.number(with), 1);
    assert_eq!(
        place.number("select count(*) from licenses where newest = 1"),
        1
    );
}

/// Every license state at every boundary, under an active and a blocked MISP.
pub fn a_list_of_one_status_goes_by_the_rule(place: &Place) {
    let store = place.open();
    let mut tx = store.write().unwrap();
    let mut all: Vec<(License, Status)> = Vec::new();
    for number in 1..=4_u32 {
        let is_blocked = number % 2 == 0;
        let misp = Misp {
            status: if is_blocked {
                blocked(true)
            } else {
                Status::Active
            },
            ..misp(number)
        };
        misps::insert(&mut tx, &misp).unwrap();
        let license = License {
            valid_from: at(100),
            valid_to: at(200),
            revoked: (number > 2).then(|| revocation(150)),
            ..license(number, &misp.id)
        };
        licenses::insert(&mut tx, &license).unwrap();
        all.push((license, misp.status));
    }
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    for now in [99, 100, 101, 199, 200, 201] {
        for status in LicenseStatus::ALL {
            let found =
                licenses::list(&mut conn, Some((status, at(now))), &Page::first(9)).unwrap();
            let found: Vec<_> = found.into_iter().map(|license| license.id).collect();
            let ruled = all
                .iter()
                .filter(|(license, misp)| license.status(misp, at(now)) == status);
            let ruled: Vec<_> = ruled.map(|(license, _)| license.id.clone()).collect();
            assert_eq!(found, ruled, "{status:?} at {now}");
            let counted = inventory::count(&mut conn, at(now)).unwrap();
            let counted = counted
                .iter()
                .find(|one| one.kind == "license" && one.state == status.word())
                .unwrap();
            assert_eq!(
                counted.count,
                i64::try_from(ruled.len()).unwrap(),
                "{status:?} at {now}"
            );
        }
        let second = Page::first(1).after("l-3".to_owned());
        let found = licenses::list(&mut conn, Some((LicenseStatus::Blocked, at(now))), &second);
        assert_eq!(found.unwrap()[0].id.as_str(), "l-4");
    }
}

pub fn the_newest_of_a_misp_is_the_one_that_nothing_renews(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let misp = &ground.misp.id;
    let mut tx = store.write().unwrap();
    licenses::insert(&mut tx, &license(1, misp)).unwrap();
    licenses::insert(&mut tx, &renewal(2, misp)).unwrap();
    let waiting = License {
        valid_from: at(500),
        revoked: Some(revocation(400)),
        ..renewal(3, misp)
    };
    licenses::insert(&mut tx, &waiting).unwrap();
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    let newest = licenses::newest_of(&mut conn, misp).unwrap().unwrap();
    assert_eq!(newest.id, waiting.id);
    assert!(
        licenses::newest_of(&mut conn, &id("nobody"))
            .unwrap()
            .is_none()
    );
    let ending = licenses::newest_ending_before(&mut conn, at(9_000_000)).unwrap();
    assert_eq!(ending.len(), 1, "those that were renewed are past");
    let recalled = licenses::recalled(&mut conn).unwrap();
    assert_eq!(recalled.len(), 1);
    drop(conn);
    let mut tx = store.write().unwrap();
    let late = License {
        revoked: Some(revocation(500)),
        ..waiting
    };
    licenses::update(&mut tx, &late).unwrap();
    assert!(
        licenses::recalled(&mut tx).unwrap().is_empty(),
        "it was in force by then"
    );
    let gone = License {
        id: id("gone"),
        ..late
    };
    assert!(licenses::update(&mut tx, &gone).is_err());
}

pub fn everything_is_counted_by_state(place: &Place) {
    let store = place.open();
    {
        let mut conn = store.read().unwrap();
        let empty = inventory::count(&mut conn, at(0)).unwrap();
        assert!(empty.iter().all(|one| one.count == 0));
        assert!(empty.len() > 20);
    }
    let ground = ground(&store);
    let mut tx = store.write().unwrap();
    misps::insert(
        &mut tx,
        &Misp {
            status: blocked(true),
            ..misp(2)
        },
    )
    .unwrap();
    licenses::insert(&mut tx, &license(1, &ground.misp.id)).unwrap();
    outbox::add(&mut tx, MessageKind::MispLicense, "m-1", at(10), at(0)).unwrap();
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    let mut count = |kind: &str, state: &str, now: Moment| {
        let all = inventory::count(&mut conn, now).unwrap();
        let found = all
            .iter()
            .find(|one| (one.kind, one.state) == (kind, state));
        found.unwrap().count
    };
    assert_eq!(count("misp", "active", at(0)), 1);
    assert_eq!(count("misp", "blocked", at(0)), 1);
    assert_eq!(count("partner", "active", at(0)), 1);
    assert_eq!(count("license", "scheduled", at(0)), 1);
    assert_eq!(count("license", "active", at(1)), 1);
    assert_eq!(count("message", "waiting", at(9)), 1);
    assert_eq!(count("message", "due", at(10)), 1);
}

pub fn messages_with_a_time_of_their_own_are_told_when_it_has_passed(place: &Place) {
    let store = place.open();
    let mut tx = store.write().unwrap();
    outbox::add(&mut tx, MessageKind::MispLicense, "100", at(50), at(0)).unwrap();
    outbox::add(&mut tx, MessageKind::MispLicense, "200", at(0), at(0)).unwrap();
    let mut waits =
        |subject, now| outbox::waits(&mut tx, MessageKind::MispLicense, subject, at(now)).unwrap();
    assert!(!waits("100", 49));
    assert!(waits("100", 50));
    assert!(waits("200", 0));
    assert!(!waits("300", 999));
    assert!(outbox::overdue(&mut tx, at(49)).unwrap().is_empty());
    let overdue = outbox::overdue(&mut tx, at(50)).unwrap();
    assert_eq!(overdue.len(), 1);
    assert_eq!(overdue[0].subject, "100");
}
