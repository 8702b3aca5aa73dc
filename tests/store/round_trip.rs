//! What is written is what is read.

use crate::place::{Place, at};
use crate::values::*;
use pmctl::domain::api_key::ApiKey;
use pmctl::domain::cert::TrustDomain;
use pmctl::domain::id::{Holder, MispId, PartnerId, PolicyId};
use pmctl::domain::key::KeySource;
use pmctl::domain::license::{License, Revocation};
use pmctl::domain::mapping::{Mapping, MappingState};
use pmctl::domain::misp::Misp;
use pmctl::domain::partner::{Partner, PartnerType, Signer};
use pmctl::domain::policy::{Policy, PolicyGroup, PolicyKind, PolicyState};
use pmctl::domain::secret::Secret;
use pmctl::domain::status::Status;
use pmctl::store::{
    Conn, Of, Opening, Page, StoreError, api_keys, cas, certs, counters, keys, licenses, mappings,
    misps, partners, policies, policy_groups, settings,
};

fn revocation() -> Revocation {
    Revocation {
        reason: id("leaked"),
        by: "admin".to_owned(),
        at: at(77),
    }
}

pub fn misps_come_back(place: &Place) {
    let store = place.open();
    let plain = misp(1);
    let full = Misp {
        name: id("Relé Ñorte \"Δ\""),
        contact: full_contact(2),
        status: blocked(true),
        ..misp(2)
    };
    let mut tx = store.write().unwrap();
    misps::insert(&mut tx, &plain).unwrap();
    misps::insert(&mut tx, &full).unwrap();
    assert_eq!(misps::get(&mut tx, &full.id).unwrap(), full);
    tx.commit().unwrap();
    {
        let mut conn = store.read().unwrap();
        assert_eq!(misps::get(&mut conn, &plain.id).unwrap(), plain);
        assert_eq!(
            misps::find(&mut conn, &full.id).unwrap(),
            Some(full.clone())
        );
        assert_eq!(misps::find(&mut conn, &id("nobody")).unwrap(), None);
        assert_eq!(
            misps::by_name(&mut conn, &full.name.key()).unwrap(),
            Some(full.clone())
        );
        assert_eq!(misps::by_name(&mut conn, "relay").unwrap(), None);
        assert_eq!(
            misps::by_user(&mut conn, "user-2").unwrap(),
            Some(full.clone())
        );
        assert_eq!(misps::by_user(&mut conn, "user-1").unwrap(), None);
        assert_eq!(misps::count(&mut conn).unwrap(), 2);
    }
    let changed = Misp {
        name: id("Another"),
        contact: full_contact(3),
        status: blocked(false),
        ..plain.clone()
    };
    let mut tx = store.write().unwrap();
    misps::update(&mut tx, &changed).unwrap();
    misps::update(
        &mut tx,
        &Misp {
            status: Status::Active,
            contact: contact(4),
            ..full.clone()
        },
    )
    .unwrap();
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    assert_eq!(misps::get(&mut conn, &plain.id).unwrap(), changed);
    let lifted = misps::get(&mut conn, &full.id).unwrap();
    assert_eq!(
        (lifted.status, lifted.contact),
        (Status::Active, contact(4))
    );
    assert_eq!(misps::by_name(&mut conn, &plain.name.key()).unwrap(), None);
}

pub fn the_policy_of_a_misp_comes_back(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let with = |policy: Option<PolicyId>| Misp {
        policy,
        ..ground.misp.clone()
    };
    let held = with(Some(ground.policy.id.clone()));
    let mut tx = store.write().unwrap();
    misps::update(&mut tx, &held).unwrap();
    tx.commit().unwrap();
    {
        let mut conn = store.read().unwrap();
        assert_eq!(misps::get(&mut conn, &held.id).unwrap(), held);
        let mut with_one_of = |group| misps::with_policy_in(&mut conn, group).unwrap();
        assert_eq!(with_one_of(&ground.group.id), std::slice::from_ref(&held));
        assert_eq!(with_one_of(&id("g-2")), []);
    }
    let mut tx = store.write().unwrap();
    misps::update(&mut tx, &with(None)).unwrap();
    assert_eq!(misps::get(&mut tx, &held.id).unwrap(), with(None));
    assert!(misps::update(&mut tx, &with(Some(id("nothing")))).is_err());
}

/// Secrets do not compare: the rest by its text, the secret in clear.
fn text_of(license: &License) -> String {
    format!("{license:?} {}", license.key.expose())
}

fn key_text(key: &ApiKey) -> String {
    format!("{key:?} {}", key.key.expose())
}

pub fn licenses_come_back(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let misp = &ground.misp.id;
    let first = license(1, misp);
    let second = renewal(2, misp);
    let mut tx = store.write().unwrap();
    licenses::insert(&mut tx, &first).unwrap();
    licenses::insert(&mut tx, &second).unwrap();
    let revoked = License {
        revoked: Some(revocation()),
        handed_over: Some(at(500)),
        ..first.clone()
    };
    licenses::update(&mut tx, &revoked).unwrap();
    licenses::handed_over(&mut tx, &first.id, at(500)).unwrap();
    licenses::handed_over(&mut tx, &first.id, at(600)).unwrap();
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    assert_eq!(
        text_of(&licenses::get(&mut conn, &first.id).unwrap()),
        text_of(&revoked)
    );
    let found = licenses::find(&mut conn, &second.id).unwrap().unwrap();
    assert_eq!(text_of(&found), text_of(&second));
    let of_misp: Vec<_> = licenses::of_misp(&mut conn, misp).unwrap();
    let ids: Vec<_> = of_misp.iter().map(|license| license.id.as_str()).collect();
    assert_eq!(ids, ["l-2", "l-1"], "the newest comes first");
    assert!(
        licenses::of_misp(&mut conn, &id("other"))
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        licenses::list(&mut conn, None, &Page::first(10))
            .unwrap()
            .len(),
        2
    );
}

pub fn policies_come_back(place: &Place) {
    let store = place.open();
    let (first, other) = (group(1), group(2));
    let draft = Policy {
        document: "{\"क\":\"\\u0000 \\\" ' é\"}".to_owned(),
        ..policy(1, &first)
    };
    let published = Policy {
        kind: PolicyKind::DataShare,
        state: PolicyState::Published {
            at: at(8),
            active: true,
        },
        ..policy(2, &first)
    };
    let idle = Policy {
        kind: PolicyKind::Misp,
        state: PolicyState::Published {
            at: at(8),
            active: false,
        },
        ..policy(3, &other)
    };
    let mut tx = store.write().unwrap();
    policy_groups::insert(&mut tx, &first).unwrap();
    policy_groups::insert(&mut tx, &other).unwrap();
    for policy in [&draft, &published, &idle] {
        policies::insert(&mut tx, policy).unwrap();
    }
    tx.commit().unwrap();
    {
        let mut conn = store.read().unwrap();
        for policy in [&draft, &published, &idle] {
            assert_eq!(&policies::get(&mut conn, &policy.id).unwrap(), policy);
        }
        assert_eq!(policies::find(&mut conn, &id("none")).unwrap(), None);
        let key = draft.name.key();
        assert_eq!(
            policies::by_name(&mut conn, &first.id, &key).unwrap(),
            Some(draft.clone())
        );
        assert_eq!(policies::by_name(&mut conn, &other.id, &key).unwrap(), None);
        assert_eq!(policies::list(&mut conn, None).unwrap().len(), 3);
        let of_group = policies::list(&mut conn, Some(&first.id)).unwrap();
        assert_eq!(of_group, [draft.clone(), published.clone()]);
        assert_eq!(policy_groups::get(&mut conn, &first.id).unwrap(), first);
        assert_eq!(policy_groups::find(&mut conn, &id("none")).unwrap(), None);
        let found = policy_groups::by_name(&mut conn, &other.name.key()).unwrap();
        assert_eq!(found, Some(other.clone()));
        assert_eq!(
            policy_groups::list(&mut conn).unwrap(),
            [first.clone(), other]
        );
    }
    let closed = PolicyGroup {
        active: false,
        description: id("closed"),
        ..first
    };
    let state = PolicyState::Published {
        at: at(10),
        active: true,
    };
    let now_published = Policy { state, ..draft };
    let mut tx = store.write().unwrap();
    policy_groups::update(&mut tx, &closed).unwrap();
    policies::update(&mut tx, &now_published).unwrap();
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    assert_eq!(policy_groups::get(&mut conn, &closed.id).unwrap(), closed);
    assert_eq!(
        policies::get(&mut conn, &now_published.id).unwrap(),
        now_published
    );
}

pub fn partners_come_back(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let second = misp(2);
    let mut all = vec![ground.partner.clone()];
    for (number, kind) in (2..).zip(PartnerType::ALL) {
        all.push(Partner {
            kind,
            signer: Signer::Misp,
            contact: full_contact(number),
            status: blocked(number % 2 == 0),
            organization: id("Bänk & Söhne, \"AG\""),
            ..partner(number, &second.id, &ground.group)
        });
    }
    let mut tx = store.write().unwrap();
    misps::insert(&mut tx, &second).unwrap();
    for partner in &all[1..] {
        partners::insert(&mut tx, partner).unwrap();
    }
    tx.commit().unwrap();
    {
        let mut conn = store.read().unwrap();
        for partner in &all {
            assert_eq!(&partners::get(&mut conn, &partner.id).unwrap(), partner);
            let key = partner.name.key();
            let found = partners::by_name(&mut conn, &ground.group.id, &key).unwrap();
            assert_eq!(found.as_ref(), Some(partner));
        }
        assert_eq!(partners::find(&mut conn, &id("none")).unwrap(), None);
        assert_eq!(
            partners::by_name(&mut conn, &id("g-9"), "bank 1").unwrap(),
            None
        );
        assert_eq!(
            partners::by_user(&mut conn, "user-3").unwrap().unwrap().id,
            all[2].id
        );
        assert_eq!(partners::by_user(&mut conn, "nobody").unwrap(), None);
        let page = Page::first(100);
        assert_eq!(
            partners::list(&mut conn, None, &page).unwrap().len(),
            all.len()
        );
        let of_one = partners::list(&mut conn, Some(&ground.misp.id), &page).unwrap();
        assert_eq!(of_one, std::slice::from_ref(&ground.partner));
        for (holder, exists) in [("b-1", true), ("m-1", true), ("b-99", false)] {
            assert_eq!(
                partners::holder_exists(&mut conn, holder).unwrap(),
                exists,
                "{holder}"
            );
        }
    }
    let changed = Partner {
        name: id("Renamed"),
        contact: full_contact(50),
        signer: Signer::Misp,
        status: blocked(true),
        ..ground.partner
    };
    let mut tx = store.write().unwrap();
    partners::update(&mut tx, &changed).unwrap();
    tx.commit().unwrap();
    assert_eq!(
        partners::get(&mut store.read().unwrap(), &changed.id).unwrap(),
        changed
    );
}

pub fn mappings_come_back(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let of = |number| mapping(number, &ground.partner.id, &ground.policy);
    let approved = Mapping {
        detail: Some(id("needed for loans")),
        state: MappingState::Approved {
            by: "pm".to_owned(),
            at: at(20),
            api_key: id("k-1"),
        },
        ..of(2)
    };
    let rejected = Mapping {
        state: MappingState::Rejected {
            by: "pm".to_owned(),
            at: at(21),
            reason: "no contract".to_owned(),
        },
        ..of(3)
    };
    let replaced = Mapping {
        state: MappingState::Replaced {
            at: at(22),
            api_key: id("k-4"),
        },
        ..of(4)
    };
    let waiting = of(5);
    let all = [&approved, &rejected, &replaced, &waiting];
    let mut tx = store.write().unwrap();
    for mapping in all {
        let request = Mapping {
            state: MappingState::Requested,
            ..mapping.clone()
        };
        mappings::insert(&mut tx, &request).unwrap();
        mappings::update(&mut tx, mapping).unwrap();
    }
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    for mapping in all {
        assert_eq!(&mappings::get(&mut conn, &mapping.id).unwrap(), mapping);
    }
    let partner = &ground.partner.id;
    assert_eq!(mappings::find(&mut conn, &id("none")).unwrap(), None);
    assert_eq!(
        mappings::waiting_of(&mut conn, partner).unwrap(),
        Some(waiting.clone())
    );
    assert_eq!(
        mappings::approved_of(&mut conn, partner).unwrap(),
        Some(approved.clone())
    );
    assert_eq!(mappings::waiting_of(&mut conn, &id("b-2")).unwrap(), None);
    assert_eq!(mappings::approved_of(&mut conn, &id("b-2")).unwrap(), None);
    let count = |conn: &mut Conn<'_>, policy: &str, group: &str| {
        let with = mappings::count_with(conn, &id(policy)).unwrap();
        (with, mappings::count_in(conn, &id(group)).unwrap())
    };
    let own = count(
        &mut conn,
        ground.policy.id.as_str(),
        ground.policy.group.as_str(),
    );
    assert_eq!(own, (1, 1), "the approved one only");
    assert_eq!(count(&mut conn, "none", "none"), (0, 0));
    assert_eq!(mappings::of_partner(&mut conn, partner).unwrap().len(), 4);
    assert_eq!(mappings::list(&mut conn, None).unwrap().len(), 4);
    assert_eq!(
        mappings::list(&mut conn, Some("rejected")).unwrap(),
        [rejected]
    );
    assert!(
        mappings::list(&mut conn, Some("no such state"))
            .unwrap_or_default()
            .is_empty()
    );
}

pub fn api_keys_come_back(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let (one, two) = (
        Mapping {
            state: MappingState::Replaced {
                at: at(3),
                api_key: id("k-1"),
            },
            ..mapping(1, &ground.partner.id, &ground.policy)
        },
        mapping(2, &ground.partner.id, &ground.policy),
    );
    let first = ApiKey {
        revoked: blocked(true).block_details().cloned(),
        replaced_by: Some(id("k-2")),
        ..api_key(1, &one)
    };
    let second = api_key(2, &two);
    let mut tx = store.write().unwrap();
    mappings::insert(&mut tx, &one).unwrap();
    mappings::insert(&mut tx, &two).unwrap();
    api_keys::insert(&mut tx, &api_key(1, &one)).unwrap();
    api_keys::insert(&mut tx, &second).unwrap();
    api_keys::update(&mut tx, &first).unwrap();
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    assert_eq!(
        key_text(&api_keys::get(&mut conn, &first.id).unwrap()),
        key_text(&first)
    );
    let found = api_keys::find(&mut conn, &second.id).unwrap().unwrap();
    assert_eq!(key_text(&found), key_text(&second));
    assert!(api_keys::find(&mut conn, &id("none")).unwrap().is_none());
    assert_eq!(
        api_keys::of_partner(&mut conn, &ground.partner.id)
            .unwrap()
            .len(),
        2
    );
    assert!(
        api_keys::of_partner(&mut conn, &id("b-2"))
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        api_keys::list(&mut conn, Of::All, &Page::first(10))
            .unwrap()
            .len(),
        2
    );
}

pub fn cas_come_back(place: &Place) {
    let store = place.open();
    let all = [
        ca(1, TrustDomain::Auth),
        ca(2, TrustDomain::Ftm),
        ca(3, TrustDomain::Device),
    ];
    let mut tx = store.write().unwrap();
    for ca in &all {
        cas::insert(&mut tx, ca).unwrap();
    }
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    for ca in &all {
        let found = cas::find(&mut conn, ca.domain, &ca.thumbprint).unwrap();
        assert_eq!(found.as_ref(), Some(ca));
        let of_domain = cas::list(&mut conn, Some(ca.domain)).unwrap();
        assert_eq!(of_domain, std::slice::from_ref(ca));
    }
    assert_eq!(
        cas::find(&mut conn, TrustDomain::Misp, &thumbprint(1)).unwrap(),
        None
    );
    assert_eq!(cas::list(&mut conn, None).unwrap().len(), 3);
}

pub fn certificates_come_back(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let partner = Holder::Partner(ground.partner.id.clone());
    let signer = Holder::Misp(ground.misp.id.clone());
    let (old, new) = (
        certificate(1, partner.clone()),
        certificate(2, partner.clone()),
    );
    let other = certificate(3, signer.clone());
    let mut tx = store.write().unwrap();
    certs::retire_current(&mut tx, &partner, at(49)).unwrap();
    certs::insert(&mut tx, &old).unwrap();
    certs::insert(&mut tx, &other).unwrap();
    tx.commit().unwrap();
    assert_eq!(
        certs::current(&mut store.read().unwrap(), &partner).unwrap(),
        Some(old.clone())
    );
    let mut tx = store.write().unwrap();
    certs::retire_current(&mut tx, &partner, at(50)).unwrap();
    certs::insert(&mut tx, &new).unwrap();
    tx.commit().unwrap();
    let retired = pmctl::domain::cert::Certificate {
        retired_at: Some(at(50)),
        ..old
    };
    let mut conn = store.read().unwrap();
    assert_eq!(certs::get(&mut conn, &retired.id).unwrap(), retired);
    assert_eq!(certs::find(&mut conn, &new.id).unwrap(), Some(new.clone()));
    assert_eq!(certs::find(&mut conn, &id("none")).unwrap(), None);
    assert_eq!(
        certs::current(&mut conn, &partner).unwrap(),
        Some(new.clone())
    );
    assert_eq!(certs::current(&mut conn, &signer).unwrap(), Some(other));
    assert_eq!(
        certs::current(&mut conn, &Holder::Partner(id("b-9"))).unwrap(),
        None
    );
    assert_eq!(
        certs::of_holder(&mut conn, &partner).unwrap(),
        [new, retired]
    );
    assert_eq!(
        certs::list(&mut conn, Of::All, &Page::first(10))
            .unwrap()
            .len(),
        3
    );
}

pub fn keys_come_back(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let partner = &ground.partner.id;
    let leaf = certificate(1, Holder::Partner(partner.clone()));
    let old = pmctl::domain::key::KeyReference {
        source: KeySource::Certificate(leaf.id.clone()),
        ..key_reference(1, partner)
    };
    let new = key_reference(2, partner);
    let mut tx = store.write().unwrap();
    certs::insert(&mut tx, &leaf).unwrap();
    keys::retire_current(&mut tx, partner, at(59)).unwrap();
    keys::insert(&mut tx, &old).unwrap();
    keys::retire_current(&mut tx, partner, at(60)).unwrap();
    keys::insert(&mut tx, &new).unwrap();
    tx.commit().unwrap();
    let retired = pmctl::domain::key::KeyReference {
        retired_at: Some(at(60)),
        ..old
    };
    let mut conn = store.read().unwrap();
    assert_eq!(
        keys::current(&mut conn, partner).unwrap(),
        Some(new.clone())
    );
    assert_eq!(keys::current(&mut conn, &id("b-9")).unwrap(), None);
    assert_eq!(
        keys::of_partner(&mut conn, partner).unwrap(),
        [new, retired]
    );
}

pub fn settings_come_back(place: &Place) {
    let store = place.open();
    let put = |name: &str, text: &str| {
        let mut tx = store.write().unwrap();
        settings::put(&mut tx, name, &Secret::new(text.to_owned())).unwrap();
        tx.commit().unwrap();
    };
    let get = |name: &str| {
        let found = settings::get(&mut store.read().unwrap(), name).unwrap();
        found.map(|secret| secret.expose().to_owned())
    };
    assert_eq!(get("wrapping"), None);
    put("wrapping", "first\nline é");
    put("other", "same");
    put("third", "same");
    assert_eq!(get("wrapping").as_deref(), Some("first\nline é"));
    put("wrapping", "");
    assert_eq!(get("wrapping").as_deref(), Some(""));
    assert_eq!(
        (get("other"), get("third")),
        (Some("same".to_owned()), Some("same".to_owned()))
    );
}

pub fn counters_count_from_their_start(place: &Place) {
    let store = place.open();
    let mut tx = store.write().unwrap();
    let mut next = |name: &str, start| counters::next(&mut tx, name, start).unwrap();
    assert_eq!(
        [next("misp", 100), next("misp", 100), next("misp", 100)],
        [100, 101, 102]
    );
    assert_eq!(next("partner", 1000), 1000);
    assert_eq!(next("misp", 100), 103);
    tx.commit().unwrap();
    let reopened = place.open();
    let mut tx = reopened.write().unwrap();
    assert_eq!(counters::next(&mut tx, "misp", 100).unwrap(), 104);
}

pub fn lists_go_on_where_a_page_ended(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let mut tx = store.write().unwrap();
    for number in 2..=25 {
        misps::insert(&mut tx, &misp(number)).unwrap();
        partners::insert(&mut tx, &partner(number, &ground.misp.id, &ground.group)).unwrap();
        licenses::insert(&mut tx, &license(number, &id(&format!("m-{number}")))).unwrap();
        let holder = Holder::Partner(id(&format!("b-{number}")));
        certs::insert(&mut tx, &certificate(number, holder)).unwrap();
        let mapping = mapping(number, &id(&format!("b-{number}")), &ground.policy);
        mappings::insert(&mut tx, &mapping).unwrap();
        api_keys::insert(&mut tx, &api_key(number, &mapping)).unwrap();
    }
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    let of = &ground.misp.id;
    let misp_ids = paged(|page| {
        let rows = misps::list(&mut conn, page).unwrap();
        rows.into_iter().map(|row| row.name.key()).collect()
    });
    assert_eq!(misp_ids, sorted(misp_ids.clone(), 25));
    let partner_ids = paged(|page| {
        let rows = partners::list(&mut conn, None, page).unwrap();
        rows.into_iter().map(|row| row.id.to_string()).collect()
    });
    assert_eq!(partner_ids, sorted(partner_ids.clone(), 25));
    let own_ids = paged(|page| {
        let rows = partners::list(&mut conn, Some(of), page).unwrap();
        rows.into_iter().map(|row| row.id.to_string()).collect()
    });
    assert_eq!(own_ids, partner_ids);
    let license_ids = paged(|page| {
        let rows = licenses::list(&mut conn, None, page).unwrap();
        rows.into_iter().map(|row| row.id.to_string()).collect()
    });
    assert_eq!(license_ids, sorted(license_ids.clone(), 24));
    let cert_ids = paged(|page| {
        let rows = certs::list(&mut conn, Of::All, page).unwrap();
        rows.into_iter().map(|row| row.id.to_string()).collect()
    });
    assert_eq!(cert_ids, sorted(cert_ids.clone(), 24));
    let key_ids = paged(|page| {
        let rows = api_keys::list(&mut conn, Of::All, page).unwrap();
        rows.into_iter().map(|row| row.id.to_string()).collect()
    });
    assert_eq!(key_ids, sorted(key_ids.clone(), 24));
    let own_certs = paged(|page| {
        let rows = certs::list(&mut conn, Of::Misp(of), page).unwrap();
        rows.into_iter().map(|row| row.id.to_string()).collect()
    });
    assert_eq!(own_certs, cert_ids);
    let own_keys = paged(|page| {
        let rows = api_keys::list(&mut conn, Of::Misp(of), page).unwrap();
        rows.into_iter().map(|row| row.id.to_string()).collect()
    });
    assert_eq!(own_keys, key_ids);
    let one: PartnerId = id("b-7");
    let rows = api_keys::list(&mut conn, Of::Partner(&one), &Page::first(7)).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].partner, one);
    let stranger: MispId = id("m-7");
    let rows = api_keys::list(&mut conn, Of::Misp(&stranger), &Page::first(7)).unwrap();
    assert!(rows.is_empty());
}

/// The sort keys of all rows, seven at a time.
fn paged(mut part: impl FnMut(&Page) -> Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut page = Page::first(7);
    loop {
        let rows = part(&page);
        assert!(rows.len() <= 7);
        let Some(last) = rows.last() else { return all };
        page = Page {
            after: Some(last.clone()),
            limit: 7,
        };
        all.extend(rows);
    }
}

fn sorted(mut keys: Vec<String>, count: usize) -> Vec<String> {
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), count);
    keys
}

pub fn lists_sort_by_bytes_not_by_language(place: &Place) {
    let store = place.open();
    let names = ["zeta", "Alpha", "été", "a-b", "a b", "ab", "Ωmega"];
    let mut tx = store.write().unwrap();
    for (number, name) in (1..).zip(names) {
        misps::insert(
            &mut tx,
            &Misp {
                name: id(name),
                ..misp(number)
            },
        )
        .unwrap();
    }
    tx.commit().unwrap();
    let rows = misps::list(&mut store.read().unwrap(), &Page::first(100)).unwrap();
    let keys: Vec<_> = rows.iter().map(|row| row.name.key()).collect();
    assert_eq!(keys, ["a b", "a-b", "ab", "alpha", "zeta", "été", "ωmega"]);
}

pub fn what_is_not_there_is_named(place: &Place) {
    let store = place.open();
    let mut conn = store.read().unwrap();
    let errors = [
        misps::get(&mut conn, &id("gone-1")).map(drop),
        licenses::get(&mut conn, &id("gone-1")).map(drop),
        policy_groups::get(&mut conn, &id("gone-1")).map(drop),
        policies::get(&mut conn, &id("gone-1")).map(drop),
        partners::get(&mut conn, &id("gone-1")).map(drop),
        mappings::get(&mut conn, &id("gone-1")).map(drop),
        api_keys::get(&mut conn, &id("gone-1")).map(drop),
        certs::get(&mut conn, &id("gone-1")).map(drop),
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert!(matches!(error, StoreError::Missing { .. }), "{error}");
        assert!(error.to_string().contains("gone-1"), "{error}");
    }
}

pub fn what_ends_is_found_soonest_first(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    let partner = &ground.partner.id;
    let holder = Holder::Partner(partner.clone());
    let mut tx = store.write().unwrap();
    for number in [3, 2, 4] {
        misps::insert(&mut tx, &misp(number)).unwrap();
        licenses::insert(&mut tx, &license(number, &misp(number).id)).unwrap();
        policies::insert(&mut tx, &policy(number, &ground.group)).unwrap();
        cas::insert(&mut tx, &ca(number, TrustDomain::Auth)).unwrap();
        let state = MappingState::Replaced {
            at: at(1),
            api_key: id("k-0"),
        };
        let mapping = Mapping {
            state,
            ..mapping(number, partner, &ground.policy)
        };
        mappings::insert(&mut tx, &mapping).unwrap();
        api_keys::insert(&mut tx, &api_key(number, &mapping)).unwrap();
        certs::retire_current(&mut tx, &holder, at(1)).unwrap();
        certs::insert(&mut tx, &certificate(number, holder.clone())).unwrap();
        keys::retire_current(&mut tx, partner, at(1)).unwrap();
        keys::insert(&mut tx, &key_reference(number, partner)).unwrap();
    }
    tx.commit().unwrap();
    let mut conn = store.read().unwrap();
    let all = at(2_000_000);
    let ids = |rows: Vec<String>| rows.join(" ");
    let found = licenses::newest_ending_before(&mut conn, at(1_000_004)).unwrap();
    assert_eq!(
        ids(found.iter().map(|row| row.id.to_string()).collect()),
        "l-2 l-3"
    );
    let found = licenses::newest_ending_before(&mut conn, all).unwrap();
    assert_eq!(
        ids(found.iter().map(|row| row.id.to_string()).collect()),
        "l-2 l-3 l-4"
    );
    let last = licenses::newest_ending_after(&mut conn, at(1_000_002)).unwrap();
    assert_eq!(
        (last.count, last.last),
        (2, Some(("l-4".to_owned(), at(1_000_004))))
    );
    let found = policies::ending_before(&mut conn, at(5_004)).unwrap();
    assert_eq!(
        ids(found.iter().map(|row| row.id.to_string()).collect()),
        "p-1 p-2 p-3"
    );
    let found = cas::ending_before(&mut conn, at(3_004)).unwrap();
    assert_eq!(
        ids(found.iter().map(|row| row.id.to_string()).collect()),
        "ca-2 ca-3"
    );
    let found = api_keys::ending_before(&mut conn, at(2_004)).unwrap();
    assert_eq!(
        ids(found.iter().map(|row| row.id.to_string()).collect()),
        "k-2 k-3"
    );
    let found = certs::current_ending_before(&mut conn, all).unwrap();
    assert_eq!(
        ids(found.iter().map(|row| row.id.to_string()).collect()),
        "c-4"
    );
    assert!(
        certs::current_ending_before(&mut conn, at(4_004))
            .unwrap()
            .is_empty()
    );
    let found = keys::current_ending_before(&mut conn, all).unwrap();
    assert_eq!(
        ids(found.iter().map(|row| row.id.to_string()).collect()),
        "key-4"
    );
    assert!(
        keys::current_ending_before(&mut conn, at(6_004))
            .unwrap()
            .is_empty()
    );
}

pub fn an_unknown_word_is_damage(place: &Place) {
    let store = place.open();
    let ground = ground(&store);
    place.tamper("update policies set kind = 'Whatever'");
    place.tamper("update partners set signer = 'whoever'");
    let mut conn = store.read().unwrap();
    let policy = policies::get(&mut conn, &ground.policy.id).map(drop);
    let partner = partners::get(&mut conn, &ground.partner.id).map(drop);
    for damage in [policy, partner] {
        let damage = damage.unwrap_err();
        assert!(matches!(damage, StoreError::Corrupt { .. }), "{damage}");
    }
}

/// In an older store a key was revoked only when a newer mapping replaced its own; which one did is found out.
pub fn replaced_keys_of_an_older_store_name_their_successor(place: &Place) {
    {
        let store = place.open();
        let ground = ground(&store);
        let mut tx = store.write().unwrap();
        for number in [1, 8, 9] {
            let mapping = Mapping {
                state: MappingState::Replaced {
                    at: at(7),
                    api_key: id(&format!("k-{number}")),
                },
                ..mapping(number, &ground.partner.id, &ground.policy)
            };
            mappings::insert(&mut tx, &mapping).unwrap();
            let key = ApiKey {
                revoked: blocked(false)
                    .block_details()
                    .cloned()
                    .filter(|_| number == 1),
                ..api_key(number, &mapping)
            };
            api_keys::insert(&mut tx, &key).unwrap();
        }
        tx.commit().unwrap();
    }
    place.set_back_to(3);
    let store = place.try_open(Opening::Existing).unwrap();
    let mut conn = store.read().unwrap();
    let former = api_keys::get(&mut conn, &id("k-1")).unwrap();
    assert_eq!(former.replaced_by, Some(id("k-8")));
    assert_eq!(former.revoked.as_ref(), blocked(true).block_details());
    for alive in ["k-8", "k-9"] {
        let key = api_keys::get(&mut conn, &id(alive)).unwrap();
        assert!(key.revoked.is_none() && key.replaced_by.is_none());
    }
}
