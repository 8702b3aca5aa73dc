//! Renewal: overlaps, hooks, files, all at once, and death in between.

use crate::env::{TestEnv, shown};
use crate::ida::Ida;
use crate::snapshot;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Prints what it is given, appends it to `taken`, and fails while `broken` is there.
const HOOK: &str = "#!/bin/sh
key=$(cat)
echo \"a careless trace: $key\" | tee /dev/stderr
test ! -e broken || exit 3
echo \"$PMCTL_HOOK_MISP $PMCTL_HOOK_LICENSE $key\" >> taken
";

/// Onboarded, at a time when the license of MISP 100 ends in twenty days.
fn due() -> TestEnv {
    let env = TestEnv::onboarded().at("2027-02-01T12:00:00Z");
    let hook = env.write("hook", HOOK);
    std::fs::set_permissions(hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    env
}

fn register(env: &TestEnv, name: &str) -> String {
    let arguments = [
        "misp",
        "register",
        name,
        "--contact",
        "Asha Rao",
        "--phone",
        "+918055500100",
        "--email",
        "ops@relay.example",
    ];
    text(&env.json(0, &arguments)["data"]["id"])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn rows(document: &Value) -> Vec<Value> {
    document["data"]["rows"].as_array().unwrap().clone()
}

fn row(document: &Value, misp: &str) -> Value {
    let all = rows(document);
    let found = all
        .iter()
        .find(|row| row["misp"] == misp || row["id"] == misp);
    found
        .unwrap_or_else(|| panic!("{misp}: {document}"))
        .clone()
}

fn key(env: &TestEnv, license: &str) -> String {
    let shown = env.json(0, &["license", "show", license, "--reveal"]);
    text(&shown["data"]["key"])
}

fn findings(env: &TestEnv, status: i32, license: &str) -> String {
    let checked = env.json(status, &["ida", "check", "1000", "--license-id", license]);
    let found = checked["data"]["findings"].as_array().unwrap();
    let codes: Vec<_> = found.iter().map(|one| text(&one["code"])).collect();
    codes.join(" ")
}

#[test]
fn with_an_overlap_the_old_key_stays_in_force_until_the_cutover() {
    let env = due();
    let ida = Ida::start();
    env.write(
        "config/pmctl/config.toml",
        format!("current = \"dev\"\n{}", ida.context()),
    );
    env.write("config/pmctl/ida.secret", "hush\n");
    let old = text(&rows(&env.json(0, &["license", "list"]))[0]["id"]);
    let renewed = env.json(0, &["misp", "renew-license", "100", "--overlap", "10d"]);
    let new = text(&renewed["data"]["id"]);
    assert_eq!(renewed["data"]["status"], "scheduled");
    assert_eq!(renewed["data"]["at_ida"], "waiting");
    assert_eq!(renewed["data"]["valid_from"], "2027-02-11T12:00:00Z");
    assert_eq!(renewed["data"]["valid_to"], "2027-05-12T12:00:00Z");
    assert_eq!(ida.key(), None, "nothing has changed at ID Authentication");
    let again = env.json(0, &["misp", "renew-license", "100", "--overlap", "10d"]);
    assert_eq!(again["data"]["outcome"], "unchanged");

    snapshot!(env.transcript(&["license", "list", "--misp", "100"]));
    let shown = env.json(0, &["misp", "show", "100"]);
    assert_eq!(shown["data"]["license"]["id"], old.as_str());
    assert_eq!(shown["data"]["next_license"]["id"], new.as_str());
    assert_eq!(findings(&env, 0, &old), "");
    assert_eq!(findings(&env, 6, &new), "IDA-MPA-007");
    let checked = env.json(0, &["ida", "check", "1000"]);
    assert!(text(&checked["data"]["warnings"][0]).contains("takes over on 2027-02-11"));
    assert_eq!(rows(&env.json(0, &["outbox", "list"])).len(), 1);
    env.ok(&["misp", "update", "100", "--contact", "Lea Okoro"]);
    assert_eq!(
        ida.key(),
        Some(key(&env, &old)),
        "it was told of the one in force"
    );

    let env = env.at("2027-02-11T11:59:59.999999Z");
    assert_eq!(findings(&env, 0, &old), "");
    env.ok(&["outbox", "push"]);
    assert_eq!(ida.key(), Some(key(&env, &old)));
    let env = env.at("2027-02-11T12:00:00Z");
    assert_eq!(findings(&env, 6, &old), "IDA-MPA-007");
    assert_eq!(findings(&env, 0, &new), "");
    let report = env.json(0, &["report", "expiring"]);
    assert!(text(&report["data"]["warnings"][0]).contains("has not heard of it"));
    snapshot!(env.transcript(&["report", "expiring"]));
    env.ok(&["outbox", "push"]);
    assert_eq!(ida.key(), Some(key(&env, &new)));
    let report = env.json(0, &["report", "expiring"]);
    assert_eq!(report["data"]["warnings"], serde_json::json!([]));
}

#[test]
fn an_overlap_ends_with_the_old_key() {
    let env = due();
    let renewed = env.json(0, &["misp", "renew-license", "100", "--overlap", "60d"]);
    assert_eq!(renewed["data"]["valid_from"], "2027-02-21T12:00:00Z");
    assert!(text(&renewed["data"]["notes"][0]).contains("ends"));
    let early = ["misp", "renew-license", "100", "--early"];
    let cut = |flags: &[&'static str]| [&early[..], flags].concat();
    env.exits(7, &cut(&["--cutover", "2026-01-01"]));
    env.exits(2, &cut(&["--cutover", "2027-03-01", "--overlap", "1d"]));
    env.exits(7, &cut(&["--cutover", "soon"]));
    env.exits(7, &cut(&["--validity", "0d"]));
    let third = env.json(0, &cut(&["--cutover", "2027-03-01"]));
    assert_eq!(third["data"]["valid_from"], "2027-03-01T00:00:00Z");
    let at_once = env.json(0, &early);
    assert_eq!(at_once["data"]["at_ida"], "in-force");
    let shown = env.json(0, &["misp", "show", "100"]);
    assert_eq!(shown["data"]["next_license"], Value::Null);
}

/// A key that is due as soon as it is issued would be renewed by every run.
#[test]
fn a_window_is_shorter_than_the_validity() {
    let env = due();
    snapshot!(env.transcript(&["misp", "renew-license", "--all", "--within", "100d"]));
    env.exits(7, &["misp", "renew-license", "--all", "--within", "90d"]);
    env.exits(7, &["license", "renew", "100", "--validity", "30d"]);
    env.ok(&["config", "set", "license.renew_within", "90d"]);
    env.exits(7, &["misp", "renew-license", "--all"]);
    env.exits(7, &["license", "renew", "100"]);
    assert_eq!(
        rows(&env.json(0, &["license", "list"])).len(),
        1,
        "nothing was issued"
    );
    env.ok(&["license", "renew", "100", "--early"]);
    env.ok(&["license", "renew", "100", "--within", "89d"]);
    env.ok(&["license", "renew", "100", "--validity", "91d"]);
}

#[test]
fn a_hook_takes_each_new_key_until_it_has_taken_it() {
    let env = due();
    let renew = ["misp", "renew-license", "100", "--hook", "./hook"];
    env.write("broken", "");
    let failed = env.run(&renew);
    assert_eq!(failed.status.code(), Some(9), "{}", shown(&failed));
    let told = String::from_utf8(failed.stderr).unwrap();
    assert!(
        told.contains("PM-LIC-001") && told.contains("exit status: 3"),
        "{told}"
    );
    assert!(!told.contains("careless"), "{told}");
    assert!(!env.path("taken").exists());

    std::fs::remove_file(env.path("broken")).unwrap();
    let again = env.json(0, &renew);
    assert_eq!(again["data"]["outcome"], "unchanged");
    assert!(again["data"]["handed_over_at"].is_string());
    let license = text(&again["data"]["id"]);
    let expected = format!("100 {license} {}\n", key(&env, &license));
    let taken = || std::fs::read_to_string(env.path("taken")).unwrap();
    assert_eq!(taken(), expected);
    env.ok(&renew);
    assert_eq!(taken(), expected, "once");
    let trail = env.ok(&["audit", "list", "-o", "json"]);
    assert!(trail.contains("to hook ./hook"));
    assert!(!trail.contains(&key(&env, &license)));
}

#[test]
fn a_hook_that_cannot_run_is_told() {
    let env = due();
    env.exits(7, &["misp", "renew-license", "100", "--hook", " "]);
    env.exits(
        9,
        &["misp", "renew-license", "100", "--hook", "./nothing here"],
    );
    let text = env.ok(&["misp", "renew-license", "100", "--hook", "true ./hook"]);
    assert!(
        text.contains("unchanged"),
        "its words are not read by a shell"
    );
    let early = ["misp", "renew-license", "100", "--early", "--hook", "false"];
    let row = env.json(9, &early);
    assert_eq!(row["data"]["outcome"], "created", "the renewal stands");
    assert_eq!(row["data"]["handed_over_at"], Value::Null);
}

/// Starts what would outlive it, says so, and does not end.
const HANGS: &str = "#!/bin/sh
sleep 1000 &
echo $! > below
sleep 1000
";

fn hanging(env: &TestEnv) {
    let hook = env.write("hangs", HANGS);
    std::fs::set_permissions(hook, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Within ten seconds, which is a hundred times what it takes.
fn soon(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..1000 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{what}: not within ten seconds");
}

fn below(env: &TestEnv) -> Option<String> {
    let text = std::fs::read_to_string(env.path("below")).ok()?;
    text.ends_with('\n').then(|| text.trim().to_owned())
}

/// A process that ended and that nobody waited for counts as ended.
fn has_ended(process: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"));
    stat.is_err() || stat.is_ok_and(|stat| stat.contains(") Z "))
}

#[test]
fn a_hook_that_hangs_is_ended_with_what_it_started() {
    let env = due();
    hanging(&env);
    let renew = [
        "misp",
        "renew-license",
        "100",
        "--hook",
        "./hangs",
        "--timeout",
        "1s",
    ];
    let failed = env.run(&renew);
    assert_eq!(failed.status.code(), Some(9), "{}", shown(&failed));
    let told = String::from_utf8(failed.stderr).unwrap();
    assert!(
        told.contains("PM-LIC-001") && told.contains("it did not end within 1 s, and was ended"),
        "{told}"
    );
    let below = below(&env).unwrap();
    soon("what it started ends", || has_ended(&below));
    let again = env.json(0, &["misp", "renew-license", "100", "--hook", "./hook"]);
    assert!(
        again["data"]["handed_over_at"].is_string(),
        "the next run hands it over"
    );
}

#[test]
fn a_hook_ends_with_the_command_that_runs_it() {
    for (signal, status) in [("-TERM", 143), ("-INT", 130)] {
        let env = due();
        hanging(&env);
        let mut renewal = env
            .command(&["misp", "renew-license", "100", "--hook", "./hangs"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        soon("the hook runs", || below(&env).is_some());
        let told = Command::new("kill")
            .args([signal, &renewal.id().to_string()])
            .status();
        assert!(told.unwrap().success());
        assert_eq!(renewal.wait().unwrap().code(), Some(status));
        let below = below(&env).unwrap();
        soon("what the hook started ends", || has_ended(&below));
        let again = env.json(0, &["misp", "renew-license", "100", "--hook", "./hook"]);
        assert!(again["data"]["handed_over_at"].is_string());
    }
}

#[test]
fn no_hook_runs_without_a_new_key() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "renew-license", "100", "--hook", "touch ran"]);
    env.ok(&["misp", "block", "100", "--reason", "x", "--yes"]);
    env.exits(
        6,
        &[
            "misp",
            "renew-license",
            "100",
            "--early",
            "--hook",
            "touch ran",
        ],
    );
    env.ok(&[
        "misp",
        "renew-license",
        "--all",
        "--early",
        "--hook",
        "touch ran",
    ]);
    assert!(!env.path("ran").exists());
}

#[test]
fn a_new_key_is_written_where_it_was_asked_for() {
    let env = due();
    let renew = [
        "misp",
        "renew-license",
        "100",
        "--new-key-to",
        "out/new.key",
    ];
    let license = text(&env.json(0, &renew)["data"]["id"]);
    let file = |path: &str| std::fs::read_to_string(env.path(path)).unwrap();
    assert_eq!(file("out/new.key").trim(), key(&env, &license));
    let mode = std::fs::metadata(env.path("out/new.key"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::remove_file(env.path("out/new.key")).unwrap();
    env.ok(&renew);
    assert_eq!(
        file("out/new.key").trim(),
        key(&env, &license),
        "a second run puts it back"
    );
    let onto_a_folder = ["license", "renew", "100", "--early", "--new-key-to", "out"];
    env.exits(7, &onto_a_folder);
    assert_eq!(licenses(&env).len(), 2, "nothing was issued for it");
    env.exits(2, &["misp", "renew-license", "--all", "--reveal"]);
}

#[test]
fn all_that_is_due_with_a_row_for_each() {
    let env = due();
    let second = register(&env, "Fresh Relay");
    let env = env.at("2027-04-20T12:00:00Z");
    let revoked = register(&env, "Revoked Relay");
    let blocked = register(&env, "Blocked Relay");
    let fresh = register(&env, "New Relay");
    let license = text(&row(&env.json(0, &["misp", "list"]), &revoked)["license"]["id"]);
    env.ok(&["license", "revoke", &license, "--reason", "leaked", "--yes"]);
    env.ok(&["misp", "block", &blocked, "--reason", "over", "--yes"]);
    let env = env.at("2027-07-01T12:00:00Z");
    let late = register(&env, "Late Relay");
    let all = [
        "license",
        "renew",
        "--all",
        "--within",
        "30d",
        "--new-key-to",
        "keys",
    ];
    let done = env.json(9, &all);
    for (misp, outcome) in [
        ("100", "created"),
        (second.as_str(), "created"),
        (fresh.as_str(), "created"),
        (late.as_str(), "unchanged"),
        (revoked.as_str(), "failed"),
    ] {
        assert_eq!(row(&done, misp)["outcome"], outcome, "{misp}");
    }
    assert_eq!(rows(&done).len(), 5, "the blocked one is passed over");
    assert_eq!(row(&done, &revoked)["error"]["code"], "PM-CON-006");
    let mut files: Vec<_> = std::fs::read_dir(env.path("keys"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut expected = ["100", &second, &fresh].map(|misp| format!("{misp}.key"));
    expected.sort();
    assert_eq!(files, expected);
    let again = env.json(9, &all);
    assert_eq!(row(&again, "100")["outcome"], "unchanged");
    snapshot!(env.transcript(&all));
}

fn licenses(env: &TestEnv) -> Vec<Value> {
    rows(&env.json(0, &["license", "list", "--misp", "100"]))
}

/// Kills the run at its `point`-th fail point; `false` when it ended before.
fn killed_at(env: &TestEnv, arguments: &[&str], point: usize) -> bool {
    let mut command = env.command(arguments);
    let done = command
        .env("PMCTL_FAIL_AT", point.to_string())
        .output()
        .unwrap();
    if done.status.signal() == Some(9) {
        return true;
    }
    assert!(done.status.success(), "{}", shown(&done));
    false
}

/// The last key that the hook has taken.
fn last_taken(path: &Path) -> String {
    let taken = std::fs::read_to_string(path).unwrap_or_default();
    let last = taken.lines().last().unwrap_or_default();
    last.split(' ').next_back().unwrap_or_default().to_owned()
}

/// Whatever dies in between: one key renews the old one, it is the newest, the hook has it, and nothing is open.
fn survives(arguments: &[&str]) -> usize {
    let mut point = 1;
    loop {
        let env = due();
        if !killed_at(&env, arguments, point) {
            return point;
        }
        env.ok(arguments);
        let all = licenses(&env);
        assert_eq!(all.len(), 2, "point {point}");
        assert_eq!(all[0]["renewed_from"], all[1]["id"], "point {point}");
        let in_force = all.iter().filter(|one| one["at_ida"] == "in-force").count();
        assert_eq!(in_force, 1, "point {point}");
        let newest = key(&env, all[0]["id"].as_str().unwrap());
        assert_eq!(last_taken(&env.path("taken")), newest, "point {point}");
        env.ok(&["audit", "verify"]);
        env.ok(&["outbox", "push"]);
        env.ok(&["ida", "check", "1000"]);
        env.ok(arguments);
        assert_eq!(licenses(&env).len(), 2, "point {point}");
        point += 1;
    }
}

#[test]
fn a_renewal_survives_a_kill_at_every_point() {
    let points = survives(&["misp", "renew-license", "100", "--hook", "./hook"]);
    assert!(points > 8, "only {points} points were passed");
}

#[test]
fn a_renewal_of_all_with_an_overlap_survives_a_kill_at_every_point() {
    let arguments = [
        "misp",
        "renew-license",
        "--all",
        "--overlap",
        "5d",
        "--hook",
        "./hook",
    ];
    let points = survives(&arguments);
    assert!(points > 8, "only {points} points were passed");
}
