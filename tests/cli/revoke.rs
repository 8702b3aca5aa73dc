//! Licenses that are revoked and restored, and lists of them.

use crate::env::TestEnv;
use crate::snapshot;
use std::io::Write;
use std::process::Stdio;

fn license(env: &TestEnv, at: usize) -> String {
    let list = env.json(0, &["license", "list", "--misp", "100"]);
    list["data"]["rows"][at]["id"].as_str().unwrap().to_owned()
}

fn code(env: &TestEnv) -> serde_json::Value {
    env.json(6, &["ida", "check", "1000"])["data"]["findings"][0]["code"].clone()
}

#[test]
fn a_revoked_license_stays_revoked_until_it_is_restored() {
    let env = TestEnv::onboarded();
    let id = license(&env, 0);
    let revoke = ["license", "revoke", &id, "--reason", "key leaked"];
    env.exits(2, &revoke);
    env.exits(2, &["license", "revoke", &id, "--yes"]);
    env.exits(7, &["license", "revoke", &id, "--reason", " ", "--yes"]);
    env.ok(&["ida", "check", "1000"]);
    let sure = [&revoke[..], &["--yes"]].concat();
    snapshot!(env.transcript(&sure));
    assert_eq!(code(&env), "IDA-MPA-017");
    let again = env.json(0, &["license", "revoke", &id, "--reason", "other", "--yes"]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    assert_eq!(again["data"]["revoked"]["reason"], "key leaked");

    env.ok(&["misp", "block", "100", "--reason", "fraud", "--yes"]);
    env.ok(&["misp", "unblock", "100"]);
    assert_eq!(
        code(&env),
        "IDA-MPA-017",
        "an unblock gives back what the block took"
    );
    snapshot!(env.transcript(&["misp", "renew-license", "100", "--early"]));
    let restored = env.json(0, &["license", "restore", &id, "--reason", "found again"]);
    assert_eq!(restored["data"]["outcome"], "updated");
    assert_eq!(restored["data"]["status"], "active");
    let again = env.json(0, &["license", "restore", &id]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    env.ok(&["ida", "check", "1000"]);
    let trail = env.ok(&["audit", "list", "-o", "csv"]);
    assert!(trail.contains("license.revoke") && trail.contains("key leaked"));
    assert!(trail.contains("license.restore") && trail.contains("found again"));
}

#[test]
fn a_leaked_key_is_replaced_and_then_revoked() {
    let env = TestEnv::onboarded();
    let old = license(&env, 0);
    env.ok(&["misp", "renew-license", "100", "--early"]);
    env.ok(&["license", "revoke", &old, "--reason", "leaked", "--yes"]);
    env.ok(&["ida", "check", "1000"]);
    let of_old = env.json(6, &["ida", "check", "1000", "--license-id", &old]);
    assert_eq!(of_old["data"]["findings"][0]["code"], "IDA-MPA-007");
}

#[test]
fn a_key_that_waits_is_revoked_and_never_takes_over() {
    let env = TestEnv::onboarded();
    let old = license(&env, 0);
    env.ok(&[
        "misp",
        "renew-license",
        "100",
        "--early",
        "--overlap",
        "10d",
    ]);
    let new = license(&env, 0);
    let revoked = env.json(0, &["license", "revoke", &old, "--reason", "x", "--yes"]);
    let note = revoked["data"]["notes"][0].as_str().unwrap();
    assert!(
        note.contains(&new) && note.contains("takes over on 2026-12-03"),
        "{note}"
    );
    env.ok(&["license", "restore", &old]);
    env.ok(&["license", "revoke", &new, "--reason", "x", "--yes"]);
    let env = env.at("2026-12-20T12:00:00Z");
    env.ok(&["ida", "check", "1000"]);
    let shown = env.json(0, &["license", "show", &new]);
    assert_eq!(shown["data"]["at_ida"], "recalled");
    // The one that stays in force ends without anything to renew it.
    let report = env.json(
        0,
        &["report", "expiring", "--within", "80d", "--kind", "license"],
    );
    assert_eq!(report["data"]["rows"][0]["id"], old.as_str());
}

#[test]
fn several_at_once_or_from_standard_input() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "renew-license", "100", "--early"]);
    let ids = [license(&env, 0), license(&env, 1)];
    let rows = env.json(
        9,
        &[
            "license", "revoke", &ids[0], "nothing", "--reason", "x", "--yes",
        ],
    );
    assert_eq!(rows["data"]["rows"][0]["outcome"], "updated");
    assert_eq!(rows["data"]["rows"][1]["error"]["code"], "PM-NOT-001");
    let mut child = env
        .command(&["license", "restore", "-", "-o", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{}\n{}", ids[0], ids[1]).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success());
    let document: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(document["data"]["rows"][0]["outcome"], "updated");
    assert_eq!(document["data"]["rows"][1]["outcome"], "unchanged");
    env.exits(
        3,
        &["license", "revoke", "nothing", "--reason", "x", "--yes"],
    );
    env.exits(3, &["license", "restore", "nothing"]);
}

#[test]
fn lists_of_one_status_and_in_pages() {
    let env = TestEnv::onboarded();
    for _ in 0..3 {
        env.ok(&["misp", "renew-license", "100", "--early"]);
    }
    env.ok(&["misp", "renew-license", "100", "--early", "--overlap", "5d"]);
    let ids = |flags: &[&str]| -> Vec<String> {
        let arguments = [&["license", "list", "-o", "id"], flags].concat();
        env.ok(&arguments).lines().map(str::to_owned).collect()
    };
    let all = ids(&[]);
    assert_eq!(all.len(), 5);
    assert_eq!(
        ids(&["--status", "scheduled"]),
        ids(&["--status", "inactive"])
    );
    assert_eq!(ids(&["--status", "scheduled"]).len(), 1);
    assert_eq!(ids(&["--status", "active"]).len(), 4);
    assert!(ids(&["--status", "expired"]).is_empty());
    assert_eq!(ids(&["--status", "active", "--misp", "100"]).len(), 4);
    for of in [&[][..], &["--misp", "100"]] {
        let whole = ids(of);
        let first = ids(&[of, &["--limit", "2"]].concat());
        assert_eq!(first, whole[..2]);
        let rest = ids(&[of, &["--after", &whole[1]]].concat());
        assert_eq!(rest, whole[2..]);
    }
    let page = env.run(&["license", "list", "--limit", "2"]);
    let told = String::from_utf8(page.stderr).unwrap();
    assert!(told.contains("--after"), "{told}");
    env.exits(2, &["license", "list", "--status", "broken"]);
    env.exits(3, &["license", "list", "--misp", "999"]);
}

#[test]
fn a_clock_that_was_set_back() {
    let env = TestEnv::onboarded();
    let renewed = env.json(0, &["misp", "renew-license", "100", "--early"]);
    let env = env.at("2026-11-01T00:00:00Z");
    let before = env.json(0, &["misp", "show", "100"]);
    assert_eq!(before["data"]["license"]["id"], renewed["data"]["id"]);
    assert_eq!(before["data"]["license"]["status"], "scheduled");
    assert_eq!(
        env.json(0, &["misp", "renew-license", "100"])["data"]["outcome"],
        "unchanged"
    );
    let third = env.json(0, &["misp", "renew-license", "100", "--early"]);
    assert_eq!(third["data"]["status"], "active");
    let env = env.at("2026-12-01T00:00:00Z");
    let after = env.json(0, &["misp", "show", "100"]);
    assert_eq!(after["data"]["license"]["id"], third["data"]["id"]);
    env.ok(&["ida", "check", "1000"]);
    env.ok(&["audit", "verify"]);
}

#[test]
fn the_longest_validity_is_shown_and_warned_of() {
    let env = TestEnv::onboarded();
    let early = ["misp", "renew-license", "100", "--early"];
    let longest = [&early[..], &["--validity", "999999d"]].concat();
    let renewed = env.json(0, &longest);
    assert_eq!(renewed["data"]["valid_to"], "4764-10-19T12:00:00Z");
    env.ok(&["ida", "check", "1000"]);
    let report = env.run(&["report", "expiring"]);
    let told = String::from_utf8(report.stderr).unwrap();
    assert!(
        told.contains("more than ten years") && told.contains("4764-10-19"),
        "{told}"
    );
    env.exits(7, &[&early[..], &["--validity", "9999999999d"]].concat());
}

#[test]
fn a_mail_address_that_mosip_refuses_is_noted() {
    let env = TestEnv::onboarded();
    let done = env.json(0, &["misp", "update", "100", "--email", "x@a.my-bank.org"]);
    let note = done["data"]["notes"][0].as_str().unwrap();
    assert!(note.contains("PMS_PRT_012"), "{note}");
    env.exits(7, &["misp", "update", "100", "--email", "nobody"]);
    env.exits(7, &["misp", "update", "100", "--phone", "080555"]);
}

#[test]
fn a_time_that_ends_before_it_begins() {
    let env = TestEnv::onboarded();
    let of = |since, until| ["audit", "list", "--since", since, "--until", until];
    env.exits(2, &of("2026-12-01", "2026-11-01"));
    let all = env.json(0, &["audit", "list", "--limit", "1000"]);
    let same = env.json(
        0,
        &[&of("2026-11-23", "2026-11-24")[..], &["--limit", "1000"]].concat(),
    );
    assert_eq!(all, same);
    let before = env.json(0, &["audit", "list", "--until", "2026-11-23"]);
    assert_eq!(before["data"]["rows"], serde_json::json!([]));
}
