use super::super::fixtures::{
    API_KEY, DOCUMENT, LICENSE_KEY, MISP_DOCUMENT, PEM, api_key, block, group, license, misp,
    misp_policy, noon, partner, policy, revocation,
};
use super::*;
use serde_json::{Value, json};

const ID: &str = "5c1c0000-0000-4000-8000-000000000001";

fn approved() -> Event {
    Event::ApiKeyApproved {
        partner: partner(),
        certificate_pem: PEM.to_owned(),
        policy: policy(),
        group: group(),
        api_key: api_key(),
    }
}

fn licensed(misp: Misp, license: License) -> Event {
    Event::MispLicense {
        misp,
        license,
        policy: None,
    }
}

fn read(event: &Event) -> Value {
    let body = event.body(ID, noon()).unwrap();
    serde_json::from_str(body.expose()).unwrap()
}

fn data(event: &Event) -> Value {
    read(event)["event"]["data"].clone()
}

fn word(event: &Event, object: &str, member: &str) -> String {
    data(event)[object][member].as_str().unwrap().to_owned()
}

#[test]
fn the_envelope_is_that_of_mosip() {
    let event = licensed(misp(), license());
    assert_eq!(
        read(&event),
        json!({
            "publisher": "pmctl",
            "topic": "MISP_LICENSE_UPDATED",
            "publishedOn": "2026-06-01T12:00:00.123Z",
            "event": {
                "id": ID,
                "type": {"namespace": "pmctl", "name": "pmctl"},
                "timestamp": "2026-06-01T12:00:00.123Z",
                "data": {"mispLicenseData": {
                    "mispId": "100",
                    "licenseKey": LICENSE_KEY,
                    "mispCommenceOn": "2026-01-05T09:00:00.5",
                    "mispExpiresOn": "2027-01-05T09:00:00.5",
                    "mispStatus": "ACTIVE",
                }},
            },
        })
    );
}

#[test]
fn an_approval_carries_partner_policy_and_key_whole() {
    let document: Value = serde_json::from_str(DOCUMENT).unwrap();
    assert_eq!(
        data(&approved()),
        json!({
            "partnerData": {
                "partnerId": "1000",
                "partnerName": "Bank \"One\"",
                "certificateData": PEM,
                "partnerStatus": "ACTIVE",
            },
            "policyData": {
                "policyId": "P1",
                "policy": document,
                "policyName": "bank-kyc",
                "policyStatus": "ACTIVE",
                "policyDescription": "kyc of banks",
                "policyCommenceOn": "2026-01-05T09:00:00.5",
                "policyExpiresOn": "2027-01-05T09:00:00.5",
            },
            "apiKeyData": {
                "apiKeyId": API_KEY,
                "apiKeyCommenceOn": "2026-01-05T09:00:00.5",
                "apiKeyExpiresOn": "2027-01-05T09:00:00.5",
                "apiKeyStatus": "ACTIVE",
            },
        })
    );
}

#[test]
fn a_license_carries_the_misps_policy_whatever_its_state() {
    let with = |policy: Policy| Event::MispLicense {
        misp: misp(),
        license: license(),
        policy: Some((policy, group())),
    };
    let active = with(misp_policy());
    let document: Value = serde_json::from_str(MISP_DOCUMENT).unwrap();
    assert_eq!(data(&active)["policyData"]["policy"], document);
    assert_eq!(word(&active, "policyData", "policyId"), "P2");
    assert_eq!(word(&active, "policyData", "policyStatus"), "ACTIVE");
    assert_eq!(word(&active, "mispLicenseData", "mispId"), "100");
    let mut ended = misp_policy();
    ended.state = PolicyState::Published {
        at: noon(),
        active: false,
    };
    let ended = with(ended);
    assert_eq!(word(&ended, "policyData", "policyStatus"), "DEACTIVE");
    let without = data(&licensed(misp(), license()));
    assert_eq!(without.get("policyData"), None, "a null fails the event");
}

#[test]
fn each_event_has_its_path_topic_and_members_and_no_null() {
    let partner_event = Event::PartnerUpdated {
        partner: partner(),
        certificate_pem: PEM.to_owned(),
    };
    let key_event = Event::ApiKeyUpdated { api_key: api_key() };
    let policy_event = Event::PolicyUpdated {
        policy: policy(),
        group: group(),
    };
    let license_event = licensed(misp(), license());
    let all = "apiKeyData partnerData policyData";
    for (event, path, topic, members) in [
        (&approved(), "apikey_approved", "APIKEY_APPROVED", all),
        (
            &key_event,
            "partner_api_key_updated",
            "APIKEY_UPDATED",
            "apiKeyData",
        ),
        (
            &partner_event,
            "partner_updated",
            "PARTNER_UPDATED",
            "partnerData",
        ),
        (
            &policy_event,
            "policy_updated",
            "POLICY_UPDATED",
            "policyData",
        ),
        (
            &license_event,
            "misp_license_updated",
            "MISP_LICENSE_UPDATED",
            "mispLicenseData",
        ),
    ] {
        assert_eq!(event.callback(), path);
        assert_eq!(read(event)["topic"], topic);
        let data = data(event);
        let found: Vec<&String> = data.as_object().unwrap().keys().collect();
        let found: Vec<&str> = found.into_iter().map(String::as_str).collect();
        assert_eq!(found.join(" "), members, "{path}");
        assert!(!event.body(ID, noon()).unwrap().expose().contains(":null"));
    }
}

#[test]
fn a_revoked_license_or_a_blocked_misp_is_not_active() {
    let status = |misp, license| word(&licensed(misp, license), "mispLicenseData", "mispStatus");
    let mut blocked = misp();
    blocked.status = block();
    assert_eq!(status(blocked, license()), "NOT_ACTIVE");
    let mut revoked = license();
    revoked.revoked = revocation();
    assert_eq!(status(misp(), revoked), "NOT_ACTIVE");
}

#[test]
fn what_is_barred_is_deactive() {
    let mut barred = partner();
    barred.status = block();
    let event = Event::PartnerUpdated {
        partner: barred,
        certificate_pem: PEM.to_owned(),
    };
    assert_eq!(word(&event, "partnerData", "partnerStatus"), "DEACTIVE");

    let mut key = api_key();
    key.revoked = block().block_details().cloned();
    let event = Event::ApiKeyUpdated { api_key: key };
    assert_eq!(word(&event, "apiKeyData", "apiKeyStatus"), "DEACTIVE");
}

#[test]
fn only_a_published_active_policy_in_an_active_group_is_active() {
    let published = |active| PolicyState::Published { at: noon(), active };
    for (state, group_active, status) in [
        (published(true), true, "ACTIVE"),
        (published(true), false, "DEACTIVE"),
        (published(false), true, "DEACTIVE"),
        (PolicyState::Draft, true, "DEACTIVE"),
    ] {
        let mut policy = policy();
        policy.state = state;
        let mut group = group();
        group.active = group_active;
        let event = Event::PolicyUpdated { policy, group };
        assert_eq!(
            word(&event, "policyData", "policyStatus"),
            status,
            "{state:?} {group_active}"
        );
    }
}

#[test]
fn what_would_be_dropped_in_silence_is_not_sent() {
    let mut long_key = api_key();
    long_key.key = Secret::new("k".repeat(37));
    let mut long_license = license();
    long_license.key = Secret::new("l".repeat(129));
    let mut torn = policy();
    torn.document = "[]".to_owned();
    for event in [
        Event::ApiKeyUpdated { api_key: long_key },
        licensed(misp(), long_license),
        Event::PartnerUpdated {
            partner: partner(),
            certificate_pem: "\n".to_owned(),
        },
        Event::PolicyUpdated {
            policy: torn,
            group: group(),
        },
    ] {
        let error = event.body(ID, noon()).unwrap_err();
        assert!(matches!(error, IdaError::Unfit { .. }), "{error}");
        assert!(!error.to_string().contains("kkk") && !error.to_string().contains("lll"));
    }
}

#[test]
fn debug_shows_no_key() {
    let shown = format!("{:?}", approved());
    assert!(!shown.contains(API_KEY), "{shown}");
}
