//! Reports: what ends, how many there are, and what Prometheus reads.

use crate::env::TestEnv;
use crate::snapshot;

#[test]
fn everything_is_counted() {
    let env = TestEnv::onboarded();
    snapshot!(env.transcript(&["report", "inventory"]));
    let count = |env: &TestEnv, kind: &str, state: &str| {
        let all = env.json(0, &["report", "inventory"]);
        let rows = all["data"]["rows"].as_array().unwrap().clone();
        let found = rows
            .iter()
            .find(|row| row["kind"] == kind && row["state"] == state);
        found.unwrap()["count"].as_i64().unwrap()
    };
    env.ok(&["misp", "block", "100", "--reason", "x", "--yes"]);
    assert_eq!(count(&env, "misp", "blocked"), 1);
    assert_eq!(count(&env, "license", "blocked"), 1);
    assert_eq!(
        count(&env, "partner", "active"),
        1,
        "a MISP's block leaves its partners"
    );
    env.ok(&["misp", "unblock", "100"]);
    let env = env.at("2027-03-01T00:00:00Z");
    assert_eq!(count(&env, "license", "expired"), 1);
}

#[test]
fn a_file_for_prometheus() {
    let env = TestEnv::onboarded();
    let report = [
        "report",
        "expiring",
        "--within",
        "100d",
        "--prometheus",
        "out/pmctl.prom",
    ];
    env.ok(&report);
    let text = std::fs::read_to_string(env.path("out/pmctl.prom")).unwrap();
    snapshot!(text);
    // Every sample belongs to the family above it, as the format wants.
    let mut family = "";
    for line in text.lines() {
        match line.strip_prefix("# TYPE ") {
            Some(rest) => family = rest.strip_suffix(" gauge").unwrap(),
            None if line.starts_with('#') => {}
            None => assert!(line.starts_with(family), "{line}"),
        }
    }
    let left: Vec<_> = std::fs::read_dir(env.path("out")).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is left beside it");
    let late = env.at("2027-03-01T00:00:00Z");
    late.exits(13, &[&report[..], &["--fail-on", "expired"]].concat());
    let text = std::fs::read_to_string(late.path("out/pmctl.prom")).unwrap();
    assert!(
        text.contains("pmctl_ending{kind=\"license\",status=\"expired\"} 1\n"),
        "{text}"
    );
    late.exits(7, &["report", "expiring", "--prometheus", "out"]);
}

#[test]
fn what_is_renewed_or_blocked_is_no_worry() {
    let env = TestEnv::onboarded().at("2027-02-15T00:00:00Z");
    let report = [
        "report",
        "expiring",
        "--kind",
        "license",
        "--fail-on",
        "expiring",
    ];
    env.exits(12, &report);
    env.ok(&["misp", "block", "100", "--reason", "x", "--yes"]);
    env.exits(0, &report);
    env.ok(&["misp", "unblock", "100"]);
    env.exits(12, &report);
    env.ok(&["misp", "renew-license", "100", "--overlap", "3d"]);
    env.exits(0, &report);
    let late = env.at("2027-06-01T00:00:00Z");
    let rows = late.json(13, &report);
    assert_eq!(rows["data"]["rows"][0]["status"], "expired");
    assert_eq!(
        rows["data"]["rows"].as_array().unwrap().len(),
        1,
        "one for each MISP"
    );
}
