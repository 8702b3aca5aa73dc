//! What a pull costs beside an answer that costs nothing: `cargo bench --bench serve [-- PARTNERS [SECONDS]]`.
//!
//! `ida serve` under `wrk` (a package of Debian), each request for another partner, with 1,000 partners in the store and with
//! PARTNERS (default 1,000,000); beside it a bare axum handler in a process of the same shape that sends as many bytes. Then
//! `ida check` in one process, and messages by the tool through the hub of the embedded Kernel beside as many bare POSTs.
//! Prints rates and ratios, and gates nothing.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints, and stops where it cannot go on"
)]

#[path = "../tests/support/env.rs"]
#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod env;

use env::TestEnv;
use pmctl::app::App;
use pmctl::config::Overrides;
use pmctl::crypto::seal::SealKey;
use pmctl::domain::api_key::ApiKey;
use pmctl::domain::contact::{Contact, Phone};
use pmctl::domain::license::License;
use pmctl::domain::mapping::{Mapping, MappingState};
use pmctl::domain::misp::Misp;
use pmctl::domain::partner::{Partner, PartnerType, Signer};
use pmctl::domain::policy::{Policy, PolicyGroup, PolicyKind, PolicyState};
use pmctl::domain::secret::Secret;
use pmctl::domain::status::Status;
use pmctl::domain::time::{Lifetime, Moment};
use pmctl::ops;
use pmctl::ops::ida::{ApiKeyChoice, LicenseChoice, Triple};
use pmctl::output::printer::{Format, Printer, Screen};
use pmctl::store::{
    Opening, Store, StoreUrl, api_keys, licenses, mappings, misps, partners, policies,
    policy_groups,
};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

const FEW: u32 = 1_000;
const MANY: u32 = 1_000_000;
const SECONDS: u32 = 10;
const CONNECTIONS: u32 = 32;
const CHECKS: u32 = 2_000;
const MESSAGES: u32 = 500;
const LICENSE: &str = "benchLICENSE0123456789";

/// Ends with the bench.
struct Running {
    child: Child,
    url: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// The first address that it prints.
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut url = None;
        while url.is_none() {
            let mut line = String::new();
            assert!(out.read_line(&mut line).unwrap() > 0, "it did not start");
            let at = line.find("http://127.0.0.1:");
            url = at.map(|at| {
                let rest = &line[at + "http://".len()..];
                let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':');
                format!("http://{}", &rest[..end.unwrap_or(rest.len())])
            });
        }
        std::thread::spawn(move || out.lines().for_each(drop));
        Self {
            child,
            url: url.unwrap(),
        }
    }
}

/// A store that the tool made, filled by its own store layer: one MISP, so many partners with a policy and a key each.
fn store(rows: u32) -> TestEnv {
    let env = TestEnv::live();
    env.ok(&["misp", "list"]);
    let store = opened(&env);
    let now = Moment::from_micros(jiff::Timestamp::now().as_microsecond());
    let (from, to) = (
        now.minus(Lifetime::from_days(1)),
        now.plus(Lifetime::from_days(300)),
    );
    let (group, misp) = (group(from), misp(from));
    let policy = policy(0, &group, from, to);
    let mut tx = store.write().unwrap();
    misps::insert(&mut tx, &misp).unwrap();
    licenses::insert(&mut tx, &license(from, to)).unwrap();
    policy_groups::insert(&mut tx, &group).unwrap();
    policies::insert(&mut tx, &policy).unwrap();
    for number in 0..rows {
        let partner = partner(number, &misp, &group, from);
        partners::insert(&mut tx, &partner).unwrap();
        let key = api_key(number, &partner, &policy, from, to);
        mappings::insert(&mut tx, &mapping(&key, from)).unwrap();
        api_keys::insert(&mut tx, &key).unwrap();
    }
    tx.commit().unwrap();
    env
}

fn opened(env: &TestEnv) -> Store {
    let seal = std::fs::read_to_string(env.path("data/pmctl/dev.key")).unwrap();
    let seal = SealKey::from_text(&Secret::new(seal.trim().to_owned())).unwrap();
    let url = StoreUrl::Sqlite(env.path("data/pmctl/dev.db"));
    let now = Moment::from_micros(jiff::Timestamp::now().as_microsecond());
    Store::open(&url, seal, Opening::Existing, now).unwrap()
}

fn contact() -> Contact {
    Contact {
        name: "Asha Rao".parse().unwrap(),
        phone: Phone::from_stored("+918055500100".to_owned(), "080555 00100".to_owned()),
        email: "ops@relay.example".parse().unwrap(),
        address: None,
        user: None,
    }
}

fn misp(at: Moment) -> Misp {
    Misp {
        id: "100".parse().unwrap(),
        name: "Northern Relay".parse().unwrap(),
        policy: None,
        contact: contact(),
        status: Status::Active,
        created_at: at,
    }
}

fn license(from: Moment, to: Moment) -> License {
    License {
        id: "l-1".parse().unwrap(),
        misp: "100".parse().unwrap(),
        key: Secret::new(LICENSE.to_owned()),
        valid_from: from,
        valid_to: to,
        revoked: None,
        renewed_from: None,
        issued_at: from,
        handed_over: Some(from),
    }
}

fn group(at: Moment) -> PolicyGroup {
    PolicyGroup {
        id: "g-1".parse().unwrap(),
        name: "banking".parse().unwrap(),
        description: "all banks".parse().unwrap(),
        active: true,
        created_at: at,
    }
}

fn policy(number: u32, group: &PolicyGroup, from: Moment, to: Moment) -> Policy {
    Policy {
        id: format!("p-{number}").parse().unwrap(),
        group: group.id.clone(),
        name: format!("bank-kyc-{number}").parse().unwrap(),
        version: "1".parse().unwrap(),
        description: "know your customer".parse().unwrap(),
        kind: PolicyKind::Auth,
        document: include_str!("../examples/bank-kyc.json").to_owned(),
        state: PolicyState::Published {
            at: from,
            active: true,
        },
        valid_from: from,
        valid_to: to,
        created_at: from,
    }
}

fn partner(number: u32, misp: &Misp, group: &PolicyGroup, at: Moment) -> Partner {
    Partner {
        id: format!("b{number}").parse().unwrap(),
        misp: misp.id.clone(),
        name: format!("Bank {number}").parse().unwrap(),
        organization: "Bank".parse().unwrap(),
        contact: contact(),
        kind: PartnerType::Auth,
        group: group.id.clone(),
        signer: Signer::Partner,
        status: Status::Active,
        created_at: at,
    }
}

fn api_key(number: u32, partner: &Partner, policy: &Policy, from: Moment, to: Moment) -> ApiKey {
    ApiKey {
        id: format!("k{number}").parse().unwrap(),
        partner: partner.id.clone(),
        policy: policy.id.clone(),
        mapping: format!("m{number}").parse().unwrap(),
        key: Secret::new(format!("apikey{number}")),
        valid_from: from,
        valid_to: to,
        revoked: None,
        replaced_by: None,
        issued_at: from,
    }
}

fn mapping(key: &ApiKey, at: Moment) -> Mapping {
    Mapping {
        id: key.mapping.clone(),
        partner: key.partner.clone(),
        policy: key.policy.clone(),
        detail: None,
        requested_by: "bench".to_owned(),
        requested_at: at,
        state: MappingState::Approved {
            by: "bench".to_owned(),
            at,
            api_key: key.id.clone(),
        },
    }
}

/// The context that serves this store with the tokens of a served Kernel, and tells its hub.
fn context(env: &TestEnv, kernel: &str) {
    env.write("config/pmctl/pms.secret", "mosip-pms-client-secret\n");
    let (store, seal) = (
        env.path("data/pmctl/dev.db"),
        env.path("data/pmctl/dev.key"),
    );
    env.write(
        "config/pmctl/config.toml",
        format!(
            "current = \"dev\"\n[contexts.served]\nstore = \"sqlite:{}\"\nseal = {{ file = \"{}\" }}\n\
             [contexts.served.kernel]\nurl = \"{kernel}\"\nissuer = \"{kernel}/auth/realms/mosip\"\nauditmanager = \"none\"\n\
             service = {{ client_id = \"mosip-pms-client\", secret = {{ file = \"pms.secret\" }} }}\n\
             [contexts.served.ida]\nhub = \"{kernel}/pmctl-dev/hub/\"\n",
            store.display(),
            seal.display()
        ),
    );
}

fn token(kernel: &str, client: &str) -> String {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", client),
        ("client_secret", &format!("{client}-secret")),
    ];
    let url = format!("{kernel}/auth/realms/mosip/protocol/openid-connect/token");
    let said: Value = http().post(url).form(&form).send().unwrap().json().unwrap();
    said["access_token"].as_str().unwrap().to_owned()
}

fn http() -> reqwest::blocking::Client {
    reqwest::blocking::Client::builder()
        .no_proxy()
        .build()
        .unwrap()
}

/// What `wrk` measured.
struct Measured {
    per_second: f64,
    p99: String,
}

/// Every request asks for another partner, in an order that no cache foresees.
fn wrk(env: &TestEnv, url: &str, token: &str, rows: u32, seconds: u32) -> Measured {
    let script = env.write(
        "pulls.lua",
        format!(
            "local n = 0\nfunction init(args) math.randomseed(os.time()) end\n\
             wrk.headers[\"Cookie\"] = \"Authorization={token}\"\n\
             function request()\n  n = math.random(0, {})\n  return wrk.format(\"GET\", \
             \"/v1/partnermanager/partners/b\" .. n .. \"/apikey/apikey\" .. n .. \"/misp/{LICENSE}/validate\")\nend\n\
             function response(status, headers, body)\n  if status ~= 200 or not string.find(body, \"policyStatus\") then wrk.thread:stop() end\nend\n",
            rows - 1
        ),
    );
    let done = Command::new("wrk")
        .args([
            "--latency",
            "-t1",
            &format!("-c{CONNECTIONS}"),
            &format!("-d{seconds}s"),
            "-s",
        ])
        .arg(script)
        .arg(url)
        .output()
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    let value = |label: &str| {
        let line = text.lines().find(|line| line.trim().starts_with(label));
        let line = line.unwrap_or_else(|| panic!("wrk says no {label}\n{text}"));
        line.trim()[label.len()..].trim().to_owned()
    };
    assert!(!text.contains("Non-2xx"), "{text}");
    Measured {
        per_second: value("Requests/sec:").parse().unwrap(),
        p99: value("99%"),
    }
}

fn pulls(few: &TestEnv, many: &TestEnv, rows: u32, seconds: u32) {
    let installed = Command::new("wrk").arg("-v").stdout(Stdio::null()).spawn();
    if installed.map(|mut child| child.wait()).is_err() {
        println!("wrk is not installed (apt-get install wrk): ida serve is not measured");
        return;
    }
    let kernel = Running::start(&mut few.command(&[
        "kernel",
        "serve",
        "--listen",
        "127.0.0.1:0",
        "-o",
        "jsonl",
    ]));
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
    let serve = |env: &TestEnv| {
        context(env, &kernel.url);
        Running::start(&mut env.command(&words))
    };
    let (small, large) = (serve(few), serve(many));
    let ida = || token(&kernel.url, "mosip-ida-client");
    let size = {
        let path = format!("v1/partnermanager/partners/b1/apikey/apikey1/misp/{LICENSE}/validate");
        let url = format!("{}/{path}", small.url);
        let answer = http().get(url).bearer_auth(ida()).send().unwrap();
        answer.bytes().unwrap().len()
    };
    let own = std::env::current_exe().unwrap();
    let bare = Running::start(Command::new(own).args(["--bare", &size.to_string()]));
    println!("{size} bytes an answer, {CONNECTIONS} connections, {seconds} s each");
    let measured = |env: &TestEnv, url: &str, rows| {
        // The first second warms up.
        wrk(env, url, &ida(), rows, 1);
        wrk(env, url, &ida(), rows, seconds)
    };
    let peer = measured(few, &bare.url, FEW);
    println!(
        "{:<34} {:>9.0}/s   p99 {:>9}",
        "bare axum handler", peer.per_second, peer.p99
    );
    for (env, server, rows) in [(few, &small, FEW), (many, &large, rows)] {
        let ours = measured(env, &server.url, rows);
        println!(
            "{:<34} {:>9.0}/s   p99 {:>9}   ratio {:.2}",
            format!("ida serve, {rows} partners"),
            ours.per_second,
            ours.p99,
            ours.per_second / peer.per_second
        );
    }
}

/// As [`pmctl::ida::server`] runs: one thread for all connections. It answers in the thread itself.
fn bare(size: usize) {
    // Told apart from the answer of the server by nothing that a client sees.
    let body = format!(
        "{{\"policyStatus\":\"{}\"}}",
        "x".repeat(size.saturating_sub(19))
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(async move {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("http://{}", listener.local_addr().unwrap());
        let answer = move || {
            let body = body.clone();
            async move { ([("content-type", "application/json")], body) }
        };
        let path = "/v1/partnermanager/partners/{partner}/apikey/{key}/misp/{license}/validate";
        let router = axum::Router::new().route(path, axum::routing::get(answer));
        axum::serve(listener, router).await.unwrap();
    });
}

/// In this process, as the tool does it, with what the partner itself would use.
fn checks(rows: u32) {
    let app = App {
        printer: Printer {
            format: Format::Json,
            screen: Screen::default(),
            quiet: true,
        },
        overrides: Overrides::default(),
        yes: true,
        interactive: false,
    };
    let parts = app
        .open()
        .unwrap_or_else(|error| panic!("{}", error.message));
    let ctx = parts.ctx();
    let begun = Instant::now();
    for number in 0..CHECKS {
        let partner = (u64::from(number) * 7_919) % u64::from(rows);
        let triple = Triple {
            partner: format!("b{partner}").parse().unwrap(),
            license: LicenseChoice::Own,
            api_key: ApiKeyChoice::Own,
        };
        ops::ida::check(&ctx, &triple).unwrap();
    }
    let rate = f64::from(CHECKS) / begun.elapsed().as_secs_f64();
    println!(
        "{:<34} {rate:>9.0}/s",
        format!("ida check, {rows} partners")
    );
}

/// By a process of its own, which lives in the surroundings of the store.
fn checked(env: &TestEnv, rows: u32) {
    let pmctl = env.command(&[]);
    let mut own = Command::new(std::env::current_exe().unwrap());
    own.args(["--check", &rows.to_string()]).env_clear();
    for (name, value) in pmctl.get_envs() {
        own.env(name, value.unwrap_or_default());
    }
    own.current_dir(env.path(""));
    assert!(own.status().unwrap().success());
}

/// What changes of as many policies make: one message each, by the tool and by hand.
fn published() {
    let env = store(1);
    let kernel = Running::start(&mut env.command(&[
        "kernel",
        "serve",
        "--listen",
        "127.0.0.1:0",
        "-o",
        "jsonl",
    ]));
    context(&env, &kernel.url);
    let store = opened(&env);
    let now = Moment::from_micros(jiff::Timestamp::now().as_microsecond());
    let group = group(now);
    let mut tx = store.write().unwrap();
    for number in 1..MESSAGES {
        let policy = policy(number, &group, now, now.plus(Lifetime::from_days(9)));
        policies::insert(&mut tx, &policy).unwrap();
    }
    tx.commit().unwrap();
    let begun = Instant::now();
    let said = env.json(0, &["ida", "reconcile", "-c", "served"]);
    let ours = begun.elapsed().as_secs_f64();
    let events = said["data"]["events"].as_u64().unwrap();
    let cookie = format!("Authorization={}", token(&kernel.url, "mosip-pms-client"));
    let document: Value = serde_json::from_str(include_str!("../examples/bank-kyc.json")).unwrap();
    let hub = format!(
        "{}/pmctl-dev/hub/?hub.mode=publish&hub.topic=POLICY_UPDATED",
        kernel.url
    );
    let client = http();
    let begun = Instant::now();
    for number in 0..events {
        let id = format!("p-{number}");
        let data = serde_json::json!({"policyData": {"policyId": id, "policy": document}});
        let body = serde_json::json!({"publisher": "bench", "topic": "POLICY_UPDATED", "event": {"id": id, "data": data}});
        let sent = client
            .post(&hub)
            .header("cookie", &cookie)
            .json(&body)
            .send()
            .unwrap();
        assert!(sent.status().is_success() && !sent.text().unwrap().contains("denied"));
    }
    let bare = begun.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let (ours, bare) = (events as f64 / ours, events as f64 / bare);
    println!(
        "{:<34} {ours:>9.0}/s",
        format!("ida reconcile of {events} by the hub")
    );
    println!(
        "{:<34} {bare:>9.0}/s   ratio {:.2}",
        "as many bare POSTs to the hub",
        ours / bare
    );
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |flag: &str| {
        let at = words.iter().position(|word| word == flag)?;
        words.get(at + 1)?.parse::<u32>().ok()
    };
    if let Some(size) = after("--bare") {
        return bare(size as usize);
    }
    if let Some(rows) = after("--check") {
        return checks(rows);
    }
    let mut numbers = words.iter().filter_map(|word| word.parse::<u32>().ok());
    let (rows, seconds) = (
        numbers.next().unwrap_or(MANY),
        numbers.next().unwrap_or(SECONDS),
    );
    let begun = Instant::now();
    let (few, many) = (store(FEW), store(rows));
    println!(
        "stores of {FEW} and {rows} partners filled in {:.0} s",
        begun.elapsed().as_secs_f64()
    );
    pulls(&few, &many, rows, seconds);
    checked(&few, FEW);
    checked(&many, rows);
    published();
}
