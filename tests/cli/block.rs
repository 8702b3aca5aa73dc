//! Blocks: what they take away, and what an unblock gives back.

use crate::env::TestEnv;
use crate::snapshot;

#[test]
fn a_blocked_misp_and_back() {
    let env = TestEnv::onboarded();
    snapshot!(env.transcript(&["misp", "block", "100", "--reason", "fraud", "--yes"]));
    let again = env.json(0, &["misp", "block", "100", "--reason", "other", "--yes"]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    assert_eq!(
        again["data"]["blocked"]["reason"], "fraud",
        "the first reason stays"
    );
    let license = env.json(0, &["license", "list"]);
    assert_eq!(license["data"]["rows"][0]["status"], "blocked");
    let refused = env.json(6, &["ida", "check", "1000"]);
    assert_eq!(refused["data"]["findings"][0]["code"], "IDA-MPA-017");
    env.exits(6, &["misp", "renew-license", "100", "--early"]);

    let back = env.json(0, &["misp", "unblock", "100"]);
    assert_eq!(back["data"]["status"], "active");
    assert_eq!(
        env.json(0, &["license", "list"])["data"]["rows"][0]["status"],
        "active"
    );
    env.json(0, &["ida", "check", "1000"]);
}

#[test]
fn a_block_needs_a_reason_and_a_yes() {
    let env = TestEnv::onboarded();
    snapshot!(env.transcript(&["misp", "block", "100", "--yes"]));
    snapshot!(env.transcript(&["misp", "block", "100", "--reason", "fraud"]));
    env.exits(7, &["misp", "block", "100", "--reason", "", "--yes"]);
    assert_eq!(
        env.json(0, &["misp", "show", "100"])["data"]["status"],
        "active"
    );
}

#[test]
fn a_blocked_partner_gets_no_policy_and_is_refused() {
    let env = TestEnv::onboarded();
    env.ok(&[
        "partner",
        "block",
        "1000",
        "--reason",
        "contract ended",
        "--yes",
    ]);
    let refused = env.json(6, &["ida", "check", "1000"]);
    assert_eq!(refused["data"]["findings"][0]["code"], "IDA-MPA-012");
    env.exits(6, &["key", "rotate", "1000", "--to-certificate"]);
    env.ok(&["partner", "unblock", "1000"]);
    env.ok(&["ida", "check", "1000"]);
}

/// Its MISP was first; the ida-admin's block and revocation bind all the same.
#[test]
fn what_an_admin_bars_after_the_misp_only_an_admin_gives_back() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    let list = env.json(0, &["api-key", "list"]);
    let key = list["data"]["rows"][0]["id"].as_str().unwrap();
    let subjects = [
        ("partner", "block", "unblock", "1000"),
        ("api-key", "revoke", "restore", key),
    ];
    for (noun, bar, give_back, id) in subjects {
        let bar =
            |reason| env.json(0, &[noun, bar, id, "--reason", reason, "--yes"])["data"].take();
        log_in(&env, "misp-operator");
        assert_eq!(bar("holiday")["outcome"], "updated");
        env.ok(&["logout"]);
        let confirmed = bar("FRAUD");
        assert_eq!(confirmed["outcome"], "updated");
        assert_eq!(
            confirmed["notes"][0],
            "the reason of misp-operator stays: holiday; from now on only an ida-admin gives it back"
        );
        assert_eq!(bar("FRAUD")["outcome"], "unchanged");
        let trail = env.ok(&["audit", "list", "-o", "csv"]);
        assert!(trail.contains("FRAUD"), "{trail}");
        log_in(&env, "misp-operator");
        assert_eq!(bar("again")["outcome"], "unchanged");
        env.exits(5, &[noun, give_back, id]);
        env.ok(&["logout"]);
        env.ok(&[noun, give_back, id]);
    }
}

fn log_in(env: &TestEnv, user: &str) {
    env.write("password", format!("{user}-secret\n"));
    env.ok(&["login", "--user", user, "--password-file", "password"]);
}

#[test]
fn an_unknown_id_is_not_found() {
    let env = TestEnv::onboarded();
    snapshot!(env.transcript(&["misp", "show", "999"]));
    snapshot!(env.transcript(&["misp", "show", "999", "-o", "json"]));
    env.exits(3, &["misp", "block", "999", "--reason", "x", "--yes"]);
    env.exits(3, &["partner", "show", "999"]);
}
