//! Making, finding and refusing a store.

use crate::place::{Back, NOW, Place, key, new_seal};
use crate::values::*;
use pmctl::store::{Opening, Store, StoreError, StoreUrl, misps};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Barrier;

fn refusal(place: &Place, opening: Opening) -> StoreError {
    place.try_open(opening).map(drop).unwrap_err()
}

pub fn it_is_made_once_and_kept(place: &Place) {
    let store = place.open();
    assert!(store.is_new());
    assert_eq!(store.url().to_string(), place.url.to_string());
    assert_eq!(store.seal().key_id(), key(&place.seal).key_id());
    let mut tx = store.write().unwrap();
    misps::insert(&mut tx, &misp(1)).unwrap();
    tx.commit().unwrap();
    drop(store);
    for opening in [Opening::Create, Opening::Existing] {
        let store = place.try_open(opening).unwrap();
        assert!(!store.is_new());
        assert_eq!(misps::count(&mut store.read().unwrap()).unwrap(), 1);
    }
}

pub fn what_is_not_there_is_not_made_unasked(place: &Place) {
    let absent = refusal(place, Opening::Existing);
    assert!(matches!(absent, StoreError::NoStore { .. }), "{absent:?}");
    assert!(!place.folder.path().join("data").exists());
    assert!(place.open().is_new());
}

pub fn many_that_make_it_at_once_make_one(place: &Place) {
    let begin = Barrier::new(6);
    let made: Vec<bool> = std::thread::scope(|scope| {
        let makers: Vec<_> = (1..=6)
            .map(|number| {
                let begin = &begin;
                scope.spawn(move || {
                    begin.wait();
                    let store = place.open();
                    let mut tx = store.write().unwrap();
                    misps::insert(&mut tx, &misp(number)).unwrap();
                    tx.commit().unwrap();
                    store.is_new()
                })
            })
            .collect();
        makers
            .into_iter()
            .map(|maker| maker.join().unwrap())
            .collect()
    });
    assert_eq!(made.iter().filter(|new| **new).count(), 1);
    assert_eq!(misps::count(&mut place.open().read().unwrap()).unwrap(), 6);
}

pub fn a_newer_schema_is_refused(place: &Place) {
    drop(place.open());
    place.tamper("update store_head set schema_version = 999");
    for opening in [Opening::Create, Opening::Existing] {
        let newer = refusal(place, opening);
        let StoreError::NewerSchema { found, known } = newer else {
            panic!("{newer:?}")
        };
        assert_eq!((found, known > 0), (999, true));
    }
    assert_eq!(place.number("select schema_version from store_head"), 999);
}

pub fn a_wrong_seal_key_is_refused(place: &Place) {
    drop(place.open());
    let other = Store::open(&place.url, key(&new_seal()), Opening::Create, NOW);
    let wrong = other.map(drop).unwrap_err();
    assert!(matches!(wrong, StoreError::WrongSealKey), "{wrong:?}");
    place.open();
}

pub fn a_check_of_a_sound_store_finds_nothing(place: &Place) {
    let store = place.open();
    ground(&store);
    let checked = store.check().unwrap();
    assert_eq!(checked.problems, [] as [String; 0]);
    assert!(checked.rows.contains(&("misps".to_owned(), 1)));
    assert!(checked.rows.contains(&("partners".to_owned(), 1)));
    place.tamper("update policies set kind = 'Whatever'");
    assert!(!store.check().unwrap().problems.is_empty());
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn nobody_else_may_read_the_files() {
    let place = Place::fresh(Back::Sqlite);
    let store = place.open();
    ground(&store);
    let _owner = store.claim().unwrap();
    assert_eq!(mode(place.path().parent().unwrap()), 0o700);
    for entry in std::fs::read_dir(place.path().parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), expected, "{}", path.display());
    }
}

#[test]
fn what_is_no_store_is_left_alone() {
    let place = Place::fresh(Back::Sqlite);
    std::fs::create_dir(place.path().parent().unwrap()).unwrap();
    std::fs::write(place.path(), [7_u8; 8192]).unwrap();
    let noise = refusal(&place, Opening::Create);
    assert!(matches!(noise, StoreError::NotAStore), "{noise:?}");
    assert_eq!(std::fs::read(place.path()).unwrap(), [7_u8; 8192]);
    std::fs::remove_file(place.path()).unwrap();
    place.tamper("create table songs (title text)");
    let strange = refusal(&place, Opening::Create);
    assert!(matches!(strange, StoreError::NotAStore), "{strange:?}");
    assert_eq!(place.number("select count(*) from sqlite_schema"), 1);
}

#[test]
fn somebody_elses_tables_are_left_alone() {
    let place = Place::fresh(Back::Postgres);
    place.tamper("create table songs (title text)");
    let strange = refusal(&place, Opening::Create);
    assert!(matches!(strange, StoreError::NotAStore), "{strange:?}");
    let tables = "select count(*) from pg_tables where schemaname = 'public'";
    assert_eq!(place.number(tables), 1);
}

#[test]
fn a_place_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let url: StoreUrl = format!("sqlite:{}", file.join("pmctl.db").display())
        .parse()
        .unwrap();
    let refused = Store::open(&url, key(&new_seal()), Opening::Create, NOW)
        .map(drop)
        .unwrap_err();
    assert!(
        matches!(refused, StoreError::Permission { .. }),
        "{refused:?}"
    );
    assert!(
        refused.to_string().contains(&*file.to_string_lossy()),
        "{refused}"
    );
}

#[test]
fn a_server_that_does_not_answer_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let url: StoreUrl = format!("postgres://pm@127.0.0.1:{port}/pm?sslmode=disable")
        .parse()
        .unwrap();
    let away = Store::open(&url, key(&new_seal()), Opening::Create, NOW)
        .map(drop)
        .unwrap_err();
    assert!(matches!(away, StoreError::Unreachable { .. }), "{away:?}");
}

#[test]
fn a_password_in_an_address_is_refused_and_not_repeated() {
    for address in [
        "postgres://pm:hunter2@127.0.0.1/pm",
        "postgres://pm@127.0.0.1/pm?password=hunter2",
        "postgresql://:hunter2@127.0.0.1/pm",
    ] {
        let refused = address.parse::<StoreUrl>().unwrap_err();
        assert!(
            !format!("{refused} {refused:?}").contains("hunter2"),
            "{refused}"
        );
    }
    assert!("mysql://127.0.0.1/pm".parse::<StoreUrl>().is_err());
}
