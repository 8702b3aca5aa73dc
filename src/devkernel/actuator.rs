//! Spring's actuator: who is there, and how it is.

use serde_json::json;

use super::Release;
use super::auth;
use super::reply::{Call, Reply};
use super::routes::Kernel;
use crate::kernel::wire::{ActuatorBuild, ActuatorInfo};

const ACTUATOR: &str = "application/vnd.spring-boot.actuator.v2+json;charset=UTF-8";

/// 1.3 shows it to nobody, whatever the token.
pub(super) fn answer(kernel: &Kernel, call: &Call, name: &str) -> Reply {
    match (kernel.speak, name) {
        (Release::V1_3_0, _) => match auth::caller(kernel, call, kernel.now()) {
            Ok(_) => kernel.spring(401, "Unauthorized", call),
            Err(reply) => *reply,
        },
        (_, "info") => info(),
        (_, "health") => health(),
        _ => kernel.not_found(call),
    }
}

fn info() -> Reply {
    let info = ActuatorInfo {
        build: Some(ActuatorBuild {
            artifact: Some("kernel-keymanager-service".into()),
            name: Some("pmctl development Kernel".into()),
            time: None,
            version: Some("1.2.0.1".into()),
            group: Some("io.mosip.kernel".into()),
        }),
    };
    let body = serde_json::to_vec(&info).unwrap_or_default();
    Reply::raw(200, ACTUATOR, body)
}

/// The real one, started as this one is, says that it is down: it looks for one key and finds several.
fn health() -> Reply {
    let hsm = json!({"status": "DOWN", "details": {"Error: ": "NO_UNIQUE_KEY_ALIAS_FOUND"}});
    let body = json!({"status": "DOWN", "details": {"HSMHealth": hsm}});
    Reply::raw(503, ACTUATOR, body.to_string().into_bytes())
}
