//! Whether a triple would pass, in ID Authentication's order; the first fault is the answer.

use aws_lc_rs::digest;
use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::super::envelope::Failure;
use super::super::reply::Call;
use super::super::routes::Kernel;
use super::fields::exception;
use super::{Ida, rows};

/// A code of ID Authentication with its message.
type Refusal = (&'static str, &'static str);

const NOT_REGISTERED: Refusal = ("IDA-MPA-009", "Partner is not registered");
const DEACTIVATED: Refusal = ("IDA-MPA-012", "Partner is deactivated");
const POLICY_NOT_ACTIVE: Refusal = ("IDA-MPA-019", "Partner policy is not active");
const KEY_OUT_OF_TIME: Refusal = (
    "IDA-MPA-039",
    "Partner API is expired or using before Commence Start Date.",
);
const CERTIFICATE: Refusal = (
    "IDA-MPA-021",
    "Partner (Auth) Certificate not matching with signature header certificate.",
);
const LICENSE_UNKNOWN: Refusal = (
    "IDA-MPA-007",
    "License key does not belong to a registered MISP",
);
const LICENSE_BLOCKED: Refusal = ("IDA-MPA-017", "License key of MISP is blocked");
const LICENSE_EXPIRED: Refusal = ("IDA-MPA-008", "License key of MISP has expired");

/// What a request carries.
struct Asked {
    license: String,
    partner: String,
    api_key: String,
    /// Of the certificate in the request's signature.
    thumbprint: Option<String>,
    certificate: bool,
}

pub(super) fn answer(kernel: &Kernel, call: &Call) -> Value {
    let member = |name: &str| call.asked(name).unwrap_or_default();
    let asked = Asked {
        license: member("license"),
        partner: member("partner"),
        api_key: member("apikey"),
        thumbprint: call.asked("thumbprint"),
        certificate: member("certificate") != "false",
    };
    let now = kernel.ida.now(kernel);
    let found = kernel.state.read(|db| {
        if !rows::are_there(db)? {
            return Ok(Err(NOT_REGISTERED));
        }
        judged(&kernel.ida, db, &asked, now)
    });
    match found {
        Ok(Ok(policy)) => json!({"accepted": true, "policy": policy}),
        Ok(Err((code, message))) => json!({"accepted": false, "code": code, "message": message}),
        Err(failure) => {
            let name = match &failure {
                Failure::Refused(errors) => errors.first().and_then(|it| it.error_code.clone()),
                Failure::Broken(_) => None,
            };
            json!({"accepted": false, "code": null, "exception": name, "message": failure.to_string()})
        }
    }
}

/// Mapping and license are both looked up, and so kept, before either is judged.
fn judged(
    ida: &Ida,
    db: &Connection,
    asked: &Asked,
    now: Timestamp,
) -> Result<Result<Value, Refusal>, Failure> {
    let place = format!("mapping/{}/{}", asked.partner, asked.api_key);
    let mapping = ida.looked_up(place, || mapping(db, asked))?;
    let place = format!("license/{}", asked.license);
    let license = ida.looked_up(place, || license(db, &asked.license))?;
    let now = now.as_microsecond();
    let Some(mapping) = mapping else {
        return Ok(Err(NOT_REGISTERED));
    };
    if let Some(fault) = mapping_fault(&mapping, now) {
        return Ok(Err(fault));
    }
    if let Some(thumbprint) = &asked.thumbprint
        && !signs(ida, db, &mapping, license.as_ref(), thumbprint)?
    {
        return Ok(Err(CERTIFICATE));
    }
    if let Some(fault) = license_fault(license.as_ref(), now) {
        return Ok(Err(fault));
    }
    let license = license.unwrap_or_default();
    passed(ida, db, &mapping, &license, asked.certificate).map(Ok)
}

/// Of partner and key, with the three rows that it ties.
fn mapping(db: &Connection, asked: &Asked) -> Result<Option<Value>, Failure> {
    let sql = "select partners.*, policies.*, keys.* from ida_mappings as mapping \
               join ida_partners as partners using (partner_id) \
               join ida_policies as policies using (policy_id) \
               join ida_api_keys as keys using (api_key_id) \
               where mapping.partner_id = ?1 and mapping.api_key_id = ?2";
    only(rows::select(db, sql, [&asked.partner, &asked.api_key])?)
}

fn license(db: &Connection, key: &str) -> Result<Option<Value>, Failure> {
    let sql = "select * from ida_licenses where license_key = ?1";
    only(rows::select(db, sql, [key])?)
}

/// Several rows where one is looked for break the check.
fn only(mut found: Vec<Value>) -> Result<Option<Value>, Failure> {
    if found.len() > 1 {
        return Err(exception(
            "org.springframework.dao.IncorrectResultSizeDataAccessException",
            format!(
                "query did not return a unique result: {} results were returned",
                found.len()
            ),
        ));
    }
    Ok(found.pop())
}

fn mapping_fault(mapping: &Value, now: i64) -> Option<Refusal> {
    let active = |name: &str| mapping[name] == "ACTIVE";
    if !active("partner_status") {
        return Some(DEACTIVATED);
    }
    if !active("policy_status") || !spans(mapping, "policy", now) {
        return Some(POLICY_NOT_ACTIVE);
    }
    if !active("api_key_status") {
        return Some(DEACTIVATED);
    }
    (!spans(mapping, "api_key", now)).then_some(KEY_OUT_OF_TIME)
}

/// Both ends count.
fn spans(row: &Value, what: &str, now: i64) -> bool {
    let at = |end: &str| row[format!("{what}_{end}_on")].as_i64();
    at("commence").is_some_and(|begin| begin <= now) && at("expires").is_some_and(|end| now <= end)
}

fn license_fault(license: Option<&Value>, now: i64) -> Option<Refusal> {
    let Some(license) = license else {
        return Some(LICENSE_UNKNOWN);
    };
    if license["misp_status"] != "ACTIVE" {
        return Some(LICENSE_BLOCKED);
    }
    if license["misp_commence_on"]
        .as_i64()
        .is_none_or(|begin| begin > now)
    {
        return Some(LICENSE_UNKNOWN);
    }
    let expired = license["misp_expires_on"]
        .as_i64()
        .is_none_or(|end| end < now);
    expired.then_some(LICENSE_EXPIRED)
}

/// The partner's stored certificate, or the one stored for the MISP's own id.
fn signs(
    ida: &Ida,
    db: &Connection,
    mapping: &Value,
    license: Option<&Value>,
    thumbprint: &str,
) -> Result<bool, Failure> {
    if thumbprint_of(&mapping["certificate_data"]).as_deref() == Some(thumbprint) {
        return Ok(true);
    }
    let Some(misp) = license.and_then(|license| license["misp_id"].as_str()) else {
        return Ok(false);
    };
    let held = ida.looked_up(format!("partner/{misp}"), || {
        let sql = "select * from ida_partners where partner_id = ?1";
        only(rows::select(db, sql, [misp])?)
    })?;
    let held = held.and_then(|row| thumbprint_of(&row["certificate_data"]));
    Ok(held.as_deref() == Some(thumbprint))
}

/// Of the first certificate in the text, in upper-case hex.
fn thumbprint_of(pem: &Value) -> Option<String> {
    let block = pem::parse(pem.as_str()?).ok()?;
    let hash = digest::digest(&digest::SHA256, block.contents());
    Some(hash.as_ref().iter().map(|b| format!("{b:02X}")).collect())
}

/// The answer to a triple that passes; some rows break only here.
fn passed(
    ida: &Ida,
    db: &Connection,
    mapping: &Value,
    license: &Value,
    certificate: bool,
) -> Result<Value, Failure> {
    let document = readable(&mapping["policy_data"])?;
    let pem = &mapping["certificate_data"];
    if certificate && pem.is_null() {
        return Err(exception(
            "java.lang.NullPointerException",
            "certificateData",
        ));
    }
    let misp_policy = match license["policy_id"].as_str() {
        Some(id) => ida.looked_up(format!("policy/{id}"), || {
            let sql = "select * from ida_policies where policy_id = ?1";
            only(rows::select(db, sql, [id])?)
        })?,
        None => None,
    };
    Ok(json!({
        "policyId": mapping["policy_id"],
        "policyName": mapping["policy_name"],
        "policyDescription": mapping["policy_description"],
        "policyStatus": true,
        "policy": document,
        "partnerId": mapping["partner_id"],
        "partnerName": mapping["partner_name"],
        "certificateData": if certificate { pem.clone() } else { Value::Null },
        "mispPolicyId": license["policy_id"],
        "mispPolicy": misp_policy.map(|row| readable(&row["policy_data"])).transpose()?,
    }))
}

/// A member of a wrong shape is found when the policy is used, not when it is told.
fn readable(text: &Value) -> Result<Value, Failure> {
    let document: Value =
        serde_json::from_str(text.as_str().unwrap_or_default()).map_err(Failure::broken)?;
    let lists = ["allowedAuthTypes", "allowedKycAttributes", "kycLanguages"];
    let wrong = lists.iter().find(|name| {
        let member = document.get(**name);
        member.is_some_and(|it| !it.is_array() && !it.is_null())
    });
    match wrong {
        Some(name) => Err(exception("java.lang.IllegalArgumentException", name)),
        None => Ok(document),
    }
}
