//! What is said of a block or a revocation, and of a partner that is active: no more than is certain.

use crate::env::TestEnv;
use crate::ida::Ida;
use crate::snapshot;
use serde_json::{Value, json};

fn current(env: &TestEnv) -> String {
    let list = env.json(0, &["mapping", "list", "--state", "approved"]);
    list["data"]["rows"][0]["api_key"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn revoke<'a>(id: &'a str, reason: &'a str) -> [&'a str; 6] {
    ["api-key", "revoke", id, "--reason", reason, "--yes"]
}

#[test]
fn active_and_accepted_are_two_things() {
    let env = TestEnv::onboarded();
    let shown = |exit: Option<&str>| {
        let data = env.json(0, &["partner", "show", "1000"])["data"].clone();
        assert_eq!(data["status"], "active");
        assert_eq!(data["accepted"], exit.is_none());
        let first = data["not_accepted_because"][0]["code"].as_str();
        assert_eq!(first, exit);
    };
    shown(None);
    let store = rusqlite::Connection::open(env.path("data/pmctl/dev.db")).unwrap();
    let sql = |text: &str| assert!(store.execute(text, []).unwrap() > 0);
    for (spoil, mend, code) in [
        (
            "update policies set active = 0",
            "update policies set active = 1",
            "IDA-MPA-019",
        ),
        (
            "update policy_groups set active = 0",
            "update policy_groups set active = 1",
            "IDA-MPA-019",
        ),
        (
            "update certs set retired_at = 1 where holder = '1000'",
            "update certs set retired_at = null where holder = '1000'",
            "IDA-MPA-009",
        ),
    ] {
        sql(spoil);
        shown(Some(code));
        sql(mend);
    }
    env.ok(&["misp", "block", "100", "--reason", "fraud", "--yes"]);
    shown(Some("IDA-MPA-017"));
    env.ok(&["misp", "unblock", "100"]);
    env.ok(&revoke(&current(&env), "leak"));
    shown(Some("IDA-MPA-012"));
    env.ok(&["api-key", "restore", &current(&env)]);
    shown(None);
    env.ok(&["partner", "block", "1000", "--reason", "fraud", "--yes"]);
    sql("update policies set active = 0");
    snapshot!(env.transcript(&["partner", "unblock", "1000"]));
}

/// Every command that bars something says the same of it, from the same struct.
#[test]
fn what_is_said_of_a_block_is_data() {
    let mut env = TestEnv::onboarded();
    let ida = Ida::start();
    env.write("config/pmctl/ida.secret", "ida-secret\n");
    let config = format!("current = \"dev\"\n{}", ida.context());
    env.write("config/pmctl/config.toml", &config);
    env.ok(&["ida", "reconcile"]);
    let key = current(&env);
    let license = env.ok(&["license", "list", "-o", "id"]).trim().to_owned();
    let (api_key_end, license_end) = ("2027-11-23T12:00:00Z", "2027-02-21T12:00:00Z");
    let lines: [(Vec<&str>, Vec<&str>, &str); 4] = [
        (
            revoke(&key, "x").to_vec(),
            vec!["api-key", "restore", &key],
            api_key_end,
        ),
        (
            vec!["license", "revoke", &license, "--reason", "x", "--yes"],
            vec!["license", "restore", &license],
            license_end,
        ),
        (
            vec!["partner", "block", "1000", "--reason", "x", "--yes"],
            vec!["partner", "unblock", "1000"],
            api_key_end,
        ),
        (
            vec!["misp", "block", "100", "--reason", "x", "--yes"],
            vec!["misp", "unblock", "100"],
            license_end,
        ),
    ];
    for (bar, lift, end) in &lines {
        let effect = env.json(0, bar)["data"]["effect"].clone();
        assert_eq!(effect["here"], "at-once", "{bar:?}");
        assert_eq!(effect["ida"]["told"], "delivered");
        assert_eq!(effect["ida"]["tell"], Value::Null);
        assert_eq!(effect["ida"]["without_cache"], "at-once");
        let cached = json!({"until": "restart", "at_the_latest": end});
        assert_eq!(effect["ida"]["with_cache"], cached, "{bar:?}");
        let by: Vec<&str> = effect["certain_by"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["by"].as_str().unwrap())
            .collect();
        assert_eq!(by, ["no-cache", "restart", "end"]);
        // A second time the answer is as true.
        assert_eq!(env.json(0, bar)["data"]["effect"], effect);
        let checked = env.json(6, &["ida", "check", "1000"])["data"]["effect"].clone();
        assert_eq!(checked["ida"]["told"], "delivered");
        assert_eq!(
            checked["ida"]["with_cache"]["at_the_latest"], license_end,
            "the first end of the triple"
        );
        env.ok(lift);
    }
    assert_eq!(
        env.json(0, &["ida", "check", "1000"])["data"]["effect"],
        Value::Null
    );

    // Nobody answers: it holds here, and there when it has been told.
    let nowhere = "[contexts.dev.ida]\ncallback = \"http://127.0.0.1:9/callback\"\nsecret = { file = \"ida.secret\" }\n";
    env.write(
        "config/pmctl/config.toml",
        format!("current = \"dev\"\n{nowhere}"),
    );
    for (bar, lift, _) in &lines {
        let effect = env.json(8, bar)["data"]["effect"].clone();
        assert_eq!(effect["ida"]["told"], "waiting", "{bar:?}");
        assert_eq!(effect["ida"]["tell"], "pmctl outbox push");
        assert_eq!(effect["ida"]["without_cache"], "when-told");
        let checked = env.json(6, &["ida", "check", "1000"])["data"]["effect"].clone();
        assert_eq!(checked["ida"]["told"], "waiting");
        env.exits(8, lift);
    }
    env.write("config/pmctl/config.toml", config);
    env.ok(&["outbox", "push"]);

    // What has ended by itself is certain.
    env = env.at("2028-01-01T00:00:00Z");
    for (bar, _, _) in &lines {
        let effect = env.json(0, bar)["data"]["effect"].clone();
        assert_eq!(effect["ida"]["with_cache"], Value::Null, "{bar:?}");
        assert_eq!(effect["certain_by"], json!([]));
    }
}

#[test]
fn of_what_ida_never_knew_nothing_is_claimed() {
    let env = TestEnv::onboarded();
    let add = [
        "partner",
        "add",
        "Bank Two",
        "--misp",
        "100",
        "--group",
        "banking",
        "--contact",
        "B",
        "--phone",
        "+918055500177",
        "--email",
        "b@bank.example",
    ];
    env.ok(&add);
    let ask = [
        "partner",
        "map-policy",
        "1001",
        "--policy",
        "banking/bank-kyc",
    ];
    let mapping = env.json(0, &ask)["data"]["id"].as_str().unwrap().to_owned();
    let approved = env.json(0, &["mapping", "approve", &mapping]);
    let key = approved["data"]["api_key"].as_str().unwrap().to_owned();
    let effect = env.json(0, &revoke(&key, "x"))["data"]["effect"].clone();
    assert_eq!(effect["ida"]["told"], "nothing-to-tell");
    assert_eq!(effect["ida"]["with_cache"], Value::Null);
    let block = ["partner", "block", "1001", "--reason", "x", "--yes"];
    let effect = env.json(0, &block)["data"]["effect"].clone();
    assert_eq!(effect["ida"]["told"], "nothing-to-tell");
    let renewed = [
        "misp",
        "renew-license",
        "100",
        "--early",
        "--overlap",
        "10d",
    ];
    env.ok(&renewed);
    let waiting = env.json(0, &["license", "list", "--misp", "100"]);
    let waiting = waiting["data"]["rows"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let revoke = ["license", "revoke", &waiting, "--reason", "x", "--yes"];
    let effect = env.json(0, &revoke)["data"]["effect"].clone();
    assert_eq!(effect["ida"]["told"], "nothing-to-tell");
}

#[test]
fn of_several_misps_a_note_says_what_holds_at_ida() {
    let env = TestEnv::onboarded();
    let register = [
        "misp",
        "register",
        "Second Relay",
        "--contact",
        "Asha Rao",
        "--phone",
        "+918055500100",
        "--email",
        "ops@relay.example",
        "-o",
        "id",
    ];
    let second = env.ok(&register).trim().to_owned();
    let block = [
        "misp", "block", "100", &second, "--reason", "fraud", "--yes",
    ];
    let told = env.transcript(&block);
    let note = "note: holds here at once; at ID Authentication: not told: the context names no ID Authentication; \
                still accepted: what it accepted before, until its auth and otp services restart, at the latest until \
                2027-02-21T12:00:00Z";
    assert_eq!(told.matches("holds here").count(), 1, "{told}");
    assert!(told.contains(note), "{told}");
    let json = env.run(&[&block[..], &["-o", "json"]].concat());
    assert!(json.stderr.is_empty(), "JSON says it in each row");
}
