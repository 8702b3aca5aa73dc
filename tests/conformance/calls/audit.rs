//! The audit manager (kernel-contract 5), which MOSIP does not publish: only the embedded one is asked.

use serde_json::{Value, json};

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Ask, Kernel, MISP};

const AUDITS: &str = "/v1/auditmanager/audits";

const fn audit(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("audits", what, ask).embedded_only()
}

pub const CASES: &[Case] = &[
    audit("an entry", |kernel| kernel.post(AUDITS, entry())).says("true"),
    audit("as anybody", |kernel| {
        kernel.ask(Ask::post(AUDITS, entry()).by(MISP))
    })
    .says("true"),
    audit("no token", |kernel| {
        kernel.ask(Ask::post(AUDITS, entry()).by_nobody())
    })
    .says("401 KER-ATH-401 twice"),
    audit("a member missing", |kernel| {
        with(kernel, "eventId", Value::Null)
    })
    .says("KER-AUD-001"),
    audit("a member too long", |kernel| {
        with(kernel, "eventId", json!("e".repeat(65)))
    })
    .says("KER-AUD-001"),
    audit("an IPv6 address", |kernel| {
        with(kernel, "hostIp", json!("2001:db8::1:2:3:4"))
    })
    .says("KER-AUD-001"),
    audit("a time that is none", |kernel| {
        with(kernel, "actionTimeStamp", json!("2031-04-05 06:07"))
    })
    .says("KER-AUD-002"),
    audit("no time", |kernel| {
        with(kernel, "actionTimeStamp", Value::Null)
    })
    .says("KER-AUD-001"),
    audit("`request` is missing", |kernel| {
        kernel.ask(Ask::text(AUDITS, json!({"id": "a", "version": "1"})))
    })
    .says("KER-AUD-001"),
    audit("JSON that breaks off", |kernel| {
        kernel.ask(Ask::text(AUDITS, "{\"id\":"))
    })
    .says("KER-AUD-002"),
];

fn entry() -> Value {
    json!({"eventId": "PMM-201", "eventName": "REGISTER", "eventType": "SYSTEM",
        "actionTimeStamp": "2031-04-05T06:07:08.901Z", "hostName": "h", "hostIp": "10.0.0.5",
        "applicationId": "10002", "applicationName": "PM", "sessionUserId": "u", "id": "p",
        "idType": "partnerId", "createdBy": "u"})
}

fn with(kernel: &Kernel<'_>, member: &str, value: Value) -> Answer {
    let mut entry = entry();
    entry[member] = value;
    kernel.post(AUDITS, entry)
}
