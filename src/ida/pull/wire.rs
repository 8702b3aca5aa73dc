//! The JSON of the answer: members in the order in which MOSIP's classes declare them.

use super::{Refused, Shape};
use crate::domain::pull::{Certificate, Pulled, PulledPartner, PulledPolicy};
use crate::domain::time::Moment;
use serde::Serialize;
use serde_json::{Map, Value};

/// MOSIP's envelope with an answer or a refusal inside.
#[derive(Debug, Serialize)]
pub struct Answer {
    id: Option<&'static str>,
    version: Option<&'static str>,
    responsetime: String,
    metadata: Option<()>,
    response: Option<Response>,
    /// 1.0.0 wrote null where there are none.
    errors: Option<Vec<WireError>>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Response {
    V10(Response10),
    V11(Response11),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response10 {
    policy_id: String,
    /// MOSIP 1.0.0 never set it.
    policy_name: Option<()>,
    policy_description: String,
    policy_status: bool,
    policy: Policy10,
    partner_id: String,
    partner_name: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Policy10 {
    policy_id: String,
    policies: Policies,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Policies {
    auth_policies: Option<Vec<Value>>,
    allowed_kyc_attributes: Option<Vec<Value>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response11 {
    policy_id: String,
    policy_name: String,
    policy_description: String,
    policy_status: bool,
    policy: Map<String, Value>,
    partner_id: String,
    partner_name: String,
    misp_expires_on: Option<String>,
    api_key_expires_on: Option<String>,
    policy_expires_on: String,
    certificate_data: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireError {
    error_code: Option<&'static str>,
    message: &'static str,
}

pub(super) fn accepted(
    shape: Shape,
    pulled: &Pulled,
    certificate: Certificate,
    now: Moment,
) -> Result<Answer, Refused> {
    let partner = pulled.partner.as_ref().ok_or(Refused::NoPartner)?;
    let policy = pulled.policy.as_ref().ok_or(Refused::NoPolicy)?;
    let document: Map<String, Value> =
        serde_json::from_str(&policy.document).map_err(|_| Refused::BadDocument)?;
    let response = match shape {
        Shape::V10 => Response::V10(v10(partner, policy, document)),
        Shape::V11 => {
            let pem = pulled.certificate_pem.clone();
            Response::V11(Response11 {
                certificate_data: pem.filter(|_| certificate != Certificate::LeftOut),
                ..v11(partner, policy, document, pulled)
            })
        }
    };
    let errors = match shape {
        Shape::V10 => None,
        Shape::V11 => Some(Vec::new()),
    };
    Ok(Answer {
        id: None,
        version: None,
        responsetime: now.millis(),
        metadata: None,
        response: Some(response),
        errors,
    })
}

pub(super) fn refused(shape: Shape, refused: Refused, now: Moment) -> Answer {
    let id = match shape {
        Shape::V10 => "mosip.partnermanagement.partners.retrieve",
        Shape::V11 => "mosip.partnermanagement",
    };
    failed(Some(id), Some(refused.code()), refused.message(shape), now)
}

/// Without an id as MOSIP's auth adapter writes it: nothing is known of the request yet.
pub(super) fn failed(
    id: Option<&'static str>,
    error_code: Option<&'static str>,
    message: &'static str,
    now: Moment,
) -> Answer {
    Answer {
        id,
        version: id.map(|_| "1.0"),
        responsetime: now.millis(),
        metadata: None,
        response: None,
        errors: Some(vec![WireError {
            error_code,
            message,
        }]),
    }
}

fn v10(
    partner: &PulledPartner,
    policy: &PulledPolicy,
    mut document: Map<String, Value>,
) -> Response10 {
    let mut list = |name: &str| match document.remove(name) {
        Some(Value::Array(list)) => Some(list),
        _ => None,
    };
    Response10 {
        policy_id: policy.id.clone(),
        policy_name: None,
        policy_description: policy.group.description.clone(),
        policy_status: policy.active,
        policy: Policy10 {
            policy_id: policy.id.clone(),
            policies: Policies {
                auth_policies: list("allowedAuthTypes"),
                allowed_kyc_attributes: list("allowedKycAttributes").map(required),
            },
        },
        partner_id: partner.id.clone(),
        partner_name: partner.name.clone(),
    }
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

fn v11(
    partner: &PulledPartner,
    policy: &PulledPolicy,
    document: Map<String, Value>,
    pulled: &Pulled,
) -> Response11 {
    let end = |moment: Moment| moment.exact_zoneless();
    Response11 {
        policy_id: policy.id.clone(),
        policy_name: policy.name.clone(),
        policy_description: policy.group.description.clone(),
        policy_status: policy.active,
        policy: document,
        partner_id: partner.id.clone(),
        partner_name: partner.name.clone(),
        misp_expires_on: pulled.license.as_ref().map(|one| end(one.valid_to)),
        api_key_expires_on: pulled.api_key.as_ref().map(|one| end(one.valid_to)),
        policy_expires_on: end(policy.valid_to),
        certificate_data: None,
    }
}
