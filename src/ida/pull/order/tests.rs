use super::*;
use crate::domain::pull::{PulledGroup, PulledPartner};
use crate::domain::time::Lifetime;
use crate::ida::pull::answer;

const DAY: Lifetime = Lifetime::from_days(1);

fn now() -> Moment {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn good() -> Pulled {
    let later = now().plus(DAY);
    Pulled {
        license: Some(PulledLicense {
            in_force: true,
            revoked: false,
            valid_to: later,
            misp_blocked: false,
        }),
        partner: Some(PulledPartner {
            id: "1000".to_owned(),
            name: "Bank One".to_owned(),
            blocked: false,
        }),
        api_key: Some(PulledKey {
            revoked: false,
            valid_from: now(),
            valid_to: later,
        }),
        policy: Some(PulledPolicy {
            id: "P1".to_owned(),
            name: "bank-kyc".to_owned(),
            document: "{}".to_owned(),
            active: true,
            valid_to: later,
            group: PulledGroup {
                description: "all banks".to_owned(),
                active: true,
            },
        }),
        certificate_pem: Some("PEM".to_owned()),
    }
}

/// One fault, as the check that it fails calls it.
fn broken(mut pulled: Pulled, fault: Refused) -> Pulled {
    let (license, key) = (&mut pulled.license, &mut pulled.api_key);
    let policy = &mut pulled.policy;
    match fault {
        Refused::NoLicense => *license = None,
        Refused::LicenseRevoked => license.iter_mut().for_each(|one| one.revoked = true),
        Refused::LicenseExpired => license.iter_mut().for_each(|one| one.valid_to = now()),
        Refused::MispBlocked => license.iter_mut().for_each(|one| one.misp_blocked = true),
        Refused::NoPartner => pulled.partner = None,
        Refused::PartnerBlocked => pulled.partner.iter_mut().for_each(|one| one.blocked = true),
        Refused::NoApiKey => *key = None,
        Refused::ApiKeyRevoked => key.iter_mut().for_each(|one| one.revoked = true),
        Refused::ApiKeyExpired => key.iter_mut().for_each(|one| one.valid_to = now()),
        Refused::NoPolicy => *policy = None,
        Refused::PolicyInactive => policy.iter_mut().for_each(|one| one.active = false),
        Refused::GroupInactive => policy.iter_mut().for_each(|one| one.group.active = false),
        Refused::PolicyExpired => policy.iter_mut().for_each(|one| one.valid_to = now()),
        Refused::NoCertificate => pulled.certificate_pem = None,
        Refused::BadDocument => policy
            .iter_mut()
            .for_each(|one| one.document = "[]".to_owned()),
    }
    pulled
}

fn judged(shape: Shape, pulled: &Pulled) -> Option<Refused> {
    answer(shape, pulled, Certificate::Required, now()).err()
}

/// MOSIP's tables (1.0.0 PartnerManagementServiceImpl, 1.1.5 likewise), row by row.
const TABLE_10: &[(Refused, &str)] = &[
    (Refused::NoLicense, "PMS_PMP_020"),
    (Refused::LicenseRevoked, "PMS_PMP_025"),
    (Refused::LicenseExpired, "PMS_PMP_021"),
    (Refused::MispBlocked, "PMS_PMP_025"),
    (Refused::NoPartner, "PMS_PMP_013"),
    (Refused::PartnerBlocked, "PMS_PMP_016"),
    (Refused::NoApiKey, "PMS_PMP_017"),
    (Refused::ApiKeyRevoked, "PMS_PMP_019"),
    (Refused::ApiKeyExpired, "PMS_PMP_018"),
    (Refused::NoPolicy, "PMS_PMP_017"),
    (Refused::PolicyInactive, "PMS_PMP_019"),
    (Refused::GroupInactive, "PMS_PMP_023"),
];

const TABLE_11: &[(Refused, &str)] = &[
    (Refused::NoPartner, "PMS_PMP_013"),
    (Refused::PartnerBlocked, "PMS_PMP_016"),
    (Refused::NoLicense, "PMS_PMP_020"),
    (Refused::LicenseRevoked, "PMS_PMP_025"),
    (Refused::LicenseExpired, "PMS_PMP_021"),
    (Refused::MispBlocked, "PMS_PMP_025"),
    (Refused::NoApiKey, "PMS_PMP_017"),
    (Refused::ApiKeyRevoked, "PMS_PMP_019"),
    (Refused::ApiKeyExpired, "PMS_PMP_018"),
    (Refused::NoPolicy, "PMS_PMP_017"),
    (Refused::PolicyInactive, "PMS_PMP_019"),
    (Refused::GroupInactive, "PMS_PMP_023"),
    (Refused::PolicyExpired, "PMS_PMP_018"),
    (Refused::NoCertificate, "PMS_PMP_052"),
];

/// Every row alone gives its code; of any two faults that can be together, the upper row wins.
fn holds(shape: Shape, table: &[(Refused, &str)]) {
    assert_eq!(judged(shape, &good()), None);
    for (at, (upper, code)) in table.iter().enumerate() {
        let one = broken(good(), *upper);
        assert_eq!(judged(shape, &one), Some(*upper), "{shape:?}");
        assert_eq!(upper.code(), *code);
        for (lower, _) in &table[at + 1..] {
            let both = broken(broken(good(), *lower), *upper);
            assert_eq!(
                judged(shape, &both),
                Some(*upper),
                "{upper:?} and {lower:?}"
            );
        }
    }
}

#[test]
fn the_order_of_1_0_0() {
    holds(Shape::V10, TABLE_10);
}

#[test]
fn the_order_of_1_1_5() {
    holds(Shape::V11, TABLE_11);
}

#[test]
fn what_1_0_0_did_not_look_at() {
    for unseen in [Refused::PolicyExpired, Refused::NoCertificate] {
        assert_eq!(judged(Shape::V10, &broken(good(), unseen)), None);
    }
}

#[test]
fn a_license_that_is_not_in_force_is_none() {
    let mut pulled = good();
    pulled
        .license
        .iter_mut()
        .for_each(|one| one.in_force = false);
    assert_eq!(judged(Shape::V10, &pulled), Some(Refused::NoLicense));
    assert_eq!(judged(Shape::V11, &pulled), Some(Refused::NoLicense));
}

#[test]
fn a_key_that_is_not_valid_yet_is_not_active() {
    let mut pulled = good();
    let tomorrow = now().plus(DAY);
    pulled
        .api_key
        .iter_mut()
        .for_each(|one| one.valid_from = tomorrow);
    assert_eq!(judged(Shape::V11, &pulled), Some(Refused::ApiKeyRevoked));
}

#[test]
fn an_end_is_the_first_moment_after() {
    let mut pulled = good();
    let next = now().plus(Lifetime::from_micros(1));
    pulled
        .license
        .iter_mut()
        .for_each(|one| one.valid_to = next);
    pulled
        .api_key
        .iter_mut()
        .for_each(|one| one.valid_to = next);
    pulled.policy.iter_mut().for_each(|one| one.valid_to = next);
    assert_eq!(judged(Shape::V11, &pulled), None);
}

#[test]
fn a_certificate_is_missed_only_where_it_is_asked_for() {
    let pulled = broken(good(), Refused::NoCertificate);
    for certificate in [Certificate::LeftOut, Certificate::IfThere] {
        assert!(answer(Shape::V11, &pulled, certificate, now()).is_ok());
    }
}

#[test]
fn a_document_that_is_no_object_is_told_and_not_shared() {
    let pulled = broken(good(), Refused::BadDocument);
    assert_eq!(judged(Shape::V10, &pulled), Some(Refused::BadDocument));
    assert_eq!(judged(Shape::V11, &pulled), Some(Refused::BadDocument));
}
