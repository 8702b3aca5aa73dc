//! `ida serve`: a process of its own, asked over HTTP as ID Authentication 1.0 and 1.1 ask.

use crate::env::{TestEnv, shown};
use crate::issuer::{Issuer, Key, Said};
use crate::postgres_server;
use crate::served::Served;
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

#[test]
fn both_shapes_share_the_policy() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    let token = world.ida();

    let old = with_bearer(&world.v10(&serving), &token);
    assert_eq!(old.headers()["content-type"], "application/json");
    assert_eq!(old.headers()["cache-control"], "no-store");
    let old: Value = old.json().unwrap();
    let with_context = world.v10(&serving).replace(
        "/pmpartners/",
        "/partnermanagement/v1/pmpartners/pmpartners/",
    );
    let same: Value = with_cookie(&with_context, &token).json().unwrap();
    assert_eq!(same, old);
    assert_eq!(old["response"]["partnerId"], "1000");
    assert_eq!(old["errors"], Value::Null);
    let policies = &old["response"]["policy"]["policies"];
    assert_eq!(policies["authPolicies"][0]["authType"], "otp-request");

    let url = world.v11(&serving);
    let without: Value = with_bearer(&url, &token).json().unwrap();
    assert_eq!(without["response"]["certificateData"], Value::Null);
    let wanted = format!("{url}?needPartnerCert=TRUE");
    let new: Value = with_cookie(&wanted, &token).json().unwrap();
    // What is served is what is shared by hand.
    let by_hand = world.env.ok(&["ida", "policy", "1000"]);
    let by_hand: Value = serde_json::from_str(&by_hand).unwrap();
    assert_eq!(new, by_hand);
    let by_hand = world.env.ok(&["ida", "policy", "1000", "--shape", "1.0"]);
    let by_hand: Value = serde_json::from_str(&by_hand).unwrap();
    assert_eq!(old, by_hand);
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

fn every_fault_has_its_code(world: &World) {
    let serving = world.serve(&[]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    for (breaks, mends, old, new) in FAULTS {
        world.sql(breaks);
        let expected = [old, new].map(|code| code.map(str::to_owned));
        assert_eq!(world.verdicts(&serving), expected, "{breaks}");
        world.sql(mends);
        assert_eq!(world.verdicts(&serving), [None, None], "{mends}");
    }
    let token = world.ida();
    let asked = |url: String| code(with_cookie(&url, &token));
    let (v10, v11) = (world.v10(&serving), world.v11(&serving));
    for url in [&v10, &v11] {
        for nobody in ["9999", "1000%2F", "..%2F1000", "1000%00", &"a".repeat(37)] {
            let strange = url.replace("/1000/", &format!("/{nobody}/"));
            assert_eq!(asked(strange).as_deref(), Some("PMS_PMP_013"), "{nobody}");
        }
        let strange = url.replace(&world.license, "nobodys");
        assert_eq!(asked(strange).as_deref(), Some("PMS_PMP_020"));
        let strange = url.replace(&world.api_key, "nobodys");
        assert_eq!(asked(strange).as_deref(), Some("PMS_PMP_017"));
    }
    // Nothing of it is known: each release looks at another thing first.
    let all = |url: &str| {
        let url = url.replace("/1000/", "/9999/");
        asked(
            url.replace(&world.license, "l")
                .replace(&world.api_key, "k"),
        )
    };
    assert_eq!(all(&v10).as_deref(), Some("PMS_PMP_020"));
    assert_eq!(all(&v11).as_deref(), Some("PMS_PMP_013"));
}

#[test]
fn every_fault_has_its_code_on_sqlite() {
    every_fault_has_its_code(&World::on_sqlite());
}

#[test]
fn every_fault_has_its_code_on_postgres() {
    every_fault_has_its_code(&World::on_postgres());
}

#[test]
fn every_role_pulls_in_its_own_shape() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    for (role, old, new) in [
        ("PARTNERMANAGER", 200, 200),
        ("partnermanager", 200, 403),
        ("ID_AUTHENTICATION", 200, 200),
        ("PARTNER_ADMIN", 403, 200),
        ("CREDENTIAL_ISSUANCE", 403, 200),
        ("GLOBAL_ADMIN", 403, 403),
        ("id_authentication", 403, 403),
    ] {
        let token = world.token(&["default-roles-mosip", role]);
        let status = |url: String| with_bearer(&url, &token).status().as_u16();
        assert_eq!(status(world.v10(&serving)), old, "{role}");
        assert_eq!(status(world.v11(&serving)), new, "{role}");
    }
    let none = world.token(&[]);
    let said = status_and_code(with_cookie(&world.v11(&serving), &none));
    assert_eq!(said, (403, "KER-ATH-403".to_owned()));
}

#[test]
fn a_token_that_does_not_hold_is_refused() {
    let world = World::on_sqlite();
    let serving = world.serve(&["--client", "mosip-ida-client", "--client", "other"]);
    let url = world.v11(&serving);
    let refused = (401, "KER-ATH-401".to_owned());
    let roles: &[&str] = &["ID_AUTHENTICATION"];
    let said = Said::around(NOW, roles);
    let (issuer, own) = (&world.issuer, Key::first());
    let good = issuer.token(&own, &said);
    assert_eq!(code(with_bearer(&url, &good)), None);

    let none = client().get(&url).send().unwrap();
    assert_eq!(status_and_code(none), refused);
    let basic = client()
        .get(&url)
        .basic_auth("a", Some("b"))
        .send()
        .unwrap();
    assert_eq!(status_and_code(basic), refused);
    let (from, to) = (NOW - 600, NOW - 61);
    let realm = "https://elsewhere.example/auth/realms/mosip";
    let (head, signature) = good.rsplit_once('.').unwrap();
    for (what, token) in [
        (
            "expired",
            issuer.token(
                &own,
                &Said {
                    from,
                    to,
                    ..said.clone()
                },
            ),
        ),
        (
            "still to come",
            issuer.token(
                &own,
                &Said {
                    from: NOW + 61,
                    to: NOW + 600,
                    ..said.clone()
                },
            ),
        ),
        (
            "forged",
            issuer.token(&Key::second().called("first"), &said),
        ),
        (
            "other issuer",
            issuer.token(
                &own,
                &Said {
                    issuer: Some(realm),
                    ..said.clone()
                },
            ),
        ),
        (
            "other client",
            issuer.token(
                &own,
                &Said {
                    client: "web",
                    ..said.clone()
                },
            ),
        ),
        ("no token", "eyJ".to_owned()),
        ("cut", format!("{head}.{}", &signature[4..])),
        ("unsigned", format!("{head}.")),
    ] {
        assert_eq!(
            status_and_code(with_bearer(&url, &token)),
            refused,
            "{what}"
        );
        assert_eq!(
            status_and_code(with_cookie(&url, &token)),
            refused,
            "{what}"
        );
    }
    // The cookie counts, as at MOSIP's own.
    let both = client()
        .get(&url)
        .bearer_auth(&good)
        .header("cookie", "Authorization=eyJ");
    assert_eq!(status_and_code(both.send().unwrap()), refused);
    let metrics = client().get(format!("{}/metrics", serving.url));
    let metrics = metrics.send().unwrap().text().unwrap();
    for why in [
        "absent",
        "expired",
        "not-yet",
        "signature",
        "other-issuer",
        "other-client",
        "no-token",
    ] {
        let label = format!("pmctl_ida_tokens_rejected_total{{reason=\"{why}\"}}");
        assert!(metrics.contains(&label), "{why}\n{metrics}");
    }
}

/// Forged tokens may name any key: the issuer is asked once for all of them.
#[test]
fn a_new_key_of_the_issuer_is_fetched_once() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    let url = world.v11(&serving);
    let said = Said::around(NOW, &["ID_AUTHENTICATION"]);
    world.issuer.publish(&[Key::first(), Key::second()]);
    let before = world.issuer.reads();
    let renewed = world.issuer.token(&Key::second(), &said);
    assert_eq!(code(with_bearer(&url, &renewed)), None);
    for _ in 0..5 {
        let strange = world.issuer.token(&Key::second().called("strange"), &said);
        assert_eq!(with_bearer(&url, &strange).status(), 401);
    }
    assert_eq!(world.issuer.reads(), before + 1);
}

#[test]
fn where_no_issuer_is_named_authmanager_is_asked() {
    let env = TestEnv::onboarded();
    let kernel = Served::start(&env);
    env.write("pms.secret", "mosip-pms-client-secret\n");
    let store = format!("sqlite:{}", env.path("data/pmctl/dev.db").display());
    let seal = env.path("data/pmctl/dev.key");
    let url = format!("http://{}", kernel.address);
    env.ok(&[
        "context",
        "add",
        "served",
        "--kernel",
        &url,
        "--client-id",
        "mosip-pms-client",
        "--secret-file",
        "pms.secret",
        "--store-url",
        &store,
        "--seal-file",
        seal.to_str().unwrap(),
    ]);
    let words = [
        "ida",
        "serve",
        "-c",
        "served",
        "-o",
        "jsonl",
        "--listen",
        "127.0.0.1:0",
    ];
    let serving = Serving::start(env.command(&words));
    let granted = |client: &str| {
        let secret = format!("{client}-secret");
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", client),
            ("client_secret", &secret),
        ];
        let realm = format!("{url}/auth/realms/mosip/protocol/openid-connect/token");
        let said: Value = self::client()
            .post(realm)
            .form(&form)
            .send()
            .unwrap()
            .json()
            .unwrap();
        said["access_token"].as_str().unwrap().to_owned()
    };
    let asked = format!(
        "{}/v1/partnermanager/partners/9/apikey/k/misp/l/validate",
        serving.url
    );
    let token = granted("mosip-ida-client");
    for _ in 0..2 {
        assert_eq!(
            code(with_cookie(&asked, &token)).as_deref(),
            Some("PMS_PMP_013")
        );
    }
    assert_eq!(
        with_cookie(&asked, &granted("mosip-misp-client")).status(),
        403
    );
    let (head, signature) = token.rsplit_once('.').unwrap();
    let changed = format!("{head}.{}{}", &signature[1..], &signature[..1]);
    assert_eq!(with_cookie(&asked, &changed).status(), 401);
    drop(kernel);
    assert_eq!(
        with_cookie(&asked, &token).status(),
        200,
        "it was vouched for a moment ago"
    );
    assert_eq!(with_cookie(&asked, &changed).status(), 503);
}

/// By the tool itself, in a process of its own.
#[test]
fn a_block_holds_with_the_next_answer() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    world
        .env
        .ok(&["misp", "block", "100", "--reason", "fraud", "--yes"]);
    let blocked = || Some("PMS_PMP_025".to_owned());
    assert_eq!(world.verdicts(&serving), [blocked(), blocked()]);
    world.env.ok(&["misp", "unblock", "100"]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    world
        .env
        .ok(&["partner", "block", "1000", "--reason", "fraud", "--yes"]);
    let blocked = || Some("PMS_PMP_016".to_owned());
    assert_eq!(world.verdicts(&serving), [blocked(), blocked()]);
}

/// The key that was renewed is not the one in force any more.
#[test]
fn a_key_that_was_renewed_does_not_exist() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    world.env.ok(&["misp", "renew-license", "100", "--early"]);
    let gone = || Some("PMS_PMP_020".to_owned());
    assert_eq!(world.verdicts(&serving), [gone(), gone()]);
}

/// An open write transaction delays nobody, and shows nothing before it is committed.
#[test]
fn a_writer_is_not_waited_for() {
    let block = FAULTS[3].0;
    let blocked = || Some("PMS_PMP_016".to_owned());

    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    let writer = world.file();
    writer
        .execute_batch(&format!("begin immediate; {block}"))
        .unwrap();
    assert_eq!(world.verdicts(&serving), [None, None]);
    writer.execute_batch("commit").unwrap();
    assert_eq!(world.verdicts(&serving), [blocked(), blocked()]);

    let world = World::on_postgres();
    let serving = world.serve(&[]);
    let mut writer = postgres_client(world.postgres.as_ref().unwrap());
    let head = "update store_head set sequence = sequence + 1";
    writer
        .batch_execute(&format!("begin; {head}; {block}"))
        .unwrap();
    assert_eq!(world.verdicts(&serving), [None, None]);
    writer.batch_execute("commit").unwrap();
    assert_eq!(world.verdicts(&serving), [blocked(), blocked()]);
}

#[test]
fn connections_that_the_database_ended_are_opened_again() {
    let world = World::on_postgres();
    let mut serving = world.serve(&[]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    world.sql(
        "select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()",
    );
    assert_eq!(world.verdicts(&serving), [None, None]);
    let health = client()
        .get(format!("{}/health", serving.url))
        .send()
        .unwrap();
    assert_eq!(health.status(), 200);
    serving.signal("-TERM");
    assert_eq!(
        serving.ended(),
        Some(0),
        "{}",
        serving.printed.lock().unwrap()
    );
}

/// The look-up is held by a lock on a table; the answer still comes, and so does the entry in the audit trail.
#[test]
fn what_is_under_way_gets_its_answer() {
    let world = World::on_postgres();
    let mut serving = world.serve(&[]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    let url = world.postgres.clone().unwrap();
    let mut holder = postgres_client(&url);
    holder
        .batch_execute("begin; lock table partners in access exclusive mode")
        .unwrap();
    let (asked, token) = (world.v11(&serving), world.ida());
    let answer = std::thread::spawn(move || code(with_cookie(&asked, &token)));
    let waits = "select count(*) from pg_locks l join pg_database d on d.oid = l.database
                  where d.datname = current_database() and not l.granted";
    let mut watch = postgres_client(&url);
    while watch.query_one(waits, &[]).unwrap().get::<_, i64>(0) == 0 {
        std::thread::yield_now();
    }
    serving.signal("-TERM");
    // It listens no more, but is not gone.
    let address = serving.url.trim_start_matches("http://").to_owned();
    while std::net::TcpStream::connect(&address).is_ok() {
        std::thread::yield_now();
    }
    assert!(serving.child.try_wait().unwrap().is_none());
    holder.batch_execute("rollback").unwrap();
    assert_eq!(answer.join().unwrap(), None);
    assert_eq!(serving.ended(), Some(0));
    let list = world
        .env
        .ok(&["audit", "list", "--store", &url, "-o", "jsonl"]);
    let entries: Vec<Value> = list
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["data"].take())
        .filter(|entry| entry["action"] == "ida.serve")
        .collect();
    let details: Vec<&str> = entries
        .iter()
        .map(|one| one["detail"].as_str().unwrap())
        .collect();
    let end = "ends; shared 3, refused 0; 1.0 accepted 1; 1.1 accepted 2";
    assert!(
        details.contains(&"begins") && details.contains(&end),
        "{details:?}"
    );
    assert_eq!(entries.len(), 2, "a pull has no entry of its own");
}

#[test]
fn an_interrupt_ends_it_well() {
    let world = World::on_sqlite();
    let mut serving = world.serve(&[]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    serving.signal("-INT");
    assert_eq!(serving.ended(), Some(0));
    world.env.ok(&["audit", "verify"]);
}

#[test]
fn a_certificate_made_by_openssl_serves_over_tls() {
    let world = World::on_sqlite();
    let openssl = |words: &str| {
        let done = Command::new("openssl")
            .args(words.split(' '))
            .current_dir(world.env.path(""))
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", shown(&done));
    };
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -out tls.pem -days 2 \
         -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE",
    );
    openssl("ecparam -name prime256v1 -genkey -noout -out other.key");
    let serving = world.serve(&["--tls-cert", "tls.pem", "--tls-key", "tls.key"]);
    assert!(serving.url.starts_with("https://"));
    let root = std::fs::read(world.env.path("tls.pem")).unwrap();
    let root = reqwest::Certificate::from_pem(&root).unwrap();
    let trusting = Client::builder()
        .no_proxy()
        .tls_certs_only([root])
        .build()
        .unwrap();
    let asked = trusting.get(world.v11(&serving)).bearer_auth(world.ida());
    assert_eq!(code(asked.send().unwrap()), None);
    let plain = serving.url.replace("https", "http");
    assert!(client().get(format!("{plain}/health")).send().is_err());

    for (cert, key) in [
        ("tls.pem", "other.key"),
        ("tls.key", "tls.key"),
        ("tls.pem", "tls.pem"),
        ("absent.pem", "tls.key"),
    ] {
        let done = world
            .command(&["--tls-cert", cert, "--tls-key", key])
            .output()
            .unwrap();
        assert_eq!(
            done.status.code(),
            Some(7),
            "{cert} {key}\n{}",
            shown(&done)
        );
        assert!(shown(&done).contains("PM-IDA-006"), "{}", shown(&done));
    }
}

#[test]
fn what_cannot_be_served_says_why() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    let taken = serving.url.trim_start_matches("http://").to_owned();
    let refused = |more: &[&str], exit: i32, code: &str| {
        let mut words = vec!["ida", "serve", "-c", "served"];
        words.extend(more);
        let done = world.env.run(&words);
        assert_eq!(done.status.code(), Some(exit), "{}", shown(&done));
        assert!(shown(&done).contains(code), "{}", shown(&done));
    };
    refused(&["--listen", &taken], 6, "PM-IDA-004");
    refused(&["--listen", "0.0.0.0:0"], 2, "PM-IDA-005");
    refused(&["--listen", "[::]:0"], 2, "PM-IDA-005");
    refused(&["--listen", "here"], 2, "");
    refused(&["--tls-cert", "tls.pem"], 2, "");
    let mut words = vec!["ida", "serve", "-c", "served", "-o", "jsonl"];
    words.extend(["--insecure-http", "--listen", "0.0.0.0:0"]);
    let anywhere = Serving::start(world.env.command(&words));
    assert!(anywhere.url.starts_with("http://0.0.0.0:"));
    // An issuer that is not there: nothing is served that could not check a token.
    let text = std::fs::read_to_string(world.env.path("config/pmctl/config.toml")).unwrap();
    world.env.write(
        "config/pmctl/config.toml",
        text.replace(&world.issuer.address, "http://127.0.0.1:9"),
    );
    let done = world
        .env
        .run(&["ida", "serve", "-c", "served", "--listen", "127.0.0.1:0"]);
    assert_eq!(done.status.code(), Some(10), "{}", shown(&done));
}

/// Not in what it prints, not in its figures, not in the audit trail, not in a refusal.
#[test]
fn no_key_and_no_token_is_written_anywhere() {
    let world = World::on_sqlite();
    let mut serving = world.serve(&[]);
    let token = world.ida();
    let mut said = String::new();
    let (v10, v11) = (world.v10(&serving), world.v11(&serving));
    for url in [&v10, &v11] {
        for strange in ["9999", "1000%FF", "1000/x"] {
            let url = url.replace("/1000/", &format!("/{strange}/"));
            said += &with_cookie(&url, &token).text().unwrap();
        }
        let swapped = url
            .replace(&world.api_key, "X")
            .replace(&world.license, &world.api_key);
        said += &with_cookie(&swapped, &token).text().unwrap();
        said += &with_cookie(url, "eyJhbGciOiJub25lIn0.e30.").text().unwrap();
        said += &with_cookie(&format!("{url}/more"), &token).text().unwrap();
        said += &client().post(url).send().unwrap().text().unwrap();
        assert_eq!(code(with_bearer(url, &token)), None);
    }
    // The store is taken away while it is asked: the complaint on stderr names no key either.
    world.sql("alter table api_keys rename to gone");
    assert_eq!(with_cookie(&v11, &token).status(), 503);
    assert_eq!(code_of_health(&serving), 200, "its head is still there");
    world.sql("alter table gone rename to api_keys");
    for path in ["metrics", "health"] {
        said += &client()
            .get(format!("{}/{path}", serving.url))
            .send()
            .unwrap()
            .text()
            .unwrap();
    }
    serving.signal("-TERM");
    assert_eq!(serving.ended(), Some(0));
    said += &world.env.ok(&["audit", "list", "-o", "json"]);
    let printed = serving.printed.lock().unwrap().clone();
    assert!(printed.contains("the store does not answer"), "{printed}");
    assert!(printed.contains("pulls answered"), "{printed}");
    said += &printed;
    for secret in [&world.license, &world.api_key, &token] {
        assert!(!said.contains(secret.as_str()), "{said}");
        assert!(!said.contains(&secret[..12]), "{said}");
    }
}

fn code_of_health(serving: &Serving) -> u16 {
    let answer = client().get(format!("{}/health", serving.url)).send();
    answer.unwrap().status().as_u16()
}

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
