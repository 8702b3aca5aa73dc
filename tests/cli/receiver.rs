//! Receivers with bad manners: what is told to them, when, and what is said of it.

use crate::env::TestEnv;
use crate::ida::{Ida, NO_ANSWER, context, listen};
use serde_json::Value;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const BLOCK: [&str; 6] = ["partner", "block", "1000", "--reason", "fraud", "--yes"];
/// After this no request that was ever sent can still arrive.
const LATER: &str = "2026-11-23T12:06:00Z";

/// Answers each event by what it says of a partner, and keeps those statuses.
struct Fickle {
    heard: Arc<Mutex<Vec<String>>>,
    url: String,
}

impl Fickle {
    fn new(answer: impl Fn(&str, usize) -> u16 + Send + 'static) -> Self {
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&heard);
        let url = listen(move |letter| {
            let mut heard = kept.lock().unwrap();
            let partner = &letter.body["event"]["data"]["partnerData"];
            let text = format!("{} {}", partner["partnerId"], partner["partnerStatus"]);
            let text = text.replace('"', "");
            let status = answer(&text, heard.len());
            heard.push(text);
            status
        });
        Self { heard, url }
    }

    fn named_by(&self, env: &TestEnv) {
        name(env, &context(&self.url));
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.lock().unwrap())
    }
}

fn name(env: &TestEnv, ida: &str) {
    env.write("config/pmctl/ida.secret", "ida-secret\n");
    let config = format!("current = \"dev\"\n{ida}");
    env.write("config/pmctl/config.toml", config);
}

fn waiting(env: &TestEnv) -> Vec<Value> {
    let list = env.json(0, &["outbox", "list"]);
    list["data"]["rows"].as_array().unwrap().clone()
}

fn told(effect: &Value) -> &str {
    effect["ida"]["told"].as_str().unwrap()
}

/// A second partner with a certificate of its own: the example again under another name.
fn with_another() -> TestEnv {
    let env = TestEnv::onboarded();
    let file = "examples/onboarding.toml";
    let text = std::fs::read_to_string(env.path(file)).unwrap();
    let (head, one) = text.split_at(text.find("[[partner]]").unwrap());
    let second = one
        .replace("retail", "second")
        .replace("Bank One Retail", "Branch")
        .replace("key = { file = \"second.pub.pem\" }", "");
    env.write(file, format!("{head}{one}{second}"));
    env.ok(&["apply", "-f", file]);
    env
}

#[test]
fn one_message_that_is_never_taken_holds_back_no_other() {
    for refusal in [500, 404, NO_ANSWER] {
        let env = with_another();
        let ida = Fickle::new(move |text, _| {
            if text.starts_with("1001") {
                refusal
            } else {
                200
            }
        });
        ida.named_by(&env);
        env.exits(8, &["partner", "block", "1001", "--reason", "x", "--yes"]);
        env.ok(&BLOCK);
        let heard = ida.take();
        assert_eq!(heard[1..], ["1000 DEACTIVE", "1001 DEACTIVE"], "{refusal}");
        env.exits(8, &["outbox", "push"]);
        let left = waiting(&env);
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(left[0]["subject"], "1001");
        assert_eq!(left[0]["attempts"], 3);
    }
}

/// It may have been received, and take effect after what is sent later: then the truth is said again.
#[test]
fn what_was_sent_without_an_answer_is_said_again() {
    let env = TestEnv::onboarded();
    let ida = Fickle::new(|_, before| if before == 0 { NO_ANSWER } else { 200 });
    ida.named_by(&env);
    env.exits(8, &["partner", "update", "1000", "--name", "Branch"]);
    assert_eq!(ida.take(), ["1000 ACTIVE"]);
    // The answer to come is that to the next one.
    ida.heard.lock().unwrap().push("before".to_owned());
    env.ok(&BLOCK);
    assert_eq!(ida.take(), ["before", "1000 DEACTIVE", "1000 DEACTIVE"]);
    let pushed = env.json(0, &["outbox", "push"]);
    assert_eq!(pushed["data"]["delivered"], 0);
    assert_eq!(waiting(&env).len(), 1, "for later");
    ida.heard.lock().unwrap().push("before".to_owned());
    let env = env.at(LATER);
    let pushed = env.json(0, &["outbox", "push"]);
    assert_eq!(pushed["data"]["delivered"], 1);
    assert_eq!(ida.take(), ["before", "1000 DEACTIVE"]);
    assert_eq!(waiting(&env).len(), 0);
}

/// Killed wherever it is: the block is told once it stands here, and again where an earlier word of it may be late.
#[test]
fn a_block_survives_a_kill_at_every_point() {
    let mut point = 1;
    loop {
        let env = TestEnv::onboarded();
        let ida = Fickle::new(|_, _| 200);
        ida.named_by(&env);
        let mut command = env.command(&BLOCK);
        let done = command
            .env("PMCTL_FAIL_AT", point.to_string())
            .output()
            .unwrap();
        if done.status.signal() != Some(9) {
            break;
        }
        env.ok(&BLOCK);
        let env = env.at(LATER);
        env.ok(&["outbox", "push"]);
        assert_eq!(ida.take().last().unwrap(), "1000 DEACTIVE", "point {point}");
        assert_eq!(waiting(&env).len(), 0, "point {point}");
        env.ok(&["audit", "verify"]);
        point += 1;
    }
    assert!(point > 4, "only {point} points were passed");
}

#[test]
fn unchanged_is_not_delivered() {
    let env = TestEnv::onboarded();
    let key = env.ok(&["api-key", "list", "-o", "id"]).trim().to_owned();
    let license = env.ok(&["license", "list", "-o", "id"]).trim().to_owned();
    name(&env, &context("http://127.0.0.1:9/callback"));
    let bars: [Vec<&str>; 6] = [
        BLOCK.to_vec(),
        vec!["misp", "block", "100", "--reason", "x", "--yes"],
        vec!["api-key", "revoke", &key, "--reason", "x", "--yes"],
        vec!["license", "revoke", &license, "--reason", "x", "--yes"],
        vec![
            "policy",
            "deactivate",
            "banking/bank-kyc",
            "--reason",
            "x",
            "--yes",
        ],
        vec![
            "policy-group",
            "deactivate",
            "banking",
            "--reason",
            "x",
            "--yes",
        ],
    ];
    for bar in &bars {
        assert_eq!(env.json(8, bar)["data"]["outcome"], "updated", "{bar:?}");
        let again = env.json(8, bar);
        assert_eq!(again["data"]["outcome"], "unchanged", "{bar:?}");
        assert_eq!(told(&again["data"]["effect"]), "waiting");
    }
}

/// Nobody sends to whom nobody names: that is not delivered either.
#[test]
fn what_waits_for_somebody_unnamed_is_left() {
    let env = TestEnv::onboarded();
    name(&env, &context("http://127.0.0.1:9/callback"));
    env.exits(8, &BLOCK);
    name(&env, "");
    let pushed = env.json(8, &["outbox", "push"]);
    assert_eq!(pushed["data"]["delivered"], 0);
    assert_eq!(pushed["data"]["left"].as_array().unwrap().len(), 1);
}

/// A block of which nobody was told is not called delivered because nothing waits.
#[test]
fn what_was_done_before_anybody_was_named_is_unknown() {
    let env = TestEnv::onboarded();
    let done = env.json(0, &BLOCK);
    assert_eq!(told(&done["data"]["effect"]), "not-named");
    let ida = Ida::start();
    name(&env, &ida.context());
    let again = env.json(0, &BLOCK)["data"]["effect"].clone();
    assert_eq!(told(&again), "unknown");
    assert_eq!(again["ida"]["tell"], "pmctl ida reconcile");
    let checked = env.json(6, &["ida", "check", "1000"]);
    assert_eq!(told(&checked["data"]["effect"]), "unknown");
    env.ok(&["ida", "reconcile", "1000"]);
    assert_eq!(told(&env.json(0, &BLOCK)["data"]["effect"]), "unknown");
    env.ok(&["ida", "reconcile"]);
    assert_eq!(told(&env.json(0, &BLOCK)["data"]["effect"]), "delivered");
    let checked = env.json(6, &["ida", "check", "1000"]);
    assert_eq!(told(&checked["data"]["effect"]), "delivered");
}

/// The key that takes over later is told then, though nobody was named when it was issued.
#[test]
fn a_cutover_is_reconciled_too() {
    let env = TestEnv::onboarded();
    env.ok(&[
        "misp",
        "renew-license",
        "100",
        "--early",
        "--overlap",
        "10d",
    ]);
    let ida = Ida::start();
    name(&env, &ida.context());
    env.ok(&["ida", "reconcile"]);
    let first = ida.key().unwrap();
    assert_eq!(waiting(&env).len(), 1);
    let env = env.at("2026-12-03T12:00:01Z");
    env.ok(&["outbox", "push"]);
    assert_ne!(ida.key().unwrap(), first);
}

/// The word of a process that was killed over it may arrive at any time; a refusal of the next attempt does not make
/// that forgotten.
#[test]
fn what_a_dead_process_was_sending_is_not_forgotten() {
    let mut sent = 0;
    for point in 1.. {
        let env = TestEnv::onboarded();
        let refusing = Arc::new(AtomicBool::new(false));
        let refuses = Arc::clone(&refusing);
        let ida = Fickle::new(move |_, _| if refuses.load(SeqCst) { 404 } else { 200 });
        ida.named_by(&env);
        let mut command = env.command(&BLOCK);
        let done = command
            .env("PMCTL_FAIL_AT", point.to_string())
            .output()
            .unwrap();
        if done.status.signal() != Some(9) {
            break;
        }
        let is_open = waiting(&env).len() == 1;
        if ida.take().is_empty() || !is_open {
            continue;
        }
        sent += 1;
        refusing.store(true, SeqCst);
        env.exits(8, &["outbox", "push"]);
        refusing.store(false, SeqCst);
        let unblocked = env.json(0, &["partner", "unblock", "1000"]);
        assert_eq!(unblocked["data"]["undelivered"], 0);
        ida.take();
        assert_eq!(
            waiting(&env).len(),
            1,
            "point {point}: the truth, for later"
        );
        let env = env.at(LATER);
        env.ok(&["outbox", "push"]);
        assert_eq!(ida.take(), ["1000 ACTIVE"], "point {point}");
        assert_eq!(waiting(&env).len(), 0);
    }
    assert!(
        sent > 0,
        "no point lies between the sending and the note of it"
    );
}

/// While it may be overtaken, a block is not called settled.
#[test]
fn a_block_after_a_lost_word_is_unsettled() {
    // A second after the onboarding, of which nobody was told.
    let env = TestEnv::onboarded().at("2026-11-23T12:00:01Z");
    let ida = Fickle::new(|_, before| if before == 0 { NO_ANSWER } else { 200 });
    ida.named_by(&env);
    env.exits(8, &["partner", "update", "1000", "--name", "Branch"]);
    let blocked = env.json(0, &BLOCK);
    assert_eq!(told(&blocked["data"]["effect"]), "unsettled");
    assert_eq!(
        blocked["data"]["effect"]["ida"]["tell"],
        "pmctl outbox push"
    );
    let env = env.at(LATER);
    env.ok(&["outbox", "push"]);
    let settled = env.json(0, &BLOCK);
    assert_eq!(told(&settled["data"]["effect"]), "delivered");
}

/// What another process is sending is waited for, and counts as not delivered when that takes too long.
#[test]
fn what_another_process_is_sending_is_waited_for() {
    let env = TestEnv::onboarded();
    let (open, gate) = std::sync::mpsc::channel::<()>();
    let ida = Fickle::new(move |_, _| {
        let _first = gate.recv();
        200
    });
    ida.named_by(&env);
    let mut other = env.command(&BLOCK).stdout(Stdio::null()).spawn().unwrap();
    let sending = || waiting(&env).len() == 1;
    for _ in 0..200 {
        if sending() && env.json(0, &["partner", "show", "1000"])["data"]["status"] == "blocked" {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let again = [&BLOCK[..], &["--timeout", "1s"]].concat();
    let document = env.json(8, &again);
    assert_eq!(document["data"]["outcome"], "unchanged");
    assert_eq!(document["data"]["undelivered"], 1);
    drop(open);
    env.ok(&BLOCK);
    assert!(other.wait().unwrap().success());
    assert_eq!(ida.take(), ["1000 DEACTIVE"], "sent by one of them");
}

/// The second of many that a receiver does not answer shows that it answers nobody: the rest is not kept waiting.
#[test]
fn a_bulk_asks_a_silent_receiver_few_times() {
    let env = with_another();
    let ida = Fickle::new(|_, _| NO_ANSWER);
    ida.named_by(&env);
    let block = ["misp", "block", "100", "--reason", "x", "--yes"];
    env.exits(8, &block);
    ida.take();
    let both = ["partner", "block", "1000", "1001", "--reason", "x", "--yes"];
    env.exits(8, &both);
    assert_eq!(ida.take().len(), 2);
    env.exits(8, &["outbox", "push"]);
    assert_eq!(ida.take().len(), 2);
}

/// The way out for a message that its receiver will never take.
#[test]
fn a_message_is_dropped_with_a_reason() {
    let env = TestEnv::onboarded().at("2026-11-23T12:00:01Z");
    let ida = Fickle::new(|_, _| 404);
    ida.named_by(&env);
    env.exits(8, &BLOCK);
    let position = waiting(&env)[0]["position"].to_string();
    env.exits(2, &["outbox", "drop", &position, "--reason", "never taken"]);
    let drop = [
        "outbox",
        "drop",
        &position,
        "--reason",
        "never taken",
        "--yes",
    ];
    env.ok(&drop);
    assert_eq!(waiting(&env).len(), 0);
    assert_eq!(env.refused(3, &drop), "PM-NOT-001");
    env.ok(&["outbox", "push"]);
    let again = env.json(0, &BLOCK);
    assert_eq!(told(&again["data"]["effect"]), "unknown", "nobody was told");
    let trail = env.ok(&["audit", "list", "-o", "json"]);
    assert!(trail.contains("outbox.drop") && trail.contains("never taken"));
    env.ok(&["audit", "verify"]);
}

#[test]
fn doctor_says_what_nobody_was_told() {
    let env = TestEnv::onboarded();
    let ida = Ida::start();
    name(&env, &ida.context());
    let said = || {
        let done = env.run(&["doctor", "-o", "json"]);
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    assert!(
        said().contains("not all that changed before was told"),
        "{}",
        said()
    );
    env.ok(&["ida", "reconcile"]);
    assert!(!said().contains("not all that changed"), "{}", said());
}
