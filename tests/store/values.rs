//! Values to store. Each call with another number gives a value that clashes with no other.

use crate::place::at;
use pmctl::domain::api_key::ApiKey;
use pmctl::domain::audit::NewEntry;
use pmctl::domain::cert::{Ca, Certificate, Thumbprint, TrustDomain};
use pmctl::domain::contact::{Contact, Phone};
use pmctl::domain::id::{Holder, MispId, PartnerId};
use pmctl::domain::journal::{Intent, IntentKind, IntentState};
use pmctl::domain::key::{KeyReference, KeySource};
use pmctl::domain::license::License;
use pmctl::domain::mapping::{Mapping, MappingState};
use pmctl::domain::misp::Misp;
use pmctl::domain::partner::{Partner, PartnerType, Signer};
use pmctl::domain::policy::{Policy, PolicyGroup, PolicyKind, PolicyState};
use pmctl::domain::secret::Secret;
use pmctl::domain::status::{Block, Status};
use pmctl::store::{Store, misps, partners, policies, policy_groups};

pub fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// Without anything that may be left out.
pub fn contact(number: u32) -> Contact {
    Contact {
        name: id("Asha Rao"),
        phone: Phone::from_stored(
            format!("+9180555{number:05}"),
            format!("080555 {number:05}"),
        ),
        email: id(&format!("ops{number}@relay.example")),
        address: None,
        user: None,
    }
}

pub fn full_contact(number: u32) -> Contact {
    Contact {
        address: Some(id("1 Main Road\n\"Old\" Town, Ключ 9, बैंक")),
        user: Some(id(&format!("user-{number}"))),
        ..contact(number)
    }
}

pub fn blocked(by_admin: bool) -> Status {
    Status::Blocked(Block {
        reason: id("it's over; '--"),
        by: "root".to_owned(),
        by_admin,
        at: at(7),
    })
}

pub fn misp(number: u32) -> Misp {
    Misp {
        id: id(&format!("m-{number}")),
        name: id(&format!("Relay {number}")),
        contact: contact(number),
        status: Status::Active,
        created_at: at(0),
        policy: None,
    }
}

pub fn license(number: u32, misp: &MispId) -> License {
    License {
        id: id(&format!("l-{number}")),
        misp: misp.clone(),
        key: Secret::new(format!("LicenseKeyInClear{number:033}")),
        valid_from: at(i64::from(number)),
        valid_to: at(1_000_000 + i64::from(number)),
        revoked: None,
        renewed_from: None,
        issued_at: at(i64::from(number)),
        handed_over: None,
    }
}

/// Renews that of the number before it.
pub fn renewal(number: u32, misp: &MispId) -> License {
    License {
        renewed_from: Some(id(&format!("l-{}", number - 1))),
        ..license(number, misp)
    }
}

pub fn group(number: u32) -> PolicyGroup {
    PolicyGroup {
        id: id(&format!("g-{number}")),
        name: id(&format!("Banking {number}")),
        description: id("banks"),
        active: true,
        created_at: at(1),
    }
}

pub fn policy(number: u32, group: &PolicyGroup) -> Policy {
    Policy {
        id: id(&format!("p-{number}")),
        group: group.id.clone(),
        name: id(&format!("Bank KYC {number}")),
        version: id("1"),
        description: id("know your customer"),
        kind: PolicyKind::Auth,
        document: r#"{"allowedAuthTypes":[{"authType":"otp"}]}"#.to_owned(),
        state: PolicyState::Draft,
        valid_from: at(2),
        valid_to: at(5_000 + i64::from(number)),
        created_at: at(3),
    }
}

pub fn partner(number: u32, misp: &MispId, group: &PolicyGroup) -> Partner {
    Partner {
        id: id(&format!("b-{number}")),
        misp: misp.clone(),
        name: id(&format!("Bank {number}")),
        organization: id("Bank"),
        contact: contact(number),
        kind: PartnerType::Auth,
        group: group.id.clone(),
        signer: Signer::Partner,
        status: Status::Active,
        created_at: at(4),
    }
}

pub fn mapping(number: u32, partner: &PartnerId, policy: &Policy) -> Mapping {
    Mapping {
        id: id(&format!("map-{number}")),
        partner: partner.clone(),
        policy: policy.id.clone(),
        detail: None,
        requested_by: "misp-operator".to_owned(),
        requested_at: at(i64::from(number)),
        state: MappingState::Requested,
    }
}

pub fn api_key(number: u32, mapping: &Mapping) -> ApiKey {
    ApiKey {
        id: id(&format!("k-{number}")),
        partner: mapping.partner.clone(),
        policy: mapping.policy.clone(),
        mapping: mapping.id.clone(),
        key: Secret::new(format!("ApiKeyInClear{number:023}")),
        valid_from: at(i64::from(number)),
        valid_to: at(2_000 + i64::from(number)),
        revoked: None,
        replaced_by: None,
        issued_at: at(i64::from(number)),
    }
}

pub fn thumbprint(number: u32) -> Thumbprint {
    let mut digest = [0; 32];
    digest[..4].copy_from_slice(&number.to_be_bytes());
    Thumbprint::from_digest(digest)
}

pub fn pem(number: u32) -> String {
    format!("-----BEGIN CERTIFICATE-----\nMIIB{number}\n-----END CERTIFICATE-----\n")
}

pub fn ca(number: u32, domain: TrustDomain) -> Ca {
    Ca {
        id: id(&format!("ca-{number}")),
        domain,
        thumbprint: thumbprint(number),
        subject: format!("CN=Root {number},O=\"A, B\""),
        issuer: "CN=Root".to_owned(),
        not_before: at(-5),
        not_after: at(3_000 + i64::from(number)),
        pem: pem(number),
        uploaded_at: at(i64::from(number)),
    }
}

pub fn certificate(number: u32, holder: Holder) -> Certificate {
    Certificate {
        id: id(&format!("c-{number}")),
        holder,
        domain: TrustDomain::Auth,
        original_pem: pem(number),
        original_thumbprint: thumbprint(number),
        resigned_pem: pem(number + 1000),
        resigned_thumbprint: thumbprint(number + 1000),
        issuers_pem: pem(number + 2000),
        not_before: at(0),
        not_after: at(4_000 + i64::from(number)),
        uploaded_at: at(i64::from(number)),
        retired_at: None,
    }
}

pub fn key_reference(number: u32, partner: &PartnerId) -> KeyReference {
    KeyReference {
        id: id(&format!("key-{number}")),
        partner: partner.clone(),
        source: KeySource::Uploaded,
        pem: pem(number),
        thumbprint: thumbprint(number),
        spki: thumbprint(number + 500),
        not_before: at(-3_600_000_000),
        not_after: at(6_000 + i64::from(number)),
        stored_at: at(i64::from(number)),
        retired_at: None,
    }
}

pub fn intent(number: u32, kind: IntentKind, subject: &str, owner: &str) -> Intent {
    Intent {
        id: id(&format!("i-{number}")),
        kind,
        subject: subject.to_owned(),
        input: r#"{"name":"it's \u00e9"}"#.to_owned(),
        state: IntentState::Open,
        attempt: 0,
        owner: id(owner),
        progress: None,
        opened_at: at(i64::from(number)),
        sent_at: None,
    }
}

pub fn entry(number: i64) -> NewEntry {
    NewEntry {
        at: at(number),
        actor: format!("actor-{number}"),
        action: "misp.block",
        subject: format!("m-{number}"),
        reason: (number % 2 == 0).then(|| "fraud".to_owned()),
        detail: (number % 3 == 0).then(|| "asked by phone".to_owned()),
    }
}

/// What most rows hang on: a MISP, a group, a published policy and a partner, all with the number 1.
pub struct Ground {
    pub misp: Misp,
    pub group: PolicyGroup,
    pub policy: Policy,
    pub partner: Partner,
}

pub fn ground(store: &Store) -> Ground {
    let misp = misp(1);
    let group = group(1);
    let policy = Policy {
        state: PolicyState::Published {
            at: at(9),
            active: true,
        },
        ..policy(1, &group)
    };
    let partner = partner(1, &misp.id, &group);
    let mut tx = store.write().unwrap();
    misps::insert(&mut tx, &misp).unwrap();
    policy_groups::insert(&mut tx, &group).unwrap();
    policies::insert(&mut tx, &policy).unwrap();
    partners::insert(&mut tx, &partner).unwrap();
    tx.commit().unwrap();
    Ground {
        misp,
        group,
        policy,
        partner,
    }
}
