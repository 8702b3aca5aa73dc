//! What the tool adds to the Kernel's own time: `cargo bench --bench kernel`, or against MOSIP's Kernel
//! `tests/conformance/real-kernel with -- cargo bench --bench kernel`.
//!
//! `apply` of many partners runs beside a plain loop that sends the same upload requests over kept connections, with as
//! many in flight. They take turns, each in a trust domain of its own, because each upload makes the next one in its domain
//! slower. Prints medians and ratios, and gates nothing.
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
#[path = "../tests/conformance/target.rs"]
#[allow(dead_code, reason = "shared with the suite, which uses all of it")]
mod target;

use env::TestEnv;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_RSA_SHA256, RsaKeySize,
};
use reqwest::blocking::Client;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use target::Target;

const PARTNERS: usize = 200;
const ROUNDS: usize = 3;
const IN_FLIGHT: usize = 8;
const ORGANIZATION: &str = "Bench Bank";
const SERVICE: &str = "mosip-pms-client";
/// Of the tool, and of the loop.
const DOMAINS: [&str; 2] = ["AUTH", "DEVICE"];

/// A CA that both domains trust, and one key that all leaves share: making keys is not what is measured.
struct Ca {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
    leaf_key: KeyPair,
}

impl Ca {
    fn new() -> Self {
        let key = rsa_key();
        let params = params("Bench Root", "Bench Trust", true);
        let pem = params.self_signed(&key).unwrap().pem();
        Self {
            pem,
            issuer: Issuer::new(params, key),
            leaf_key: rsa_key(),
        }
    }

    fn leaf(&self, name: &str) -> String {
        let params = params(name, ORGANIZATION, false);
        let made = params.signed_by(&self.leaf_key, &self.issuer);
        made.unwrap().pem()
    }
}

fn rsa_key() -> KeyPair {
    KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap()
}

fn params(name: &str, organization: &str, is_ca: bool) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    let unique = format!("{name} {}", uuid::Uuid::new_v4());
    params.distinguished_name.push(DnType::CommonName, unique);
    params
        .distinguished_name
        .push(DnType::OrganizationName, organization);
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = rcgen::date_time_ymd(2036, 1, 1);
    if is_ca {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    }
    params
}

/// The Kernel without the tool: one token, kept connections.
struct Plain {
    client: Client,
    keymanager: String,
    token: String,
}

impl Plain {
    fn new(target: &Target) -> Self {
        let client = Client::builder().no_proxy().build().unwrap();
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", SERVICE),
            ("client_secret", "mosip-pms-client-secret"),
        ];
        let url = format!("{}/protocol/openid-connect/token", target.issuer);
        let answer: Value = client.post(url).form(&form).send().unwrap().json().unwrap();
        Self {
            client,
            keymanager: target.keymanager.clone(),
            token: answer["access_token"].as_str().unwrap().to_owned(),
        }
    }

    fn post(&self, path: &str, request: Value) -> Value {
        let body = json!({"id": "bench", "version": "1.0", "metadata": {}, "request": request});
        let url = format!("{}/{path}", self.keymanager);
        let cookie = format!("Authorization={}", self.token);
        let sent = self.client.post(url).header("Cookie", cookie).json(&body);
        let answer: Value = sent.send().unwrap().json().unwrap();
        assert!(answer["errors"].is_null(), "{path}: {answer}");
        answer
    }

    /// In each domain, with a first partner: of several first ones at once the Keymanager would undo all but one.
    fn trust(&self, ca: &Ca) {
        for domain in DOMAINS {
            let request = json!({"certificateData": ca.pem, "partnerDomain": domain});
            self.post("uploadCACertificate", request);
            self.onboard(&ca.leaf("First"), domain);
        }
    }

    /// The two uploads of one partner; the certificate stored is the one sent, which saves the loop the unpacking.
    fn onboard(&self, pem: &str, domain: &str) {
        let request = json!({"certificateData": pem, "organizationName": ORGANIZATION, "partnerDomain": domain});
        self.post("uploadPartnerCertificate", request);
        let reference = uuid::Uuid::new_v4().to_string();
        let request =
            json!({"applicationId": "PARTNER", "referenceId": reference, "certificateData": pem});
        self.post("uploadOtherDomainCertificate", request);
    }

    fn onboard_all(&self, leaves: Vec<String>) -> Duration {
        let queue = Mutex::new(leaves);
        let next = || queue.lock().unwrap().pop();
        let started = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..IN_FLIGHT {
                scope.spawn(|| {
                    while let Some(pem) = next() {
                        self.onboard(&pem, DOMAINS[1]);
                    }
                });
            }
        });
        started.elapsed()
    }
}

/// A store with MISP, CA and policy, so that what is left of the file is its partners.
fn tool(target: &Target, ca: &Ca, first_id: u32) -> TestEnv {
    let env = TestEnv::live();
    env.write("ca.pem", &ca.pem);
    env.write("pms.secret", "mosip-pms-client-secret\n");
    let from = first_id.to_string();
    let mut arguments = vec!["context", "add", "bench", "--use"];
    arguments.extend([
        "--keymanager",
        &target.keymanager,
        "--issuer",
        &target.issuer,
    ]);
    arguments.extend([
        "--auditmanager",
        "none",
        "--client-id",
        SERVICE,
        "--secret-file",
        "pms.secret",
    ]);
    arguments.extend(["--misp-ids-from", &from, "--partner-ids-from", &from]);
    env.ok(&arguments);
    env.write("onboarding.toml", manifest(0));
    std::fs::copy(
        env.path("examples/bank-kyc.json"),
        env.path("bank-kyc.json"),
    )
    .unwrap();
    env.ok(&["apply", "-f", "onboarding.toml"]);
    env
}

fn manifest(partners: usize) -> String {
    let head = "format = 1\n[misp]\nname = \"Bench Relay\"\ncontact = \"Asha Rao\"\nphone = \"+918055500100\"\n\
        email = \"ops@relay.example\"\n[[ca]]\nfile = \"ca.pem\"\ndomains = [\"AUTH\"]\n\
        [[policy_group]]\nname = \"banking\"\n\
        [[policy]]\nname = \"kyc\"\ngroup = \"banking\"\nversion = \"1\"\nfile = \"bank-kyc.json\"\npublish = true\n";
    let partner = |place: usize| {
        format!(
            "[[partner]]\nref = \"p{place}\"\nname = \"Branch {place}\"\norganization = \"{ORGANIZATION}\"\n\
             contact = \"Lea Okoro\"\nphone = \"+918055500101\"\nemail = \"pki@bank.example\"\n\
             type = \"Auth_Partner\"\npolicy = \"banking/kyc\"\n\
             certificate = {{ file = \"{place}.pem\", domain = \"AUTH\" }}\n"
        )
    };
    let partners: String = (0..partners).map(partner).collect();
    format!("{head}{partners}")
}

fn apply(env: &TestEnv, leaves: &[String]) -> Duration {
    for (place, pem) in leaves.iter().enumerate() {
        env.write(&format!("{place}.pem"), pem);
    }
    env.write("onboarding.toml", manifest(leaves.len()));
    let started = Instant::now();
    env.ok(&["apply", "-f", "onboarding.toml"]);
    started.elapsed()
}

/// Between the tool and the Kernel: passes bytes on and counts requests.
struct Counter {
    url: String,
    seen: Arc<AtomicUsize>,
}

impl Counter {
    fn before(keymanager: &str) -> Self {
        let rest = keymanager.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/{path}", listener.local_addr().unwrap());
        let seen = Arc::new(AtomicUsize::new(0));
        let (host, counted) = (host.to_owned(), Arc::clone(&seen));
        std::thread::spawn(move || {
            for near in listener.incoming() {
                let (near, counted) = (near.unwrap(), Arc::clone(&counted));
                let far = TcpStream::connect(&host).unwrap();
                let (back, answers) = (near.try_clone().unwrap(), far.try_clone().unwrap());
                std::thread::spawn(move || pass(near, far, Some(&counted)));
                std::thread::spawn(move || pass(answers, back, None));
            }
        });
        Self { url, seen }
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, counted: Option<&AtomicUsize>) {
    let mut buffer = vec![0; 65536];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let bytes = &buffer[..read];
        if let Some(counted) = counted {
            let lines = bytes.windows(11).filter(|it| it == b" HTTP/1.1\r\n");
            counted.fetch_add(lines.count(), Ordering::Relaxed);
        }
        if to.write_all(bytes).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// First ids far from those of other runs on the same Kernel.
fn fresh_ids() -> u32 {
    let random = uuid::Uuid::new_v4().as_u128();
    10_000_000 + u32::try_from(random % 900_000).unwrap() * 1000
}

fn rates(target: &Target, plain: &Plain, ca: &Ca) {
    let mut ratios = Vec::new();
    for round in 1..=ROUNDS {
        let leaves = || {
            (0..PARTNERS)
                .map(|place| ca.leaf(&format!("Branch {place}")))
                .collect::<Vec<_>>()
        };
        let by_loop = plain.onboard_all(leaves());
        let by_tool = apply(&tool(target, ca, fresh_ids()), &leaves());
        let rate = |took: Duration| PARTNERS as f64 / took.as_secs_f64();
        println!(
            "round {round}: loop {:.1} partners/s, apply {:.1}/s, {:.2} of the loop's rate",
            rate(by_loop),
            rate(by_tool),
            rate(by_tool) / rate(by_loop)
        );
        ratios.push(rate(by_tool) / rate(by_loop));
    }
    println!(
        "apply of {PARTNERS} partners: {:.2} of the loop's rate (median; goal 0.9 or more)",
        median(ratios)
    );
}

fn requests(target: &Target, ca: &Ca) {
    const FEW: usize = 20;
    let env = tool(target, ca, fresh_ids());
    let counter = Counter::before(&target.keymanager);
    let mut arguments = vec!["context", "add", "counted", "--use", "--store-url"];
    let store = format!("sqlite:{}", env.path("data/pmctl/bench.db").display());
    let seal = env.path("data/pmctl/bench.key").display().to_string();
    arguments.extend([store.as_str(), "--seal-file", &seal]);
    arguments.extend([
        "--keymanager",
        &counter.url,
        "--issuer",
        &target.issuer,
        "--auditmanager",
        "none",
    ]);
    arguments.extend(["--client-id", SERVICE, "--secret-file", "pms.secret"]);
    env.ok(&arguments);
    let leaves: Vec<_> = (0..FEW)
        .map(|place| ca.leaf(&format!("Branch {place}")))
        .collect();
    apply(&env, &leaves);
    let seen = counter.seen.load(Ordering::Relaxed);
    println!(
        "requests per partner: {:.2} (the loop sends 2)",
        seen as f64 / FEW as f64
    );
}

fn single(target: &Target, plain: &Plain, ca: &Ca) {
    let env = tool(target, ca, fresh_ids());
    apply(&env, &[ca.leaf("Branch 0")]);
    let partner = env.ok(&["partner", "list", "-o", "id"]).trim().to_owned();
    let (mut tool, mut kernel) = (Vec::new(), Vec::new());
    for _ in 0..21 {
        env.write("next.pem", ca.leaf("Branch 0"));
        let started = Instant::now();
        env.ok(&["cert", "upload", &partner, "--file", "next.pem"]);
        tool.push(started.elapsed().as_secs_f64() * 1000.0);
        let pem = ca.leaf("Branch 0");
        let started = Instant::now();
        plain.onboard(&pem, DOMAINS[1]);
        kernel.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    let (tool, kernel) = (median(tool), median(kernel));
    println!(
        "one cert upload: {tool:.1} ms, the Kernel alone {kernel:.1} ms, added {:.1} ms (ratio {:.2})",
        tool - kernel,
        tool / kernel
    );
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn main() {
    let target = Target::all().remove(0);
    println!("Kernel: {}; {IN_FLIGHT} requests in flight", target.name());
    let (plain, ca) = (Plain::new(&target), Ca::new());
    plain.trust(&ca);
    rates(&target, &plain, &ca);
    requests(&target, &ca);
    single(&target, &plain, &ca);
}
