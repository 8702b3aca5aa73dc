//! Rows for the tests of this layer: a triple that ID Authentication accepts at [`noon`].

use crate::domain::api_key::ApiKey;
use crate::domain::cert::{Certificate, Thumbprint, TrustDomain};
use crate::domain::contact::{Contact, Phone};
use crate::domain::id::Holder;
use crate::domain::license::{License, Revocation};
use crate::domain::mapping::{Mapping, MappingState};
use crate::domain::misp::Misp;
use crate::domain::partner::{Partner, PartnerType, Signer};
use crate::domain::policy::{Policy, PolicyGroup, PolicyKind, PolicyState};
use crate::domain::secret::Secret;
use crate::domain::status::{Block, Status};
use crate::domain::time::Moment;

pub const PEM: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
pub const LICENSE_KEY: &str = "licKEY0123456789abcdefghijklmnopqrstuvwxyz01234567";
pub const API_KEY: &str = "apiKEY0123456789abcdefghijklmnopqrst";
pub const DOCUMENT: &str = r#"{"authTokenType":"partner","allowedAuthTypes":[{"authType":"otp","authSubType":"","mandatory":false}],"allowedKycAttributes":[{"attributeName":"fullName"}]}"#;

pub const MISP_DOCUMENT: &str = r#"{"allowAuthRequestDelegation":true,"allowKycRequestDelegation":true,"allowKeyBindingDelegation":true}"#;

pub fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

pub fn noon() -> Moment {
    at("2026-06-01T12:00:00.123456Z")
}

pub fn begin() -> Moment {
    at("2026-01-05T09:00:00.500Z")
}

pub fn end() -> Moment {
    at("2027-01-05T09:00:00.500Z")
}

pub fn block() -> Status {
    Status::Blocked(Block {
        reason: "fraud".parse().unwrap(),
        by: "admin".to_owned(),
        by_admin: true,
        at: at("2026-05-01"),
    })
}

pub fn revocation() -> Option<Revocation> {
    Some(Revocation {
        reason: "leak".parse().unwrap(),
        by: "admin".to_owned(),
        at: at("2026-05-02"),
    })
}

fn contact() -> Contact {
    Contact {
        name: "Asha Rao".parse().unwrap(),
        phone: Phone::from_stored("+918055500100".to_owned(), "08055500100".to_owned()),
        email: "ops@relay.example".parse().unwrap(),
        address: None,
        user: None,
    }
}

pub fn misp() -> Misp {
    Misp {
        id: "100".parse().unwrap(),
        name: "Northern Relay".parse().unwrap(),
        contact: contact(),
        status: Status::Active,
        created_at: begin(),
        policy: None,
    }
}

pub fn license() -> License {
    License {
        id: "L1".parse().unwrap(),
        misp: "100".parse().unwrap(),
        key: Secret::new(LICENSE_KEY.to_owned()),
        valid_from: begin(),
        valid_to: end(),
        revoked: None,
        renewed_from: None,
        issued_at: begin(),
        handed_over: None,
    }
}

pub fn partner() -> Partner {
    Partner {
        id: "1000".parse().unwrap(),
        misp: "100".parse().unwrap(),
        name: "Bank \"One\"".parse().unwrap(),
        organization: "Bank One".parse().unwrap(),
        contact: contact(),
        kind: PartnerType::Auth,
        group: "G1".parse().unwrap(),
        signer: Signer::Partner,
        status: Status::Active,
        created_at: begin(),
    }
}

pub fn group() -> PolicyGroup {
    PolicyGroup {
        id: "G1".parse().unwrap(),
        name: "banking".parse().unwrap(),
        description: "all banks".parse().unwrap(),
        active: true,
        created_at: begin(),
    }
}

pub fn policy() -> Policy {
    Policy {
        id: "P1".parse().unwrap(),
        group: "G1".parse().unwrap(),
        name: "bank-kyc".parse().unwrap(),
        version: "1".parse().unwrap(),
        description: "kyc of banks".parse().unwrap(),
        kind: PolicyKind::Auth,
        document: DOCUMENT.to_owned(),
        state: PolicyState::Published {
            at: begin(),
            active: true,
        },
        valid_from: begin(),
        valid_to: end(),
        created_at: begin(),
    }
}

pub fn misp_policy() -> Policy {
    Policy {
        id: "P2".parse().unwrap(),
        name: "delegation".parse().unwrap(),
        kind: PolicyKind::Misp,
        document: MISP_DOCUMENT.to_owned(),
        ..policy()
    }
}

pub fn api_key() -> ApiKey {
    ApiKey {
        id: "K1".parse().unwrap(),
        partner: "1000".parse().unwrap(),
        policy: "P1".parse().unwrap(),
        mapping: "M1".parse().unwrap(),
        key: Secret::new(API_KEY.to_owned()),
        valid_from: begin(),
        valid_to: end(),
        revoked: None,
        replaced_by: None,
        issued_at: begin(),
    }
}

pub fn mapping() -> Mapping {
    Mapping {
        id: "M1".parse().unwrap(),
        partner: "1000".parse().unwrap(),
        policy: "P1".parse().unwrap(),
        detail: None,
        requested_by: "misp".to_owned(),
        requested_at: begin(),
        state: MappingState::Approved {
            by: "pm".to_owned(),
            at: begin(),
            api_key: "K1".parse().unwrap(),
        },
    }
}

pub fn certificate() -> Certificate {
    Certificate {
        id: "c-1".parse().unwrap(),
        holder: Holder::Partner("1000".parse().unwrap()),
        domain: TrustDomain::Auth,
        original_pem: PEM.to_owned(),
        original_thumbprint: Thumbprint::from_digest([1; 32]),
        resigned_pem: PEM.to_owned(),
        resigned_thumbprint: Thumbprint::from_digest([2; 32]),
        issuers_pem: PEM.to_owned(),
        not_before: begin(),
        not_after: end(),
        uploaded_at: begin(),
        retired_at: None,
    }
}
