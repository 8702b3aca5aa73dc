//! Tokens that expire in the middle of a run, while the realm's key changes.

use super::{SHORT, bulk, in_seconds, key};
use crate::env::{TestEnv, shown};
use crate::realm::Realm;
use crate::target::Target;
use serde_json::Value;
use std::process::{Output, Stdio};

const APPLY: [&str; 3] = ["apply", "-f", "examples/onboarding.toml"];

fn outcome(row: &Value) -> &str {
    row["outcome"].as_str().unwrap_or("none")
}

/// Applies while tokens expire and the realm gets a new key; then nothing is missing, doubled or left to do. False where
/// it was done before any token had expired.
fn survives(target: &Target, env: &TestEnv, partners: usize) -> bool {
    env.write("examples/onboarding.toml", bulk(partners));
    for number in 0..partners {
        env.write(&format!("examples/p{number}.pub.pem"), key(env));
    }
    env.ok(&["misp", "list"]);
    let (done, expired) = applied(target, env);
    let document: Value = serde_json::from_slice(&done.stdout).unwrap();
    let rows = document["data"]["rows"].as_array();
    let rows = rows.unwrap_or_else(|| panic!("{}", shown(&done)));
    let all_created = rows.iter().all(|row| outcome(row) == "created");
    assert!(all_created, "{}\n{}", target.name(), shown(&done));

    let again = env.json(done.status.code().unwrap(), &APPLY);
    for row in again["data"]["rows"].as_array().unwrap() {
        assert_eq!(outcome(row), "unchanged", "{}: {row}", target.name());
    }
    for (noun, rows) in [
        ("misp", 1),
        ("license", 1),
        ("partner", partners),
        ("api-key", partners),
    ] {
        let list = env.json(0, &[noun, "list"]);
        let found = list["data"]["rows"].as_array().unwrap().len();
        assert_eq!(found, rows, "{}: {noun}", target.name());
    }
    env.ok(&["audit", "verify"]);
    expired
}

fn applied(target: &Target, env: &TestEnv) -> (Output, bool) {
    let realm = Realm::of(target);
    realm.count_logins();
    let before = realm.service_logins(SHORT);
    realm.slow("license/generate", 6_000, 1);
    let mut command = env.command(&[&APPLY[..], &["-o", "json"]].concat());
    let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = piped.spawn().unwrap();
    realm.rotate_key();
    let done = child.wait_with_output().unwrap();
    // It began with the token that the command before it had got.
    let logins = realm.service_logins(SHORT) - before;
    (done, logins > 0)
}

/// A Kernel elsewhere cannot be made slow: only many rows take longer than a token lives, and how many that are is a
/// matter of both machines.
const MANY: [usize; 4] = [240, 480, 960, 1_920];

fn expires(target: &Target, env: impl Fn() -> TestEnv) {
    let sizes: &[usize] = if target.is_real { &MANY } else { &[4] };
    let expired = sizes.iter().any(|partners| {
        let env = env();
        target.context(&env, SHORT);
        survives(target, &env, *partners)
    });
    assert!(expired, "{}: no login, so nothing expired", target.name());
}

#[test]
fn tokens_expire_and_the_realms_key_changes_in_the_middle_of_a_run() {
    for target in Target::all() {
        expires(&target, TestEnv::live);
        // With a clock that stands still no token ever looks old: the Kernel refuses it.
        expires(&target, || TestEnv::live().at(&in_seconds(0)));
    }
}
