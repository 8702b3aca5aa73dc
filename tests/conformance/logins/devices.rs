//! The login that a person approves in a browser.

use super::{PERSON, SERVICE, fails, kept};
use crate::env::{TestEnv, shown};
use crate::realm::{Answer, Browser, Realm};
use crate::target::Target;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Output, Stdio};

/// Runs `login --device` until it has shown where it is approved.
fn device(env: &TestEnv) -> (Child, String, BufReader<std::process::ChildStderr>) {
    let mut command = env.command(&["login", "--device", "-o", "json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut told = String::new();
    let address = loop {
        let mut line = String::new();
        assert_ne!(stderr.read_line(&mut line).unwrap(), 0, "{told}");
        if let Some(address) = line.trim().strip_prefix("or open ") {
            break address.to_owned();
        }
        told.push_str(&line);
    };
    (child, address, stderr)
}

fn decided(env: &TestEnv, answer: Answer) -> Output {
    let (child, address, mut stderr) = device(env);
    let page = Browser::new().decide(&address, PERSON, answer);
    assert!(page.contains("Device Login"), "{page}");
    let mut done = child.wait_with_output().unwrap();
    stderr.read_to_end(&mut done.stderr).unwrap();
    done
}

#[test]
fn a_person_logs_in_in_a_browser() {
    for target in Target::all() {
        let env = TestEnv::live();
        target.context(&env, SERVICE);
        let done = decided(&env, Answer::Cancel);
        fails(&target, &done, 4, "PM-AUT-006");
        assert!(!kept(&env, SERVICE, "login").exists());

        let done = decided(&env, Answer::Accept);
        assert!(done.status.success(), "{}\n{}", target.name(), shown(&done));
        let me: Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(me["data"]["name"], PERSON);
        assert_eq!(env.json(0, &["whoami"])["data"]["kind"], "person");
        env.ok(&["logout"]);
    }
}

#[test]
fn a_person_logs_in_through_a_public_client() {
    for target in Target::all() {
        Realm::of(&target).public_client();
        let env = TestEnv::live();
        let mut arguments = vec!["context", "add", "people", "--issuer", &target.issuer];
        arguments.extend(["--keymanager", &target.keymanager, "--auditmanager", "none"]);
        env.ok(&arguments);
        fails(&target, &env.run(&["misp", "list"]), 4, "PM-AUT-001");
        let done = decided(&env, Answer::Accept);
        assert!(done.status.success(), "{}\n{}", target.name(), shown(&done));
        env.ok(&["misp", "list"]);
        env.ok(&["logout"]);
        fails(&target, &env.run(&["misp", "list"]), 4, "PM-AUT-001");
    }
}

#[test]
fn a_login_that_is_broken_off_leaves_nothing() {
    for target in Target::all() {
        let env = TestEnv::live();
        target.context(&env, SERVICE);
        let (mut child, address, _stderr) = device(&env);
        let killed = std::process::Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(killed.unwrap().success());
        let status = child.wait().unwrap();
        let interrupted = status.signal() == Some(2) || status.code() == Some(130);
        assert!(interrupted, "{}: {status}", target.name());
        // Approved too late: nobody waits for it any more.
        Browser::new().decide(&address, PERSON, Answer::Accept);
        assert!(!kept(&env, SERVICE, "login").exists());
        assert_eq!(env.json(0, &["whoami"])["data"]["kind"], "service");
    }
}
