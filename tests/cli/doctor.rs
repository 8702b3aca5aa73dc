//! What `pmctl doctor` says of installations that are well, new, broken, open and cut off.

use crate::env::{TestEnv, shown};
use crate::ida::Ida;
use std::os::unix::fs::PermissionsExt;

const FILE: &str = "config/pmctl/config.toml";

fn check<'a>(document: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    let checks = document["data"]["checks"].as_array().unwrap();
    let found = checks.iter().find(|check| check["check"] == name);
    found.unwrap_or_else(|| panic!("no check {name}: {document}"))
}

fn mode(env: &TestEnv, path: &str, mode: u32) {
    std::fs::set_permissions(env.path(path), std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn an_installation_that_is_well() {
    let env = TestEnv::onboarded();
    let all = env.json(0, &["doctor"]);
    assert_eq!(all["schema"], "pmctl.doctor/1");
    for name in [
        "config",
        "context",
        "store",
        "store file",
        "seal key",
        "kernel",
        "actor",
        "outbox",
        "trust",
    ] {
        assert_eq!(check(&all, name)["status"], "ok", "{all}");
    }
    let said = check(&all, "trust")["finding"].as_str().unwrap().to_owned();
    assert!(
        said.contains("ida-admin, whatever the roles say: here that is their owner, and root"),
        "{said}"
    );
    let text = env.ok(&["doctor"]);
    assert!(
        text.contains("STORE") && text.contains("the seal key fits"),
        "{text}"
    );
}

/// Looking makes nothing: neither store nor key nor Kernel.
#[test]
fn a_new_machine() {
    let env = TestEnv::fresh();
    std::fs::remove_dir_all(env.path("data/pmctl")).unwrap();
    let all = env.json(0, &["doctor"]);
    let store = check(&all, "store")["finding"].as_str().unwrap();
    assert!(store.contains("the first command makes it"), "{store}");
    assert_eq!(check(&all, "actor")["status"], "skipped");
    assert!(!env.path("data/pmctl").exists());
}

/// Where the system lets nobody make a file, and where a file stands in the place of the folder.
#[test]
fn a_data_folder_that_cannot_be_written() {
    let env = TestEnv::fresh();
    env.write("taken", "");
    for place in ["/proc/pmctl".into(), env.path("taken")] {
        let mut command = env.command(&["doctor", "-o", "json"]);
        let done = command.env("XDG_DATA_HOME", &place).output().unwrap();
        assert_eq!(done.status.code(), Some(11), "{}", shown(&done));
        let all: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        let folder = check(&all, "data folder");
        assert_eq!(folder["status"], "warning", "{folder}");
        assert_eq!(check(&all, "store")["status"], "error", "{all}");
    }
    let left = std::fs::read_dir(env.path("")).unwrap();
    let mut left = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(!left.any(|name| name.contains("doctor")));
}

/// Both ways: a callback, and a hub.
#[test]
fn a_receiver_that_does_not_answer() {
    let env = TestEnv::onboarded();
    let ida = Ida::start();
    env.write("config/pmctl/ida.secret", "hush\n");
    mode(&env, "config/pmctl/ida.secret", 0o600);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let away = format!("http://{}/", free.local_addr().unwrap());
    drop(free);
    let hub = format!("[contexts.dev.ida]\nhub = \"{away}\"\n");
    let callback = format!(
        "[contexts.dev.ida]\ncallback = \"{away}\"\nsecret = {{ file = \"ida.secret\" }}\n"
    );
    for (way, health) in [
        (ida.context(), "ok"),
        (hub, "warning"),
        (callback, "warning"),
    ] {
        env.write(FILE, format!("current = \"dev\"\n{way}"));
        let all = env.json(0, &["doctor"]);
        let found = check(&all, "ida");
        assert_eq!(found["status"], health, "{found}");
        let is_away = found["finding"]
            .as_str()
            .unwrap()
            .contains("could not reach");
        assert_eq!(is_away, health == "warning", "{found}");
    }
    assert!(ida.key().is_none(), "no event was sent");
}

#[test]
fn a_configuration_with_faults() {
    let env = TestEnv::onboarded();
    env.write(FILE, "current = \"a\"\n[contexts.a]\nstorage = \"x\"\n");
    let all = env.json(2, &["doctor"]);
    let config = check(&all, "config");
    assert_eq!(config["status"], "error");
    assert!(
        config["finding"]
            .as_str()
            .unwrap()
            .contains("config.toml:3:1"),
        "{config}"
    );
    assert_eq!(check(&all, "config file")["status"], "ok");
    assert_eq!(check(&all, "store")["status"], "skipped");
    env.write(
        FILE,
        "current = \"gone\"\n[contexts.a.kernel]\nurl = \"http://127.0.0.1:9\"\n",
    );
    let all = env.json(3, &["doctor"]);
    assert_eq!(check(&all, "context")["status"], "error");
}

#[test]
fn secrets_that_lie_open() {
    let env = TestEnv::onboarded();
    mode(&env, "data/pmctl/dev.key", 0o640);
    let all = env.json(0, &["doctor"]);
    let key = check(&all, "seal key");
    assert_eq!(key["status"], "warning");
    assert!(
        key["next"][0].as_str().unwrap().starts_with("chmod 600 "),
        "{key}"
    );
    mode(&env, "data/pmctl/dev.key", 0o644);
    mode(&env, "data/pmctl", 0o777);
    let all = env.json(7, &["doctor"]);
    let said = check(&all, "seal key")["finding"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(said.contains("everybody can read it"), "{said}");
    assert_eq!(check(&all, "store folder")["status"], "warning");
}

#[test]
fn a_store_with_another_key() {
    let env = TestEnv::onboarded();
    env.write(
        "other.key",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
    );
    env.write(
        FILE,
        "current = \"dev\"\n[contexts.dev]\nseal = { file = \"../../other.key\" }\n",
    );
    let all = env.json(11, &["doctor"]);
    assert_eq!(check(&all, "store")["status"], "error");
    assert_eq!(check(&all, "actor")["status"], "skipped");
}

/// Nothing listens there; the checks that need no network still answer.
#[test]
fn without_a_network() {
    let env = TestEnv::onboarded();
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("http://{free}");
    env.write("pms.secret", "mosip-pms-client-secret\n");
    env.ok(&[
        "context",
        "add",
        "away",
        "--kernel",
        &url,
        "--issuer",
        &format!("{url}/auth/realms/mosip"),
        "--client-id",
        "mosip-pms-client",
        "--secret-file",
        "pms.secret",
        "--store-url",
        "sqlite:data/pmctl/dev.db",
        "--seal-file",
        "data/pmctl/dev.key",
    ]);
    let all = env.json(10, &["doctor", "--context", "away"]);
    assert_eq!(check(&all, "store")["status"], "ok");
    assert_eq!(check(&all, "kernel")["status"], "error");
    assert_eq!(check(&all, "login")["status"], "error");
    assert_eq!(check(&all, "clock")["status"], "skipped");
    assert_eq!(check(&all, "ida")["status"], "warning");
    assert_eq!(
        check(&all, "service secret")["status"],
        "error",
        "it was written with the umask's mode"
    );
}

/// The answer carries the real time, and this tool is told another one.
#[test]
fn a_clock_that_is_off() {
    let env = TestEnv::onboarded();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(
                b"HTTP/1.1 404 Not Found\r\nDate: Mon, 23 Nov 2026 11:00:00 GMT\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            );
        }
    });
    env.write(
        FILE,
        format!("current = \"a\"\n[contexts.a.kernel]\nurl = \"{url}\"\n"),
    );
    let done = env.run(&["doctor", "-o", "json"]);
    let all: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(check(&all, "kernel")["status"], "ok", "{all}");
    let clock = check(&all, "clock");
    assert_eq!(clock["status"], "warning");
    assert!(
        clock["finding"]
            .as_str()
            .unwrap()
            .starts_with("3600 s ahead of"),
        "{clock}"
    );
}
