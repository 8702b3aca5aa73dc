//! MISP state × license state × command: every cell.

use super::world::{World, block, day, early, misp_id, within_30_days};
use crate::domain::access::{Action, Denied};
use crate::domain::change::{Outcome, Written};
use crate::domain::license::Cutover;
use crate::ops::license::{self, RenewalRow, Wanted};
use crate::ops::misp::{PolicyChange, Revision};
use crate::ops::{Conflict, Ctx, OpError, access, misp};
use crate::store::{Page, misps};

/// States of the newest license, in the order of the columns: valid; within the window; past its end; waiting for its
/// cutover; revoked; revoked and past its end.
const LICENSES: [&str; 6] = [
    "active",
    "due",
    "expired",
    "waiting",
    "revoked",
    "revoked-expired",
];

/// A letter for each license state under an active MISP, then under a blocked one: `c` created, `u` updated, `=`
/// unchanged, `o` read, `B` refused because the MISP is blocked, `R` because the license is revoked, `F` forbidden, `-` no
/// row.
const TABLE: &str = "
renew               =cc=RR BBBBBB
renew --early       ccccRR BBBBBB
renew --overlap     =cc=RR BBBBBB
renew --all         =cc=-R ------
revoke              uuuu== uuuu==
restore             ====uu ====uu
block               uuuuuu ======
unblock             ====== uuuuuu
update              uuuuuu uuuuuu
show                oooooo oooooo
list                oooooo oooooo
reveal              oooooo oooooo
misp show           oooooo oooooo
misp renew          FFFFFF FFFFFF
misp revoke         FFFFFF FFFFFF
misp list           oooooo oooooo
misp reveal         oooooo BBBBBB
";

fn world(license: &str, is_blocked: bool) -> World {
    let world = World::new();
    let revoke = |ctx: &Ctx<'_>| {
        license::revoke(ctx, &world.newest(), &"leaked".parse().unwrap()).unwrap();
    };
    match license {
        "due" => world.set(day(70)),
        "expired" => world.set(day(90)),
        "waiting" => {
            world.set(day(70));
            let written = world.admin(|ctx| license::renew(ctx, &misp_id(), overlap()));
            assert_eq!(written.unwrap().outcome, Outcome::Created);
        }
        "revoked" => world.admin(revoke),
        "revoked-expired" => {
            world.admin(revoke);
            world.set(day(100));
        }
        _ => {}
    }
    if is_blocked {
        let mut tx = world.store.write().unwrap();
        let mut misp = misps::get(&mut tx, &misp_id()).unwrap();
        misp.status = block(world.now());
        misps::update(&mut tx, &misp).unwrap();
        tx.commit().unwrap();
    }
    world
}

fn overlap() -> license::Renewal {
    within_30_days(Cutover::After(super::world::days(14)))
}

fn written<T>(result: Result<Written<T>, OpError>) -> char {
    match result {
        Ok(written) => match written.outcome {
            Outcome::Created => 'c',
            Outcome::Updated => 'u',
            Outcome::Unchanged => '=',
            other => panic!("{other:?}"),
        },
        Err(error) => refused(&error),
    }
}

fn read<T>(result: Result<T, OpError>) -> char {
    match result {
        Ok(_) => 'o',
        Err(error) => refused(&error),
    }
}

/// One clear error says since when and why.
fn refused(error: &OpError) -> char {
    match error {
        OpError::Conflict(Conflict::MispBlocked { .. })
        | OpError::Denied(Denied::MispBlocked { .. }) => {
            let text = error.to_string();
            assert!(text.starts_with("MISP 100 is blocked since 202"), "{text}");
            assert!(text.ends_with(": contract ended"), "{text}");
            'B'
        }
        OpError::Conflict(Conflict::LicenseRevoked { .. }) => {
            assert!(error.to_string().ends_with(": leaked"), "{error}");
            'R'
        }
        OpError::Denied(Denied::Forbidden { .. }) => 'F',
        other => panic!("{other}"),
    }
}

fn row(rows: Vec<RenewalRow>) -> char {
    match <[RenewalRow; 1]>::try_from(rows) {
        Ok([row]) => written(row.result),
        Err(rows) => {
            assert!(rows.is_empty());
            '-'
        }
    }
}

fn run(world: &World, command: &str) -> char {
    let id = misp_id();
    let newest = world.newest();
    let reason = || "because".parse().unwrap();
    let revision = Revision {
        contact: Some("Lea Okoro".parse().unwrap()),
        ..Revision::default()
    };
    let due = within_30_days(Cutover::AtOnce);
    let page = Page::first(10);
    world.admin(|ctx| match command {
        "renew" => written(license::renew(ctx, &id, due)),
        "renew --early" => written(license::renew(ctx, &id, early(Cutover::AtOnce))),
        "renew --overlap" => written(license::renew(ctx, &id, overlap())),
        "renew --all" => row(license::renew_all(ctx, due).unwrap().rows),
        "revoke" => written(license::revoke(ctx, &newest, &reason())),
        "restore" => written(license::restore(ctx, &newest, None)),
        "block" => written(misp::block(ctx, &id, &reason())),
        "unblock" => written(misp::unblock(ctx, &id, None)),
        "update" => written(misp::update(ctx, &id, &revision, &PolicyChange::Keep)),
        "show" => read(misp::show(ctx, &id)),
        "list" => read(license::list(ctx, &Wanted::default(), &page)),
        "reveal" => read(license::reveal(ctx, &newest)),
        _ => world.misp(|ctx| match command {
            "misp show" => read(misp::show(ctx, &id)),
            "misp renew" => written(license::renew(ctx, &id, due)),
            "misp revoke" => written(license::revoke(ctx, &newest, &reason())),
            "misp list" => read(license::list(ctx, &Wanted::default(), &page)),
            "misp reveal" => read(license::reveal(ctx, &newest)),
            other => panic!("{other} is no command"),
        }),
    })
}

#[test]
fn every_command_in_every_state() {
    let mut wrong = Vec::new();
    let mut cells = 0;
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        let (command, letters) = line.split_at(20);
        let command = command.trim();
        let expected: Vec<char> = letters.chars().filter(|c| *c != ' ').collect();
        assert_eq!(expected.len(), 12, "{line}");
        for (place, expected) in expected.into_iter().enumerate() {
            let (license, is_blocked) = (LICENSES[place % 6], place >= 6);
            let world = world(license, is_blocked);
            let before = world.count();
            let found = run(&world, command);
            cells += 1;
            if found != expected {
                wrong.push(format!(
                    "{command}, {license}, blocked {is_blocked}: {found}"
                ));
            }
            let more = usize::from(found == 'c');
            assert_eq!(world.count(), before + more, "{command}, {license}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(cells, 17 * 12);
}

#[test]
fn no_transaction_of_a_blocked_misp() {
    let active = world("active", false);
    let blocked = world("active", true);
    for action in Action::ALL {
        let asked = |world: &World| world.misp(|ctx| access::can_i(ctx, *action, Some("100")));
        let (may, while_blocked) = (asked(&active), asked(&blocked));
        let is_read = action.word().ends_with(".show") || !action.word().contains('.');
        let is_read = is_read || ["ca.list", "key.verify", "ida.check"].contains(&action.word());
        match (may, while_blocked) {
            (Ok(_), Ok(_)) => assert!(is_read, "{} goes on while blocked", action.word()),
            (Ok(_), Err(error)) => {
                assert!(!is_read, "{} is a read", action.word());
                assert_eq!(refused(&error), 'B', "{}", action.word());
            }
            (Err(_), Err(_)) => {}
            (Err(_), Ok(_)) => panic!("{} needs a block", action.word()),
        }
    }
}
