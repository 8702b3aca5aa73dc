//! What people type and write wrongly: told all at once, before anything is changed.

use crate::env::{TestEnv, shown};
use crate::snapshot;

fn onboarding(env: &TestEnv, change: &[(&str, &str)]) {
    let mut text = std::fs::read_to_string(env.path("examples/onboarding.toml")).unwrap();
    for (from, to) in change {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    env.write("examples/onboarding.toml", text);
}

const APPLY: [&str; 3] = ["apply", "-f", "examples/onboarding.toml"];

fn untouched(env: &TestEnv) {
    assert_eq!(
        env.json(0, &["misp", "list"])["data"]["rows"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn every_fault_of_a_file_at_once() {
    let env = TestEnv::fresh();
    onboarding(
        &env,
        &[
            ("phone = \"+918055500100\"", "phone = \"12\""),
            ("ops@relay.example", "ops.relay.example"),
            ("type = \"Auth_Partner\"", "type = \"Bank\"\nsurplus = 1"),
        ],
    );
    snapshot!(env.transcript(&APPLY));
    env.exits(7, &APPLY);
    untouched(&env);
}

#[test]
fn a_file_that_is_not_toml() {
    let env = TestEnv::fresh();
    env.write("examples/onboarding.toml", "format = \n");
    snapshot!(env.transcript(&APPLY));
    env.exits(2, &APPLY);
}

#[test]
fn a_policy_that_breaks_ida() {
    let env = TestEnv::fresh();
    env.write(
        "bio.json",
        r#"{"authTokenType":"partner","allowedAuthTypes":[{"authType":"bio","mandatory":false}],"allowedKycAttributes":[]}"#,
    );
    snapshot!(env.transcript(&["policy", "check", "bio.json"]));
    env.exits(7, &["policy", "check", "bio.json"]);
}

/// `-` means standard input, and `-x` is read as flags.
#[test]
fn an_id_that_cannot_be_typed_is_not_taken() {
    let env = TestEnv::onboarded();
    let contact = [
        "--contact",
        "A B",
        "--phone",
        "+918055500100",
        "--email",
        "a@b.example",
    ];
    let misp = ["misp", "register", "Odd"];
    let partner = [
        "partner", "add", "Odd", "--misp", "100", "--group", "banking",
    ];
    for (command, noun) in [(&misp[..], "MISP id"), (&partner[..], "partner id")] {
        for id in ["--id=-", "--id=-x"] {
            let words = [command, &contact, &[id]].concat();
            let refused = env.json(7, &words);
            let said = refused["error"]["message"].as_str().unwrap();
            assert_eq!(
                said,
                format!("{noun} must begin with a letter, a digit or _")
            );
        }
        env.ok(&[command, &contact, &[&format!("--id={}", command[0])]].concat());
    }
}

#[test]
fn names_of_every_script() {
    let env = TestEnv::fresh();
    for (place, name) in ["شبكة الشمال", "उत्तरी रिले", "O'Brien \"Relay\""]
        .iter()
        .enumerate()
    {
        let arguments = [
            "misp",
            "register",
            name,
            "--contact",
            "A B",
            "--phone",
            "+918055500100",
            "--email",
            "ops@relay.example",
        ];
        let misp = env.json(0, &arguments);
        assert_eq!(misp["data"]["name"], *name);
        assert_eq!(misp["data"]["id"], (100 + place).to_string());
    }
    snapshot!(env.transcript(&["misp", "list"]));
    let newline = [
        "misp",
        "register",
        "a\nb",
        "--contact",
        "A B",
        "--phone",
        "+918055500100",
        "--email",
        "ops@relay.example",
    ];
    env.exits(7, &newline);
}

#[test]
fn registering_the_same_and_another() {
    let env = TestEnv::onboarded();
    let base = [
        "misp",
        "register",
        "Northern Relay",
        "--contact",
        "Asha Rao",
        "--phone",
        "+918055500100",
    ];
    let mut same = base.to_vec();
    same.extend(["--email", "ops@relay.example"]);
    assert_eq!(env.json(0, &same)["data"]["outcome"], "unchanged");
    let mut other = base.to_vec();
    other.extend(["--email", "else@relay.example"]);
    snapshot!(env.transcript(&other));
    env.exits(6, &other);
}

#[test]
fn what_is_missing_without_a_terminal() {
    let env = TestEnv::fresh();
    snapshot!(env.transcript(&["misp", "register", "Northern Relay"]));
    snapshot!(env.transcript(&["misp", "register", "Northern Relay", "--phone", "12"]));
    snapshot!(env.transcript(&["misp", "register", "--password", "hunter2"]));
    snapshot!(env.transcript(&["mips", "list"]));
}

#[test]
fn a_store_that_cannot_be_used() {
    let env = TestEnv::fresh();
    env.write("noise.db", vec![7_u8; 8192]);
    let noise = format!("sqlite:{}", env.path("noise.db").display());
    let text = env.transcript(&["--store", &noise, "misp", "list"]);
    assert!(text.contains("exit 11"), "{text}");
    let done = env.run(&[
        "--store",
        "postgres://pm:hunter2@127.0.0.1/pm",
        "misp",
        "list",
    ]);
    assert_eq!(done.status.code(), Some(2));
    assert!(!shown(&done).contains("hunter2"), "{}", shown(&done));
}

/// A value that breaks a rule is exit 7 wherever it stands: on the command line, in a file, at a prompt.
#[test]
fn values_that_break_a_rule() {
    let env = TestEnv::onboarded();
    let register = |phone: &str, email: &str| {
        let words = [
            "misp",
            "register",
            "Other",
            "--contact",
            "A",
            "--phone",
            phone,
            "--email",
            email,
        ];
        env.exits(7, &words);
    };
    register("12", "a@relay.example");
    register("+91805550010012345", "a@relay.example");
    register("+918055500100", "relay.example");
    for reason in ["", "   "] {
        env.exits(7, &["misp", "block", "100", "--reason", reason, "--yes"]);
        env.exits(
            7,
            &["partner", "block", "1000", "--reason", reason, "--yes"],
        );
    }
    env.exits(7, &["misp", "show", "a b"]);
    assert_eq!(
        env.json(0, &["misp", "show", "100"])["data"]["status"],
        "active"
    );
    snapshot!(env.transcript(&["misp", "block", "100", "--reason", "", "--yes"]));
}

#[test]
fn ids_that_nobody_has_and_names_that_somebody_has() {
    let env = TestEnv::onboarded();
    env.exits(3, &["misp", "show", "199"]);
    env.exits(3, &["partner", "show", "1999"]);
    let contact = [
        "--contact",
        "A",
        "--phone",
        "+918055500100",
        "--email",
        "a@relay.example",
    ];
    let mut other = vec!["misp", "register", "Southern Relay"];
    other.extend(contact);
    env.ok(&other);
    env.exits(6, &["misp", "update", "101", "--name", "NORTHERN RELAY"]);
    env.exits(6, &["misp", "update", "101", "--name", "northern relay"]);
}

#[test]
fn a_span_that_ends_before_it_begins() {
    let env = TestEnv::onboarded();
    let before = [
        "audit",
        "list",
        "--since",
        "2026-12-02",
        "--until",
        "2026-12-01",
    ];
    snapshot!(env.transcript(&before));
    env.exits(2, &before);
    let rows = |words: &[&str]| {
        let mut all = vec!["audit", "list"];
        all.extend(words);
        env.json(0, &all)["data"]["rows"].as_array().unwrap().len()
    };
    let all = rows(&[]);
    assert!(all > 0);
    assert_eq!(rows(&["--since", "2026-11-23T12:00:00Z"]), all);
    assert_eq!(rows(&["--since", "2026-11-23T12:00:00.000001Z"]), 0);
    assert_eq!(
        rows(&["--until", "2026-11-23T12:00:00Z"]),
        0,
        "the end does not belong to it"
    );
    assert_eq!(
        rows(&["--since", "2026-11-23", "--until", "2026-11-24"]),
        all
    );
}

/// Pages come one behind the other without a gap, `--all` gives the same rows, and one line per row is streamed.
#[test]
fn long_lists_in_parts_and_whole() {
    let env = TestEnv::fresh();
    env.ok(&["misp", "list"]);
    many_misps(&env, 2_500);
    let ids = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let whole = ids(env.ok(&["misp", "list", "--all", "-o", "id"]));
    assert_eq!(whole.len(), 2_500);
    let first = env.run(&["misp", "list", "--limit", "1000", "-o", "id"]);
    let note = String::from_utf8_lossy(&first.stderr).into_owned();
    let after = note.split('\'').nth(1).unwrap().to_owned();
    let mut paged = ids(String::from_utf8(first.stdout).unwrap());
    let rest = env.ok(&[
        "misp", "list", "--limit", "9000", "--after", &after, "-o", "id",
    ]);
    paged.extend(ids(rest));
    assert_eq!(paged, whole);
    assert_eq!(
        env.ok(&["misp", "list", "--all", "-o", "jsonl"])
            .lines()
            .count(),
        2_500
    );
    let document = env.json(0, &["misp", "list", "--all"]);
    assert_eq!(document["data"]["rows"].as_array().unwrap().len(), 2_500);
    env.exits(2, &["misp", "list", "--all", "--limit", "3"]);
}

/// Written beside the tool, as if they had been registered one by one.
fn many_misps(env: &TestEnv, count: usize) {
    let mut store = rusqlite::Connection::open(env.path("data/pmctl/dev.db")).unwrap();
    let tx = store.transaction().unwrap();
    for number in 0..count {
        let id = format!("m{number}");
        tx.execute("insert into holders (id, kind) values (?1, 'misp')", [&id])
            .unwrap();
        tx.execute(
            "insert into misps (id, name, name_key, contact_name, phone, phone_national, email, created_at)
             values (?1, ?2, ?2, 'A', '+918055500100', '080 5550 0100', 'a@relay.example', 1)",
            [&id, &format!("relay {number:05}")],
        )
        .unwrap();
    }
    tx.commit().unwrap();
}

/// Blank lines name nothing, and nothing is not all that there was to do.
#[test]
fn ids_on_standard_input_must_be_some() {
    let env = TestEnv::onboarded();
    let with = |words: &[&str], input: &str| {
        let mut child = env
            .command(words)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        std::io::Write::write_all(&mut pipe, input.as_bytes()).unwrap();
        drop(pipe);
        child.wait_with_output().unwrap()
    };
    for words in [
        &["partner", "block", "-", "--reason", "x", "--yes"] as &[&str],
        &["mapping", "approve", "-"],
        &["ida", "reconcile", "-"],
    ] {
        let done = with(words, "\n  \n");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains("no subject was given"), "{said}");
        assert!(!said.contains("next:"), "{said}");
    }
    let done = with(&["partner", "unblock", "-"], "\n1000\n\n");
    assert_eq!(done.status.code(), Some(0));
}
