//! Who may do what, by login at the embedded Kernel.

use crate::env::TestEnv;
use std::io::Write;
use std::process::{Output, Stdio};

fn login(env: &TestEnv, user: &str, password: &str) -> Output {
    let mut child = env
        .command(&["login", "--user", user, "--password-file", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(password.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn logged_in(user: &str) -> TestEnv {
    let env = TestEnv::onboarded();
    let done = login(&env, user, &format!("{user}-secret"));
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    env
}

#[test]
fn an_operator_is_an_admin() {
    let env = logged_in("pm-operator");
    let me = env.json(0, &["whoami"]);
    assert_eq!(me["data"]["name"], "pm-operator");
    env.ok(&["misp", "block", "100", "--reason", "fraud", "--yes"]);
    let trail = env.json(0, &["audit", "list"]);
    assert!(trail.to_string().contains("pm-operator"));
}

#[test]
fn a_misp_sees_only_itself() {
    let env = logged_in("misp-operator");
    // Nobody bound that login to MISP 100: to this actor it does not exist.
    env.exits(3, &["misp", "show", "100"]);
    env.exits(3, &["partner", "show", "1000"]);
    env.exits(5, &["audit", "list"]);
    env.exits(5, &["misp", "list"]);

    let bound = TestEnv::onboarded();
    bound.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    assert!(
        login(&bound, "misp-operator", "misp-operator-secret")
            .status
            .success()
    );
    bound.ok(&["misp", "show", "100"]);
    bound.ok(&["partner", "show", "1000"]);
    for noun in ["partner", "api-key", "cert", "license", "mapping"] {
        let rows = bound.json(0, &[noun, "list"]);
        assert_eq!(rows["data"]["rows"].as_array().unwrap().len(), 1, "{noun}");
    }
    bound.exits(5, &["misp", "block", "100", "--reason", "x", "--yes"]);
    bound.exits(
        5,
        &[
            "ca",
            "upload",
            "examples/retail.pub.pem",
            "--domain",
            "AUTH",
        ],
    );
}

#[test]
fn a_blocked_misp_reads_and_does_nothing_else() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    env.ok(&["misp", "block", "100", "--reason", "fraud", "--yes"]);
    assert!(
        login(&env, "misp-operator", "misp-operator-secret")
            .status
            .success()
    );
    env.ok(&["misp", "show", "100"]);
    env.ok(&["partner", "show", "1000"]);
    env.ok(&["cert", "get", "1000"]);
    for refused in [
        &["partner", "update", "1000", "--contact", "X Y"] as &[&str],
        &["partner", "block", "1000", "--reason", "x", "--yes"],
        &[
            "partner",
            "map-policy",
            "1000",
            "--policy",
            "banking/bank-kyc",
        ],
        &[
            "cert",
            "upload",
            "1000",
            "--file",
            "examples/retail.pub.pem",
        ],
        &["key", "rotate", "1000", "--to-certificate"],
        &["ida", "policy", "1000"],
    ] {
        let done = env.run(refused);
        let text = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(6), "{refused:?}: {text}");
        assert!(text.contains("fraud"), "{refused:?} says why: {text}");
    }
}

#[test]
fn a_wrong_password_is_exit_4() {
    let env = TestEnv::fresh();
    let done = login(&env, "pm-operator", "hunter2-xyz");
    assert_eq!(
        done.status.code(),
        Some(4),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let text = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        !text.contains("hunter2"),
        "the password is not echoed: {text}"
    );
}
