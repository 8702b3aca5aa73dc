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

/// Applies while tokens expire and the realm gets a new key; then nothing is missing, doubled or left to do.
fn survives(target: &Target, env: &TestEnv, partners: usize) {
    env.write("examples/onboarding.toml", bulk(partners));
    for number in 0..partners {
        env.write(&format!("examples/p{number}.pub.pem"), key(env));
    }
    env.ok(&["misp", "list"]);
    let done = applied(target, env);
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
}

fn applied(target: &Target, env: &TestEnv) -> Output {
    let realm = Realm::of(target);
    realm.count_logins();
    let before = realm.service_logins(SHORT);
    realm.slow("license/generate", 6_000, 1);
    let mut command = env.command(&[&APPLY[..], &["-o", "json"]].concat());
    let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = piped.spawn().unwrap();
    realm.rotate_key();
    let done = child.wait_with_output().unwrap();
    let logins = realm.service_logins(SHORT) - before;
    let name = target.name();
    // It began with the token that the command before it had got.
    assert!(logins > 0, "{name}: no login, so nothing expired");
    done
}

#[test]
fn tokens_expire_and_the_realms_key_changes_in_the_middle_of_a_run() {
    for target in Target::all() {
        // A Kernel elsewhere cannot be made slow: only many rows take longer than a token lives.
        let partners = if target.is_real { 240 } else { 4 };
        let env = TestEnv::live();
        target.context(&env, SHORT);
        survives(&target, &env, partners);
        // With a clock that stands still no token ever looks old: the Kernel refuses it.
        let env = TestEnv::live().at(&in_seconds(0));
        target.context(&env, SHORT);
        survives(&target, &env, partners);
    }
}
