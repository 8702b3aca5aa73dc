//! What only one row may have.

use crate::place::{Place, at};
use crate::values::*;
use pmctl::domain::api_key::ApiKey;
use pmctl::domain::cert::{Ca, TrustDomain};
use pmctl::domain::id::Holder;
use pmctl::domain::license::License;
use pmctl::domain::mapping::{Mapping, MappingState};
use pmctl::domain::misp::Misp;
use pmctl::domain::partner::Partner;
use pmctl::domain::policy::{Policy, PolicyGroup};
use pmctl::store::{
    Store, StoreError, Tx, api_keys, cas, certs, keys, licenses, mappings, misps, partners,
    policies, policy_groups,
};

fn write(store: &Store, work: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError>) {
    let mut tx = store.write().unwrap();
    work(&mut tx).unwrap();
    tx.commit().unwrap();
}

/// Tries it in a transaction of its own, which ends without effect.
fn refused(store: &Store, work: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError>) -> StoreError {
    let mut tx = store.write().unwrap();
    work(&mut tx).unwrap_err()
}

fn taken(store: &Store, work: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError>) {
    let error = refused(store, work);
    assert!(matches!(error, StoreError::Taken { .. }), "{error:?}");
}

pub fn names_of_misps(place: &Place) {
    let store = place.open();
    write(&store, |tx| {
        misps::insert(
            tx,
            &Misp {
                name: id("Café"),
                ..misp(1)
            },
        )
    });
    taken(&store, |tx| {
        misps::insert(
            tx,
            &Misp {
                name: id("CAFE\u{301}"),
                ..misp(2)
            },
        )
    });
    assert_eq!(misps::count(&mut store.read().unwrap()).unwrap(), 1);
}

pub fn ids_of_misps_and_partners_share_a_namespace(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    taken(&store, |tx| {
        misps::insert(
            tx,
            &Misp {
                id: id("m-1"),
                ..misp(2)
            },
        )
    });
    taken(&store, |tx| {
        misps::insert(
            tx,
            &Misp {
                id: id("b-1"),
                ..misp(2)
            },
        )
    });
    let second = partner(2, &ground.misp.id, &ground.group);
    taken(&store, |tx| {
        partners::insert(
            tx,
            &Partner {
                id: id("b-1"),
                ..second.clone()
            },
        )
    });
    taken(&store, |tx| {
        partners::insert(
            tx,
            &Partner {
                id: id("m-1"),
                ..second.clone()
            },
        )
    });
    write(&store, |tx| partners::insert(tx, &second));
}

pub fn names_of_partners_within_a_group(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let other = group(2);
    write(&store, |tx| policy_groups::insert(tx, &other));
    let same = Partner {
        name: id("BANK 1"),
        ..partner(2, &ground.misp.id, &ground.group)
    };
    taken(&store, |tx| partners::insert(tx, &same));
    write(&store, |tx| {
        partners::insert(
            tx,
            &Partner {
                group: other.id.clone(),
                ..same
            },
        )
    });
}

pub fn names_of_policies_within_a_group(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let other = group(2);
    write(&store, |tx| policy_groups::insert(tx, &other));
    let same = Policy {
        name: id("bank kyc 1"),
        ..policy(2, &ground.group)
    };
    taken(&store, |tx| policies::insert(tx, &same));
    write(&store, |tx| {
        policies::insert(
            tx,
            &Policy {
                group: other.id.clone(),
                ..same
            },
        )
    });
}

pub fn names_of_groups(place: &Place) {
    let store = place.open();
    write(&store, |tx| policy_groups::insert(tx, &group(1)));
    let same = PolicyGroup {
        name: id("BANKING 1"),
        ..group(2)
    };
    taken(&store, |tx| policy_groups::insert(tx, &same));
}

pub fn one_renewal_per_license(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let first = license(1, &ground.misp.id);
    write(&store, |tx| licenses::insert(tx, &first));
    let renewal = |number| License {
        renewed_from: Some(first.id.clone()),
        ..license(number, &ground.misp.id)
    };
    write(&store, |tx| licenses::insert(tx, &renewal(2)));
    taken(&store, |tx| licenses::insert(tx, &renewal(3)));
    let chained = License {
        renewed_from: Some(id("l-2")),
        ..license(3, &ground.misp.id)
    };
    write(&store, |tx| licenses::insert(tx, &chained));
    // A second beginning of the same MISP would leave two that nothing renews.
    taken(&store, |tx| {
        licenses::insert(tx, &license(4, &ground.misp.id))
    });
}

pub fn keys_in_clear(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let first = license(1, &ground.misp.id);
    write(&store, |tx| licenses::insert(tx, &first));
    let same = License {
        key: first.key.clone(),
        ..renewal(2, &ground.misp.id)
    };
    taken(&store, |tx| licenses::insert(tx, &same));
    let state = MappingState::Replaced {
        at: at(0),
        api_key: id("k-1"),
    };
    let one = Mapping {
        state,
        ..mapping(1, &ground.partner.id, &ground.policy)
    };
    let two = mapping(2, &ground.partner.id, &ground.policy);
    write(&store, |tx| {
        mappings::insert(tx, &one)?;
        mappings::insert(tx, &two)?;
        api_keys::insert(tx, &api_key(1, &one))
    });
    let same = ApiKey {
        key: api_key(1, &one).key,
        ..api_key(2, &two)
    };
    taken(&store, |tx| api_keys::insert(tx, &same));
}

pub fn one_waiting_and_one_approved_mapping(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let of = |number, state| Mapping {
        state,
        ..mapping(number, &ground.partner.id, &ground.policy)
    };
    let approved = |key: &str| MappingState::Approved {
        by: "pm".to_owned(),
        at: at(1),
        api_key: id(key),
    };
    write(&store, |tx| {
        mappings::insert(tx, &of(1, MappingState::Requested))
    });
    taken(&store, |tx| {
        mappings::insert(tx, &of(2, MappingState::Requested))
    });
    write(&store, |tx| mappings::update(tx, &of(1, approved("k-1"))));
    write(&store, |tx| {
        mappings::insert(tx, &of(2, MappingState::Requested))
    });
    taken(&store, |tx| mappings::update(tx, &of(2, approved("k-2"))));
    write(&store, |tx| {
        let api_key = id("k-1");
        mappings::update(tx, &of(1, MappingState::Replaced { at: at(2), api_key }))?;
        mappings::update(tx, &of(2, approved("k-2")))
    });
}

pub fn one_current_certificate_per_holder(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let partner = Holder::Partner(ground.partner.id.clone());
    let signer = Holder::Misp(ground.misp.id.clone());
    write(&store, |tx| {
        certs::insert(tx, &certificate(1, partner.clone()))
    });
    write(&store, |tx| certs::insert(tx, &certificate(2, signer)));
    taken(&store, |tx| {
        certs::insert(tx, &certificate(3, partner.clone()))
    });
    write(&store, |tx| {
        certs::retire_current(tx, &partner, at(5))?;
        certs::insert(tx, &certificate(3, partner.clone()))
    });
}

pub fn one_current_key_per_partner(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let partner = &ground.partner.id;
    write(&store, |tx| keys::insert(tx, &key_reference(1, partner)));
    taken(&store, |tx| keys::insert(tx, &key_reference(2, partner)));
    write(&store, |tx| {
        keys::retire_current(tx, partner, at(5))?;
        keys::insert(tx, &key_reference(2, partner))
    });
}

pub fn a_ca_once_per_domain(place: &Place) {
    let store = place.open();
    let first = ca(1, TrustDomain::Auth);
    write(&store, |tx| cas::insert(tx, &first));
    taken(&store, |tx| {
        cas::insert(
            tx,
            &Ca {
                id: id("ca-2"),
                ..first.clone()
            },
        )
    });
    let elsewhere = Ca {
        id: id("ca-2"),
        domain: TrustDomain::Misp,
        ..first.clone()
    };
    write(&store, |tx| cas::insert(tx, &elsewhere));
}

pub fn a_rename_onto_a_taken_name(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    write(&store, |tx| {
        misps::insert(tx, &misp(2))?;
        partners::insert(tx, &partner(2, &ground.misp.id, &ground.group))
    });
    taken(&store, |tx| {
        misps::update(
            tx,
            &Misp {
                name: id("RELAY 1"),
                ..misp(2)
            },
        )
    });
    let renamed = Partner {
        name: id("bank 1"),
        ..partner(2, &ground.misp.id, &ground.group)
    };
    taken(&store, |tx| partners::update(tx, &renamed));
}

pub fn an_update_of_what_is_not_there(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let gone = refused(&store, |tx| misps::update(tx, &misp(9)));
    assert!(matches!(gone, StoreError::Missing { .. }), "{gone:?}");
    let absent = partner(9, &ground.misp.id, &ground.group);
    let gone = refused(&store, |tx| partners::update(tx, &absent));
    assert!(matches!(gone, StoreError::Missing { .. }), "{gone:?}");
}

pub fn what_a_row_names_must_exist(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let nobody = misp(9);
    let dangling = refused(&store, |tx| licenses::insert(tx, &license(1, &nobody.id)));
    assert!(
        !matches!(dangling, StoreError::Taken { .. }),
        "{dangling:?}"
    );
    let stray = partner(2, &nobody.id, &ground.group);
    refused(&store, |tx| partners::insert(tx, &stray));
    let stray = certificate(1, Holder::Partner(id("b-9")));
    refused(&store, |tx| certs::insert(tx, &stray));
    let misnamed = certificate(1, Holder::Partner(id("m-1")));
    refused(&store, |tx| certs::insert(tx, &misnamed));
}
