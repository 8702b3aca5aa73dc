//! Death between any two lines of `apply`: a real SIGKILL at every fail point, then the same command again.

use crate::env::{TestEnv, shown};
use std::os::unix::process::ExitStatusExt;

const APPLY: [&str; 3] = ["apply", "-f", "examples/onboarding.toml"];

/// Kills the run at its `point`-th fail point; `false` when it ended before.
fn killed_at(env: &TestEnv, point: usize) -> bool {
    let done = env
        .command(&APPLY)
        .env("PMCTL_FAIL_AT", point.to_string())
        .output()
        .unwrap();
    if done.status.signal() == Some(9) {
        return true;
    }
    assert!(done.status.success(), "{}", shown(&done));
    false
}

/// What must hold whatever died before: everything is there, once, and accepted.
fn whole(env: &TestEnv, point: usize) {
    let document = env.json(0, &APPLY);
    assert_eq!(
        document["data"]["verdict"]["accepted"], true,
        "point {point}: {document}"
    );
    let count = |arguments: &[&str]| {
        let list = env.json(0, arguments);
        list["data"]["rows"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(count(&["misp", "list"]), 1, "point {point}");
    assert_eq!(count(&["license", "list"]), 1, "point {point}");
    assert_eq!(count(&["partner", "list"]), 1, "point {point}");
    assert_eq!(count(&["api-key", "list"]), 1, "point {point}");
    assert_eq!(count(&["mapping", "list"]), 1, "point {point}");
    env.ok(&["audit", "verify"]);
    env.ok(&["outbox", "push"]);
    let again = env.json(0, &APPLY);
    for row in again["data"]["rows"].as_array().unwrap() {
        assert_eq!(row["outcome"], "unchanged", "point {point}: {row}");
    }
}

#[test]
fn apply_survives_a_kill_at_every_point() {
    let mut point = 1;
    loop {
        let env = TestEnv::fresh();
        if !killed_at(&env, point) {
            break;
        }
        whole(&env, point);
        point += 1;
    }
    assert!(
        point > 30,
        "only {point} points were passed: the fail points are not where they should be"
    );
}

#[test]
fn apply_survives_a_row_of_kills() {
    let env = TestEnv::fresh();
    let mut kills = 0;
    // Far enough to get something done each time, never far enough to end.
    while killed_at(&env, 12) {
        kills += 1;
        assert!(kills < 200, "it never gets done");
    }
    whole(&env, 0);
    assert!(kills > 2, "{kills}");
}
