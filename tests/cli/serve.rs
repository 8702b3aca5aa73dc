//! `ida serve`: a process of its own, asked over HTTP as ID Authentication 1.0 and 1.1 ask.

mod codes;
mod running;
mod stalled;
mod tokens;

use crate::env::TestEnv;
use crate::issuer::{Issuer, Key, Said};
use crate::postgres_server;
use reqwest::blocking::{Client, Response};
use rusqlite::Connection;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

/// The tests' own moment, in seconds.
const NOW: i64 = 1_795_435_200;
const APPLY: [&str; 3] = ["apply", "-f", "examples/onboarding.toml"];

/// A server that ends with the test. All that it prints is kept.
struct Serving {
    child: Child,
    url: String,
    printed: Arc<Mutex<String>>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let printed = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&printed);
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            let mut line = String::new();
            while errors.read_line(&mut line).unwrap_or(0) > 0 {
                kept.lock().unwrap().push_str(&line);
                line.clear();
            }
        });
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("{line}{}", printed.lock().unwrap()));
        let url = said["data"]["url"].as_str().unwrap().to_owned();
        printed.lock().unwrap().push_str(&line);
        let kept = Arc::clone(&printed);
        std::thread::spawn(move || {
            let mut rest = String::new();
            let _ = out.read_to_string(&mut rest);
            kept.lock().unwrap().push_str(&rest);
        });
        Self {
            child,
            url,
            printed,
        }
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let done = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(done.success());
    }

    fn ended(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

/// The example, onboarded, and an issuer whose key the test has.
struct World {
    env: TestEnv,
    issuer: Issuer,
    license: String,
    api_key: String,
    /// Where the database is, where it is not the file.
    postgres: Option<String>,
}

impl World {
    fn on_sqlite() -> Self {
        let env = TestEnv::onboarded();
        let store = format!("sqlite:{}", env.path("data/pmctl/dev.db").display());
        Self::over(env, &store, None)
    }

    fn on_postgres() -> Self {
        let env = TestEnv::fresh();
        env.ok(&["misp", "list"]);
        let server = postgres_server::server();
        let store = server.url(&server.fresh_database());
        let mut words = APPLY.to_vec();
        words.extend(["--store", &store]);
        env.ok(&words);
        Self::over(env, &store, Some(store.clone()))
    }

    fn over(env: TestEnv, store: &str, postgres: Option<String>) -> Self {
        let issuer = Issuer::start(NOW);
        env.write("config/pmctl/pms.secret", "mosip-pms-client-secret\n");
        let (kernel, realm) = (&issuer.address, issuer.realm());
        let seal = env.path("data/pmctl/dev.key");
        let seal = seal.display();
        env.write(
            "config/pmctl/config.toml",
            format!(
                "current = \"dev\"\n[contexts.served]\nstore = \"{store}\"\nseal = {{ file = \"{seal}\" }}\n\
                 [contexts.served.kernel]\nurl = \"{kernel}\"\nissuer = \"{realm}\"\nauditmanager = \"none\"\n\
                 service = {{ client_id = \"mosip-pms-client\", secret = {{ file = \"pms.secret\" }} }}\n"
            ),
        );
        let read = |name: &str| {
            let text = std::fs::read_to_string(env.path(name)).unwrap();
            text.trim().to_owned()
        };
        Self {
            license: read("examples/out/license.key"),
            api_key: read("examples/out/retail.key"),
            env,
            issuer,
            postgres,
        }
    }

    fn serve(&self, more: &[&str]) -> Serving {
        Serving::start(self.command(more))
    }

    fn command(&self, more: &[&str]) -> Command {
        let mut words = vec!["ida", "serve", "-c", "served", "-o", "jsonl"];
        words.extend(["--listen", "127.0.0.1:0"]);
        words.extend(more);
        self.env.command(&words)
    }

    fn token(&self, roles: &[&str]) -> String {
        self.issuer.token(&Key::first(), &Said::around(NOW, roles))
    }

    fn ida(&self) -> String {
        self.token(&["ID_AUTHENTICATION"])
    }

    /// Changes rows behind the back of the tool, as another process commits.
    fn sql(&self, sql: &str) {
        match &self.postgres {
            Some(url) => postgres_client(url).batch_execute(sql).unwrap(),
            None => self.file().execute_batch(sql).unwrap(),
        }
    }

    fn file(&self) -> Connection {
        Connection::open(self.env.path("data/pmctl/dev.db")).unwrap()
    }

    fn v10(&self, serving: &Serving) -> String {
        let Self {
            license, api_key, ..
        } = self;
        let path = "pmpartners/validatePartnerMisp/partnerId/1000";
        format!(
            "{}/{path}/partnerApiKey/{api_key}/mispLicenseKey/{license}",
            serving.url
        )
    }

    fn v11(&self, serving: &Serving) -> String {
        let Self {
            license, api_key, ..
        } = self;
        let path = "v1/partnermanager/partners/1000";
        format!(
            "{}/{path}/apikey/{api_key}/misp/{license}/validate",
            serving.url
        )
    }

    /// What both shapes say: a code, or nothing where they share the policy.
    fn verdicts(&self, serving: &Serving) -> [Option<String>; 2] {
        let token = self.ida();
        let v11 = format!("{}?needPartnerCert=true", self.v11(serving));
        [self.v10(serving), v11].map(|url| code(with_cookie(&url, &token)))
    }
}

fn postgres_client(url: &str) -> postgres::Client {
    postgres::Client::connect(url, postgres::NoTls).unwrap()
}

fn client() -> Client {
    let client = Client::builder().no_proxy();
    client.build().unwrap()
}

fn with_cookie(url: &str, token: &str) -> Response {
    let request = client()
        .get(url)
        .header("cookie", format!("Authorization={token}"));
    request.send().unwrap()
}

fn with_bearer(url: &str, token: &str) -> Response {
    client().get(url).bearer_auth(token).send().unwrap()
}

/// Of an answer with HTTP status 200.
#[track_caller]
fn code(response: Response) -> Option<String> {
    assert_eq!(response.status(), 200);
    let said: Value = response.json().unwrap();
    let code = said["errors"][0]["errorCode"].as_str();
    assert_eq!(code.is_none(), !said["response"].is_null(), "{said}");
    code.map(str::to_owned)
}

#[track_caller]
fn status_and_code(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let said: Value = response.json().unwrap();
    assert!(said["response"].is_null(), "{said}");
    let code = said["errors"][0]["errorCode"].as_str().unwrap_or_default();
    (status, code.to_owned())
}

/// What breaks the triple, what mends it, and the codes of 1.0.0 and 1.1.5.
const FAULTS: &[(&str, &str, Option<&str>, Option<&str>)] = &[
    (
        "update licenses set revoked_reason = 'x', revoked_by = 'x', revoked_at = 1",
        "update licenses set revoked_reason = null, revoked_by = null, revoked_at = null",
        Some("PMS_PMP_025"),
        Some("PMS_PMP_025"),
    ),
    (
        "update licenses set valid_to = valid_to - 31536000000000",
        "update licenses set valid_to = valid_to + 31536000000000",
        Some("PMS_PMP_021"),
        Some("PMS_PMP_021"),
    ),
    (
        "update misps set block_reason = 'x', blocked_by = 'x', blocked_by_admin = 1, blocked_at = 1",
        "update misps set block_reason = null, blocked_by = null, blocked_by_admin = null, blocked_at = null",
        Some("PMS_PMP_025"),
        Some("PMS_PMP_025"),
    ),
    (
        "update partners set block_reason = 'x', blocked_by = 'x', blocked_by_admin = 1, blocked_at = 1",
        "update partners set block_reason = null, blocked_by = null, blocked_by_admin = null, blocked_at = null",
        Some("PMS_PMP_016"),
        Some("PMS_PMP_016"),
    ),
    (
        "update api_keys set revoked_reason = 'x', revoked_by = 'x', revoked_by_admin = 1, revoked_at = 1",
        "update api_keys set revoked_reason = null, revoked_by = null, revoked_by_admin = null, revoked_at = null",
        Some("PMS_PMP_019"),
        Some("PMS_PMP_019"),
    ),
    (
        "update api_keys set valid_to = valid_to - 94608000000000",
        "update api_keys set valid_to = valid_to + 94608000000000",
        Some("PMS_PMP_018"),
        Some("PMS_PMP_018"),
    ),
    (
        "update policies set active = 0",
        "update policies set active = 1",
        Some("PMS_PMP_019"),
        Some("PMS_PMP_019"),
    ),
    (
        "update policy_groups set active = 0",
        "update policy_groups set active = 1",
        Some("PMS_PMP_023"),
        Some("PMS_PMP_023"),
    ),
    (
        "update policies set valid_to = valid_to - 94608000000000",
        "update policies set valid_to = valid_to + 94608000000000",
        None,
        Some("PMS_PMP_018"),
    ),
    (
        "update certs set retired_at = 1",
        "update certs set retired_at = null",
        None,
        Some("PMS_PMP_052"),
    ),
    (
        "update policies set document = '[' || document",
        "update policies set document = substr(document, 2)",
        Some("PMS_POL_052"),
        Some("PMS_POL_052"),
    ),
];

/// By hand as by pull: the same refusals, told as errors, and nothing written.
#[test]
fn by_hand_nothing_is_shared_that_a_pull_would_not_get() {
    let world = World::on_sqlite();
    let env = &world.env;
    let sequence = || -> i64 {
        let sql = "select audit_entries from store_head";
        world.file().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    for (breaks, mends, old, new) in FAULTS {
        world.sql(breaks);
        for (shape, code) in [("1.0", old), ("1.1", new)] {
            let before = sequence();
            let words = ["ida", "policy", "1000", "--shape", shape, "-o", "json"];
            let done = env.run(&words);
            let said: Value = serde_json::from_slice(&done.stdout).unwrap();
            // The certificate is in it where there is one.
            let Some(code) = code.filter(|code| *code != "PMS_PMP_052") else {
                assert_eq!(done.status.code(), Some(0), "{breaks}\n{said}");
                assert_eq!(sequence(), before + 1);
                continue;
            };
            assert_eq!(done.status.code(), Some(6), "{breaks}\n{said}");
            assert_eq!(said["error"]["code"], "PM-IDA-003", "{breaks}");
            assert!(said["error"]["message"].as_str().unwrap().contains(code));
            assert_eq!(sequence(), before, "{breaks}");
        }
        world.sql(mends);
    }
    env.ok(&["partner", "block", "1000", "--reason", "fraud", "--yes"]);
    crate::snapshot!(env.transcript(&["ida", "policy", "1000"]));
}
