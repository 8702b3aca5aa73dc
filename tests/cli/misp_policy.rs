//! The policy of a MISP: what it may be, and who is told of it.

use crate::env::TestEnv;
use crate::snapshot;
use serde_json::Value;

const DOCUMENT: &str = r#"{"allowAuthRequestDelegation":true,"allowKycRequestDelegation":true,"allowKeyBindingDelegation":false}"#;

fn add(env: &TestEnv, name: &str, more: &[&str]) -> String {
    env.write("misp.json", DOCUMENT);
    let add = [
        "policy",
        "add",
        name,
        "--group",
        "banking",
        "--version",
        "1",
        "--file",
        "misp.json",
        "--kind",
        "MISP",
    ];
    let added = env.json(0, &[&add[..], more].concat());
    added["data"]["id"].as_str().unwrap().to_owned()
}

fn published(env: &TestEnv, name: &str) -> String {
    let id = add(env, name, &[]);
    env.ok(&["policy", "publish", &id]);
    id
}

fn policy_of(env: &TestEnv) -> Value {
    env.json(0, &["misp", "show", "100"])["data"]["policy"].clone()
}

#[test]
fn it_is_given_shown_and_taken_away() {
    let env = TestEnv::onboarded();
    let id = published(&env, "relay");
    assert_eq!(policy_of(&env), Value::Null);
    let given = env.json(0, &["misp", "update", "100", "--policy", "banking/relay"]);
    assert_eq!(given["data"]["outcome"], "updated");
    assert_eq!(given["data"]["policy"]["id"], id.as_str());
    let again = env.json(0, &["misp", "update", "100", "--policy", &id]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    snapshot!(env.transcript(&["misp", "show", "100"]));
    let named = env.json(0, &["misp", "update", "100", "--contact", "Lea Okoro"]);
    assert_eq!(named["data"]["policy"]["name"], "relay", "it stays");
    env.ok(&["misp", "update", "100", "--no-policy"]);
    assert_eq!(policy_of(&env), Value::Null);
    let none = env.json(0, &["misp", "update", "100", "--no-policy"]);
    assert_eq!(none["data"]["outcome"], "unchanged");
    env.exits(
        2,
        &["misp", "update", "100", "--no-policy", "--policy", &id],
    );
    let trail = env.ok(&["audit", "list", "-o", "json"]);
    assert!(trail.contains(&format!("policy {id} → none")), "{trail}");
    env.ok(&["audit", "verify"]);
}

#[test]
fn another_than_a_published_one_for_misps_is_refused() {
    let env = TestEnv::onboarded();
    let give = |policy: &str| {
        let command = ["misp", "update", "100", "--policy", policy];
        match policy {
            "banking/nothing" | "nothing" => env.refused(3, &command),
            "a policy" => env.refused(7, &command),
            _ => env.refused(6, &command),
        }
    };
    assert_eq!(give("banking/nothing"), "PM-NOT-001");
    assert_eq!(give("nothing"), "PM-NOT-001");
    assert_eq!(give("a policy"), "PM-INP-002");
    snapshot!(env.transcript(&["misp", "update", "100", "--policy", "banking/bank-kyc"]));
    add(&env, "draft", &[]);
    assert_eq!(give("banking/draft"), "PM-MAP-003");
    let short = add(&env, "short", &["--validity", "1d"]);
    env.ok(&["policy", "publish", &short]);
    let env = env.at("2026-11-25T12:00:00Z");
    assert_eq!(
        env.refused(6, &["misp", "update", "100", "--policy", "banking/short"]),
        "PM-MAP-005"
    );
    assert_eq!(policy_of(&env), Value::Null);
}

/// The one that it has may have ended: that takes nothing away and stands in no other change's way.
#[test]
fn one_that_has_ended_stays() {
    let env = TestEnv::onboarded();
    let short = add(&env, "short", &["--validity", "1d"]);
    env.ok(&["policy", "publish", &short]);
    env.ok(&["misp", "update", "100", "--policy", &short]);
    let env = env.at("2026-11-25T12:00:00Z");
    let again = env.json(0, &["misp", "update", "100", "--policy", &short]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    env.ok(&["misp", "update", "100", "--name", "Southern Relay"]);
    assert_eq!(policy_of(&env)["id"], short.as_str());
}

#[test]
fn a_misp_begins_with_it() {
    let env = TestEnv::onboarded();
    let relay = published(&env, "relay");
    let other = published(&env, "other");
    let register = [
        "misp",
        "register",
        "Southern Relay",
        "--contact",
        "Asha Rao",
        "--phone",
        "+918055500100",
        "--email",
        "ops@relay.example",
    ];
    let with = |policy: &'static str| [&register[..], &["--policy", policy]].concat();
    assert_eq!(env.refused(6, &with("banking/bank-kyc")), "PM-CON-032");
    let made = env.json(0, &with("banking/relay"));
    assert_eq!(made["data"]["policy"]["id"], relay.as_str());
    let outcome = |command: &[&str]| env.json(0, command)["data"]["outcome"].clone();
    assert_eq!(outcome(&with("banking/relay")), "unchanged");
    assert_eq!(outcome(&register), "unchanged");
    let differs = env.json(6, &with("banking/other"));
    assert!(
        differs["error"]["message"]
            .as_str()
            .unwrap()
            .ends_with("policy"),
        "{differs} {other}"
    );
}

/// The file brings MISP and policy together: the MISP is there before its policy is.
#[test]
fn an_onboarding_file_gives_it() {
    let env = TestEnv::fresh();
    env.write("examples/misp.json", DOCUMENT);
    let file = env.path("examples/onboarding.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let named = text.replacen("[misp]\n", "[misp]\npolicy = \"banking/relay\"\n", 1);
    let policy = "\n[[policy]]\nname = \"relay\"\ngroup = \"banking\"\nversion = \"1\"\n\
        type = \"MISP\"\nfile = \"misp.json\"\n";
    let apply = ["apply", "-f", "examples/onboarding.toml"];
    let row = |document: &Value| {
        let rows = document["data"]["rows"].as_array().unwrap();
        let found = rows.iter().find(|row| row["kind"] == "misp-policy");
        found.unwrap()["outcome"].as_str().unwrap().to_owned()
    };

    env.write("examples/onboarding.toml", &named);
    assert_eq!(env.refused(3, &apply), "PM-NOT-001", "nobody has it");
    env.write("examples/onboarding.toml", format!("{named}{policy}"));
    assert_eq!(env.refused(7, &apply), "PM-INP-005", "it is a draft");
    env.write(
        "examples/onboarding.toml",
        format!("{named}{policy}publish = true\n"),
    );
    let plan = env.json(0, &["plan", "-f", "examples/onboarding.toml"]);
    assert_eq!(row(&plan), "updated");
    assert_eq!(row(&env.json(0, &apply)), "updated");
    assert_eq!(policy_of(&env)["name"], "relay");
    let again = env.json(0, &apply);
    assert_eq!(row(&again), "unchanged");
    assert_eq!(again["data"]["verdict"]["accepted"], true);
    env.ok(&["misp", "update", "100", "--no-policy"]);
    assert_eq!(row(&env.json(0, &apply)), "updated", "taken away elsewhere");
}

/// The group takes its policies out of force for partners, and a MISP's goes on.
#[test]
fn a_group_out_of_force_names_the_misps_that_go_on() {
    let env = TestEnv::onboarded();
    published(&env, "relay");
    let off = [
        "policy-group",
        "deactivate",
        "banking",
        "--reason",
        "x",
        "--yes",
    ];
    let notes = |done: &Value| done["data"]["notes"].to_string();
    let before = env.json(0, &off);
    assert!(!notes(&before).contains("--no-policy"), "{before}");
    env.ok(&["policy-group", "activate", "banking"]);
    env.ok(&["misp", "update", "100", "--policy", "banking/relay"]);
    for _ in 0..2 {
        let done = env.json(0, &off);
        assert!(
            notes(&done).contains("pmctl misp update 100 --no-policy"),
            "{done}"
        );
    }
}
