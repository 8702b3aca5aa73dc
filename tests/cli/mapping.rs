//! Requests for a policy: what refuses one, and what is decided about it, by one person or by two at once.

use crate::env::{TestEnv, shown};
use crate::postgres_server;
use crate::snapshot;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::process::{Output, Stdio};

const CONTACT: [&str; 6] = [
    "--contact",
    "B",
    "--phone",
    "+918055500177",
    "--email",
    "b@bank.example",
];

/// A partner of MISP 100 that nothing is mapped to; its id.
fn partner(env: &TestEnv, name: &str) -> String {
    let mut words = vec![
        "partner", "add", name, "--misp", "100", "--group", "banking",
    ];
    words.extend(CONTACT);
    words.extend(["-o", "id"]);
    env.ok(&words).trim().to_owned()
}

/// A policy of the group, published unless it is to stay a draft.
fn policy(env: &TestEnv, group: &str, name: &str, more: &[&str]) {
    let mut words = vec!["policy", "add", name, "--group", group, "--version", "1"];
    words.extend(["--file", "examples/bank-kyc.json"]);
    words.extend(more);
    env.ok(&words);
    env.ok(&["policy", "publish", &format!("{group}/{name}")]);
}

fn request(env: &TestEnv, partner: &str, policy: &str) -> String {
    let words = ["partner", "map-policy", partner, "--policy", policy];
    let asked = env.json(0, &words);
    asked["data"]["id"].as_str().unwrap().to_owned()
}

fn reject<'a>(id: &'a str, reason: &'a str) -> [&'a str; 6] {
    ["mapping", "reject", id, "--reason", reason, "--yes"]
}

/// The code of a refusal, and all that it advises in one text.
fn refused(env: &TestEnv, words: &[&str]) -> (String, String) {
    let document = env.json(6, words);
    let error = &document["error"];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&error["code"]), error["fix"].to_string())
}

fn sql(env: &TestEnv, statement: &str) {
    let store = rusqlite::Connection::open(env.path("data/pmctl/dev.db")).unwrap();
    assert!(store.execute(statement, []).unwrap() > 0, "{statement}");
}

#[test]
fn a_request_is_rejected_once_and_may_be_asked_again() {
    let env = TestEnv::onboarded();
    let id = partner(&env, "Bank Two");
    let first = request(&env, &id, "banking/bank-kyc");
    env.exits(2, &["mapping", "reject", &first, "--reason", "no contract"]);
    env.exits(2, &["mapping", "reject", &first, "--yes"]);
    env.exits(7, &reject(&first, " "));
    env.exits(3, &reject("nothing", "x"));
    snapshot!(env.transcript(&reject(&first, "no contract")));
    let again = env.json(0, &reject(&first, "other"));
    assert_eq!(again["data"]["outcome"], "unchanged");
    assert_eq!(again["data"]["reason"], "no contract");
    snapshot!(env.transcript(&["mapping", "approve", &first]));
    let (code, _) = refused(&env, &["mapping", "approve", &first]);
    assert_eq!(code, "PM-MAP-002");

    let second = request(&env, &id, "banking/bank-kyc");
    assert_ne!(first, second, "a new request is a new row");
    env.ok(&["mapping", "approve", &second]);
    snapshot!(env.transcript(&reject(&second, "too late")));
    let (code, _) = refused(&env, &reject(&second, "too late"));
    assert_eq!(code, "PM-MAP-001");
    let trail = env.ok(&["audit", "list", "-o", "csv"]);
    assert!(trail.contains("mapping.reject") && trail.contains("no contract"));
    env.ok(&["audit", "verify"]);
}

#[test]
fn each_refusal_of_a_request_has_its_code_and_its_next_step() {
    let env = TestEnv::onboarded();
    policy(&env, "banking", "other", &[]);
    policy(&env, "banking", "short", &["--validity", "2d"]);
    env.ok(&["policy-group", "add", "telecom"]);
    policy(&env, "telecom", "sms", &[]);
    let draft = [
        "policy",
        "add",
        "draft",
        "--group",
        "banking",
        "--version",
        "1",
        "--file",
        "examples/bank-kyc.json",
    ];
    env.ok(&draft);
    let misps = env.write(
        "misp.json",
        r#"{"allowAuthRequestDelegation":true,"allowKycRequestDelegation":true,"allowKeyBindingDelegation":true}"#,
    );
    let misps = misps.to_str().unwrap().to_owned();
    env.ok(&[
        "policy",
        "add",
        "esignet",
        "--group",
        "banking",
        "--version",
        "1",
        "--kind",
        "MISP",
        "--file",
        &misps,
    ]);
    env.ok(&["policy", "publish", "banking/esignet"]);
    let id = partner(&env, "Bank Two");
    let ask = |policy: &str| {
        let words = ["partner", "map-policy", &id, "--policy", policy];
        refused(&env, &words)
    };
    let is = |policy: &str, code: &str, step: &str| {
        let (found, steps) = ask(policy);
        assert_eq!(found, code, "{policy}");
        assert!(steps.contains(step), "{policy}: {steps}");
    };
    is("banking/draft", "PM-MAP-003", "pmctl policy publish ");
    is("telecom/sms", "PM-CON-008", "pmctl policy list --group ");
    is(
        "banking/esignet",
        "PM-MAP-008",
        "pmctl policy list --group ",
    );

    let waiting = request(&env, &id, "banking/other");
    is(
        "banking/bank-kyc",
        "PM-CON-009",
        &format!("pmctl mapping approve {waiting}"),
    );
    is(
        "banking/bank-kyc",
        "PM-CON-009",
        &format!("pmctl mapping reject {waiting} --reason"),
    );
    env.ok(&["mapping", "approve", &waiting]);
    is("banking/bank-kyc", "PM-CON-010", "--replace");

    let id = partner(&env, "Bank Three");
    let ask = |env: &TestEnv| {
        let words = ["partner", "map-policy", &id, "--policy", "banking/short"];
        refused(env, &words)
    };
    for (blocked, code) in [("misp", "PM-ACC-002"), ("partner", "PM-ACC-003")] {
        let whom = if blocked == "misp" {
            "100"
        } else {
            id.as_str()
        };
        env.ok(&[blocked, "block", whom, "--reason", "fraud", "--yes"]);
        let (found, step) = ask(&env);
        assert_eq!(found, code);
        assert!(step.contains(&format!("pmctl {blocked} unblock {whom}")));
        env.ok(&[blocked, "unblock", whom]);
    }
    sql(&env, "update policies set active = 0 where name = 'short'");
    let (code, step) = ask(&env);
    assert_eq!(code, "PM-MAP-004");
    assert!(step.contains("pmctl policy activate "), "{step}");
    sql(&env, "update policies set active = 1 where name = 'short'");
    sql(
        &env,
        "update policy_groups set active = 0 where name = 'banking'",
    );
    let (code, step) = ask(&env);
    assert_eq!(code, "PM-MAP-007");
    assert!(step.contains("pmctl policy-group activate "), "{step}");
    sql(
        &env,
        "update policy_groups set active = 1 where name = 'banking'",
    );
    let late = env.at("2026-12-01T12:00:00Z");
    let (code, step) = ask(&late);
    assert_eq!(code, "PM-MAP-005");
    assert!(step.contains("pmctl policy add "), "{step}");
    let early = late.at("2026-11-01T12:00:00Z");
    let (code, step) = ask(&early);
    assert_eq!(code, "PM-MAP-006");
    assert!(step.contains("2026-11-23"), "{step}");
}

#[test]
fn the_same_again_is_unchanged_and_says_what_there_is() {
    let env = TestEnv::onboarded();
    let ask = |id: &str, more: &[&str]| {
        let mut words = vec!["partner", "map-policy", id, "--policy", "banking/bank-kyc"];
        words.extend(more);
        let document = env.json(0, &words);
        assert_eq!(document["data"]["outcome"], "unchanged");
        document["data"]["notes"][0].as_str().unwrap().to_owned()
    };
    let key = env.ok(&["api-key", "list", "-o", "id"]).trim().to_owned();
    assert!(ask("1000", &[]).contains(&key));
    assert!(ask("1000", &["--replace"]).contains(&key));
    env.ok(&["api-key", "revoke", &key, "--reason", "leak", "--yes"]);
    assert!(ask("1000", &[]).contains(&format!("pmctl api-key reissue {key}")));
    let id = partner(&env, "Bank Two");
    request(&env, &id, "banking/bank-kyc");
    assert!(ask(&id, &[]).contains("waits for a decision"));
}

/// The mapping in force and its key stay until the new one is approved, and go in the same transaction.
#[test]
fn a_replacement_takes_over_at_its_approval_and_not_before() {
    let env = TestEnv::onboarded();
    policy(&env, "banking", "other", &[]);
    let key = env.ok(&["api-key", "list", "-o", "id"]).trim().to_owned();
    let replace = [
        "partner",
        "map-policy",
        "1000",
        "--policy",
        "banking/other",
        "--replace",
    ];
    let status = |id: &str| env.json(0, &["api-key", "show", id])["data"]["status"].clone();
    let first = env.json(0, &replace)["data"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(status(&key), "active");
    env.ok(&["ida", "check", "1000"]);
    env.ok(&reject(&first, "not yet"));
    assert_eq!(status(&key), "active", "the rejection leaves it alone");

    let second = env.json(0, &replace)["data"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let approve = ["mapping", "approve", &second];
    sql(&env, "update policies set active = 0 where name = 'other'");
    assert_eq!(refused(&env, &approve).0, "PM-MAP-004");
    sql(&env, "update policies set active = 1 where name = 'other'");
    for (noun, whom, code) in [
        ("misp", "100", "PM-ACC-002"),
        ("partner", "1000", "PM-ACC-003"),
    ] {
        env.ok(&[noun, "block", whom, "--reason", "fraud", "--yes"]);
        assert_eq!(refused(&env, &approve).0, code);
        env.ok(&[noun, "unblock", whom]);
    }
    assert_eq!(status(&key), "active");
    env.ok(&["ida", "check", "1000"]);

    // A key that was kept beside its successor belongs to the policy that ends, so it ends too.
    let anew = env.json(0, &["api-key", "reissue", &key, "--keep-old"]);
    let anew = anew["data"]["id"].as_str().unwrap().to_owned();
    let approved = env.json(0, &approve);
    let note = approved["data"]["notes"][0].as_str().unwrap();
    assert!(note.contains(&key) && note.contains(&anew), "{note}");
    let third = approved["data"]["api_key"].as_str().unwrap();
    for former in [&key, &anew] {
        assert_eq!(status(former), "revoked");
        let (code, step) = refused(&env, &["api-key", "restore", former]);
        assert_eq!(code, "PM-API-001");
        assert!(step.contains(third), "{step}");
        assert_eq!(
            refused(&env, &["api-key", "reissue", former]).0,
            "PM-API-002"
        );
        let verdict = env.json(6, &["ida", "check", "1000", "--api-key-id", former]);
        assert_eq!(verdict["data"]["findings"][0]["code"], "IDA-MPA-012");
    }
    env.ok(&["ida", "check", "1000"]);
    let again = env.json(0, &approve);
    assert_eq!(again["data"]["outcome"], "unchanged");
    let states = env.json(0, &["mapping", "list", "--state", "replaced"]);
    assert_eq!(states["data"]["rows"].as_array().unwrap().len(), 1);
    let of_replaced = states["data"]["rows"][0]["id"].as_str().unwrap();
    assert_eq!(
        refused(&env, &["mapping", "approve", of_replaced]).0,
        "PM-CON-011"
    );
    assert_eq!(refused(&env, &reject(of_replaced, "x")).0, "PM-CON-011");

    let id = partner(&env, "Bank Two");
    let nothing = [
        "partner",
        "map-policy",
        &id,
        "--policy",
        "banking/other",
        "--replace",
    ];
    let asked = env.json(0, &nothing);
    assert_eq!(
        asked["data"]["outcome"], "created",
        "there is nothing to replace"
    );
}

/// Both at the same moment, each a process of its own.
fn at_once(env: &TestEnv, lines: [&[&str]; 2]) -> [Output; 2] {
    let start = |words: &[&str]| {
        let mut all = words.to_vec();
        all.extend(["-o", "json"]);
        let mut command = env.command(&all);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let [one, two] = lines.map(start);
    [one, two].map(|child| child.wait_with_output().unwrap())
}

fn data(done: &Output) -> Value {
    let document: Value = serde_json::from_slice(&done.stdout).unwrap();
    document["data"].clone()
}

const ROUNDS: usize = 8;

/// Of two decisions about one request one wins, and the other is told; never is there a second key.
fn one_wins(env: &TestEnv) {
    let ids: Vec<String> = (0..2 * ROUNDS)
        .map(|number| partner(env, &format!("Bank {number}")))
        .collect();
    for (round, id) in ids.iter().enumerate() {
        let mapping = request(env, id, "banking/bank-kyc");
        let approve = ["mapping", "approve", &mapping];
        let reject = reject(&mapping, "no contract");
        let keys = || env.json(0, &["api-key", "list", "--partner", id]);
        let count = |keys: &Value| keys["data"]["rows"].as_array().unwrap().len();
        if round % 2 == 0 {
            let done = at_once(env, [&approve, &approve]);
            let [one, two] = [data(&done[0]), data(&done[1])];
            let mut outcomes = [&one, &two].map(|it| it["outcome"].as_str().unwrap().to_owned());
            outcomes.sort();
            assert_eq!(outcomes, ["unchanged", "updated"]);
            assert_eq!(one["api_key"], two["api_key"], "both name one key");
            assert_eq!(count(&keys()), 1);
            continue;
        }
        let lines: [&[&str]; 2] = [&approve, &reject];
        let done = at_once(env, lines);
        let exits = [&done[0], &done[1]].map(|it| it.status.code());
        let state = env.json(0, &["mapping", "show", &mapping])["data"]["status"].clone();
        let text = format!("{}\n{}", shown(&done[0]), shown(&done[1]));
        if state == "approved" {
            assert_eq!(exits, [Some(0), Some(6)], "{text}");
            assert!(text.contains("PM-MAP-001"), "{text}");
            assert_eq!(count(&keys()), 1);
        } else {
            assert_eq!(exits, [Some(6), Some(0)], "{text}");
            assert!(text.contains("PM-MAP-002"), "{text}");
            assert_eq!(count(&keys()), 0);
        }
    }
    env.ok(&["audit", "verify"]);
    env.ok(&["store", "check"]);
}

/// Of two that reissue one key one issues, and the other is told of it.
fn one_reissues(env: &TestEnv) {
    for _ in 0..ROUNDS {
        let partner = env.json(0, &["mapping", "list", "--state", "approved"]);
        let key = partner["data"]["rows"][0]["api_key"]
            .as_str()
            .unwrap()
            .to_owned();
        let reissue = ["api-key", "reissue", &key];
        let done = at_once(env, [&reissue, &reissue]);
        let mut exits = [&done[0], &done[1]].map(|it| it.status.code());
        exits.sort();
        let text = format!("{}\n{}", shown(&done[0]), shown(&done[1]));
        assert_eq!(exits, [Some(0), Some(6)], "{text}");
        assert!(text.contains("PM-API-002"), "{text}");
        let keys = env.json(0, &["api-key", "list", "--partner", "1000"]);
        let active = keys["data"]["rows"].as_array().unwrap().iter();
        assert_eq!(active.filter(|key| key["status"] == "active").count(), 1);
    }
}

#[test]
fn two_at_once_on_sqlite() {
    let env = TestEnv::onboarded();
    one_reissues(&env);
    one_wins(&env);
}

#[test]
fn two_at_once_on_postgresql() {
    let env = TestEnv::fresh();
    let server = postgres_server::server();
    let store = server.url(&server.fresh_database());
    let key = env.write("seal.key", "c2VhbCBrZXkgb2YgYSB0ZXN0LCAzMiBieXRlcyEhISE=\n");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    env.write(
        "config/pmctl/config.toml",
        format!(
            "current = \"dev\"\n[contexts.dev]\nstore = \"{store}\"\nseal = {{ file = \"{}\" }}\n",
            key.display()
        ),
    );
    env.ok(&["apply", "-f", "examples/onboarding.toml"]);
    one_reissues(&env);
    one_wins(&env);
}

/// A replacement that waits takes nothing from the policy in force: that one is still `unchanged`, in a file too.
#[test]
fn a_replacement_that_waits_stands_in_nobodys_way() {
    let env = TestEnv::onboarded();
    policy(&env, "banking", "other", &[]);
    let map = |policy: &'static str| ["partner", "map-policy", "1000", "--policy", policy];
    let replace = [&map("banking/other")[..], &["--replace"]].concat();
    let asked = env.json(0, &replace);
    let waiting = asked["data"]["id"].as_str().unwrap();
    for words in [
        &["plan", "-f", "examples/onboarding.toml", "--exit-code"] as &[&str],
        &["apply", "-f", "examples/onboarding.toml"],
    ] {
        env.ok(words);
    }
    let held = env.json(0, &map("banking/bank-kyc"));
    assert_eq!(held["data"]["outcome"], "unchanged");
    let notes = held["data"]["notes"].to_string();
    assert!(notes.contains("it has this policy already"), "{notes}");
    let reject = format!("pmctl mapping reject {waiting}");
    assert!(notes.contains(&reject), "{notes}");
    assert_eq!(env.json(0, &replace)["data"]["outcome"], "unchanged");
    let shown = env.json(0, &["mapping", "show", waiting]);
    assert_eq!(shown["data"]["status"], "requested");
}
