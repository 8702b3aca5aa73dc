//! Licenses: status by date, renewal, and what expires.

use crate::env::TestEnv;
use crate::snapshot;

#[test]
fn a_license_expires_and_is_renewed_once() {
    let env = TestEnv::onboarded().at("2027-03-01T00:00:00Z");
    let expired = env.json(0, &["license", "list"]);
    assert_eq!(expired["data"]["rows"][0]["status"], "expired");
    assert_eq!(
        env.json(6, &["ida", "check", "1000"])["data"]["findings"][0]["code"],
        "IDA-MPA-008"
    );

    let renewed = env.json(0, &["misp", "renew-license", "100"]);
    assert_eq!(renewed["data"]["outcome"], "created");
    assert_eq!(renewed["data"]["status"], "active");
    let again = env.json(0, &["misp", "renew-license", "100"]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    assert_eq!(again["data"]["id"], renewed["data"]["id"]);
    env.ok(&["ida", "check", "1000"]);
}

#[test]
fn a_license_that_is_not_due_stays() {
    let env = TestEnv::onboarded();
    assert_eq!(
        env.json(0, &["misp", "renew-license", "100"])["data"]["outcome"],
        "unchanged"
    );
    let early = env.json(0, &["misp", "renew-license", "100", "--early"]);
    assert_eq!(early["data"]["outcome"], "created");
    assert_eq!(
        env.json(0, &["license", "list"])["data"]["rows"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn all_due_licenses_in_one_run() {
    let env = TestEnv::onboarded().at("2027-03-01T00:00:00Z");
    let rows = env.json(0, &["misp", "renew-license", "--all", "--within", "30d"]);
    assert_eq!(rows["data"]["rows"][0]["outcome"], "created");
    let again = env.json(0, &["misp", "renew-license", "--all", "--within", "30d"]);
    assert_eq!(again["data"]["rows"][0]["outcome"], "unchanged");
}

#[test]
fn keys_are_masked_unless_revealed() {
    let env = TestEnv::onboarded();
    let key = std::fs::read_to_string(env.path("examples/out/license.key")).unwrap();
    let key = key.trim();
    let list = env.json(0, &["license", "list"]);
    let id = list["data"]["rows"][0]["id"].as_str().unwrap();
    assert!(!env.ok(&["license", "show", id, "-o", "json"]).contains(key));
    assert!(
        env.ok(&["license", "show", id, "--reveal", "-o", "json"])
            .contains(key)
    );
    let trail = env.ok(&["audit", "list", "-o", "json"]);
    assert!(trail.contains("license.reveal"));
    assert!(!trail.contains(key));
}

#[test]
fn what_expires_soonest_first() {
    let env = TestEnv::onboarded();
    snapshot!(env.transcript(&["report", "expiring", "--within", "400d"]));
    env.exits(
        12,
        &[
            "report",
            "expiring",
            "--within",
            "100d",
            "--fail-on",
            "expiring",
        ],
    );
    env.exits(
        0,
        &[
            "report",
            "expiring",
            "--within",
            "10d",
            "--fail-on",
            "expiring",
        ],
    );
    let late = env.at("2027-03-01T00:00:00Z");
    late.exits(
        13,
        &[
            "report",
            "expiring",
            "--within",
            "10d",
            "--fail-on",
            "expired",
        ],
    );
}

/// `-` is no file where a secret is written; a private key is shown nowhere.
#[test]
fn a_dash_is_standard_output_for_every_secret() {
    let env = TestEnv::onboarded();
    let id = |noun: &str| {
        let list = env.json(0, &[noun, "list"]);
        list["data"]["rows"][0]["id"].as_str().unwrap().to_owned()
    };
    let (license, api_key) = (id("license"), id("api-key"));
    for words in [
        &["api-key", "show", &api_key, "--key-to", "-"] as &[&str],
        &["api-key", "reissue", &api_key, "--to", "-"],
        &["license", "show", &license, "--key-to", "-"],
        &[
            "misp",
            "renew-license",
            "100",
            "--early",
            "--new-key-to",
            "-",
        ],
    ] {
        let data = env.json(0, words)["data"].take();
        let key = data["key"].as_str().unwrap();
        assert!(key.len() >= 16 && !key.contains('…'), "{words:?}: {key}");
    }
    for words in [
        &["misp", "renew-license", "--all", "--new-key-to", "-"] as &[&str],
        &["cert", "csr", "1000", "--key-to", "-"],
    ] {
        assert_eq!(env.refused(2, words), "PM-USE-001", "{words:?}");
    }
    assert!(!env.path("-").exists());
}
