use super::*;
use crate::domain::status::Block;

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn micros(micros: i64) -> Moment {
    Moment::from_micros(micros)
}

fn license(from: i64, to: i64) -> License {
    License {
        id: "l-1".parse().unwrap(),
        misp: "100".parse().unwrap(),
        key: Secret::new("k".to_owned()),
        valid_from: micros(from),
        valid_to: micros(to),
        revoked: None,
        renewed_from: None,
        issued_at: micros(from),
        handed_over: None,
    }
}

fn revocation(at: i64) -> Revocation {
    Revocation {
        reason: "leak".parse().unwrap(),
        by: "a".to_owned(),
        at: micros(at),
    }
}

fn blocked() -> Status {
    Status::Blocked(Block {
        reason: "fraud".parse().unwrap(),
        by: "a".to_owned(),
        by_admin: true,
        at: micros(0),
    })
}

/// Every pair of dates that calendars get wrong, and the ends of what can be held.
fn terms() -> Vec<(Moment, Moment)> {
    let days = |from: &str, days| (at(from), at(from).plus(Lifetime::from_days(days)));
    vec![
        (at("2026-11-23T12:00:00Z"), at("2027-02-21T12:00:00Z")),
        (
            at("2028-02-28T23:59:59.999999Z"),
            at("2028-02-29T00:00:00Z"),
        ),
        (at("2028-02-29T00:00:00Z"), at("2028-03-01T00:00:00Z")),
        days("2028-02-29", 365),
        days("2027-02-28", 1),
        days("2100-02-28", 1),
        days("2026-12-31T23:59:59.999999Z", 90),
        days("2026-11-23T12:00:00Z", 999_999),
        days("2026-11-23T12:00:00Z", i64::MAX / 86_400_000_000),
    ]
}

#[test]
fn status_at_every_boundary() {
    let step = Lifetime::from_micros(1);
    for (from, to) in terms() {
        let license = license(from.micros(), to.micros());
        let status = |now| license.status(&Status::Active, now);
        assert_eq!(status(from.minus(step)), LicenseStatus::Scheduled, "{from}");
        assert_eq!(status(from), LicenseStatus::Active, "{from}");
        assert_eq!(status(to.minus(step)), LicenseStatus::Active, "{to}");
        assert_eq!(status(to), LicenseStatus::Expired, "{to}");
        // The calendar ends there: one later is the same moment.
        assert_eq!(status(to.plus(step)), LicenseStatus::Expired, "{to}");
        assert_eq!(status(micros(i64::MIN)), LicenseStatus::Scheduled);
        assert_eq!(status(micros(i64::MAX)), LicenseStatus::Expired);
    }
}

#[test]
fn a_leap_day_is_a_day() {
    let (from, to) = terms()[3];
    assert_eq!(
        (from.date(), to.date()),
        ("2028-02-29".into(), "2029-02-28".into())
    );
    assert_eq!(terms()[4].1.date(), "2027-03-01");
    assert_eq!(terms()[5].1.date(), "2100-03-01", "2100 has no leap day");
}

#[test]
fn the_longest_validity_shows_and_does_not_overflow() {
    let terms = terms();
    assert_eq!(terms[7].1.date(), "4764-10-19");
    assert_eq!(terms[8].1.date(), "9999-12-30");
    let license = license(terms[8].0.micros(), terms[8].1.micros());
    let window = Due::Within(Lifetime::from_micros(i64::MAX));
    assert!(license.is_due(window, terms[8].0));
    assert!(!license.is_due(Due::Within(Lifetime::from_days(999_999)), terms[8].0));
    let term = license.renewed(Cutover::After(Lifetime::from_micros(i64::MAX)), terms[8].0);
    assert_eq!(term.valid_from, license.valid_to);
}

#[test]
fn a_block_wins_over_everything() {
    for t in [99, 150, 250] {
        let now = micros(t);
        let mut one = license(100, 200);
        assert_eq!(one.status(&blocked(), now), LicenseStatus::Blocked);
        one.revoked = Some(revocation(0));
        assert_eq!(one.status(&Status::Active, now), LicenseStatus::Blocked);
        assert_eq!(one.status(&blocked(), now), LicenseStatus::Blocked);
    }
}

/// 1 is renewed by 2 at 200, which takes over at 300.
fn overlapping() -> [License; 2] {
    let old = license(100, 900);
    let term = old.renewed(Cutover::At(micros(300)), micros(200));
    let new = License {
        id: "l-2".parse().unwrap(),
        valid_from: term.valid_from,
        issued_at: term.issued_at,
        valid_to: micros(1_200),
        renewed_from: Some(old.id.clone()),
        ..license(0, 0)
    };
    [old, new]
}

fn held(all: &[License], now: i64) -> &str {
    in_force(all, micros(now)).unwrap().id.as_str()
}

#[test]
fn the_old_key_stays_until_the_cutover() {
    let all = overlapping();
    for (now, expected) in [
        (0, "l-1"),
        (200, "l-1"),
        (299, "l-1"),
        (300, "l-2"),
        (9_999, "l-2"),
    ] {
        assert_eq!(held(&all, now), expected, "at {now}");
    }
    assert_eq!(successor(&all, micros(299)).unwrap().id.as_str(), "l-2");
    assert!(successor(&all, micros(300)).is_none());
    assert!(in_force(&[], micros(0)).is_none());
    let standing = |at: usize, now| Standing::of(&all[at], &all, micros(now)).word();
    assert_eq!(
        (standing(0, 299), standing(1, 299)),
        ("in-force", "waiting")
    );
    assert_eq!(
        (standing(0, 300), standing(1, 300)),
        ("replaced", "in-force")
    );
}

#[test]
fn one_issued_later_wins_whatever_waits() {
    let [old, waiting] = overlapping();
    let term = waiting.renewed(Cutover::AtOnce, micros(250));
    let third = License {
        id: "l-3".parse().unwrap(),
        valid_from: term.valid_from,
        issued_at: term.issued_at,
        renewed_from: Some(waiting.id.clone()),
        ..license(0, 2_000)
    };
    let all = [third, old, waiting];
    assert_eq!(held(&all, 250), "l-3");
    assert_eq!(held(&all, 300), "l-3", "the one that waited comes too late");
    assert!(successor(&all, micros(260)).is_none());
}

#[test]
fn a_key_revoked_before_its_cutover_never_takes_over() {
    let [old, mut new] = overlapping();
    new.revoked = Some(revocation(250));
    assert_eq!(held(&[old.clone(), new.clone()], 500), "l-1");
    let all = [old.clone(), new.clone()];
    assert_eq!(Standing::of(&new, &all, micros(500)), Standing::Recalled);
    new.revoked = Some(revocation(300));
    assert_eq!(
        held(&[old.clone(), new.clone()], 500),
        "l-2",
        "it was in force by then"
    );
    new.revoked = None;
    assert_eq!(held(&[old, new], 500), "l-2", "restored");
}

#[test]
fn a_clock_set_back_does_not_bring_an_old_key_back() {
    let old = license(1_000, 9_000);
    let term = old.renewed(Cutover::AtOnce, micros(50));
    assert_eq!(
        (term.valid_from, term.issued_at),
        (micros(50), micros(1_001))
    );
    let new = License {
        id: "l-2".parse().unwrap(),
        valid_from: term.valid_from,
        issued_at: term.issued_at,
        ..license(0, 9_000)
    };
    for now in [0, 50, 999, 1_000, 5_000] {
        assert_eq!(held(&[old.clone(), new.clone()], now), "l-2", "at {now}");
    }
    let later = old.renewed(Cutover::After(Lifetime::from_micros(10)), micros(50));
    assert_eq!(later.valid_from, micros(1_011), "after what it renews");
}

#[test]
fn no_cutover_lies_behind_the_end_of_the_old_key() {
    let old = license(0, 1_000);
    let term = |cutover, now| old.renewed(cutover, micros(now));
    let after = |overlap| Cutover::After(Lifetime::from_micros(overlap));
    assert_eq!(term(after(300), 500).valid_from, micros(800));
    assert!(!term(after(300), 500).shortened);
    assert_eq!(term(after(900), 500).valid_from, micros(1_000));
    assert!(term(after(900), 500).shortened);
    assert_eq!(
        term(after(900), 1_500).valid_from,
        micros(1_500),
        "it has ended"
    );
    assert!(term(after(900), 1_500).shortened);
    assert_eq!(term(Cutover::At(micros(700)), 500).valid_from, micros(700));
    assert!(!term(Cutover::AtOnce, 500).shortened);
}

#[test]
fn revoked_and_restored_once() {
    let Change::Changed(revoked) = license(0, 10).revoke(revocation(5)) else {
        panic!()
    };
    let Change::Unchanged(again) = revoked.revoke(revocation(7)) else {
        panic!()
    };
    assert_eq!(again.revoked, Some(revocation(5)), "the first reason stays");
    let Change::Changed(restored) = again.restore() else {
        panic!()
    };
    assert!(matches!(restored.restore(), Change::Unchanged(_)));
}

#[test]
fn due_begins_with_the_window() {
    let l = license(0, 1_000);
    let within = Due::Within(Lifetime::from_micros(100));
    assert!(!l.is_due(within, micros(899)));
    assert!(l.is_due(within, micros(900)));
    assert!(l.is_due(within, micros(5_000)));
    assert!(l.is_due(Due::Early, micros(0)));
}

fn issued(id: &str, at: i64, from: i64) -> License {
    License {
        id: id.parse().unwrap(),
        issued_at: micros(at),
        ..license(from, 1_000)
    }
}

/// A key that waits is overtaken by one that is issued after it and takes over before it.
#[test]
fn what_was_in_force_once() {
    let first = issued("l-1", 0, 0);
    let waiting = issued("l-2", 10, 50);
    let all = [first.clone(), waiting.clone()];
    let was = |one: &License, all: &[License], now| was_in_force(one, all, micros(now));
    assert!(was(&first, &all, 60), "replaced");
    assert!(!was(&waiting, &all, 49));
    assert!(was(&waiting, &all, 50));

    let overtaken = [first.clone(), waiting.clone(), issued("l-3", 20, 20)];
    assert!(!was(&waiting, &overtaken, 60));
    assert!(was(&overtaken[2], &overtaken, 60) && was(&first, &overtaken, 60));
    let later = [first, waiting.clone(), issued("l-3", 55, 55)];
    assert!(
        was(&waiting, &later, 60),
        "it was replaced after it had begun"
    );

    let mut recalled = waiting.clone();
    recalled.revoked = Some(revocation(30));
    assert!(!was(&recalled, &all, 60));
    let mut revoked = waiting;
    revoked.revoked = Some(revocation(55));
    assert!(was(&revoked, &all, 60));
}
