//! `apply` and `plan`: the main job.

use crate::env::{TestEnv, shown};
use crate::snapshot;
use std::process::Stdio;

const APPLY: [&str; 3] = ["apply", "-f", "examples/onboarding.toml"];

#[test]
fn one_file_onboards_a_partner() {
    let env = TestEnv::fresh();
    snapshot!(env.transcript(&APPLY));
}

#[test]
fn a_second_run_changes_nothing() {
    let env = TestEnv::onboarded();
    let before = env.ok(&["audit", "list", "-o", "json"]);
    snapshot!(env.transcript(&APPLY));
    assert_eq!(
        env.ok(&["audit", "list", "-o", "json"]),
        before,
        "nothing was written"
    );
}

#[test]
fn the_document_names_every_row_and_the_verdict() {
    let env = TestEnv::fresh();
    let document = env.json(0, &APPLY);
    let rows = document["data"]["rows"].as_array().unwrap();
    let kinds: Vec<&str> = rows
        .iter()
        .map(|row| row["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "misp",
            "license",
            "ca",
            "policy-group",
            "policy",
            "partner",
            "mapping",
            "api-key",
            "certificate",
            "key"
        ]
    );
    for row in rows {
        assert_eq!(row["outcome"], "created", "{row}");
        assert!(row["id"].is_string(), "{row}");
    }
    assert_eq!(document["data"]["verdict"]["accepted"], true);
}

#[test]
fn a_plan_changes_nothing() {
    let env = TestEnv::fresh();
    snapshot!(env.transcript(&["plan", "-f", "examples/onboarding.toml"]));
    env.exits(
        14,
        &["plan", "-f", "examples/onboarding.toml", "--exit-code"],
    );
    assert_eq!(
        env.json(0, &["misp", "list"])["data"]["rows"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    let onboarded = TestEnv::onboarded();
    onboarded.exits(
        0,
        &["plan", "-f", "examples/onboarding.toml", "--exit-code"],
    );
}

#[test]
fn keys_are_handed_over_in_private_files() {
    use std::os::unix::fs::PermissionsExt;
    let env = TestEnv::onboarded();
    for (file, length) in [("license.key", 16), ("retail.key", 36)] {
        let path = env.path("examples/out").join(file);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{file}");
        assert_eq!(
            std::fs::read_to_string(&path).unwrap().trim().len(),
            length,
            "{file}"
        );
    }
    // A file that is gone is written again, with the same key.
    let path = env.path("examples/out/retail.key");
    let before = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    env.ok(&APPLY);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
}

#[test]
fn a_changed_contact_is_updated() {
    let env = TestEnv::onboarded();
    let text = std::fs::read_to_string(env.path("examples/onboarding.toml")).unwrap();
    env.write(
        "examples/onboarding.toml",
        text.replace("ops@relay.example", "desk@relay.example"),
    );
    let document = env.json(0, &APPLY);
    assert_eq!(document["data"]["rows"][0]["outcome"], "updated");
    assert_eq!(
        env.json(0, &["misp", "show", "100"])["data"]["email"],
        "desk@relay.example"
    );
}

#[test]
fn two_runs_at_once_make_one_of_each() {
    for _ in 0..5 {
        let env = TestEnv::fresh();
        let start = || {
            let mut command = env.command(&APPLY);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        };
        let runs = [start(), start()];
        for run in runs {
            let done = run.wait_with_output().unwrap();
            assert!(done.status.success(), "{}", shown(&done));
        }
        for noun in ["misp", "license", "partner", "api-key", "mapping", "cert"] {
            let list = env.json(0, &[noun, "list"]);
            let rows = list["data"]["rows"].as_array().unwrap();
            assert_eq!(rows.len(), 1, "{noun}: {list}");
        }
        // The re-signed leaf first, then the uploaded key over it, each once.
        let key = env.json(0, &["key", "show", "1000"]);
        assert_eq!(key["data"]["history"].as_array().unwrap().len(), 2, "{key}");
        env.ok(&["key", "rotate", "1000", "--to-certificate"]);
        env.ok(&[
            "key",
            "verify",
            "1000",
            "--private-key",
            "examples/out/retail.key.pem",
        ]);
        env.ok(&["audit", "verify"]);
    }
}

#[test]
fn many_partners_side_by_side() {
    let env = TestEnv::onboarded();
    let mut text = std::fs::read_to_string(env.path("examples/onboarding.toml")).unwrap();
    for number in 0..40 {
        text.push_str(&format!(
            "\n[[partner]]\nref = \"p{number}\"\nname = \"Branch {number}\"\ncontact = \"A B\"\n\
             phone = \"+918055500101\"\nemail = \"a@bank.example\"\ntype = \"Auth_Partner\"\n\
             policy = \"banking/bank-kyc\"\n"
        ));
    }
    env.write("examples/many.toml", text);
    let document = env.json(0, &["apply", "-f", "examples/many.toml"]);
    let rows = document["data"]["rows"].as_array().unwrap();
    let created = |kind: &str| {
        rows.iter()
            .filter(|row| row["kind"] == kind && row["outcome"] == "created")
            .count()
    };
    assert_eq!(
        (created("partner"), created("mapping"), created("api-key")),
        (40, 40, 40)
    );
    let ids: std::collections::BTreeSet<&str> = rows
        .iter()
        .filter(|row| row["kind"] == "partner")
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 41, "every partner has an id of its own");
    env.ok(&["audit", "verify"]);
}

/// What is written to its file and lets nobody in is not handed over without a word.
#[test]
fn a_revoked_key_is_not_handed_out_without_a_word() {
    let env = TestEnv::onboarded();
    for (noun, file, note) in [
        (
            "api-key",
            "examples/out/retail.key",
            "API key ID is revoked: pmctl api-key reissue ID",
        ),
        (
            "license",
            "examples/out/license.key",
            "license ID is revoked: pmctl license restore ID",
        ),
    ] {
        let list = env.json(0, &[noun, "list"]);
        let id = list["data"]["rows"][0]["id"].as_str().unwrap().to_owned();
        env.ok(&[noun, "revoke", &id, "--reason", "leak", "--yes"]);
        std::fs::remove_file(env.path(file)).unwrap();
        // ID Authentication would refuse the partner.
        let done = env.json(6, &["apply", "-f", "examples/onboarding.toml"]);
        let rows = done["data"]["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["kind"] == noun).unwrap();
        assert_eq!(row["outcome"], "updated");
        assert_eq!(row["notes"], serde_json::json!([note.replace("ID", &id)]));
    }
}
