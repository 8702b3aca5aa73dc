//! A Kernel that is rude or forgetful: each writing call cut before and after its effect, refused, or answered 503.

use crate::env::{TestEnv, shown};
use crate::served::Served;
use std::process::{Child, Stdio};

const APPLY: [&str; 3] = ["apply", "-f", "examples/onboarding.toml"];

/// All is there, once, and accepted; nothing is left to do.
fn whole(env: &TestEnv, what: &str) {
    let document = env.json(0, &APPLY);
    assert_eq!(
        document["data"]["verdict"]["accepted"], true,
        "{what}: {document}"
    );
    for noun in ["misp", "license", "partner", "api-key", "mapping", "cert"] {
        let list = env.json(0, &[noun, "list"]);
        let current = |row: &&serde_json::Value| row["status"] != "retired";
        let rows = list["data"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .filter(current)
            .count();
        assert_eq!(rows, 1, "{what}: {noun}");
    }
    let again = env.json(0, &APPLY);
    for row in again["data"]["rows"].as_array().unwrap() {
        assert_eq!(row["outcome"], "unchanged", "{what}: {row}");
    }
    env.ok(&["audit", "verify"]);
    // The Kernel encrypts to what is in force here, with the partner's own key once the certificate's is.
    env.ok(&["key", "rotate", "1000", "--to-certificate"]);
    env.ok(&[
        "key",
        "verify",
        "1000",
        "--private-key",
        "examples/out/retail.key.pem",
    ]);
}

/// Applies with one fault, expects this exit status, and then all to end well.
fn survives(path: &str, kind: &str, status: i32) {
    let what = format!("{kind} at {path}");
    let env = TestEnv::fresh();
    let served = Served::start(&env);
    served.context(&env);
    served.fault(path, kind);
    let done = env.run(&APPLY);
    assert_eq!(done.status.code(), Some(status), "{what}\n{}", shown(&done));
    whole(&env, &what);
}

#[test]
fn a_call_that_is_cut_before_its_effect() {
    for path in [
        "license/generate",
        "uploadCACertificate",
        "uploadPartnerCertificate",
    ] {
        survives(path, "cut-before-effect", 10);
    }
    survives("uploadOtherDomainCertificate", "cut-before-effect", 10);
}

#[test]
fn a_call_that_is_cut_after_its_effect() {
    for path in [
        "license/generate",
        "uploadCACertificate",
        "uploadPartnerCertificate",
    ] {
        survives(path, "cut-after-effect", 10);
    }
    // The Kernel can be asked what it holds, so the lost answer is made good at once.
    survives("uploadOtherDomainCertificate", "cut-after-effect", 0);
}

#[test]
fn a_call_that_is_answered_with_503() {
    for path in [
        "license/generate",
        "uploadCACertificate",
        "uploadPartnerCertificate",
    ] {
        survives(path, "http-503", 10);
    }
    survives("uploadOtherDomainCertificate", "http-503", 10);
}

#[test]
fn a_refusal_inside_a_200() {
    // Alone it is invalid, behind rows that were done a partial failure.
    survives("license/generate", "refuse-inside-200", 7);
    for path in [
        "uploadCACertificate",
        "uploadPartnerCertificate",
        "uploadOtherDomainCertificate",
    ] {
        survives(path, "refuse-inside-200", 9);
    }
}

#[test]
fn what_the_kernel_keeps_twice_is_said() {
    let env = TestEnv::fresh();
    let served = Served::start(&env);
    served.context(&env);
    served.fault("license/generate", "cut-after-effect");
    env.exits(10, &APPLY);
    let told = shown(&env.run(&APPLY));
    assert!(told.contains("the Kernel may keep a license key"), "{told}");
}

/// That nobody was there the second time says nothing of the first.
#[test]
fn what_the_kernel_keeps_twice_is_said_by_a_renewal_of_all() {
    const RENEW: [&str; 4] = ["misp", "renew-license", "--all", "--early"];
    let env = TestEnv::fresh();
    let served = Served::start(&env);
    served.context(&env);
    env.ok(&APPLY);
    served.fault("license/generate", "cut-after-effect");
    assert!(!env.run(&RENEW).status.success());
    let address = served.address.clone();
    drop(served);
    assert!(!env.run(&RENEW).status.success());
    let _served = Served::start_at(&env, &address);
    let told = shown(&env.run(&RENEW));
    assert!(told.contains("the Kernel may keep a license key"), "{told}");
}

#[test]
fn a_kernel_that_dies_and_comes_back() {
    let env = TestEnv::fresh();
    let served = Served::start(&env);
    served.context(&env);
    env.ok(&["whoami"]);
    drop(served);
    env.exits(10, &APPLY);
    // Reading goes on without the Kernel, once it is known who reads.
    let list = env.json(0, &["misp", "list"]);
    assert_eq!(list["data"]["rows"].as_array().unwrap().len(), 0);
    let served = Served::start(&env);
    env.ok(&["context", "remove", "served", "--yes"]);
    served.context(&env);
    whole(&env, "a Kernel that came back");
}

#[test]
fn an_audit_manager_that_is_away_delays_the_news_only() {
    let env = TestEnv::fresh();
    let served = Served::start(&env);
    env.write("pms.secret", "mosip-pms-client-secret\n");
    let kernel = format!("http://{}", served.address);
    let issuer = format!("{kernel}/auth/realms/mosip");
    let add = |audit: &str| {
        env.ok(&[
            "context",
            "add",
            "served",
            "--kernel",
            &kernel,
            "--issuer",
            &issuer,
            "--client-id",
            "mosip-pms-client",
            "--secret-file",
            "pms.secret",
            "--auditmanager",
            audit,
            "--use",
        ]);
    };
    add("http://127.0.0.1:9/v1/auditmanager");
    env.exits(8, &APPLY);
    let waiting = env.json(0, &["outbox", "list"]);
    let waiting = waiting["data"]["rows"].as_array().unwrap().len();
    assert!(waiting > 5, "{waiting}");
    // A run that changes nothing leaves nothing of its own behind: the older news was told of when it was left.
    env.ok(&APPLY);
    env.exits(8, &["outbox", "push"]);
    env.ok(&["context", "remove", "served", "--yes"]);
    add(&format!("{kernel}/v1/auditmanager"));
    env.ok(&["outbox", "push"]);
    let left = env.json(0, &["outbox", "list"]);
    assert_eq!(left["data"]["rows"].as_array().unwrap().len(), 0);
}

#[test]
fn a_kernel_killed_in_the_middle_is_no_loss() {
    let env = TestEnv::fresh();
    let served = Served::start(&env);
    served.context(&env);
    let mut text = std::fs::read_to_string(env.path(APPLY[2])).unwrap();
    let one = text.split_off(text.find("[[partner]]").unwrap());
    for number in 0..10 {
        let named = one.replace("retail", &format!("p{number}"));
        text.push_str(&named.replace("Bank One Retail", &format!("Branch {number}")));
        let key = env.path("examples/retail.pub.pem");
        std::fs::copy(key, env.path(&format!("examples/p{number}.pub.pem"))).unwrap();
    }
    env.write(APPLY[2], text);
    served.slow("uploadPartnerCertificate", 60_000, 10);
    let count = |noun: &str| {
        env.json(0, &[noun, "list"])["data"]["rows"]
            .as_array()
            .unwrap()
            .len()
    };
    let mut run = env
        .command(&APPLY)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while count("api-key") == 0 {
        assert!(
            run.try_wait().unwrap().is_none(),
            "it ended before anything was slow"
        );
    }
    let address = served.address.clone();
    drop(served);
    assert!(!run.wait().unwrap().success());

    let _served = Served::start_at(&env, &address);
    let document = env.json(0, &APPLY);
    assert_eq!(document["data"]["verdict"]["accepted"], true, "{document}");
    for (noun, rows) in [
        ("partner", 10),
        ("license", 1),
        ("api-key", 10),
        ("mapping", 10),
        ("cert", 10),
    ] {
        assert_eq!(count(noun), rows, "{noun}");
    }
    env.ok(&["audit", "verify"]);
}

/// Runs `apply` until it waits for a license key, which takes a while.
fn asking(env: &TestEnv, served: &Served, millis: u64) -> Child {
    served.slow("license/generate", millis, 1);
    let mut run = env
        .command(&APPLY)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let store = env.path("data/pmctl/served.db");
    let sent = || {
        let query = "select count(*) from intents where state = 'sent'";
        let one = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        rusqlite::Connection::open(&store)?.query_row(query, [], one)
    };
    while sent().unwrap_or(0) == 0 {
        assert!(run.try_wait().unwrap().is_none(), "it ended too early");
    }
    run
}

#[test]
fn a_second_run_waits_for_the_first() {
    let env = TestEnv::fresh();
    let served = Served::start(&env);
    served.context(&env);
    env.ok(&["misp", "list"]);
    let mut first = asking(&env, &served, 1_500);
    env.ok(&APPLY);
    assert!(first.wait().unwrap().success());
    whole(&env, "two runs, the first one slow");
}

#[test]
fn a_second_run_with_little_patience_is_busy() {
    let env = TestEnv::fresh();
    let served = Served::start(&env);
    served.context(&env);
    env.ok(&["misp", "list"]);
    let mut first = asking(&env, &served, 6_000);
    env.exits(6, &[&APPLY[..], &["--timeout", "1s"]].concat());
    assert!(first.wait().unwrap().success());
}
