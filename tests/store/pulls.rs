//! What a pull reads: the license in force by the rule of the domain, the certificate by the partner's signer.

use crate::place::{Place, at};
use crate::values::*;
use pmctl::domain::id::Holder;
use pmctl::domain::license::{License, Revocation, in_force};
use pmctl::domain::partner::{Partner, Signer};
use pmctl::domain::pull::{Certificate, Pulled};
use pmctl::domain::secret::Secret;
use pmctl::domain::status::Status;
use pmctl::store::{
    Reader, Store, api_keys, certs, keys, licenses, mappings, misps, partners, policies,
    policy_groups, pulls,
};

fn pulled(reader: &mut Reader, partner: &str, keys: [&Secret; 2], now: i64) -> Pulled {
    let [license_key, api_key] = keys;
    let asked = pulls::Asked {
        partner,
        license_key,
        api_key,
        certificate: Certificate::Required,
    };
    pulls::find(&mut reader.conn(), &asked, at(now)).unwrap()
}

/// A MISP with one license, and a partner of it with an approved mapping.
fn one_of_each(store: &Store) -> Partner {
    let (misp, group) = (misp(1), group(1));
    let (policy, partner) = (policy(1, &group), partner(1, &misp.id, &group));
    let mapping = mapping(1, &partner.id, &policy);
    let mut tx = store.write().unwrap();
    misps::insert(&mut tx, &misp).unwrap();
    licenses::insert(&mut tx, &license(1, &misp.id)).unwrap();
    policy_groups::insert(&mut tx, &group).unwrap();
    policies::insert(&mut tx, &policy).unwrap();
    partners::insert(&mut tx, &partner).unwrap();
    mappings::insert(&mut tx, &mapping).unwrap();
    api_keys::insert(&mut tx, &api_key(1, &mapping)).unwrap();
    tx.commit().unwrap();
    partner
}

fn keys_of_one() -> (Secret, Secret) {
    let license = license(1, &id("m-1")).key;
    let mapping = mapping(1, &id("b-1"), &policy(1, &group(1)));
    (license, api_key(1, &mapping).key)
}

pub fn a_triple_is_read_whole(place: &Place) {
    let store = place.open();
    let mut reader = store.readers().open().unwrap();
    let (license, api_key) = keys_of_one();
    let nothing = pulled(&mut reader, "b-1", [&license, &api_key], 10);
    assert_eq!(nothing, Pulled::default());

    let partner = one_of_each(&store);
    let found = pulled(&mut reader, "b-1", [&license, &api_key], 10);
    let policy = found.policy.clone().unwrap();
    assert_eq!(found.partner.as_ref().unwrap().name, "Bank 1");
    assert_eq!(found.license.as_ref().unwrap().valid_to, at(1_000_001));
    assert_eq!(found.api_key.as_ref().unwrap().valid_to, at(2_001));
    assert_eq!((policy.id.as_str(), policy.valid_to), ("p-1", at(5_001)));
    assert!(!policy.active, "a draft is not active");
    assert_eq!(found.certificate_pem, None);

    // Another's key is no key of the partner's, and a key in the other's place is none.
    let other = pulled(&mut reader, "b-2", [&license, &api_key], 10);
    assert_eq!((other.partner, other.api_key), (None, None));
    let swapped = pulled(&mut reader, "b-1", [&api_key, &license], 10);
    assert_eq!((swapped.license, swapped.api_key), (None, None));

    let mut tx = store.write().unwrap();
    let status = blocked(true);
    partners::update(&mut tx, &Partner { status, ..partner }).unwrap();
    let before = pulled(&mut reader, "b-1", [&license, &api_key], 10);
    assert!(!before.partner.unwrap().blocked, "it is not committed yet");
    tx.commit().unwrap();
    let after = pulled(&mut reader, "b-1", [&license, &api_key], 10);
    assert!(after.partner.unwrap().blocked);
}

/// Renewals at once, with an overlap, and one that was recalled before its cutover, at every moment that matters.
pub fn the_license_in_force_is_that_of_the_rule(place: &Place) {
    let store = place.open();
    let misp = misp(1);
    let recalled = Revocation {
        reason: id("leaked"),
        by: "admin".to_owned(),
        at: at(350),
    };
    let renewed = |number: u32, issued: i64, from: i64| License {
        issued_at: at(issued),
        valid_from: at(from),
        ..renewal(number, &misp.id)
    };
    let all = [
        license(1, &misp.id),
        renewed(2, 100, 100),
        renewed(3, 200, 300),
        License {
            revoked: Some(recalled.clone()),
            ..renewed(4, 320, 400)
        },
        License {
            revoked: Some(Revocation {
                at: at(600),
                ..recalled
            }),
            ..renewed(5, 450, 500)
        },
    ];
    let mut tx = store.write().unwrap();
    misps::insert(&mut tx, &misp).unwrap();
    for license in &all {
        licenses::insert(&mut tx, license).unwrap();
    }
    tx.commit().unwrap();
    let mut reader = store.readers().open().unwrap();
    let none = Secret::new("none".to_owned());
    for now in [1, 99, 100, 200, 299, 300, 350, 399, 400, 499, 500, 650] {
        let rule = in_force(&all, at(now)).map(|license| license.id.as_str());
        let here = all.iter().filter(|license| {
            let found = pulled(&mut reader, "", [&license.key, &none], now);
            found.license.unwrap().in_force
        });
        let here: Vec<&str> = here.map(|license| license.id.as_str()).collect();
        assert_eq!(here, rule.into_iter().collect::<Vec<_>>(), "at {now}");
    }
    let mut tx = store.write().unwrap();
    let status: Status = blocked(true);
    misps::update(&mut tx, &pmctl::domain::misp::Misp { status, ..misp }).unwrap();
    tx.commit().unwrap();
    let found = pulled(&mut reader, "", [&all[0].key, &none], 10);
    assert!(found.license.unwrap().misp_blocked);
}

pub fn the_certificate_goes_by_who_signs(place: &Place) {
    let store = place.open();
    let partner = one_of_each(&store);
    let (license, api_key) = keys_of_one();
    let mut reader = store.readers().open().unwrap();
    let pem_of =
        |reader: &mut Reader| pulled(reader, "b-1", [&license, &api_key], 10).certificate_pem;
    let mut tx = store.write().unwrap();
    let own = certificate(1, Holder::Partner(partner.id.clone()));
    certs::insert(&mut tx, &own).unwrap();
    keys::insert(&mut tx, &key_reference(7, &partner.id)).unwrap();
    tx.commit().unwrap();
    assert_eq!(pem_of(&mut reader), Some(own.resigned_pem.clone()));

    let mut tx = store.write().unwrap();
    let signer = Signer::Misp;
    partners::update(&mut tx, &Partner { signer, ..partner }).unwrap();
    tx.commit().unwrap();
    assert_eq!(pem_of(&mut reader), Some(pem(7)));
    let mut tx = store.write().unwrap();
    keys::retire_current(&mut tx, &id("b-1"), at(9)).unwrap();
    tx.commit().unwrap();
    assert_eq!(pem_of(&mut reader), Some(own.resigned_pem));
}

pub fn readers_wait_for_no_writer(place: &Place) {
    let store = place.open();
    one_of_each(&store);
    let readers = store.readers();
    let mut reader = readers.open().unwrap();
    reader.conn().probe().unwrap();
    let held = store.write().unwrap();
    reader.conn().probe().unwrap();
    readers.open().unwrap().conn().probe().unwrap();
    drop(held);
}
