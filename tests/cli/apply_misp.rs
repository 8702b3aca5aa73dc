//! `apply` by a MISP: what is so already, what waits for somebody else, and what is beyond its rights.

use crate::env::{TestEnv, shown};

const FILE: &str = "examples/onboarding.toml";
const APPLY: [&str; 3] = ["apply", "-f", FILE];

/// MISP 100 and what its file names, as an administrator left it; the MISP's person is logged in.
fn as_the_misp() -> TestEnv {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    log_in(&env, "misp-operator");
    change(
        &env,
        "email = \"ops@relay.example\"",
        "email = \"ops@relay.example\"\nuser = \"misp-operator\"",
    );
    env
}

fn log_in(env: &TestEnv, user: &str) {
    env.write("password", format!("{user}-secret\n"));
    env.ok(&["login", "--user", user, "--password-file", "password"]);
}

fn change(env: &TestEnv, from: &str, to: &str) {
    let text = std::fs::read_to_string(env.path(FILE)).unwrap();
    assert!(text.contains(from), "{from}\n{text}");
    env.write(FILE, text.replace(from, to));
}

fn sequence(env: &TestEnv) -> i64 {
    let store = rusqlite::Connection::open(env.path("data/pmctl/dev.db")).unwrap();
    store
        .query_row("select sequence from store_head", [], |row| row.get(0))
        .unwrap()
}

fn outcome<'a>(document: &'a serde_json::Value, kind: &str) -> &'a str {
    let rows = document["data"]["rows"].as_array().unwrap();
    let row = rows.iter().rev().find(|row| row["kind"] == kind);
    row.unwrap()["outcome"].as_str().unwrap()
}

/// A partner without certificate, which only an administrator or the embedded Kernel's CA could give.
const ANOTHER: &str = "
[[partner]]
ref = \"second\"
name = \"Bank One Wholesale\"
organization = \"Bank One\"
contact = \"Lea Okoro\"
phone = \"+918055500101\"
email = \"pki@bank.example\"
type = \"Auth_Partner\"
policy = \"banking/bank-kyc\"
";

#[test]
fn what_is_so_already_is_unchanged() {
    let env = as_the_misp();
    let before = sequence(&env);
    let done = env.json(0, &APPLY);
    for row in done["data"]["rows"].as_array().unwrap() {
        assert_eq!(row["outcome"], "unchanged", "{row}");
    }
    assert_eq!(done["data"]["verdict"]["accepted"], true);
    assert_eq!(sequence(&env), before);
}

/// Its own partner is added; the mapping waits for a policy-manager, whose command is named; run again it still waits,
/// and after the approval it is done.
#[test]
fn a_mapping_to_approve_is_waited_for() {
    let env = as_the_misp();
    let text = std::fs::read_to_string(env.path(FILE)).unwrap();
    env.write(FILE, text + ANOTHER);
    for partner in ["created", "unchanged"] {
        let done = env.json(8, &APPLY);
        assert_eq!(outcome(&done, "partner"), partner);
        assert_eq!(outcome(&done, "mapping"), "waiting");
        assert_eq!(outcome(&done, "api-key"), "waiting");
    }
    let done = env.run(&APPLY);
    let told = shown(&done);
    let command = told
        .lines()
        .find(|line| line.contains("pmctl mapping approve"))
        .unwrap_or_else(|| panic!("{told}"));
    let mapping = command.split_whitespace().last().unwrap().to_owned();
    env.exits(5, &["mapping", "approve", &mapping]);
    env.ok(&["logout"]);
    env.ok(&["mapping", "approve", &mapping]);
    log_in(&env, "misp-operator");
    let done = env.json(0, &APPLY);
    assert_eq!(outcome(&done, "mapping"), "unchanged");
    assert_eq!(outcome(&done, "api-key"), "unchanged");
}

/// One row beyond its rights, and the whole file is forbidden before anything runs: its own partner is not added either.
#[test]
fn one_row_too_many_forbids_the_file() {
    let env = as_the_misp();
    change(
        &env,
        "phone = \"+918055500100\"",
        "phone = \"+918055500199\"",
    );
    let text = std::fs::read_to_string(env.path(FILE)).unwrap();
    env.write(FILE, text + ANOTHER);
    let before = sequence(&env);
    let told = env.json(5, &APPLY);
    assert_eq!(told["error"]["code"], "PM-ACC-005");
    assert!(
        told["error"]["why"]
            .to_string()
            .contains("MISP Northern Relay: misp.update needs"),
        "{told}"
    );
    assert_eq!(sequence(&env), before);
    env.exits(5, &["plan", "-f", FILE]);
}

/// Policies and groups are the policy-manager's; all such rows are told at once.
#[test]
fn what_is_anothers_duty_is_told_at_once() {
    let env = as_the_misp();
    let text = std::fs::read_to_string(env.path(FILE)).unwrap();
    let more = "\n[[policy_group]]\nname = \"telecom\"\n[[policy]]\nname = \"sim\"\ngroup = \"telecom\"\n\
        version = \"1\"\nfile = \"bank-kyc.json\"\n";
    env.write(FILE, text + more);
    let told = env.json(5, &APPLY);
    let why = told["error"]["why"].as_array().unwrap();
    assert_eq!(why.len(), 2, "{told}");
    assert!(
        why[0].as_str().unwrap().contains("policy group telecom"),
        "{told}"
    );
    assert!(
        why[1].as_str().unwrap().contains("policy-manager"),
        "{told}"
    );
}

/// A MISP that is not its own does not exist to it: the file is refused in the same words whether it is there or not.
#[test]
fn a_file_of_another_misp_is_one_of_nobody() {
    let env = TestEnv::onboarded();
    let contact = [
        "--contact",
        "B",
        "--phone",
        "+918055500177",
        "--email",
        "b@south.example",
    ];
    let mut other = vec![
        "misp",
        "register",
        "Southern Relay",
        "--user",
        "misp-operator",
    ];
    other.extend(contact);
    env.ok(&other);
    log_in(&env, "misp-operator");
    let theirs = shown(&env.run(&APPLY));
    assert!(theirs.starts_with("exit 5"), "{theirs}");
    change(&env, "Northern Relay", "No Such Relay");
    assert_eq!(
        shown(&env.run(&APPLY)).replace("No Such Relay", "Northern Relay"),
        theirs
    );
    // One name of theirs, with a guess at their contact, gives nothing away either.
    change(&env, "+918055500100", "+918055500199");
    change(&env, "No Such Relay", "Northern Relay");
    assert_eq!(shown(&env.run(&APPLY)), theirs);
}

/// A blocked MISP hears of the block, not of rights.
#[test]
fn a_block_is_told_as_one() {
    let env = as_the_misp();
    env.ok(&["logout"]);
    env.ok(&["misp", "block", "100", "--reason", "overdue", "--yes"]);
    log_in(&env, "misp-operator");
    env.ok(&["plan", "-f", FILE]);
    let text = std::fs::read_to_string(env.path(FILE)).unwrap();
    env.write(FILE, text + ANOTHER);
    let told = env.json(6, &APPLY);
    assert_eq!(told["error"]["code"], "PM-ACC-002");
    assert!(
        told["error"]["message"]
            .as_str()
            .unwrap()
            .contains("overdue")
    );
}

/// Whoever may not even see the MISP learns nothing of the rest.
#[test]
fn nobody_learns_from_a_plan() {
    let env = TestEnv::onboarded();
    for user in ["policy-manager", "partner-user", "ida-user"] {
        log_in(&env, user);
        let told = env.json(5, &["plan", "-f", FILE]);
        assert_eq!(told["error"]["why"].as_array().unwrap().len(), 1, "{told}");
        env.ok(&["logout"]);
    }
}

/// Keys that `apply` puts into files are handed over in the trail's sight.
#[test]
fn a_key_put_into_a_file_is_in_the_trail() {
    let env = as_the_misp();
    std::fs::remove_dir_all(env.path("examples/out")).unwrap();
    let done = env.json(0, &APPLY);
    assert_eq!(outcome(&done, "license"), "updated");
    env.ok(&["logout"]);
    let trail = env.ok(&["audit", "list", "-o", "json"]);
    for action in ["license.reveal", "api-key.reveal"] {
        assert!(trail.contains(action), "{trail}");
    }
    assert!(trail.contains("misp-operator"));
}
