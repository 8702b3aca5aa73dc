//! Policies and their groups: drafts changed, force taken and given back, two compared.

use crate::env::TestEnv;
use crate::snapshot;
use serde_json::{Value, json};

const DEACTIVATE: [&str; 5] = [
    "policy",
    "deactivate",
    "banking/bank-kyc",
    "--reason",
    "allows too much",
];
const GROUP: [&str; 5] = [
    "policy-group",
    "deactivate",
    "banking",
    "--reason",
    "under audit",
];

fn sure<'a>(words: &[&'a str]) -> Vec<&'a str> {
    [words, &["--yes"]].concat()
}

fn with_draft() -> TestEnv {
    let env = TestEnv::onboarded();
    env.ok(&[
        "policy",
        "add",
        "bank-kyc-2",
        "--group",
        "banking",
        "--version",
        "2",
        "--file",
        "examples/bank-kyc.json",
    ]);
    env
}

fn refusal(env: &TestEnv) -> Option<String> {
    let done = env.run(&["ida", "check", "1000", "-o", "json"]);
    let said: Value = serde_json::from_slice(&done.stdout).unwrap();
    let finding = &said["data"]["findings"][0];
    finding["code"].as_str().map(str::to_owned)
}

fn trail(env: &TestEnv, action: &str) -> Vec<Value> {
    let all = env.json(0, &["audit", "list", "--limit", "1000"]);
    let mut rows = all["data"]["rows"].as_array().unwrap().clone();
    rows.retain(|row| row["action"] == action);
    rows
}

#[test]
fn a_policy_taken_out_of_force_and_put_back() {
    let env = TestEnv::onboarded();
    snapshot!(env.transcript(&DEACTIVATE));
    env.exits(2, &["policy", "deactivate", "banking/bank-kyc", "--yes"]);
    assert_eq!(refusal(&env), None, "nothing was changed");
    snapshot!(env.transcript(&sure(&DEACTIVATE)));
    assert_eq!(refusal(&env).as_deref(), Some("IDA-MPA-019"));
    let partner = env.json(0, &["partner", "show", "1000"]);
    assert_eq!(
        partner["data"]["policy"], "banking/bank-kyc",
        "it stays mapped"
    );
    let again = env.json(0, &sure(&DEACTIVATE));
    assert_eq!(again["data"]["outcome"], "unchanged");
    let told = trail(&env, "policy.deactivate");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["reason"], "allows too much");

    let back = env.json(
        0,
        &[
            "policy",
            "activate",
            "banking/bank-kyc",
            "--reason",
            "fixed",
        ],
    );
    assert_eq!(back["data"]["status"], "active");
    assert_eq!(back["data"]["outcome"], "updated");
    assert_eq!(refusal(&env), None);
    let again = env.json(0, &["policy", "activate", "banking/bank-kyc"]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    assert_eq!(trail(&env, "policy.activate")[0]["reason"], "fixed");
    env.exits(3, &["policy", "activate", "banking/nothing"]);
    env.ok(&["audit", "verify"]);
}

#[test]
fn a_group_gives_back_exactly_what_it_took() {
    let env = with_draft();
    env.ok(&["policy", "publish", "banking/bank-kyc-2"]);
    let second = [
        "policy",
        "deactivate",
        "banking/bank-kyc-2",
        "--reason",
        "x",
    ];
    let alone = env.json(0, &sure(&second));
    assert_eq!(
        alone["data"]["notes"],
        json!(["no partner is mapped to it"])
    );
    snapshot!(env.transcript(&GROUP));
    snapshot!(env.transcript(&sure(&GROUP)));
    assert_eq!(refusal(&env).as_deref(), Some("IDA-MPA-019"));
    let again = env.json(0, &sure(&GROUP));
    assert_eq!(again["data"]["outcome"], "unchanged");
    let shown = env.json(0, &["policy", "show", "banking/bank-kyc"]);
    assert_eq!(shown["data"]["status"], "active", "by itself");
    assert_eq!(shown["data"]["group_status"], "inactive");
    env.ok(&sure(&DEACTIVATE));
    let still = env.json(0, &["policy", "activate", "banking/bank-kyc"]);
    let note = still["data"]["notes"][0].as_str().unwrap();
    assert!(
        note.contains("while its group banking is inactive"),
        "{note}"
    );
    assert_eq!(refusal(&env).as_deref(), Some("IDA-MPA-019"));

    let back = env.json(0, &["policy-group", "activate", "banking"]);
    assert_eq!(back["data"]["status"], "active");
    let note = &back["data"]["notes"][0];
    assert_eq!(
        note,
        "1 partner is mapped to its policies; of 2 published 1 are active"
    );
    assert_eq!(refusal(&env), None);
    let rows = env.json(0, &["policy", "list"]);
    let status = |at: usize| rows["data"]["rows"][at]["status"].clone();
    assert_eq!([status(0), status(1)], ["active", "inactive"]);
    let again = env.json(0, &["policy-group", "activate", "banking"]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    assert_eq!(
        trail(&env, "policy-group.deactivate")[0]["reason"],
        "under audit"
    );
    env.exits(3, &["policy-group", "activate", "nothing"]);
    env.exits(2, &["policy-group", "deactivate", "banking", "--yes"]);
}

#[test]
fn a_draft_has_no_force_to_take() {
    let env = with_draft();
    snapshot!(env.transcript(&["policy", "activate", "banking/bank-kyc-2"]));
    let deactivate = [
        "policy",
        "deactivate",
        "banking/bank-kyc-2",
        "--reason",
        "x",
        "--yes",
    ];
    let refused = env.json(6, &deactivate);
    assert_eq!(refused["error"]["code"], "PM-CON-030");
}

#[test]
fn only_a_draft_changes() {
    let env = with_draft();
    let file = std::fs::read_to_string(env.path("examples/bank-kyc.json")).unwrap();
    env.write("less.json", file.replacen("\"fra\"", "\"ara\"", 1));
    let update =
        |words: &[&'static str]| [&["policy", "update", "banking/bank-kyc-2"][..], words].concat();
    let all = update(&[
        "--file",
        "less.json",
        "--version",
        "2.1",
        "--description",
        "for banks",
        "--validity",
        "30d",
    ]);
    let changed = env.json(0, &all);
    let data = &changed["data"];
    assert_eq!(data["outcome"], "updated");
    assert_eq!([&data["version"], &data["status"]], ["2.1", "draft"]);
    assert_eq!(data["description"], "for banks");
    assert_eq!(data["valid_to"], "2026-12-23T12:00:00Z");
    assert!(data["document"].as_str().unwrap().contains("\"ara\""));
    assert_eq!(env.json(0, &all)["data"]["outcome"], "unchanged");
    let told = trail(&env, "policy.update");
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0]["detail"],
        "banking/bank-kyc-2 2.1: version, description, valid_to, document"
    );

    let taken = env.json(6, &update(&["--name", "BANK-KYC"]));
    assert_eq!(taken["error"]["code"], "PM-CON-002");
    env.json(0, &update(&["--name", "Bank-KYC-2"]));
    env.exits(7, &update(&["--validity", "0s"]));
    env.exits(7, &update(&["--version", "123456789"]));
    env.write(
        "bio.json",
        file.replacen("\"authSubType\": \"FACE\", ", "", 1),
    );
    let broken = env.json(7, &update(&["--file", "bio.json"]));
    assert_eq!(broken["error"]["code"], "PM-INP-006", "{broken}");
    env.exits(3, &["policy", "update", "banking/nothing"]);

    env.ok(&["policy", "publish", "banking/bank-kyc-2"]);
    assert_eq!(env.json(0, &all)["data"]["outcome"], "unchanged");
    snapshot!(env.transcript(&update(&["--version", "3"])));
    let env = env.at("2027-11-23T12:00:00Z");
    assert_eq!(
        env.json(0, &all)["data"]["outcome"],
        "unchanged",
        "an end that stays may be past"
    );
    env.exits(7, &update(&["--validity", "31d"]));
}

#[test]
fn adding_another_over_a_draft_names_the_update() {
    let env = with_draft();
    let other = [
        "policy",
        "add",
        "bank-kyc-2",
        "--group",
        "banking",
        "--version",
        "3",
        "--file",
        "examples/bank-kyc.json",
    ];
    let refused = env.json(6, &other);
    assert_eq!(refused["error"]["code"], "PM-CON-001");
    let fix = refused["error"]["fix"][0].as_str().unwrap();
    assert!(fix.starts_with("pmctl policy update "), "{fix}");
    let mut at_once = other.to_vec();
    at_once[2] = "bank-kyc-3";
    at_once.extend(["--validity", "0d"]);
    env.exits(7, &at_once);
}

#[test]
fn two_policies_beside_each_other() {
    let env = with_draft();
    let file = std::fs::read_to_string(env.path("examples/bank-kyc.json")).unwrap();
    let changed = file
        .replacen("\"partner\"", "\"random\"", 1)
        .replacen(
            "{ \"attributeName\": \"photo\" }",
            "{ \"attributeName\": \"gender\" }",
            1,
        )
        .replacen(", \"fra\"", "", 1);
    assert_eq!(changed.matches("gender").count(), 1, "{file}");
    env.write("other.json", changed);
    env.ok(&[
        "policy",
        "update",
        "banking/bank-kyc-2",
        "--file",
        "other.json",
    ]);
    let diff = [
        "policy",
        "show",
        "banking/bank-kyc",
        "--diff",
        "banking/bank-kyc-2",
    ];
    snapshot!(env.transcript(&diff));
    snapshot!(env.transcript(&[&diff[..], &["-o", "json"]].concat()));
    let same = [
        "policy",
        "show",
        "banking/bank-kyc",
        "--diff",
        "banking/bank-kyc",
    ];
    snapshot!(env.transcript(&same));
    env.exits(
        3,
        &["policy", "show", "banking/bank-kyc", "--diff", "banking/x"],
    );
}

/// Each of several at once ends whole: one takes it out of force, the others find it so.
#[test]
fn many_admins_at_once() {
    let env = TestEnv::onboarded();
    let words = [&sure(&DEACTIVATE)[..], &["-o", "json"]].concat();
    let children: Vec<_> = (0..4)
        .map(|_| {
            let mut command = env.command(&words);
            let command = command
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::null());
            command.spawn().unwrap()
        })
        .collect();
    let mut outcomes: Vec<String> = children
        .into_iter()
        .map(|child| {
            let done = child.wait_with_output().unwrap();
            assert!(done.status.success());
            let said: Value = serde_json::from_slice(&done.stdout).unwrap();
            said["data"]["outcome"].as_str().unwrap().to_owned()
        })
        .collect();
    outcomes.sort();
    assert_eq!(outcomes, ["unchanged", "unchanged", "unchanged", "updated"]);
    assert_eq!(trail(&env, "policy.deactivate").len(), 1);
    env.ok(&["audit", "verify"]);
}

/// A kill at every point of it: nothing happened, or all of it.
#[test]
fn death_leaves_nothing_half_done() {
    let mut point = 0;
    loop {
        point += 1;
        let env = TestEnv::onboarded();
        let done = env
            .command(&sure(&GROUP))
            .env("PMCTL_FAIL_AT", point.to_string())
            .output()
            .unwrap();
        let shown = env.json(0, &["policy-group", "show", "banking"]);
        let turned = shown["data"]["status"] == "inactive";
        assert_eq!(
            trail(&env, "policy-group.deactivate").len(),
            usize::from(turned)
        );
        env.ok(&sure(&GROUP));
        env.ok(&["outbox", "push"]);
        assert_eq!(trail(&env, "policy-group.deactivate").len(), 1);
        if done.status.success() {
            break;
        }
    }
    assert!(point > 2, "only {point} points were passed");
}

/// A manifest goes by what was added and published, not by who took it out of force since.
#[test]
fn a_manifest_does_not_put_back_what_was_taken() {
    let env = TestEnv::onboarded();
    env.ok(&sure(&DEACTIVATE));
    let done = env.run(&["apply", "-f", "examples/onboarding.toml", "-o", "json"]);
    let said: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(6), "{said}");
    for row in said["data"]["rows"].as_array().unwrap() {
        assert_eq!(row["outcome"], "unchanged", "{row}");
    }
    let shown = env.json(0, &["policy", "show", "banking/bank-kyc"]);
    assert_eq!(shown["data"]["status"], "inactive");
}

#[test]
fn a_draft_that_has_ended_is_not_published() {
    let env = with_draft().at("2028-01-01T12:00:00Z");
    let publish = ["policy", "publish", "banking/bank-kyc-2"];
    let refused = env.json(6, &publish);
    assert_eq!(refused["error"]["code"], "PM-CON-033");
    let fix = refused["error"]["fix"][0].as_str().unwrap();
    let words: Vec<&str> = fix.split(' ').skip(1).take(5).collect();
    let updated = env.json(0, &words);
    assert_eq!(updated["data"]["status"], "draft");
    assert_eq!(updated["data"]["valid_to"], "2029-01-01T12:00:00Z", "{fix}");
    assert_eq!(env.json(0, &publish)["data"]["status"], "active");
}

/// Nothing of a file is done where one of its drafts has ended.
#[test]
fn a_file_that_would_publish_what_has_ended_is_refused_before_it_runs() {
    let env = with_draft().at("2028-01-01T12:00:00Z");
    let text = std::fs::read_to_string(env.path("examples/onboarding.toml")).unwrap();
    let more = "[[policy_group]]\nname = \"late\"\n\n[[policy]]\nname = \"bank-kyc-2\"\ngroup = \"banking\"\n\
                version = \"2\"\nfile = \"bank-kyc.json\"\npublish = true\n";
    let head = text.split("[[policy_group]]").next().unwrap();
    env.write("examples/late.toml", format!("{head}{more}"));
    for verb in ["plan", "apply"] {
        let refused = env.refused(6, &[verb, "-f", "examples/late.toml"]);
        assert_eq!(refused, "PM-CON-033", "{verb}");
    }
    env.exits(3, &["policy-group", "show", "late"]);
}

/// What has ended is not said to hold.
#[test]
fn a_policy_that_has_ended_carries_nothing_and_it_is_said() {
    let env = TestEnv::onboarded();
    env.ok(&sure(&DEACTIVATE));
    let map = [
        "partner",
        "map-policy",
        "1000",
        "--policy",
        "banking/bank-kyc",
    ];
    let notes = |env: &TestEnv, words: &[&str]| env.json(0, words)["data"]["notes"].to_string();
    let inactive = notes(&env, &map);
    assert!(
        inactive.contains("(IDA-MPA-019)") && inactive.contains("it is inactive"),
        "{inactive}"
    );
    let env = env.at("2028-01-01T12:00:00Z");
    let activated = notes(&env, &["policy", "activate", "banking/bank-kyc"]);
    let ended = "nobody is accepted with it (IDA-MPA-019): it expired on 2027-11-23";
    assert_eq!(
        activated,
        json!(["1 partner is mapped to it", ended]).to_string()
    );
    let mapped = notes(&env, &map);
    assert!(mapped.contains("it expired on 2027-11-23"), "{mapped}");
}

/// `a/b/c` would leave open which group is meant; a group of that name from an older store is still read.
#[test]
fn a_slash_in_a_new_name_is_refused() {
    let env = with_draft();
    let add = [
        "policy",
        "add",
        "a/b",
        "--group",
        "banking",
        "--version",
        "1",
    ];
    let add = [&add[..], &["--file", "examples/bank-kyc.json"]].concat();
    for words in [
        &["policy-group", "add", "a/b"] as &[&str],
        &add,
        &["policy", "update", "banking/bank-kyc-2", "--name", "a/b"],
    ] {
        assert_eq!(env.refused(7, words), "PM-INP-002", "{words:?}");
    }
    let store = rusqlite::Connection::open(env.path("data/pmctl/dev.db")).unwrap();
    let rename = "update policy_groups set name = 'a/b', name_key = 'a/b'";
    assert_eq!(store.execute(rename, []).unwrap(), 1);
    env.ok(&["policy", "list", "--group", "a/b"]);
    let again = env.json(
        0,
        &["policy-group", "add", "a/b", "--description", "banking"],
    );
    assert_eq!(again["data"]["outcome"], "unchanged");
}

#[test]
fn another_validity_is_another_policy() {
    let env = TestEnv::onboarded();
    let add = |validity: Option<&str>| {
        let words = [
            "policy",
            "add",
            "short",
            "--group",
            "banking",
            "--version",
            "1",
        ];
        let mut words = [&words[..], &["--file", "examples/bank-kyc.json"]].concat();
        words.extend(
            validity
                .iter()
                .flat_map(|validity| ["--validity", validity]),
        );
        let done = env.run(&[&words[..], &["-o", "json"]].concat());
        serde_json::from_slice::<Value>(&done.stdout).unwrap()
    };
    assert_eq!(add(Some("30d"))["data"]["outcome"], "created");
    for same in [Some("30d"), Some("720h"), None] {
        assert_eq!(add(same)["data"]["outcome"], "unchanged", "{same:?}");
    }
    let other = add(Some("60d"));
    assert_eq!(other["error"]["code"], "PM-CON-001");
    let message = other["error"]["message"].as_str().unwrap();
    assert!(message.ends_with("differs: validity"), "{message}");
}

/// The validity of a file counts from when its policy was added: the same file later changes nothing.
#[test]
fn a_file_with_a_validity_is_applied_again_and_changes_nothing() {
    let env = TestEnv::onboarded();
    let text = std::fs::read_to_string(env.path("examples/onboarding.toml")).unwrap();
    let with = text.replace(
        "file = \"bank-kyc.json\"",
        "file = \"bank-kyc.json\"\nvalidity = \"365d\"",
    );
    assert_ne!(text, with);
    env.write("examples/onboarding.toml", &with);
    let env = env.at("2026-12-01T12:00:00Z");
    env.ok(&["plan", "-f", "examples/onboarding.toml", "--exit-code"]);
    let other = with.replace("\"365d\"", "\"30d\"");
    env.write("examples/onboarding.toml", other);
    let refused = env.json(6, &["plan", "-f", "examples/onboarding.toml"]);
    assert!(refused["error"]["message"].to_string().contains("validity"));
}
