use super::super::fixtures::{
    API_KEY, DOCUMENT, LICENSE_KEY, PEM, api_key, group, license, noon, partner, policy,
};
use super::*;

#[test]
fn the_answer_of_1_1_5() {
    let (partner, policy, group) = (partner(), policy(), group());
    let (api_key, license) = (api_key(), license());
    let shared = Shared {
        partner: &partner,
        policy: &policy,
        group: &group,
        api_key: Some(&api_key),
        license: Some(&license),
        certificate_pem: Some(PEM),
    };
    let document: Value = serde_json::from_str(DOCUMENT).unwrap();
    let answer = answer(Shape::V11, &shared, noon());
    assert_eq!(
        answer,
        json!({
            "id": null, "version": null, "responsetime": "2026-06-01T12:00:00.123Z", "metadata": null, "errors": [],
            "response": {
                "policyId": "P1", "policyName": "bank-kyc", "policyDescription": "all banks", "policyStatus": true,
                "policy": document,
                "partnerId": "1000", "partnerName": "Bank \"One\"", "certificateData": PEM,
                "policyExpiresOn": "2027-01-05T09:00:00", "apiKeyExpiresOn": "2027-01-05T09:00:00",
                "mispExpiresOn": "2027-01-05T09:00:00",
            },
        })
    );
    let text = answer.to_string();
    assert!(!text.contains(API_KEY) && !text.contains(LICENSE_KEY));
}

#[test]
fn what_is_not_there_is_null() {
    let (partner, policy, mut group) = (partner(), policy(), group());
    group.active = false;
    let shared = Shared {
        partner: &partner,
        policy: &policy,
        group: &group,
        api_key: None,
        license: None,
        certificate_pem: None,
    };
    let response = answer(Shape::V11, &shared, noon())["response"].clone();
    assert_eq!(response["policyStatus"], false);
    for member in ["certificateData", "apiKeyExpiresOn", "mispExpiresOn"] {
        assert_eq!(response.get(member), Some(&Value::Null), "{member}");
    }
}

#[test]
fn the_answer_of_1_0_0() {
    let (partner, policy, group) = (partner(), policy(), group());
    let shared = Shared {
        partner: &partner,
        policy: &policy,
        group: &group,
        api_key: None,
        license: None,
        certificate_pem: Some(PEM),
    };
    assert_eq!(
        answer(Shape::V10, &shared, noon())["response"],
        json!({
            "policyId": "P1", "policyName": null, "policyDescription": "all banks", "policyStatus": true,
            "policy": {"policyId": "P1", "policies": {
                "authPolicies": [{"authType": "otp", "authSubType": "", "mandatory": false}],
                "allowedKycAttributes": [{"attributeName": "fullName", "required": true}],
            }},
            "partnerId": "1000", "partnerName": "Bank \"One\"",
        })
    );
}
