//! Files that keys and documents are written to: what is there is not lost, and what cannot be written is told beforehand.

use crate::env::TestEnv;
use serde_json::Value;

const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";
const POLICY: &str = "{\"authTokenType\": \"policy\"}\n";

const REGISTER: [&str; 9] = [
    "misp",
    "register",
    "Second Relay",
    "--contact",
    "Asha Rao",
    "--phone",
    "+918055500100",
    "--email",
    "ops@relay.example",
];

fn register(env: &TestEnv, status: i32, to: &str) -> Value {
    env.json(status, &[&REGISTER as &[&str], &["--key-to", to]].concat())
}

fn text(env: &TestEnv, path: &str) -> String {
    std::fs::read_to_string(env.path(path)).unwrap()
}

fn current_key(env: &TestEnv) -> String {
    let listed = env.json(0, &["api-key", "list"]);
    let rows = listed["data"]["rows"].as_array().unwrap();
    rows.last().unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_key_replaces_neither_a_private_key_nor_a_document() {
    let env = TestEnv::onboarded();
    env.write("victim.pem", PRIVATE);
    env.write("policy.json", POLICY);
    let key = current_key(&env);
    let license = env.json(0, &["license", "list"])["data"]["rows"][0]["id"].clone();
    let license = license.as_str().unwrap();
    let before = env.json(0, &["audit", "list"]);
    for target in ["victim.pem", "policy.json"] {
        let renew = [
            "misp",
            "renew-license",
            "100",
            "--early",
            "--new-key-to",
            target,
        ];
        for command in [
            &renew as &[&str],
            &["api-key", "show", &key, "--key-to", target],
            &["api-key", "reissue", &key, "--to", target],
            &["license", "show", license, "--key-to", target],
        ] {
            let done = env.json(7, command);
            assert_eq!(done["error"]["code"], "PM-INP-010", "{command:?}");
        }
        assert_eq!(register(&env, 7, target)["error"]["code"], "PM-INP-010");
    }
    assert_eq!(text(&env, "victim.pem"), PRIVATE);
    assert_eq!(text(&env, "policy.json"), POLICY);
    assert_eq!(env.json(0, &["audit", "list"]), before, "nothing was done");
}

#[test]
fn a_key_replaces_a_key() {
    let env = TestEnv::onboarded();
    env.write("empty.key", "");
    let first = [
        "misp",
        "renew-license",
        "100",
        "--early",
        "--new-key-to",
        "empty.key",
    ];
    env.ok(&first);
    let old = text(&env, "empty.key");
    env.ok(&first);
    assert_ne!(text(&env, "empty.key"), old);
}

#[test]
fn with_all_a_foreign_file_stays_and_its_misp_is_told() {
    let env = TestEnv::onboarded();
    env.write("keys/100.key", PRIVATE);
    let all = [
        "misp",
        "renew-license",
        "--all",
        "--early",
        "--new-key-to",
        "keys",
    ];
    let told = env.transcript(&all);
    assert!(
        told.contains("PM-LIC-001") && told.contains("not replaced"),
        "{told}"
    );
    assert_eq!(text(&env, "keys/100.key"), PRIVATE);
}

#[test]
fn apply_finds_a_foreign_file_before_it_begins() {
    let env = TestEnv::onboarded();
    env.write("examples/out/license.key", PRIVATE);
    for verb in ["plan", "apply"] {
        let done = env.json(7, &[verb, "--file", "examples/onboarding.toml"]);
        let told = done.to_string();
        assert!(told.contains("license.key: holds something else"), "{told}");
    }
    assert_eq!(text(&env, "examples/out/license.key"), PRIVATE);
}

#[test]
fn what_is_public_never_replaces_a_private_key() {
    let env = TestEnv::onboarded();
    env.write("victim.pem", PRIVATE);
    env.write("old.pem", "something else");
    env.write("policy.json", include_str!("../../examples/bank-kyc.json"));
    for command in [
        &["cert", "get", "1000", "--to", "victim.pem"] as &[&str],
        &["policy", "convert", "policy.json", "--to", "victim.pem"],
        &["report", "expiring", "--prometheus", "victim.pem"],
    ] {
        let done = env.json(7, command);
        assert_eq!(done["error"]["code"], "PM-INP-010", "{command:?}");
    }
    assert_eq!(text(&env, "victim.pem"), PRIVATE);
    env.ok(&["cert", "get", "1000", "--to", "old.pem"]);
}

#[test]
fn a_misp_is_not_registered_for_a_file_that_cannot_be() {
    let env = TestEnv::onboarded();
    env.write("blocked", "a file, not a folder");
    std::fs::create_dir(env.path("folder")).unwrap();
    for target in ["blocked/new.key", "folder"] {
        assert_eq!(register(&env, 7, target)["error"]["code"], "PM-INP-001");
    }
    let misps = env.json(0, &["misp", "list"]);
    assert_eq!(misps["data"]["rows"].as_array().unwrap().len(), 1);
}

/// A name that is too long only with what is put before it while it is written: no look beforehand sees that.
#[test]
fn a_misp_whose_key_did_not_get_out_is_told_with_the_way_to_it() {
    let env = TestEnv::onboarded();
    let name = "k".repeat(254);
    let done = env.run(&[&REGISTER as &[&str], &["--key-to", &name, "-o", "json"]].concat());
    let told = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(9), "{told}");
    let shown: Value = serde_json::from_slice(&done.stdout).unwrap();
    let license = shown["data"]["license"]["id"].as_str().unwrap();
    assert_eq!(shown["data"]["name"], "Second Relay");
    assert!(told.contains("PM-LIC-001"), "{told}");
    assert!(
        told.contains(&format!("pmctl license show {license} --key-to")),
        "{told}"
    );
    env.ok(&["license", "show", license, "--key-to", "new.key"]);
}
