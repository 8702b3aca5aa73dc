//! Logins: services, people, devices; what ends, is renewed, refused or shared by runs at the same time.

mod devices;
mod expiry;

use crate::env::{TestEnv, shown};
use crate::realm::Realm;
use crate::target::Target;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Output, Stdio};

const SERVICE: &str = "mosip-pms-client";
/// Its tokens live for 5 s.
const SHORT: &str = "mosip-short-client";
const PERSON: &str = "pm-operator";

fn kept(env: &TestEnv, context: &str, what: &str) -> PathBuf {
    env.path(&format!("cache/pmctl/{context}.{what}.json"))
}

fn in_seconds(seconds: i64) -> String {
    (Timestamp::now() + SignedDuration::from_secs(seconds)).to_string()
}

fn login(env: &TestEnv, user: &str, password: &str) -> Output {
    let mut command = env.command(&["login", "--user", user, "--password-file", "-"]);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = piped.stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(password.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

/// A person logged in through that client.
fn person(target: &Target, client: &str) -> TestEnv {
    let env = TestEnv::live();
    target.context(&env, client);
    let done = login(&env, PERSON, &format!("{PERSON}-secret"));
    assert!(done.status.success(), "{}\n{}", target.name(), shown(&done));
    env
}

fn fails(target: &Target, done: &Output, status: i32, code: &str) -> String {
    let text = shown(done);
    assert_eq!(
        done.status.code(),
        Some(status),
        "{}\n{text}",
        target.name()
    );
    assert!(text.contains(code), "{}\n{text}", target.name());
    assert!(!text.contains("-secret") && !text.contains("eyJ"), "{text}");
    text
}

/// The same command in several processes at once.
fn at_once(target: &Target, env: &TestEnv, arguments: &[&str]) {
    let start = || {
        let mut command = env.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let running: Vec<Child> = (0..6).map(|_| start()).collect();
    for child in running {
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{}\n{}", target.name(), shown(&done));
    }
}

#[test]
fn a_service_logs_in_once_for_all_runs() {
    for target in Target::all() {
        let realm = Realm::of(&target);
        let client = realm.own_client();
        let env = TestEnv::live();
        target.context(&env, &client);
        // However they overlap: nobody has a token while the first one waits for it.
        realm.slow("openid-connect/token", 500, 6);
        at_once(&target, &env, &["whoami"]);
        assert_eq!(realm.service_logins(&client), 1, "{}", target.name());

        // Without the memory of its roles, the kept token tells them; and it is checked again.
        let token = kept(&env, &client, "token");
        let mode = std::fs::metadata(&token).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::remove_file(kept(&env, &client, "service")).unwrap();
        let me = env.json(0, &["whoami"]);
        assert_eq!(me["data"]["kind"], "service");
        assert_eq!(me["data"]["name"], format!("service-account-{client}"));
        assert_eq!(realm.service_logins(&client), 1, "{}", target.name());

        // A token that somebody changed is not believed.
        std::fs::remove_file(kept(&env, &client, "service")).unwrap();
        forge(&token);
        env.ok(&["whoami"]);
        assert_eq!(realm.service_logins(&client), 2, "{}", target.name());
    }
}

/// Changes one letter inside the signature of the kept access token.
fn forge(path: &PathBuf) {
    let mut kept: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let token = kept["access"].as_str().unwrap().to_owned();
    let (rest, signature) = token.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    kept["access"] = format!("{rest}.{other}{}", &signature[1..]).into();
    std::fs::write(path, kept.to_string()).unwrap();
}

#[test]
fn a_person_logs_in_by_password_and_out_on_the_server_too() {
    for target in Target::all() {
        let env = person(&target, SHORT);
        let me = env.json(0, &["whoami"]);
        assert_eq!(me["data"]["name"], PERSON, "{}", target.name());
        assert_eq!(me["data"]["kind"], "person");
        let path = kept(&env, SHORT, "login");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        let copy = std::fs::read(&path).unwrap();
        env.ok(&["logout"]);
        assert!(!path.exists() && !kept(&env, SHORT, "token").exists());
        assert_eq!(env.json(0, &["whoami"])["data"]["kind"], "service");
        env.ok(&["logout"]);

        // Somebody who copied the login has nothing either, as soon as its token is over.
        std::fs::write(&path, copy).unwrap();
        let later = env.at(&in_seconds(10));
        let done = later.run(&["whoami"]);
        fails(&target, &done, 4, "PM-AUT-005");
    }
}

#[test]
fn wrong_credentials_are_refused_and_not_repeated() {
    for target in Target::all() {
        let env = TestEnv::live();
        target.context(&env, SERVICE);
        let done = login(&env, PERSON, "hunter2-xyz");
        let text = fails(&target, &done, 4, "PM-AUT-002");
        assert!(!text.contains("hunter2"), "{text}");
        let done = login(&env, "nobody-here", "hunter2-xyz");
        fails(&target, &done, 4, "PM-AUT-002");
        assert!(!kept(&env, SERVICE, "login").exists());

        env.write(&format!("{SERVICE}.secret"), "wrong-s3cret\n");
        let done = env.run(&["whoami"]);
        let text = fails(&target, &done, 4, "PM-KER-004");
        assert!(!text.contains("wrong-s3cret"), "{text}");
    }
}

#[test]
fn runs_at_once_spend_a_refresh_token_once() {
    for target in Target::all() {
        let realm = Realm::of(&target);
        realm.refresh_tokens_once();
        let mut env = person(&target, SHORT);
        for seconds in [10, 20] {
            env = env.at(&in_seconds(seconds));
            realm.slow("openid-connect/token", 500, 6);
            at_once(&target, &env, &["whoami"]);
        }
        assert_eq!(env.json(0, &["whoami"])["data"]["name"], PERSON);
    }
}

#[test]
fn a_realm_that_is_not_there_is_named() {
    for target in Target::all() {
        let issuer = target.issuer.replace("/mosip", "/nowhere");
        let env = TestEnv::live();
        env.write("s", "x\n");
        let mut arguments = vec!["context", "add", "lost", "--keymanager", &target.keymanager];
        arguments.extend(["--issuer", &issuer, "--client-id", SERVICE]);
        arguments.extend(["--secret-file", "s"]);
        env.ok(&arguments);
        for arguments in [&["whoami"] as &[&str], &["login", "--device"]] {
            let text = fails(&target, &env.run(arguments), 2, "PM-KER-008");
            assert!(text.contains("/auth/realms/nowhere"), "{text}");
        }
    }
}

#[test]
fn a_token_for_another_audience_is_refused_by_the_kernel_and_says_whose_it_is() {
    for target in Target::all() {
        let env = TestEnv::live();
        target.context(&env, "stranger-client");
        env.write("examples/onboarding.toml", bulk(1));
        env.write("examples/p0.pub.pem", key(&env));
        let done = env.run(&["apply", "-f", "examples/onboarding.toml"]);
        let text = fails(&target, &done, 4, "PM-KER-004");
        assert!(text.contains("to stranger-client for account"), "{text}");
    }
}

#[test]
fn clocks_may_differ_by_a_minute() {
    for target in Target::all() {
        for (seconds, agrees) in [(50, true), (-50, true), (90, false), (-90, false)] {
            let env = TestEnv::live();
            target.context(&env, SERVICE);
            let env = env.at(&in_seconds(seconds));
            let service = env.run(&["whoami"]);
            let person = login(&env, PERSON, &format!("{PERSON}-secret"));
            for done in [service, person] {
                if agrees {
                    assert!(done.status.success(), "{}\n{}", target.name(), shown(&done));
                    continue;
                }
                let text = fails(&target, &done, 4, "PM-AUT-004");
                let way = if seconds < 0 { "behind" } else { "ahead of" };
                assert!(text.contains(&format!("{way} the issuer's")), "{text}");
            }
        }
    }
}

fn key(env: &TestEnv) -> Vec<u8> {
    std::fs::read(env.path("examples/retail.pub.pem")).unwrap()
}

/// An onboarding of so many partners that any Kernel can do: without certificates, for which it wants a CA.
fn bulk(partners: usize) -> String {
    let example = include_str!("../../../examples/onboarding.toml");
    let (head, partner) = example.split_once("[[partner]]").unwrap();
    let (before, after) = head.split_once("[[ca]]").unwrap();
    let (_, after) = after.split_once("[[policy_group]]").unwrap();
    let mut text = format!("{before}[[policy_group]]{after}");
    let lines = partner
        .lines()
        .filter(|line| !line.contains("certificate ="));
    let partner = lines.collect::<Vec<_>>().join("\n");
    for number in 0..partners {
        let one = partner.replace("Bank One Retail", &format!("Branch {number}"));
        text.push_str(&format!(
            "[[partner]]{}\n",
            one.replace("retail", &format!("p{number}"))
        ));
    }
    text
}
