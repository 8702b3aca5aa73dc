//! What is said of logins that fail, at the embedded Kernel over HTTP; nothing of it holds a secret.

use crate::env::TestEnv;
use crate::served::Served;
use crate::snapshot;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const LOGIN: [&str; 5] = [
    "login",
    "--user",
    "pm-operator",
    "--password-file",
    "password",
];
const KEPT: &str = "cache/pmctl/served.login.json";

fn served() -> (TestEnv, Served) {
    let env = TestEnv::fresh();
    let served = Served::start(&env);
    served.context(&env);
    env.write("password", "pm-operator-secret\n");
    (env, served)
}

fn told(env: &TestEnv, arguments: &[&str]) -> String {
    let text = env.transcript(arguments);
    assert!(
        !text.contains("-secret\n") && !text.contains("eyJ"),
        "{text}"
    );
    text
}

/// The kept login of a person, changed by hand, and without the means to renew it.
fn changed(env: &TestEnv, change: impl FnOnce([String; 3]) -> [String; 3]) {
    env.ok(&LOGIN);
    let mut kept: Value = serde_json::from_slice(&std::fs::read(env.path(KEPT)).unwrap()).unwrap();
    let token = kept["access"].as_str().unwrap();
    let parts: Vec<String> = token.split('.').map(ToOwned::to_owned).collect();
    kept["access"] = change(parts.try_into().unwrap()).join(".").into();
    kept["refresh"] = Value::Null;
    env.write(KEPT, kept.to_string());
}

fn with_header(env: &TestEnv, header: &Value) {
    let header = URL_SAFE_NO_PAD.encode(header.to_string());
    changed(env, |[_, claims, signature]| [header, claims, signature]);
}

/// Whoever starts it learns as whom to log in, from its help and from what it says.
#[test]
fn the_users_of_the_embedded_kernel_are_named() {
    let env = TestEnv::fresh();
    let mut child = env
        .command(&["kernel", "serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = lines.find_map(|line| line.unwrap().strip_prefix("users: ").map(str::to_owned));
    child.kill().unwrap();
    child.wait().unwrap();
    let line = line.expect("it names its users");
    let (users, secret) = line.split_once("; ").unwrap();
    assert_eq!(secret, "the secret of a user or client is NAME-secret");
    let help = env.ok(&["kernel", "serve", "--help"]);
    for user in users.split(", ") {
        assert!(help.contains(user), "{user}: {help}");
    }
    assert!(
        users.contains("pm-operator") && users.contains("ida-user"),
        "{users}"
    );
    assert!(
        help.contains("pm-operator with pm-operator-secret"),
        "{help}"
    );
}

#[test]
fn a_wrong_password() {
    let (env, _served) = served();
    env.write("password", "hunter2-xyz\n");
    let text = told(&env, &LOGIN);
    assert!(!text.contains("hunter2"), "{text}");
    snapshot!(text);
    env.write("pms.secret", "hunter2-xyz\n");
    let text = told(&env, &["whoami"]);
    assert!(!text.contains("hunter2"), "{text}");
    snapshot!(text);
}

#[test]
fn a_token_that_fails_a_check() {
    let (env, _served) = served();
    changed(&env, |[header, claims, signature]| {
        let other = if signature.starts_with('A') { "B" } else { "A" };
        [header, claims, format!("{other}{}", &signature[1..])]
    });
    snapshot!(told(&env, &["whoami"]));
    with_header(&env, &json!({"alg": "RS256", "kid": "of-nobody"}));
    snapshot!(told(&env, &["whoami"]));
    with_header(&env, &json!({"alg": "HS256", "kid": "x"}));
    snapshot!(told(&env, &["whoami"]));
    changed(&env, |token| token);
    env.ok(&["whoami"]);
    snapshot!(told(&env.at("2026-11-23T12:04:31Z"), &["whoami"]));
}

#[test]
fn a_token_of_another_client() {
    let (env, served) = served();
    env.ok(&LOGIN);
    env.ok(&["context", "remove", "served", "--yes"]);
    env.write("other.secret", "mosip-partner-client-secret\n");
    let kernel = format!("http://{}", served.address);
    let issuer = format!("{kernel}/auth/realms/mosip");
    let mut add = vec!["context", "add", "served", "--kernel", &kernel];
    add.extend(["--issuer", &issuer, "--use"]);
    add.extend([
        "--client-id",
        "mosip-partner-client",
        "--secret-file",
        "other.secret",
    ]);
    env.ok(&add);
    snapshot!(told(&env, &["whoami"]));
    // It cannot end a session that is not its own.
    snapshot!(told(&env, &["logout"]));
    env.ok(&["logout"]);
}

#[test]
fn an_issuer_by_another_name() {
    let (env, served) = served();
    let kernel = format!(
        "http://{}",
        served.address.replace("127.0.0.1", "localhost")
    );
    let add = |name: &str, realm: &str| {
        let issuer = format!("{kernel}/auth/realms/{realm}");
        let mut add = vec!["context", "add", name, "--kernel", &kernel];
        add.extend(["--issuer", &issuer, "--use"]);
        add.extend([
            "--client-id",
            "mosip-pms-client",
            "--secret-file",
            "pms.secret",
        ]);
        env.ok(&add);
    };
    let port = served.address.rsplit(':').next().unwrap();
    let without_port = |text: String| text.replace(port, "PORT");
    add("named", "mosip");
    snapshot!(without_port(told(&env, &LOGIN)));
    add("lost", "nowhere");
    snapshot!(without_port(told(&env, &LOGIN)));
}

#[test]
fn clocks_that_disagree() {
    let (env, _served) = served();
    let env = env.at("2026-11-23T12:01:00Z");
    env.ok(&LOGIN);
    let env = env.at("2026-11-23T12:01:30Z");
    snapshot!(told(&env, &LOGIN));
    let env = env.at("2026-11-23T11:58:30Z");
    snapshot!(told(&env, &["whoami"]));
}

#[test]
fn a_service_of_another_audience() {
    let (env, served) = served();
    let kernel = format!("http://{}", served.address);
    let issuer = format!("{kernel}/auth/realms/mosip");
    env.write("s.secret", "stranger-client-secret\n");
    let mut add = vec!["context", "add", "stranger", "--kernel", &kernel];
    add.extend(["--issuer", &issuer, "--auditmanager", "none", "--use"]);
    add.extend([
        "--client-id",
        "stranger-client",
        "--secret-file",
        "s.secret",
    ]);
    env.ok(&add);
    snapshot!(told(&env, &["apply", "-f", "examples/onboarding.toml"]));
}

#[test]
fn a_logout_that_the_server_does_not_hear_of() {
    let (env, served) = served();
    env.ok(&LOGIN);
    drop(served);
    snapshot!(told(&env, &["logout"]));
    assert!(!env.path(KEPT).exists());
    env.ok(&["logout"]);
}

#[test]
fn authmanager_keeps_a_session_too() {
    let (env, served) = served();
    let kernel = format!("http://{}", served.address);
    let mut add = vec!["context", "add", "through", "--kernel", &kernel, "--use"];
    add.extend([
        "--client-id",
        "mosip-pms-client",
        "--secret-file",
        "pms.secret",
    ]);
    env.ok(&add);
    env.ok(&LOGIN);
    let kept = env.path("cache/pmctl/through.login.json");
    let first = std::fs::read(&kept).unwrap();
    let env = env.at("2026-11-23T12:00:50Z");
    env.ok(&["whoami"]);
    assert_eq!(std::fs::read(&kept).unwrap(), first, "it is still good");
    env.ok(&["logout"]);
    // Whoever copied it can use it no longer than its token lasts.
    std::fs::write(&kept, first).unwrap();
    let env = env.at("2026-11-23T12:05:00Z");
    let text = told(&env, &["whoami"]);
    assert!(
        text.contains("exit 4") && text.contains("PM-AUT-005"),
        "{text}"
    );
    std::fs::remove_file(&kept).unwrap();
    let text = told(&env, &["login", "--device"]);
    assert!(text.contains("PM-KER-008"), "{text}");
}
