//! Policies through their life: revised as drafts, published, taken out of force and put back, compared, converted.

use crate::env::TestEnv;
use serde_json::Value;

const OTP: &str = r#"{"authTokenType":"policy","allowedKycAttributes":[],
    "allowedAuthTypes":[{"authType":"otp","authSubType":"","mandatory":false}]}"#;
const OLD: &str = r#"{"authPolicies":[{"authType":"otp","authSubType":"","mandatory":false}],
    "allowedKycAttributes":[{"attributeName":"fullName","required":true},{"attributeName":"phone","required":false}]}"#;

fn draft(env: &TestEnv, name: &str) {
    env.write("otp.json", OTP);
    env.ok(&[
        "policy",
        "add",
        name,
        "--group",
        "banking",
        "--version",
        "1",
        "--file",
        "otp.json",
    ]);
}

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

/// A policy that is inactive by itself stays so.
#[test]
fn a_group_gives_back_what_it_took() {
    let env = TestEnv::onboarded();
    draft(&env, "otp-only");
    env.ok(&["policy", "publish", "banking/otp-only"]);
    env.ok(&[
        "policy",
        "deactivate",
        "banking/otp-only",
        "--reason",
        "x",
        "--yes",
    ]);
    let off = [
        "policy-group",
        "deactivate",
        "banking",
        "--reason",
        "law",
        "--yes",
    ];
    assert_eq!(env.json(0, &off)["data"]["status"], "inactive");
    assert_eq!(env.json(0, &off)["data"]["outcome"], "unchanged");
    assert_eq!(verdict(&env).as_deref(), Some("IDA-MPA-019"));
    env.ok(&["policy-group", "activate", "banking"]);
    assert_eq!(verdict(&env), None);
    let other = env.json(0, &["policy", "show", "banking/otp-only"]);
    assert_eq!(other["data"]["status"], "inactive");
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

#[test]
fn only_a_draft_is_revised() {
    let env = TestEnv::onboarded();
    draft(&env, "otp-only");
    let revise = [
        "policy",
        "update",
        "banking/otp-only",
        "--description",
        "codes only",
        "--version",
        "2",
    ];
    let done = env.json(0, &revise);
    assert_eq!(done["data"]["version"], "2");
    assert_eq!(done["data"]["description"], "codes only");
    assert_eq!(env.json(0, &revise)["data"]["outcome"], "unchanged");
    let long = [
        "policy",
        "update",
        "banking/otp-only",
        "--version",
        "1.0.0.000",
    ];
    assert_eq!(
        env.run(&long).status.code(),
        Some(7),
        "8 characters at most"
    );
    let off = [
        "policy",
        "deactivate",
        "banking/otp-only",
        "--reason",
        "x",
        "--yes",
    ];
    assert_eq!(env.refused(6, &off), "PM-CON-030");
    env.ok(&["policy", "publish", "banking/otp-only"]);
    let late = ["policy", "update", "banking/otp-only", "--description", "x"];
    assert_eq!(env.refused(6, &late), "PM-CON-031");
    assert_eq!(
        env.json(0, &["policy", "show", "banking/otp-only"])["data"]["description"],
        "codes only"
    );
}

#[test]
fn two_are_compared() {
    let env = TestEnv::onboarded();
    draft(&env, "otp-only");
    let compare = [
        "policy",
        "show",
        "banking/bank-kyc",
        "--diff",
        "banking/otp-only",
    ];
    let said = env.json(0, &compare);
    let rows = said["data"]["rows"].as_array().unwrap();
    let at = |pointer: &str| rows.iter().find(|row| row["pointer"] == pointer);
    let token = at("/authTokenType").expect("the members are compared");
    assert_eq!(token["old"], "partner");
    assert_eq!(token["new"], "policy");
    let same = env.json(
        0,
        &[
            "policy",
            "show",
            "banking/otp-only",
            "--diff",
            "banking/otp-only",
        ],
    );
    assert_eq!(same["data"]["rows"].as_array().unwrap().len(), 0);
    env.exits(
        3,
        &[
            "policy",
            "show",
            "banking/otp-only",
            "--diff",
            "banking/none",
        ],
    );
}

#[test]
fn a_document_of_mosip_1_0_is_converted_and_never_silently() {
    let env = TestEnv::fresh();
    env.write("old.json", OLD);
    let checked = env.run(&["policy", "check", "old.json"]);
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert_eq!(checked.status.code(), Some(7), "{said}");
    assert!(said.contains("pmctl policy convert"), "{said}");
    assert_eq!(
        env.refused(2, &["policy", "convert", "old.json"]),
        "PM-USE-002"
    );
    let convert = [
        "policy",
        "convert",
        "old.json",
        "--auth-token-type",
        "partner",
    ];
    let done = env.run(&convert);
    assert!(done.status.success());
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("phone"), "what is left out is said: {said}");
    let new: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        new["allowedKycAttributes"],
        serde_json::json!([{"attributeName": "fullName"}])
    );
    env.write("new.json", &done.stdout);
    env.ok(&["policy", "check", "new.json"]);
    let again = env.run(&["policy", "convert", "new.json"]);
    assert_eq!(again.stdout, done.stdout);
    env.write(
        "bom.json",
        format!("\u{feff}[{{\"request\":{{\"policies\":{OLD}}}}}]\r\n"),
    );
    let enveloped = env.ok(&[
        "policy",
        "convert",
        "bom.json",
        "--auth-token-type",
        "partner",
    ]);
    assert_eq!(enveloped.as_bytes(), done.stdout);
}

/// Whatever the file holds, it ends with a reason, and soon.
#[test]
fn files_that_are_no_policy() {
    let env = TestEnv::fresh();
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let cases: [(&str, Vec<u8>, i32); 8] = [
        ("empty", vec![], 7),
        ("utf16", b"\xff\xfe{\0}\0".to_vec(), 7),
        ("zero", b"\0{}".to_vec(), 7),
        ("deep", deep.into_bytes(), 7),
        ("surrogate", br#"{"authTokenType":"\ud800"}"#.to_vec(), 7),
        ("number", br#"{"authTokenType":1e99999}"#.to_vec(), 7),
        (
            "twice",
            OTP.replace('{', r#"{"authTokenType":"policy","#)
                .into_bytes(),
            7,
        ),
        ("large", vec![b' '; 100 << 20], 7),
    ];
    for (name, bytes, status) in cases {
        env.write(name, bytes);
        let done = env.run(&["policy", "check", name]);
        let shown = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(status), "{name}: {shown}");
        std::fs::remove_file(env.path(name)).unwrap();
    }
    let windows = format!("\u{feff}{}", OTP.replace('\n', "\r\n"));
    env.write("windows", windows);
    env.ok(&["policy", "check", "windows"]);
}

#[test]
fn a_document_has_5120_bytes_at_most() {
    let env = TestEnv::fresh();
    let around = OTP.replace(char::is_whitespace, "");
    let name = |length: usize| {
        let attribute = format!(r#"{{"attributeName":"{}"}}"#, "a".repeat(length));
        around.replace(
            "\"allowedKycAttributes\":[]",
            &format!("\"allowedKycAttributes\":[{attribute}]"),
        )
    };
    let room = 5120 - name(0).len();
    env.write("most", name(room));
    env.ok(&["policy", "check", "most"]);
    env.write("more", name(room + 1));
    let said = env.exits(7, &["policy", "check", "more"]);
    assert!(said.contains("5121 bytes"), "{said}");
}
