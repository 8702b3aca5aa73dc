//! Policy documents that come in files: what is wrong with them, and those of MOSIP 1.0.

use crate::env::TestEnv;
use crate::snapshot;
use serde_json::Value;

const CHECK: [&str; 2] = ["policy", "check"];

fn good(env: &TestEnv) -> String {
    std::fs::read_to_string(env.path("examples/bank-kyc.json")).unwrap()
}

/// The codes that are told of a document, and the exit status.
fn told(env: &TestEnv, bytes: impl AsRef<[u8]>) -> (i32, Vec<String>) {
    env.write("document.json", bytes);
    let done = env.run(&[&CHECK[..], &["document.json", "-o", "json"]].concat());
    let said: Value = serde_json::from_slice(&done.stdout).unwrap();
    let code = |row: &Value| row["code"].as_str().unwrap().to_owned();
    let codes = match said["data"]["rows"].as_array() {
        Some(rows) => rows.iter().map(code).collect(),
        None => vec![code(&said["error"])],
    };
    (done.status.code().unwrap(), codes)
}

/// A document of so many bytes without white space.
fn of_length(env: &TestEnv, length: usize) -> String {
    let mut document: Value = serde_json::from_str(&good(env)).unwrap();
    document["allowedKycAttributes"] = serde_json::json!([{"attributeName": ""}]);
    let fill = length - document.to_string().len();
    document["allowedKycAttributes"][0]["attributeName"] = "n".repeat(fill).into();
    serde_json::to_string_pretty(&document).unwrap()
}

#[test]
fn whatever_is_no_document_is_told_in_its_own_words() {
    let env = TestEnv::fresh();
    let good = good(&env);
    let units = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{good}")
            .encode_utf16()
            .flat_map(order)
            .collect()
    };
    let repeated = |open: &str, close: &str| {
        format!("{}{}", open.repeat(10_000), close.repeat(10_000)).into_bytes()
    };
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "PM-INP-001"),
        ("UTF-16 LE", units(u16::to_le_bytes), "PM-INP-001"),
        ("UTF-16 BE", units(u16::to_be_bytes), "PM-INP-001"),
        (
            "Latin-1",
            good.replace("fullName", "f")
                .into_bytes()
                .into_iter()
                .chain([0xe9])
                .collect(),
            "PM-INP-001",
        ),
        ("blank", b" \r\n".to_vec(), "POL-002"),
        (
            "zero byte",
            good.replace("fullName", "full\0Name").into(),
            "POL-001",
        ),
        (
            "surrogate",
            good.replace("fullName", "\\ud800").into(),
            "POL-001",
        ),
        (
            "huge number",
            good.replacen("\"partner\"", "1e99999", 1).into(),
            "POL-001",
        ),
        (
            "long number",
            good.replacen("\"partner\"", &"9".repeat(5000), 1).into(),
            "POL-001",
        ),
        ("two documents", good.repeat(2).into(), "POL-001"),
        ("deep arrays", repeated("[", "]"), "POL-003"),
        ("deep objects", repeated("{\"a\":", "}"), "POL-003"),
        (
            "two members",
            good.replacen('{', "{\"authTokenType\":\"random\",", 1)
                .into(),
            "POL-004",
        ),
        (
            "an array of two",
            format!("[{good},{good}]").into(),
            "POL-005",
        ),
        ("2 MiB", vec![b' '; 2 << 20], "POL-002"),
        ("100 MB", vec![b' '; 100_000_000], "PM-INP-001"),
        ("5121 bytes", of_length(&env, 5121).into(), "POL-020"),
    ];
    for (what, bytes, code) in cases {
        assert_eq!(told(&env, bytes), (7, vec![code.to_owned()]), "{what}");
    }
    env.exits(7, &["policy", "check", "."]);
    env.exits(7, &["policy", "check", "absent.json"]);
    // A device says nothing of its length.
    env.exits(7, &["policy", "check", "/dev/zero"]);
    assert_eq!(told(&env, of_length(&env, 5120)), (0, vec![]));
    let windows = format!("\u{feff}{}", good.replace('\n', "\r\n"));
    assert_eq!(told(&env, windows), (0, vec![]));
}

#[test]
fn every_finding_at_its_place() {
    let env = TestEnv::fresh();
    let request = serde_json::json!({"id": "x", "request": {
        "name": "n".repeat(129),
        "version": "1.0.0.000",
        "policyType": "Oauth",
        "policies": {
            "authTokenType": "Random",
            "allowedAuthTypes": [
                {"authType": "bio", "mandatory": false},
                {"authType": "otp-reqest", "mandatory": true},
                {"authType": "kycauth", "mandatory": true},
            ],
            "allowedKycAttributes": [{"attributeName": "photo", "masked": true}],
        },
    }});
    env.write(
        "request.json",
        serde_json::to_string_pretty(&request).unwrap(),
    );
    snapshot!(env.transcript(&["policy", "check", "request.json"]));
    snapshot!(env.transcript(&["policy", "check", "request.json", "-o", "jsonl"]));
}

const OLD: &str = r#"{
  "authPolicies": [
    {"authType": "otp", "authSubType": null, "mandatory": false},
    {"authType": "kyc", "mandatory": false}
  ],
  "allowedKycAttributes": [
    {"attributeName": "fullName", "required": true},
    {"attributeName": "photo", "required": false}
  ]
}
"#;

#[test]
fn a_document_of_mosip_1_0_is_converted_and_never_silently() {
    let env = TestEnv::onboarded();
    let request =
        format!("{{\"id\": \"x\", \"request\": {{\"name\": \"n\", \"policies\": {OLD}}}}}");
    env.write(
        "old.json",
        format!("\u{feff}{}", request.replace('\n', "\r\n")),
    );
    snapshot!(env.transcript(&["policy", "check", "old.json"]));
    let add = |file: &'static str| {
        let words = [
            "policy",
            "add",
            "old",
            "--group",
            "banking",
            "--version",
            "1",
        ];
        [&words[..], &["--file", file]].concat()
    };
    env.exits(7, &add("old.json"));
    let convert = ["policy", "convert", "old.json"];
    snapshot!(env.transcript(&convert));
    let given = [&convert[..], &["--auth-token-type", "partner"]].concat();
    snapshot!(env.transcript(&given));
    env.exits(
        7,
        &[&convert[..], &["--auth-token-type", "Partner"]].concat(),
    );
    let document = env.json(0, &given);
    let text = document["data"]["document"].as_str().unwrap();
    assert_eq!(document["data"]["outcome"], "converted");
    assert_eq!(env.ok(&given), text);
    env.ok(&[&given[..], &["--to", "out/new.json"]].concat());
    assert_eq!(
        std::fs::read_to_string(env.path("out/new.json")).unwrap(),
        text
    );
    env.ok(&["policy", "check", "out/new.json"]);
    env.ok(&add("out/new.json"));

    let again = ["policy", "convert", "out/new.json"];
    assert_eq!(env.ok(&again), text, "one of today comes out as it is");
    assert_eq!(env.json(0, &again)["data"]["outcome"], "unchanged");
    env.exits(2, &[&again[..], &["--auth-token-type", "random"]].concat());
}

#[test]
fn what_cannot_be_converted_is_told_where_it_stands() {
    let env = TestEnv::fresh();
    let convert = [
        "policy",
        "convert",
        "old.json",
        "--auth-token-type",
        "random",
    ];
    env.write(
        "old.json",
        OLD.replace("\"otp\", \"authSubType\": null", "\"bio\"")
            .replace(
                "\"required\": true",
                "\"required\": true, \"sensitive\": true",
            ),
    );
    snapshot!(env.transcript(&convert));
    env.write(
        "old.json",
        OLD.replace("\"required\": true", "\"required\": true, \"masked\": true"),
    );
    snapshot!(env.transcript(&convert));
    env.exits(7, &["policy", "convert", "absent.json"]);
}

/// As `policy check` ends, and with nothing on the way out.
#[test]
fn a_faulty_document_of_today_is_not_passed_off_as_converted() {
    let env = TestEnv::fresh();
    env.write("misp.json", "{\"allowKycRequestDelegation\": \"yes\"}");
    let done = env.json(7, &["policy", "convert", "misp.json", "--to", "new.json"]);
    assert_eq!(done["error"]["code"], "PM-INP-006");
    assert!(!env.path("new.json").exists());
}
