//! License keys and token ids (kernel-contract 3.6, 3.7).

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::answer::Answer;
use super::case::{Case, OK, case};
use super::kernel::{Kernel, fresh};

const FAR: &str = "2099-01-01T00:00:00.000Z";
const MAPPED: &str = "Mapped License with the permissions";

const fn generate(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("license/generate", what, ask)
}

const fn permit(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("license/permission", what, ask)
}

pub const CASES: &[Case] = &[
    generate("sixteen letters and digits", |kernel| {
        let answer = issue(kernel, json!("100"), json!(FAR));
        let key = answer.text("licenseKey");
        assert!(
            key.len() == 16 && key.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "{key}"
        );
        answer
    }),
    generate("another one each time", |kernel| {
        let first = issue(kernel, json!("100"), json!(FAR)).text("licenseKey");
        let second = issue(kernel, json!("100"), json!(FAR));
        assert_ne!(second.text("licenseKey"), first);
        second
    }),
    generate("a holder of 36 letters", |kernel| {
        issue(kernel, json!("z".repeat(36)), json!(FAR))
    }),
    generate("a holder of 37 letters", |kernel| {
        issue(kernel, json!("z".repeat(37)), json!(FAR))
    })
    .says("500 KER-KMS-500"),
    generate("a blank holder", |kernel| {
        issue(kernel, json!(" "), json!(FAR))
    })
    .says("KER-LKM-001"),
    generate("no holder", |kernel| issue(kernel, Value::Null, json!(FAR))).says("KER-LKM-001"),
    generate("it has ended", |kernel| {
        issue(kernel, json!("100"), json!("2020-01-01T00:00:00.000Z"))
    })
    .says("KER-LKM-008"),
    generate("no end", |kernel| issue(kernel, json!("100"), Value::Null)).says("500 KER-KMS-500"),
    generate("an end that is a day", |kernel| {
        issue(kernel, json!("100"), json!("2099-01-01"))
    })
    .says("KER-KMS-005"),
    generate("an end without milliseconds", |kernel| {
        issue(kernel, json!("100"), json!("2099-01-01T00:00:00Z"))
    })
    .says("KER-KMS-005"),
    permit("two of them", |kernel| {
        map(kernel, &key(kernel), json!(["OTP Trigger", "eKYC - Full"]))
    })
    .says(MAPPED),
    permit("read back", |kernel| {
        let key = key(kernel);
        map(kernel, &key, json!(["OTP Trigger", "eKYC - Full"])).must(MAPPED);
        map(kernel, &key, json!(["OTP Trigger"])).must(MAPPED);
        let answer = mapped(kernel, &key);
        let expected = json!(["OTP Trigger", "OTP Trigger", "eKYC - Full"]);
        assert_eq!(answer.response()["permissions"], expected);
        answer
    }),
    permit("read back where there is none", |kernel| {
        mapped(kernel, &key(kernel))
    })
    .says("KER-LKM-009"),
    permit("one that there is not", |kernel| {
        map(kernel, &key(kernel), json!(["Nope"]))
    })
    .says("KER-LKM-003"),
    permit("a blank one", |kernel| {
        map(kernel, &key(kernel), json!([""]))
    })
    .says("KER-LKM-007"),
    permit("null", |kernel| map(kernel, &key(kernel), Value::Null)).says("500 KER-KMS-500"),
    permit("everything blank", |kernel| {
        let request = json!({"tspId": "", "licenseKey": "", "permissions": [""]});
        kernel.post("/license/permission", request)
    })
    .says("KER-LKM-001 KER-LKM-006 KER-LKM-007"),
    permit("of an unknown key", |kernel| {
        map(kernel, "nope", json!(["OTP Trigger"]))
    })
    .says("KER-LKM-004"),
    permit("of a key that has ended", |kernel| {
        let key = ended(kernel);
        map(kernel, &key, json!(["OTP Trigger"]))
    })
    .says(MAPPED),
    permit("read back of a key that has ended", |kernel| {
        let key = ended(kernel);
        mapped(kernel, &key)
    })
    .says("KER-LKM-005"),
    permit("beyond 512 letters", |kernel| {
        map(kernel, &key(kernel), json!(vec!["OTP Trigger"; 60]))
    })
    .says("500 KER-KMS-500"),
    permit("read back without the holder", |kernel| {
        kernel.get("/license/permission?licenseKey=x")
    })
    .says("KER-KMS-005"),
    case("tokenid", "36 digits, always the same", |kernel| {
        let path = format!("/tokenid/5123456789/{}", fresh("p"));
        let first = kernel.get(&path).text("tokenID");
        let again = kernel.get(&path);
        assert_eq!(again.text("tokenID"), first);
        assert!(
            first.len() == 36 && first.bytes().all(|byte| byte.is_ascii_digit()),
            "{first}"
        );
        again
    }),
    case("tokenid", "a blank partner", |kernel| {
        kernel.get("/tokenid/5123456789/%20")
    })
    .says("KER-TIG-010"),
];

fn issue(kernel: &Kernel<'_>, holder: Value, ends: Value) -> Answer {
    let mut request = json!({});
    for (member, value) in [("tspId", holder), ("licenseExpiryTime", ends)] {
        if !value.is_null() {
            request[member] = value;
        }
    }
    kernel.post("/license/generate", request)
}

fn key(kernel: &Kernel<'_>) -> String {
    issue(kernel, json!("100"), json!(FAR)).text("licenseKey")
}

fn map(kernel: &Kernel<'_>, key: &str, permissions: Value) -> Answer {
    let request = json!({"tspId": "100", "licenseKey": key, "permissions": permissions});
    kernel.post("/license/permission", request)
}

fn mapped(kernel: &Kernel<'_>, key: &str) -> Answer {
    kernel.get(&format!("/license/permission?tspId=100&licenseKey={key}"))
}

/// No key is issued that has ended: one that ends soon is asked for until its permissions are refused.
fn ended(kernel: &Kernel<'_>) -> String {
    let soon = Timestamp::now() + SignedDuration::from_secs(1);
    let soon = soon.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    let key = issue(kernel, json!("100"), json!(soon)).text("licenseKey");
    map(kernel, &key, json!(["OTP Trigger"])).must(MAPPED);
    let begin = Instant::now();
    while mapped(kernel, &key).word() == OK && begin.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(100));
    }
    key
}
