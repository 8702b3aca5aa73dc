//! The way to a PostgreSQL server: found, encrypted, let in.

use crate::place::{Back, NOW, Place, key, new_seal};
use crate::postgres_server::{GUARDED, PASSWORD, server};
use pmctl::domain::secret::Secret;
use pmctl::store::{Opening, Store, StoreError, StoreUrl};

fn open(url: StoreUrl) -> Result<Store, StoreError> {
    Store::open(&url, key(&new_seal()), Opening::Create, NOW)
}

fn at(address: &str) -> Result<Store, StoreError> {
    open(address.parse().unwrap())
}

#[test]
fn a_database_that_is_not_there_is_no_store() {
    let absent = at(&server().url("absent")).map(drop).unwrap_err();
    let StoreError::NoStore { path } = absent else {
        panic!("{absent:?}")
    };
    assert_eq!(path, server().url("absent"));
}

#[test]
fn an_encrypted_connection_asks_the_server_who_it_is() {
    let place = Place::fresh(Back::Postgres);
    let (named, other) = (
        place.database_at("localhost"),
        place.database_at("127.0.0.1"),
    );
    let root = server().certificate().display().to_string();
    let store = at(&format!("postgres://pm@{named}?sslrootcert={root}")).unwrap();
    assert!(store.is_new());
    store.another().unwrap().read().map(drop).unwrap();
    for (address, why) in [
        (
            format!("postgres://pm@{named}"),
            "this system does not know its root",
        ),
        (format!("postgres://pm@{named}?sslmode=require"), "as above"),
        (
            format!("postgres://pm@{other}?sslrootcert={root}"),
            "it has another name",
        ),
    ] {
        let refused = at(&address).map(drop).unwrap_err();
        let told = refused.to_string();
        assert!(
            matches!(refused, StoreError::Unreachable { .. }),
            "{why}: {told}"
        );
        assert!(told.contains("certificate"), "{why}: {told}");
    }
}

#[test]
fn a_root_that_is_not_there_is_named() {
    let place = Place::fresh(Back::Postgres);
    let address = format!(
        "postgres://pm@{}?sslrootcert=/absent.pem",
        place.database_at("localhost")
    );
    let refused = at(&address).map(drop).unwrap_err();
    assert!(
        matches!(&refused, StoreError::Permission { path, .. } if path == "/absent.pem"),
        "{refused:?}"
    );
}

#[test]
fn a_password_goes_to_the_server_only() {
    let place = Place::fresh(Back::Postgres);
    place.tamper(&format!("grant all on schema public to {GUARDED}"));
    let address = format!(
        "postgres://{GUARDED}@{}?sslmode=disable",
        place.database_at("127.0.0.1")
    );
    let url: StoreUrl = address.parse().unwrap();
    let with = |password: &str| url.clone().with_password(Secret::new(password.to_owned()));
    for wrong in [url.clone(), with("wrong horse")] {
        let refused = open(wrong).map(drop).unwrap_err();
        assert!(
            matches!(refused, StoreError::Unreachable { .. }),
            "{refused:?}"
        );
        assert!(
            !format!("{refused} {refused:?}").contains("horse"),
            "{refused}"
        );
    }
    let store = open(with(PASSWORD)).unwrap();
    assert!(!format!("{store:?} {} {:?}", store.url(), store.url()).contains("horse"));
    store.another().unwrap().read().map(drop).unwrap();
    let owner = store.claim().unwrap();
    assert!(store.is_alive(owner.id()).unwrap());
}
