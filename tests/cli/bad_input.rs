//! What people type and write wrongly: told all at once, before anything is changed.

use crate::env::{TestEnv, shown};
use crate::snapshot;

fn onboarding(env: &TestEnv, change: &[(&str, &str)]) {
    let mut text = std::fs::read_to_string(env.path("examples/onboarding.toml")).unwrap();
    for (from, to) in change {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    env.write("examples/onboarding.toml", text);
}

const APPLY: [&str; 3] = ["apply", "-f", "examples/onboarding.toml"];

fn untouched(env: &TestEnv) {
    assert_eq!(
        env.json(0, &["misp", "list"])["data"]["rows"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn every_fault_of_a_file_at_once() {
    let env = TestEnv::fresh();
    onboarding(
        &env,
        &[
            ("phone = \"+918055500100\"", "phone = \"12\""),
            ("ops@relay.example", "ops.relay.example"),
            ("type = \"Auth_Partner\"", "type = \"Bank\"\nsurplus = 1"),
        ],
    );
    snapshot!(env.transcript(&APPLY));
    env.exits(7, &APPLY);
    untouched(&env);
}

#[test]
fn a_file_that_is_not_toml() {
    let env = TestEnv::fresh();
    env.write("examples/onboarding.toml", "format = \n");
    snapshot!(env.transcript(&APPLY));
    env.exits(2, &APPLY);
}

#[test]
fn a_policy_that_breaks_ida() {
    let env = TestEnv::fresh();
    env.write(
        "bio.json",
        r#"{"authTokenType":"partner","allowedAuthTypes":[{"authType":"bio","mandatory":false}],"allowedKycAttributes":[]}"#,
    );
    snapshot!(env.transcript(&["policy", "check", "bio.json"]));
    env.exits(7, &["policy", "check", "bio.json"]);
}

#[test]
fn names_of_every_script() {
    let env = TestEnv::fresh();
    for (place, name) in ["شبكة الشمال", "उत्तरी रिले", "O'Brien \"Relay\""]
        .iter()
        .enumerate()
    {
        let arguments = [
            "misp",
            "register",
            name,
            "--contact",
            "A B",
            "--phone",
            "+918055500100",
            "--email",
            "ops@relay.example",
        ];
        let misp = env.json(0, &arguments);
        assert_eq!(misp["data"]["name"], *name);
        assert_eq!(misp["data"]["id"], (100 + place).to_string());
    }
    snapshot!(env.transcript(&["misp", "list"]));
    let newline = [
        "misp",
        "register",
        "a\nb",
        "--contact",
        "A B",
        "--phone",
        "+918055500100",
        "--email",
        "ops@relay.example",
    ];
    env.exits(2, &newline);
}

#[test]
fn registering_the_same_and_another() {
    let env = TestEnv::onboarded();
    let base = [
        "misp",
        "register",
        "Northern Relay",
        "--contact",
        "Asha Rao",
        "--phone",
        "+918055500100",
    ];
    let mut same = base.to_vec();
    same.extend(["--email", "ops@relay.example"]);
    assert_eq!(env.json(0, &same)["data"]["outcome"], "unchanged");
    let mut other = base.to_vec();
    other.extend(["--email", "else@relay.example"]);
    snapshot!(env.transcript(&other));
    env.exits(6, &other);
}

#[test]
fn what_is_missing_without_a_terminal() {
    let env = TestEnv::fresh();
    snapshot!(env.transcript(&["misp", "register", "Northern Relay"]));
    snapshot!(env.transcript(&["misp", "register", "Northern Relay", "--phone", "12"]));
    snapshot!(env.transcript(&["misp", "register", "--password", "hunter2"]));
    snapshot!(env.transcript(&["mips", "list"]));
}

#[test]
fn a_store_that_cannot_be_used() {
    let env = TestEnv::fresh();
    env.write("noise.db", vec![7_u8; 8192]);
    let noise = format!("sqlite:{}", env.path("noise.db").display());
    let text = env.transcript(&["--store", &noise, "misp", "list"]);
    assert!(text.contains("exit 11"), "{text}");
    let done = env.run(&[
        "--store",
        "postgres://pm:hunter2@127.0.0.1/pm",
        "misp",
        "list",
    ]);
    assert_eq!(done.status.code(), Some(2));
    assert!(!shown(&done).contains("hunter2"), "{}", shown(&done));
}
