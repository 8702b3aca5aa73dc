use super::super::fixtures::{DOCUMENT, PEM, end, noon};
use super::*;
use crate::domain::pull::{PulledGroup, PulledKey, PulledLicense, PulledPartner, PulledPolicy};

fn pulled() -> Pulled {
    Pulled {
        license: Some(PulledLicense {
            in_force: true,
            revoked: false,
            valid_to: end(),
            misp_blocked: false,
        }),
        partner: Some(PulledPartner {
            id: "1000".to_owned(),
            name: "Bank \"One\"".to_owned(),
            blocked: false,
        }),
        api_key: Some(PulledKey {
            revoked: false,
            valid_from: noon(),
            valid_to: "2027-01-05T09:00:00Z".parse().unwrap(),
        }),
        policy: Some(PulledPolicy {
            id: "P1".to_owned(),
            name: "bank-kyc".to_owned(),
            document: DOCUMENT.to_owned(),
            active: true,
            valid_to: "2027-01-05T09:00:00.000001Z".parse().unwrap(),
            group: PulledGroup {
                description: "all banks".to_owned(),
                active: true,
            },
        }),
        certificate_pem: Some(PEM.to_owned()),
    }
}

fn text(shape: Shape, pulled: &Pulled, certificate: Certificate) -> String {
    let answer = answer(shape, pulled, certificate, noon()).unwrap();
    serde_json::to_string(&answer).unwrap()
}

/// Byte for byte: the order of members is that of MOSIP's classes.
#[test]
fn the_answer_of_1_1_5() {
    let expected = format!(
        "{{\"id\":null,\"version\":null,\"responsetime\":\"2026-06-01T12:00:00.123Z\",\"metadata\":null,\
         \"response\":{{\"policyId\":\"P1\",\"policyName\":\"bank-kyc\",\"policyDescription\":\"all banks\",\
         \"policyStatus\":true,\"policy\":{},\"partnerId\":\"1000\",\"partnerName\":\"Bank \\\"One\\\"\",\
         \"mispExpiresOn\":\"2027-01-05T09:00:00.5\",\"apiKeyExpiresOn\":\"2027-01-05T09:00:00\",\
         \"policyExpiresOn\":\"2027-01-05T09:00:00.000001\",\"certificateData\":{}}},\"errors\":[]}}",
        serde_json::from_str::<serde_json::Value>(DOCUMENT).unwrap(),
        serde_json::Value::from(PEM),
    );
    assert_eq!(text(Shape::V11, &pulled(), Certificate::Required), expected);
}

#[test]
fn the_answer_of_1_0_0() {
    let expected = "{\"id\":null,\"version\":null,\"responsetime\":\"2026-06-01T12:00:00.123Z\",\"metadata\":null,\
         \"response\":{\"policyId\":\"P1\",\"policyName\":null,\"policyDescription\":\"all banks\",\"policyStatus\":true,\
         \"policy\":{\"policyId\":\"P1\",\"policies\":{\
         \"authPolicies\":[{\"authSubType\":\"\",\"authType\":\"otp\",\"mandatory\":false}],\
         \"allowedKycAttributes\":[{\"attributeName\":\"fullName\",\"required\":true}]}},\
         \"partnerId\":\"1000\",\"partnerName\":\"Bank \\\"One\\\"\"},\"errors\":null}";
    assert_eq!(text(Shape::V10, &pulled(), Certificate::LeftOut), expected);
}

#[test]
fn a_certificate_that_nobody_asked_for_is_null() {
    let said = text(Shape::V11, &pulled(), Certificate::LeftOut);
    assert!(said.contains("\"certificateData\":null"), "{said}");
}

#[test]
fn lists_that_a_document_lacks_are_null_in_1_0_0() {
    let mut pulled = pulled();
    pulled
        .policy
        .iter_mut()
        .for_each(|one| one.document = "{}".to_owned());
    let said = text(Shape::V10, &pulled, Certificate::LeftOut);
    let policies = "\"policies\":{\"authPolicies\":null,\"allowedKycAttributes\":null}";
    assert!(said.contains(policies), "{said}");
}

#[test]
fn a_refusal_has_the_envelope_of_its_release() {
    let said = |shape| {
        let answer = refusal(shape, Refused::GroupInactive, noon());
        serde_json::to_string(&answer).unwrap()
    };
    assert_eq!(
        said(Shape::V10),
        "{\"id\":\"mosip.partnermanagement.partners.retrieve\",\"version\":\"1.0\",\
         \"responsetime\":\"2026-06-01T12:00:00.123Z\",\"metadata\":null,\"response\":null,\
         \"errors\":[{\"errorCode\":\"PMS_PMP_023\",\"message\":\"Policy is not active.\"}]}"
    );
    assert_eq!(
        said(Shape::V11),
        "{\"id\":\"mosip.partnermanagement\",\"version\":\"1.0\",\
         \"responsetime\":\"2026-06-01T12:00:00.123Z\",\"metadata\":null,\"response\":null,\
         \"errors\":[{\"errorCode\":\"PMS_PMP_023\",\"message\":\"Policy group is not active.\"}]}"
    );
}
