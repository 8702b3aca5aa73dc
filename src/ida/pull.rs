//! The answer that ID Authentication 1.0 and 1.1 pull for a partner: its policy and the dates that bind it.

use super::event::{document, is_honoured};
use crate::domain::api_key::ApiKey;
use crate::domain::license::License;
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup};
use crate::domain::time::Moment;
use serde_json::{Map, Value, json};

/// Which of the two answers. MOSIP 1.2 pulls nothing: it is told by events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `validatePartnerMisp` of MOSIP 1.0.0.
    V10,
    /// `validate` of MOSIP 1.1.5.
    V11,
}

/// What is shared about a partner that is mapped to a policy.
#[derive(Debug, Clone, Copy)]
pub struct Shared<'a> {
    pub partner: &'a Partner,
    pub policy: &'a Policy,
    pub group: &'a PolicyGroup,
    pub api_key: Option<&'a ApiKey>,
    /// The one in force of the partner's MISP.
    pub license: Option<&'a License>,
    /// What ID Authentication is to encrypt to.
    pub certificate_pem: Option<&'a str>,
}

/// The whole answer, in MOSIP's envelope. It holds no key.
///
/// Dates are UTC without zone; what is not there is null. The description is that of the policy group, in both shapes.
pub fn answer(shape: Shape, shared: &Shared<'_>, now: Moment) -> Value {
    let response = match shape {
        Shape::V10 => v10(shared),
        Shape::V11 => v11(shared),
    };
    json!({
        "id": null,
        "version": null,
        "responsetime": now.millis(),
        "metadata": null,
        "response": response,
        "errors": [],
    })
}

fn v10(shared: &Shared<'_>) -> Value {
    let document = document(shared.policy).unwrap_or_default();
    let list = |name: &str| document.get(name).and_then(Value::as_array).cloned();
    json!({
        "policyId": shared.policy.id.as_str(),
        // MOSIP 1.0.0 never set it.
        "policyName": null,
        "policyDescription": shared.group.description.as_str(),
        "policyStatus": is_honoured(shared.policy, shared.group),
        "policy": {
            "policyId": shared.policy.id.as_str(),
            "policies": {
                "authPolicies": list("allowedAuthTypes").unwrap_or_default(),
                "allowedKycAttributes": required(list("allowedKycAttributes").unwrap_or_default()),
            },
        },
        "partnerId": shared.partner.id.as_str(),
        "partnerName": shared.partner.name.as_str(),
    })
}

/// MOSIP 1.0.0 released only attributes that say `required`; today's documents have no such member, and list only
/// what is to be released.
fn required(attributes: Vec<Value>) -> Vec<Value> {
    let mark = |attribute: Value| match attribute {
        Value::Object(mut members) => {
            members.entry("required").or_insert(Value::Bool(true));
            Value::Object(members)
        }
        other => other,
    };
    attributes.into_iter().map(mark).collect()
}

fn v11(shared: &Shared<'_>) -> Value {
    let document: Map<String, Value> = document(shared.policy).unwrap_or_default();
    json!({
        "policyId": shared.policy.id.as_str(),
        "policyName": shared.policy.name.as_str(),
        "policyDescription": shared.group.description.as_str(),
        "policyStatus": is_honoured(shared.policy, shared.group),
        "policy": document,
        "partnerId": shared.partner.id.as_str(),
        "partnerName": shared.partner.name.as_str(),
        "certificateData": shared.certificate_pem,
        "policyExpiresOn": shared.policy.valid_to.zoneless(),
        "apiKeyExpiresOn": shared.api_key.map(|key| key.valid_to.zoneless()),
        "mispExpiresOn": shared.license.map(|license| license.valid_to.zoneless()),
    })
}

#[cfg(test)]
mod tests;
