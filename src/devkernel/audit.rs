//! The audit manager: it takes entries and gives none back.

use rusqlite::params;
use serde_json::Value;

use super::auth;
use super::envelope::{Failure, error, refusal};
use super::read::{given, strict_date};
use super::reply::{Call, Reply};
use super::routes::Kernel;
use crate::kernel::wire::{Answer, AuditAnswer, AuditRequest, Envelope, WireError, zoned};

/// Any valid token may write. The answer says accepted, whatever becomes of the entry.
pub(super) fn add(kernel: &Kernel, call: &Call) -> Reply {
    let now = kernel.now();
    if let Err(reply) = auth::caller(kernel, call, now) {
        return *reply;
    }
    let Some(body) = call.json::<Value>() else {
        return refusal(200, None, vec![unreadable()], now);
    };
    let Ok(envelope) = serde_json::from_value::<Envelope<AuditRequest>>(body.clone()) else {
        return refusal(200, Some(&body), vec![unreadable()], now);
    };
    let errors = match &envelope.request {
        None => vec![error("KER-AUD-001", "Request must not be null")],
        Some(entry) => findings(entry),
    };
    if !errors.is_empty() {
        return refusal(200, Some(&body), errors, now);
    }
    let stored = kernel.state.write(|tx| {
        let entry = serde_json::to_string(&envelope.request).map_err(Failure::broken)?;
        tx.execute(
            "insert into audits (received_at, entry) values (?1, ?2)",
            params![now.as_microsecond(), entry],
        )?;
        Ok(())
    });
    if let Err(failure) = stored {
        return refusal(
            500,
            Some(&body),
            vec![error("KER-AUD-500", &failure.to_string())],
            now,
        );
    }
    let answer = Answer {
        id: given(&body, "id"),
        version: given(&body, "version"),
        responsetime: Some(zoned(now)),
        metadata: None,
        response: Some(AuditAnswer { status: Some(true) }),
        errors: None,
    };
    Reply::json(200, &answer)
}

fn unreadable() -> WireError {
    error("KER-AUD-002", "Invalid Audit Request. Format is incorrect.")
}

/// Required members with their longest length, then optional ones.
fn findings(entry: &AuditRequest) -> Vec<WireError> {
    let required = [
        ("eventId", &entry.event_id, 64),
        ("eventName", &entry.event_name, 128),
        ("eventType", &entry.event_type, 64),
        ("actionTimeStamp", &entry.action_time_stamp, 64),
        ("hostName", &entry.host_name, 128),
        ("hostIp", &entry.host_ip, 16),
        ("applicationId", &entry.application_id, 64),
        ("applicationName", &entry.application_name, 128),
        ("sessionUserId", &entry.session_user_id, 256),
        ("id", &entry.id, 64),
        ("idType", &entry.id_type, 64),
        ("createdBy", &entry.created_by, 256),
    ];
    let optional = [
        ("sessionUserName", &entry.session_user_name, 128),
        ("moduleName", &entry.module_name, 128),
        ("moduleId", &entry.module_id, 64),
        ("description", &entry.description, 2048),
    ];
    let absent = required.iter().filter(|(_, value, _)| value.is_none());
    let mut errors: Vec<_> = absent
        .map(|(name, _, _)| finding(name, "must not be null"))
        .collect();
    let ill_sized = |(name, value, most): &(&str, &Option<String>, usize), least: usize| {
        let length = value.as_ref()?.chars().count();
        let fits = (least..=*most).contains(&length);
        (!fits).then(|| finding(name, &format!("size must be between {least} and {most}")))
    };
    errors.extend(required.iter().filter_map(|member| ill_sized(member, 1)));
    errors.extend(optional.iter().filter_map(|member| ill_sized(member, 0)));
    let time = entry.action_time_stamp.as_deref();
    if time.is_some_and(|text| strict_date(text).is_none()) {
        errors.insert(0, unreadable());
        errors.truncate(1);
    }
    errors
}

fn finding(name: &str, text: &str) -> WireError {
    error("KER-AUD-001", &format!("Request.{name} {text}"))
}
