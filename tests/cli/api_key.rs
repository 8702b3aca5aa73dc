//! API keys that are revoked, restored and reissued, and what is said of it.

use crate::env::TestEnv;
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

fn code(env: &TestEnv, exit: i32, words: &[&str]) -> String {
    let document = env.json(exit, words);
    document["error"]["code"].as_str().unwrap().to_owned()
}

fn verdict(env: &TestEnv, key: &str) -> Value {
    let done = env.run(&["ida", "check", "1000", "--api-key-id", key, "-o", "json"]);
    let document: Value = serde_json::from_slice(&done.stdout).unwrap();
    document["data"].clone()
}

fn log_in(env: &TestEnv, user: &str) {
    env.write("password", format!("{user}-secret\n"));
    env.ok(&["login", "--user", user, "--password-file", "password"]);
}

#[test]
fn a_revoked_key_stays_revoked_until_it_is_restored() {
    let env = TestEnv::onboarded();
    let key = current(&env);
    env.exits(2, &["api-key", "revoke", &key, "--reason", "leak"]);
    env.exits(2, &["api-key", "revoke", &key, "--yes"]);
    env.exits(3, &revoke("nothing", "leak"));
    snapshot!(env.transcript(&revoke(&key, "leak")));
    let again = env.json(0, &revoke(&key, "other"));
    assert_eq!(again["data"]["outcome"], "unchanged");
    assert_eq!(again["data"]["revoked"]["reason"], "leak");
    assert_eq!(verdict(&env, &key)["findings"][0]["code"], "IDA-MPA-012");
    env.ok(&["partner", "block", "1000", "--reason", "fraud", "--yes"]);
    env.ok(&["partner", "unblock", "1000"]);
    assert_eq!(verdict(&env, &key)["accepted"], false);
    let restored = env.json(0, &["api-key", "restore", &key, "--reason", "found"]);
    assert_eq!(restored["data"]["outcome"], "updated");
    assert_eq!(restored["data"]["status"], "active");
    assert_eq!(restored["data"]["notes"], json!([]));
    let again = env.json(0, &["api-key", "restore", &key]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    env.ok(&["ida", "check", "1000"]);
    let trail = env.ok(&["audit", "list", "-o", "csv"]);
    assert!(trail.contains("api-key.revoke") && trail.contains("leak"));
    assert!(trail.contains("api-key.restore") && trail.contains("found"));
}

#[test]
fn what_is_restored_is_what_its_dates_make_it() {
    let env = TestEnv::onboarded();
    let key = current(&env);
    env.ok(&revoke(&key, "leak"));
    env.ok(&["partner", "block", "1000", "--reason", "fraud", "--yes"]);
    let late = env.at("2027-11-23T12:00:00Z");
    let restored = late.json(0, &["api-key", "restore", &key]);
    assert_eq!(restored["data"]["status"], "expired");
    let notes = restored["data"]["notes"].to_string();
    assert!(
        notes.contains(&format!("pmctl api-key reissue {key}")),
        "{notes}"
    );
    assert!(notes.contains("partner 1000 is still blocked"), "{notes}");
}

#[test]
fn a_reissued_key_takes_over_in_one_step() {
    let env = TestEnv::onboarded();
    let old = current(&env);
    let mapping = env.ok(&["mapping", "list", "-o", "id"]).trim().to_owned();
    let reissue = ["api-key", "reissue", &old, "--to", "out/new.key"];
    snapshot!(env.transcript(&reissue));
    let anew = current(&env);
    assert_ne!(old, anew);
    let shown = env.json(0, &["api-key", "show", &old]);
    assert_eq!(shown["data"]["status"], "revoked");
    assert_eq!(shown["data"]["replaced_by"], anew);
    let shown = env.json(0, &["api-key", "show", &anew, "--reveal"]);
    assert_eq!(shown["data"]["mapping"], mapping, "the same mapping");
    let file = std::fs::read_to_string(env.path("out/new.key")).unwrap();
    assert_eq!(shown["data"]["key"], file.trim());
    assert_eq!(file.trim().len(), 36);
    let mode =
        std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(env.path("out/new.key")).unwrap());
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(
        verdict(&env, &old)["findings"][0]["fix"],
        format!("pmctl api-key show {anew}")
    );
    env.ok(&["ida", "check", "1000"]);

    assert_eq!(
        code(&env, 6, &reissue),
        "PM-API-002",
        "a second run issues nothing"
    );
    assert_eq!(code(&env, 6, &["api-key", "restore", &old]), "PM-API-001");
    let all = env.ok(&["api-key", "list", "-o", "id"]);
    assert_eq!(all.lines().count(), 2);
    let shown = env.json(0, &["api-key", "reissue", &anew, "--to", "-"]);
    let clear = shown["data"]["key"].as_str().unwrap();
    let anew = current(&env);
    let revealed = env.json(0, &["api-key", "show", &anew, "--reveal"]);
    assert_eq!(revealed["data"]["key"], clear);
    assert!(!env.path("-").exists());
    // Where the mapping was decided stays as it was.
    let decided = env.json(0, &["mapping", "show", &mapping]);
    assert_eq!(decided["data"]["status"], "approved");
    assert_eq!(decided["data"]["api_key"], anew);
    env.ok(&["audit", "verify"]);
    env.ok(&["store", "check"]);
}

/// No date is shortened: ID Authentication keeps in its cache those that it saw.
#[test]
fn a_kept_key_lives_to_its_own_end() {
    let env = TestEnv::onboarded();
    let old = current(&env);
    let env = env.at("2026-12-23T12:00:00Z");
    let before = env.json(0, &["api-key", "show", &old])["data"].clone();
    let reissued = env.json(0, &["api-key", "reissue", &old, "--keep-old"]);
    assert_eq!(reissued["data"]["former"], before);
    assert_eq!(reissued["data"]["effect"], Value::Null);
    let note = reissued["data"]["notes"][0].as_str().unwrap();
    assert!(note.contains(&old) && note.contains("2027-11-23"), "{note}");
    let kept = verdict(&env, &old);
    assert_eq!(kept["accepted"], true);
    assert!(
        kept["warnings"].to_string().contains("was followed by"),
        "{kept}"
    );
    env.ok(&["ida", "check", "1000"]);
    assert_eq!(code(&env, 6, &["api-key", "reissue", &old]), "PM-API-002");
    // By itself it is revoked and restored as any other.
    env.ok(&revoke(&old, "leak"));
    env.ok(&["api-key", "restore", &old]);
    let env = env.at("2027-11-24T12:00:00Z");
    let ended = verdict(&env, &old)["findings"].to_string();
    assert!(ended.contains("IDA-MPA-039"), "{ended}");
}

#[test]
fn what_refuses_a_reissue() {
    let env = TestEnv::onboarded();
    let key = current(&env);
    let reissue = ["api-key", "reissue", &key];
    env.exits(3, &["api-key", "reissue", "nothing"]);
    for (noun, whom, refused) in [
        ("misp", "100", "PM-ACC-002"),
        ("partner", "1000", "PM-ACC-003"),
    ] {
        env.ok(&[noun, "block", whom, "--reason", "fraud", "--yes"]);
        assert_eq!(code(&env, 6, &reissue), refused);
        env.ok(&[noun, "unblock", whom]);
    }
    let store = rusqlite::Connection::open(env.path("data/pmctl/dev.db")).unwrap();
    store.execute("update policies set active = 0", []).unwrap();
    assert_eq!(code(&env, 6, &reissue), "PM-MAP-004");
    store.execute("update policies set active = 1", []).unwrap();
    // A place that cannot be written to is told before anything is issued. One that fails later loses nothing: the key is
    // there, and the next step names it.
    env.write("blocked", "a file, not a folder");
    env.exits(7, &["api-key", "reissue", &key, "--to", "blocked/new.key"]);
    assert_eq!(current(&env), key);
    let long = "k".repeat(254);
    let done = env.json(9, &["api-key", "reissue", &key, "--to", &long]);
    assert_eq!(done["error"]["code"], "PM-API-004");
    let anew = current(&env);
    let fix = done["error"]["fix"].to_string();
    assert!(
        fix.contains(&format!("pmctl api-key show {anew} --key-to")),
        "{fix}"
    );
    env.ok(&["api-key", "show", &anew, "--key-to", "out/new.key"]);
    // Expired, or revoked by itself: a new one takes its place, and the first reason stays.
    env.ok(&revoke(&anew, "leak"));
    let reissued = env.json(0, &["api-key", "reissue", &anew]);
    assert_eq!(reissued["data"]["former"]["revoked"]["reason"], "leak");
    env.ok(&["ida", "check", "1000"]);
}

/// MISP 100 is misp-operator's; MISP 101 and its partner 1001 are somebody else's.
#[test]
fn a_misp_decides_on_the_keys_of_its_own_partners_and_not_over_an_admin() {
    let env = TestEnv::onboarded();
    let key = current(&env);
    let contact = [
        "--contact",
        "B",
        "--phone",
        "+918055500177",
        "--email",
        "b@south.example",
    ];
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    env.ok(&[&["misp", "register", "Southern Relay"][..], &contact].concat());
    env.ok(&[
        &[
            "partner", "add", "Bank Two", "--misp", "101", "--group", "banking",
        ][..],
        &contact,
    ]
    .concat());
    let ask = [
        "partner",
        "map-policy",
        "1001",
        "--policy",
        "banking/bank-kyc",
    ];
    let mapping = env.json(0, &ask)["data"]["id"].as_str().unwrap().to_owned();
    let approved = env.json(0, &["mapping", "approve", &mapping]);
    let theirs = approved["data"]["api_key"].as_str().unwrap().to_owned();
    env.ok(&revoke(&key, "by the admin"));

    log_in(&env, "misp-operator");
    assert_eq!(code(&env, 5, &["api-key", "restore", &key]), "PM-API-003");
    assert_eq!(code(&env, 5, &["api-key", "reissue", &key]), "PM-API-003");
    env.exits(3, &revoke(&theirs, "x"));
    env.exits(3, &["api-key", "restore", &theirs]);
    env.exits(3, &["api-key", "reissue", &theirs]);
    assert_eq!(
        code(
            &env,
            5,
            &["mapping", "reject", &mapping, "--reason", "x", "--yes"]
        ),
        "PM-ACC-001"
    );
    env.ok(&["logout"]);
    env.ok(&["api-key", "restore", &key]);

    log_in(&env, "misp-operator");
    env.ok(&revoke(&key, "by the MISP"));
    env.ok(&["api-key", "restore", &key]);
    let anew = env.json(0, &["api-key", "reissue", &key]);
    assert_eq!(anew["data"]["outcome"], "created");
    env.ok(&["logout"]);
    env.ok(&["partner", "update", "1000", "--user", "partner-user"]);
    log_in(&env, "partner-user");
    let anew = anew["data"]["id"].as_str().unwrap();
    env.ok(&["api-key", "show", anew]);
    let done = env.run(&revoke(anew, "x"));
    assert!(matches!(done.status.code(), Some(3 | 5)));
    // It hears that it is not accepted, and of its MISP's license no more than that.
    env.ok(&["logout"]);
    let license = env
        .ok(&["license", "list", "--misp", "100", "-o", "id"])
        .trim()
        .to_owned();
    env.ok(&[
        "license",
        "revoke",
        &license,
        "--reason",
        "unpaid bill",
        "--yes",
    ]);
    log_in(&env, "partner-user");
    let shown = env.json(0, &["partner", "show", "1000"]);
    assert_eq!(shown["data"]["accepted"], false);
    let why = &shown["data"]["not_accepted_because"];
    assert_eq!(why[0]["code"], "IDA-MPA-017");
    let text = why.to_string();
    assert!(
        !text.contains("unpaid") && !text.contains(&license),
        "{text}"
    );
}

/// Words of shells, of paths and of other scripts are ids of nobody, and break no line.
#[test]
fn input_that_is_no_id() {
    let env = TestEnv::onboarded();
    let long = "a".repeat(37);
    for id in [
        "",
        "a/b",
        "../100",
        "a.b",
        "%2e%2e",
        "10 00",
        "ｂａｎｋ",
        "b\u{0301}",
        "1000\n",
        &long,
    ] {
        for words in [
            vec!["partner", "show", id],
            vec!["partner", "map-policy", id, "--policy", "banking/bank-kyc"],
            vec!["partner", "block", id, "--reason", "x", "--yes"],
            vec!["mapping", "reject", id, "--reason", "x", "--yes"],
            vec!["api-key", "revoke", id, "--reason", "x", "--yes"],
            vec!["api-key", "restore", id],
            vec!["api-key", "reissue", id],
        ] {
            let done = env.run(&words);
            assert!(
                matches!(done.status.code(), Some(2 | 7)),
                "{words:?} {done:?}"
            );
            assert!(done.stdout.is_empty(), "{words:?}");
        }
    }
    let key = current(&env);
    let long = "x".repeat(501);
    for reason in ["", " ", "a\u{7}b", "a\u{1b}[31mb", "a\nb", &long] {
        env.exits(7, &revoke(&key, reason));
        env.exits(7, &["api-key", "restore", &key, "--reason", reason]);
    }
    assert_eq!(
        env.json(0, &["api-key", "show", &key])["data"]["status"],
        "active"
    );
}

/// Death at every fail point: it is done whole or not at all, and the file is filled by the step that the second run names.
#[test]
fn a_reissue_survives_a_kill_at_every_point() {
    for point in 1.. {
        let env = TestEnv::onboarded();
        let old = current(&env);
        let reissue = ["api-key", "reissue", &old, "--to", "out/new.key"];
        let mut command = env.command(&reissue);
        let done = command.env("PMCTL_FAIL_AT", point.to_string()).output();
        if done.unwrap().status.success() {
            assert!(point > 2, "only {point} points were passed");
            return;
        }
        let anew = current(&env);
        let rows = env.json(0, &["api-key", "list"]);
        let rows = rows["data"]["rows"].as_array().unwrap().clone();
        let active: Vec<&Value> = rows
            .iter()
            .filter(|key| key["status"] == "active")
            .collect();
        assert_eq!(active.len(), 1, "point {point}");
        assert_eq!(active[0]["id"], anew, "the mapping names it");
        if old == anew {
            env.ok(&reissue);
        } else {
            assert_eq!(code(&env, 6, &reissue), "PM-API-002");
            env.ok(&["api-key", "show", &anew, "--key-to", "out/new.key"]);
        }
        env.ok(&["ida", "check", "1000"]);
        env.ok(&["audit", "verify"]);
    }
}
