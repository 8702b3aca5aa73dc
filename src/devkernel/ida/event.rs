//! What each event writes, traps included: one transaction, and nothing of it where it fails.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use super::super::envelope::Failure;
use super::super::reply::Call;
use super::super::routes::Kernel;
use super::fields::{self, Object, needed, null_pointer, object};
use super::{callback, rows};

type Handler = fn(&Connection, &Value) -> Result<(), Failure>;

/// Topic, last part of the callback's path, and who handles it.
const TOPICS: &[(&str, &str, Handler)] = &[
    ("APIKEY_APPROVED", "apikey_approved", api_key_approved),
    ("APIKEY_UPDATED", "partner_api_key_updated", api_key_updated),
    ("PARTNER_UPDATED", "partner_updated", partner_updated),
    ("POLICY_UPDATED", "policy_updated", policy_updated),
    (
        "MISP_LICENSE_GENERATED",
        "misp_license_generated",
        license_updated,
    ),
    (
        "MISP_LICENSE_UPDATED",
        "misp_license_updated",
        license_updated,
    ),
];

/// `POST /event`: what would be logged and hidden is said.
pub(super) fn answer(kernel: &Kernel, call: &Call) -> Value {
    let Some(envelope) = call.json::<Value>() else {
        return refused(&fields::exception(
            "com.fasterxml.jackson.core.JsonParseException",
            "no JSON",
        ));
    };
    let topic = envelope.get("topic").and_then(Value::as_str);
    let topic = topic.unwrap_or_default().rsplit('/').next();
    let found = TOPICS.iter().find(|(name, _, _)| Some(*name) == topic);
    let Some((topic, name, _)) = found else {
        return refused(&fields::exception(
            "java.lang.IllegalArgumentException",
            "no such topic",
        ));
    };
    let callback = format!("{}{name}", callback::BASE);
    match take(kernel, name, &envelope) {
        Ok(()) => json!({"ok": true, "topic": topic, "callback": callback}),
        Err(failure) => {
            let mut said = refused(&failure);
            said["topic"] = json!(topic);
            said
        }
    }
}

fn refused(failure: &Failure) -> Value {
    let exception = match failure {
        Failure::Refused(errors) => errors.first().and_then(|error| error.error_code.clone()),
        Failure::Broken(_) => None,
    };
    json!({"ok": false, "exception": exception, "message": failure.to_string()})
}

pub(super) fn is_known(name: &str) -> bool {
    TOPICS.iter().any(|(_, known, _)| *known == name)
}

/// The callback's name for a topic.
pub(super) fn name_of(topic: &str) -> Option<&'static str> {
    let found = TOPICS.iter().find(|(known, _, _)| *known == topic);
    found.map(|(_, name, _)| *name)
}

/// Handles an event by the name in the callback's path, whatever topic it says.
pub(super) fn take(kernel: &Kernel, name: &str, envelope: &Value) -> Result<(), Failure> {
    let found = TOPICS.iter().find(|(_, known, _)| *known == name);
    let (_, _, handle) = found.ok_or_else(|| Failure::broken("no such event"))?;
    let data = envelope.pointer("/event/data");
    let data = data.ok_or_else(|| null_pointer("event.data"))?;
    kernel.state.write(|tx| {
        rows::make(tx)?;
        handle(tx, data)
    })
}

/// Overwrites partner, key and policy whole; the only one that ties them. A key that is tied to another policy gets a
/// second tie.
fn api_key_approved(db: &Connection, data: &Value) -> Result<(), Failure> {
    let partner = needed(data, "partnerData")?;
    let policy = needed(data, "policyData")?;
    let key = needed(data, "apiKeyData")?;
    let partner_id = write_partner(db, &partner, partner.certificate()?)?;
    let policy_id = write_policy(db, &policy)?;
    let key_id = write_key(db, &key)?;
    db.execute(
        "insert into ida_mappings values (?1, ?2, ?3) on conflict do nothing",
        params![partner_id, policy_id, key_id],
    )?;
    Ok(())
}

fn api_key_updated(db: &Connection, data: &Value) -> Result<(), Failure> {
    write_key(db, &needed(data, "apiKeyData")?).map(drop)
}

/// Without a certificate it fails for a partner that is known, and writes one that is not.
fn partner_updated(db: &Connection, data: &Value) -> Result<(), Failure> {
    let partner = needed(data, "partnerData")?;
    let certificate = partner.certificate()?;
    let id = partner.id("partnerId")?;
    let known: Option<i64> = db
        .query_row(
            "select 1 from ida_partners where partner_id = ?1",
            [&id],
            |row| row.get(0),
        )
        .optional()?;
    if known.is_some() && certificate.is_none() {
        return Err(null_pointer("certificateData"));
    }
    write_partner(db, &partner, certificate).map(drop)
}

fn policy_updated(db: &Connection, data: &Value) -> Result<(), Failure> {
    write_policy(db, &needed(data, "policyData")?).map(drop)
}

/// By MISP: one license each. Its policy is that of this event, or none.
fn license_updated(db: &Connection, data: &Value) -> Result<(), Failure> {
    let license = needed(data, "mispLicenseData")?;
    let policy = match object(data, "policyData")? {
        Some(policy) => Some(write_policy(db, &policy)?),
        None => license.text("policyId"),
    };
    db.execute(
        "insert or replace into ida_licenses values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            license.id("mispId")?,
            license.name("licenseKey")?,
            license.moment("mispCommenceOn")?,
            license.moment("mispExpiresOn")?,
            license.id("mispStatus")?,
            policy
        ],
    )?;
    Ok(())
}

fn write_partner(
    db: &Connection,
    partner: &Object<'_>,
    certificate: Option<String>,
) -> Result<String, Failure> {
    let id = partner.id("partnerId")?;
    db.execute(
        "insert or replace into ida_partners values (?1, ?2, ?3, ?4)",
        params![
            id,
            partner.name("partnerName")?,
            certificate,
            partner.id("partnerStatus")?
        ],
    )?;
    Ok(id)
}

fn write_policy(db: &Connection, policy: &Object<'_>) -> Result<String, Failure> {
    let id = policy.id("policyId")?;
    db.execute(
        "insert or replace into ida_policies values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            id,
            policy.document()?,
            policy.name("policyName")?,
            policy.id("policyStatus")?,
            policy.description("policyDescription")?,
            policy.moment("policyCommenceOn")?,
            policy.moment("policyExpiresOn")?
        ],
    )?;
    Ok(id)
}

fn write_key(db: &Connection, key: &Object<'_>) -> Result<String, Failure> {
    let id = key.id("apiKeyId")?;
    db.execute(
        "insert or replace into ida_api_keys values (?1, ?2, ?3, ?4)",
        params![
            id,
            key.moment("apiKeyCommenceOn")?,
            key.moment("apiKeyExpiresOn")?,
            key.id("apiKeyStatus")?
        ],
    )?;
    Ok(id)
}
