//! What a policy out of force does to whoever is mapped to it, as data.

use crate::env::TestEnv;
use serde_json::Value;

fn verdict(env: &TestEnv) -> Option<String> {
    let done = env.run(&["ida", "check", "1000", "-o", "json"]);
    let said: Value = serde_json::from_slice(&done.stdout).unwrap();
    let code = said["data"]["findings"][0]["code"].as_str();
    code.map(str::to_owned)
}

#[test]
fn out_of_force_and_back() {
    let env = TestEnv::onboarded();
    let off = [
        "policy",
        "deactivate",
        "banking/bank-kyc",
        "--reason",
        "allows too much",
    ];
    assert_eq!(env.refused(2, &off), "PM-USE-004", "it is asked first");
    assert_eq!(verdict(&env), None);
    let mut sure = off.to_vec();
    sure.push("--yes");
    let done = env.json(0, &sure);
    assert_eq!(done["data"]["status"], "inactive");
    assert_eq!(done["data"]["effect"]["here"], "at-once");
    assert_eq!(done["data"]["effect"]["ida"]["told"], "not-named");
    assert_eq!(
        done["data"]["effect"]["ida"]["with_cache"]["at_the_latest"],
        "2027-11-23T12:00:00Z"
    );
    assert_eq!(verdict(&env).as_deref(), Some("IDA-MPA-019"));
    let partner = env.json(0, &["partner", "show", "1000"]);
    assert_eq!(partner["data"]["status"], "active");
    assert_eq!(partner["data"]["accepted"], false);
    assert_eq!(
        partner["data"]["not_accepted_because"][0]["code"],
        "IDA-MPA-019"
    );
    assert_eq!(env.json(0, &sure)["data"]["outcome"], "unchanged");
    let back = env.json(0, &["policy", "activate", "banking/bank-kyc"]);
    assert_eq!(back["data"]["outcome"], "updated");
    assert_eq!(verdict(&env), None);
    let again = env.json(0, &["policy", "activate", "banking/bank-kyc"]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    env.ok(&["audit", "verify"]);
}

/// ID Authentication does not look at the status of a MISP's policy, and nothing else is claimed.
#[test]
fn a_policy_of_misps_is_not_heeded() {
    let env = TestEnv::onboarded();
    env.write(
        "misp.json",
        r#"{"allowAuthRequestDelegation":true,"allowKycRequestDelegation":true,"allowKeyBindingDelegation":true}"#,
    );
    env.ok(&[
        "policy",
        "add",
        "relay",
        "--group",
        "banking",
        "--version",
        "1",
        "--kind",
        "MISP",
        "--file",
        "misp.json",
    ]);
    env.ok(&["policy", "publish", "banking/relay"]);
    let off = [
        "policy",
        "deactivate",
        "banking/relay",
        "--reason",
        "x",
        "--yes",
    ];
    let done = env.json(0, &off);
    assert_eq!(done["data"]["effect"]["ida"]["told"], "unheeded");
    assert_eq!(done["data"]["effect"]["ida"]["without_cache"], "never");
}
