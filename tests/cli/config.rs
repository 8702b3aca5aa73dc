//! Settings: seen with their origin, changed in their file.

use crate::env::TestEnv;
use crate::snapshot;
use std::process::Stdio;

const FILE: &str = "config/pmctl/config.toml";

fn value(env: &TestEnv, key: &str) -> (serde_json::Value, serde_json::Value) {
    let shown = env.json(0, &["config", "get", key]);
    (
        shown["data"]["value"].clone(),
        shown["data"]["origin"].clone(),
    )
}

#[test]
fn every_setting_with_its_origin() {
    let env = TestEnv::fresh();
    env.write(
        FILE,
        "# ours\ncurrent = \"a\"\n[contexts.a.kernel]\nurl = \"http://k\"\n\
         service = { client_id = \"c\", secret = { env = \"S\" } }\n",
    );
    snapshot!(env.transcript(&["config", "list", "-o", "csv"]));
    let flag = env.json(0, &["config", "get", "store", "--store", "sqlite:/x.db"]);
    assert_eq!(flag["data"]["origin"], "flag");
    let done = env
        .command(&["config", "get", "kernel.timeout", "-o", "json"])
        .env("PMCTL_TIMEOUT", "7s")
        .output()
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(
        text.contains("7s") && text.contains("environment"),
        "{text}"
    );
}

#[test]
fn a_setting_is_changed_where_it_stands() {
    let env = TestEnv::fresh();
    env.ok(&["config", "set", "license.validity", "12w"]);
    assert_eq!(
        value(&env, "license.validity"),
        ("12w".into(), "file".into())
    );
    let again = env.json(0, &["config", "set", "license.validity", "12w"]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    env.ok(&["config", "set", "license.validity", "--unset"]);
    assert_eq!(
        value(&env, "license.validity"),
        ("90d".into(), "default".into())
    );
    let path = env.ok(&["config", "path"]);
    assert_eq!(path.trim(), env.path(FILE).display().to_string());
}

#[test]
fn what_cannot_be_set_changes_nothing() {
    let env = TestEnv::fresh();
    env.write(FILE, "current = \"dev\"\n[contexts.dev]\n");
    let before = std::fs::read_to_string(env.path(FILE)).unwrap();
    snapshot!(env.transcript(&["config", "set", "license.validty", "12w"]));
    snapshot!(env.transcript(&["config", "set", "license.validity", "soon"]));
    env.exits(7, &["config", "set", "license.validity", "soon"]);
    env.exits(2, &["config", "set", "license.validity"]);
    env.exits(
        3,
        &[
            "config",
            "set",
            "license.validity",
            "12w",
            "--context",
            "nowhere",
        ],
    );
    let done = env.run(&["config", "set", "ida.secret", "hunter2"]);
    assert_eq!(done.status.code(), Some(2));
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(
        text.contains("PM-USE-003") && !text.contains("hunter2"),
        "{text}"
    );
    assert_eq!(std::fs::read_to_string(env.path(FILE)).unwrap(), before);
}

/// What ID Authentication's callback needs is set by one command, and so is each way back.
#[test]
fn from_callback_to_hub_and_back() {
    let env = TestEnv::fresh();
    let file = "# ours\ncurrent = \"dev\"\n[contexts.dev]\n";
    env.write(FILE, file);
    let callback = [
        "config",
        "set",
        "ida.callback",
        "http://127.0.0.1:9/cb",
        "ida.secret",
        "file:ida.secret",
    ];
    let all = env.json(0, &callback);
    for one in all["data"]["rows"].as_array().unwrap() {
        assert_eq!(one["outcome"], "updated", "{all}");
    }
    assert_eq!(
        env.json(0, &callback)["data"]["rows"][0]["outcome"],
        "unchanged"
    );
    snapshot!(env.transcript(&["config", "set", "ida.hub", "http://127.0.0.1:9/hub"]));
    env.ok(&["config", "set", "ida.callback", "ida.secret", "--unset"]);
    assert_eq!(std::fs::read_to_string(env.path(FILE)).unwrap(), file);
    env.ok(&["config", "set", "ida.hub", "http://127.0.0.1:9/hub"]);
    env.ok(&["config", "set", "ida.hub", "--unset"]);
    env.ok(&callback);
}

#[test]
fn pairs_that_are_none_are_refused() {
    let env = TestEnv::fresh();
    snapshot!(env.transcript(&["config", "set", "ida.callback", "http://i", "ida.secret"]));
    let wrong = [
        ["config", "set", "actor", "person", "api_key.validty", "1d"],
        ["config", "set", "actor", "person", "actor", "service"],
    ];
    for words in wrong {
        env.exits(2, &words);
    }
    env.exits(2, &["config", "set", "--unset", "actor", "person"]);
    assert!(!env.path(FILE).exists());
}

/// The command that the refusal prescribes can be typed as it stands.
#[test]
fn a_context_that_differs_is_changed_by_the_command_that_is_named() {
    let env = TestEnv::fresh();
    let add = ["context", "add", "a b", "--kernel", "http://127.0.0.1:9"];
    env.ok(&add);
    let ida = ["--ida-callback", "http://i/cb", "--ida-secret-file", "s"];
    let refused = env.json(6, &[&add[..], &ida[..]].concat());
    assert_eq!(refused["error"]["code"], "PM-CFG-005");
    let fix = refused["error"]["fix"][0].as_str().unwrap();
    let path = env.path("s");
    let wanted = format!(
        "to change it: pmctl config set ida.callback http://i/cb ida.secret file:{} --context 'a b'",
        path.display()
    );
    assert_eq!(fix, wanted);
}

/// Each of many edits at once holds: none reads what another is about to replace.
#[test]
fn edits_at_once_all_hold() {
    let env = TestEnv::fresh();
    env.write(FILE, "# ours\ncurrent = \"dev\"\n[contexts.dev]\n");
    let edits = [
        ("license.validity", "12w"),
        ("license.renew_within", "5d"),
        ("api_key.validity", "100d"),
        ("roles.misp", "A"),
        ("roles.ida", "B"),
        ("ids.misp.source", "builtin"),
        ("ids.partner.source", "builtin"),
        ("license.source", "builtin"),
    ];
    let running: Vec<_> = edits
        .iter()
        .map(|(key, value)| {
            let mut command = env.command(&["config", "set", key, value]);
            command.stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut one in running {
        assert!(one.wait().unwrap().success());
    }
    for (key, wanted) in edits {
        assert_eq!(value(&env, key), (wanted.into(), "file".into()), "{key}");
    }
    let text = std::fs::read_to_string(env.path(FILE)).unwrap();
    assert!(text.starts_with("# ours\n"), "{text}");
}

#[test]
fn the_schema_is_json_schema() {
    let env = TestEnv::fresh();
    let schema: serde_json::Value = serde_json::from_str(&env.ok(&["config", "schema"])).unwrap();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
}
