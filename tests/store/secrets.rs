//! What is sealed, stays sealed.

use crate::place::Place;
use crate::values::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pmctl::domain::api_key::ApiKey;
use pmctl::domain::license::License;
use pmctl::domain::secret::Secret;
use pmctl::store::{StoreError, api_keys, licenses, mappings, misps, settings};

const LICENSE: &str = "ZqLicenseKeyInClear0123456789abcdefghijklmnopqrstuv";
const API_KEY: &str = "ZqApiKeyInClear0123456789abcdefghijk";
const SETTING: &str = "-----BEGIN PRIVATE KEY-----\nZqSettingInClear\n-----END PRIVATE KEY-----\n";

pub fn no_secret_is_in_the_files(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let mapping = mapping(1, &ground.partner.id, &ground.policy);
    let license = License {
        key: Secret::new(LICENSE.to_owned()),
        ..license(1, &ground.misp.id)
    };
    let api_key = ApiKey {
        key: Secret::new(API_KEY.to_owned()),
        ..api_key(1, &mapping)
    };
    let mut tx = store.write().unwrap();
    licenses::insert(&mut tx, &license).unwrap();
    mappings::insert(&mut tx, &mapping).unwrap();
    api_keys::insert(&mut tx, &api_key).unwrap();
    settings::put(&mut tx, "wrapping", &Secret::new(SETTING.to_owned())).unwrap();
    tx.commit().unwrap();
    let bytes = place.file_bytes();
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        text.contains(ground.misp.name.as_str()),
        "the search finds what is in clear"
    );
    let seal = STANDARD.decode(place.seal.expose()).unwrap();
    assert!(
        !bytes.windows(32).any(|window| window == seal),
        "the seal key"
    );
    for secret in [LICENSE, API_KEY, "ZqSettingInClear", place.seal.expose()] {
        for part in [&secret[..8], secret] {
            let hex: String = part.bytes().map(|byte| format!("{byte:02x}")).collect();
            let base64 = STANDARD.encode(&part.as_bytes()[..6]);
            for form in [part, hex.as_str(), base64.as_str()] {
                assert!(!text.contains(form), "{form} is in the files");
            }
        }
    }
    let shown = format!("{store:?} {:?} {:?}", place.url, store.url());
    assert!(!shown.contains(place.seal.expose()));
}

pub fn a_key_is_found_by_its_text(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let mapping = mapping(1, &ground.partner.id, &ground.policy);
    let (license, other) = (license(1, &ground.misp.id), renewal(2, &ground.misp.id));
    let api_key = api_key(1, &mapping);
    let mut tx = store.write().unwrap();
    licenses::insert(&mut tx, &license).unwrap();
    licenses::insert(&mut tx, &other).unwrap();
    mappings::insert(&mut tx, &mapping).unwrap();
    api_keys::insert(&mut tx, &api_key).unwrap();
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    let same = |secret: &Secret| Secret::new(secret.expose().to_owned());
    let found = licenses::by_key(&mut conn, &same(&license.key))
        .unwrap()
        .unwrap();
    assert_eq!(
        (&found.id, found.key.expose()),
        (&license.id, license.key.expose())
    );
    let found = api_keys::by_key(&mut conn, &same(&api_key.key))
        .unwrap()
        .unwrap();
    assert_eq!(
        (&found.id, found.key.expose()),
        (&api_key.id, api_key.key.expose())
    );
    assert!(licenses::by_key(&mut conn, &api_key.key).unwrap().is_none());
    assert!(api_keys::by_key(&mut conn, &license.key).unwrap().is_none());
    let lower = Secret::new(license.key.expose().to_lowercase());
    assert!(licenses::by_key(&mut conn, &lower).unwrap().is_none());
}

/// A sealed key that is put into the row of another, or bent, does not open; its neighbours do.
pub fn a_sealed_value_opens_only_in_its_row(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let mut tx = store.write().unwrap();
    licenses::insert(&mut tx, &license(1, &ground.misp.id)).unwrap();
    for number in 2..=3 {
        licenses::insert(&mut tx, &renewal(number, &ground.misp.id)).unwrap();
    }
    settings::put(&mut tx, "one", &Secret::new("1".to_owned())).unwrap();
    settings::put(&mut tx, "two", &Secret::new("2".to_owned())).unwrap();
    tx.commit().unwrap();
    place.tamper(
        "update licenses set key_sealed = (select key_sealed from licenses where id = 'l-2')
         where id = 'l-1'",
    );
    place.tamper(
        "update settings set value_sealed = (select value_sealed from settings where name = 'two')
         where name = 'one'",
    );
    let mut conn = store.read().unwrap();
    let moved = licenses::get(&mut conn, &id("l-1")).unwrap_err();
    assert!(matches!(moved, StoreError::Corrupt { .. }), "{moved:?}");
    assert!(!moved.to_string().contains("LicenseKeyInClear"));
    let moved = settings::get(&mut conn, "one").unwrap_err();
    assert!(matches!(moved, StoreError::Corrupt { .. }), "{moved:?}");
    assert_eq!(
        licenses::get(&mut conn, &id("l-3")).unwrap().key.expose(),
        license(3, &ground.misp.id).key.expose()
    );
    assert_eq!(
        settings::get(&mut conn, "two").unwrap().unwrap().expose(),
        "2"
    );
    assert_eq!(misps::get(&mut conn, &ground.misp.id).unwrap(), ground.misp);
}

pub fn a_check_opens_every_setting(place: &Place) {
    let store = place.open();
    let mut tx = store.write().unwrap();
    for name in ["one", "two"] {
        settings::put(&mut tx, name, &Secret::new(SETTING.to_owned())).unwrap();
    }
    tx.commit().unwrap();
    let checked = store.check().unwrap();
    assert_eq!(checked.problems, [] as [String; 0]);
    assert!(checked.rows.contains(&("settings".to_owned(), 2)));
    place.tamper("update settings set name = 'three' where name = 'two'");
    let problems = store.check().unwrap().problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("setting three"), "{problems:?}");
}
