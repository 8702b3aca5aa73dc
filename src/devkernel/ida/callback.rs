//! The address that a hub delivers to: signed, and silent about what became of an event.

use aws_lc_rs::hmac;
use serde_json::{Value, json};

use super::super::reply::{Call, Reply};
use super::super::routes::Kernel;
use super::{CALLBACK_SECRET, event};

pub(super) const BASE: &str = "/idauthentication/v1/internal/callback/partnermanagement/";

pub(super) fn answer(kernel: &Kernel, call: &Call, name: &str) -> Reply {
    if !event::is_known(name) {
        return Reply::spring(404, "No message available", call, kernel.now());
    }
    match call.method.as_str() {
        "GET" => confirmed(call),
        "POST" => delivered(kernel, call, name),
        _ => Reply::spring(405, "Method not supported", call, kernel.now()),
    }
}

/// A hub asks whether the subscription was meant.
fn confirmed(call: &Call) -> Reply {
    match call.asked("hub.challenge") {
        Some(challenge) => Reply::text(202, &challenge),
        None => Reply::empty(404),
    }
}

/// 200 in any case: an error speaks of signature and JSON only, never of the event.
fn delivered(kernel: &Kernel, call: &Call, name: &str) -> Reply {
    let given = call.header("x-hub-signature").unwrap_or_default();
    let envelope = call.json::<Value>();
    match envelope.filter(|_| is_signed(given, &call.body)) {
        Some(envelope) => {
            // What a handler refuses is logged there, and hidden from whoever delivers.
            drop(event::take(kernel, name, &envelope));
            Reply::empty(200)
        }
        None => {
            let error =
                json!({"errorCode": "IDA-MLC-007", "errorMessage": "Unknown error occurred"});
            Reply::json(200, &json!({"errors": [error], "response": null}))
        }
    }
}

/// `METHOD=hex`; a method of another spelling means SHA-256, and hex is lower case.
fn is_signed(given: &str, body: &[u8]) -> bool {
    let Some((method, hex)) = given.split_once('=') else {
        return false;
    };
    let algorithm = match method {
        "SHA1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        "SHA384" => hmac::HMAC_SHA384,
        "SHA512" => hmac::HMAC_SHA512,
        _ => hmac::HMAC_SHA256,
    };
    signature(algorithm, body) == hex
}

fn signature(algorithm: hmac::Algorithm, body: &[u8]) -> String {
    let key = hmac::Key::new(algorithm, CALLBACK_SECRET.as_bytes());
    let tag = hmac::sign(&key, body);
    tag.as_ref().iter().map(|b| format!("{b:02x}")).collect()
}
