//! `ida check` of captured requests, endpoints, certificates, and an ID Authentication that keeps its cache.

use crate::bank::Bank;
use crate::certificates::today;
use crate::env::{TestEnv, shown};
use crate::snapshot;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;

const SECRETS: [&str; 2] = ["examples/out/license.key", "examples/out/retail.key"];

fn read(env: &TestEnv, name: &str) -> String {
    let text = std::fs::read_to_string(env.path(name)).unwrap();
    text.trim().to_owned()
}

/// What a partner sends; each test spoils a copy.
struct Captured {
    path: String,
    /// PEM.
    certificate: String,
    algorithm: &'static str,
    headers: Vec<(&'static str, String)>,
    body: String,
}

fn good(env: &TestEnv) -> Captured {
    let [license, key] = SECRETS.map(|name| read(env, name));
    let body = json!({
        "id": "mosip.identity.auth", "version": "1.0", "thumbprint": "ab".repeat(32),
        "request": "cmVx", "requestHMAC": "aG1h", "requestSessionKey": "a-_v",
    });
    Captured {
        path: format!("/idauthentication/v1/auth/{license}/1000/{key}"),
        certificate: env.ok(&["cert", "get", "1000"]),
        algorithm: "RS256",
        headers: vec![("Authorization", "Bearer CONSENT-TOKEN".to_owned())],
        body: body.to_string(),
    }
}

impl Captured {
    fn signature(&self, env: &TestEnv) -> String {
        let der: String = self
            .certificate
            .lines()
            .filter(|line| !line.starts_with("---"))
            .collect();
        let header = json!({"alg": self.algorithm, "x5c": [der]});
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        let message = format!("{header}.{}", URL_SAFE_NO_PAD.encode(&self.body));
        let pem = std::fs::read(env.path("examples/out/retail.key.pem")).unwrap();
        let key = EncodingKey::from_rsa_pem(&pem).unwrap();
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::RS256);
        format!("{header}..{}", signature.unwrap())
    }

    fn text(&self, signature: &str) -> String {
        let mut text = format!("POST {} HTTP/1.1\nsignature: {signature}\n", self.path);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\n"));
        }
        format!("{text}\n{}", self.body)
    }

    fn write(&self, env: &TestEnv) {
        env.write("captured.http", self.text(&self.signature(env)));
    }

    fn codes(&self, env: &TestEnv) -> Vec<String> {
        self.write(env);
        checked(env, &["--request", "captured.http"])
    }
}

fn spoilt(env: &TestEnv, spoil: impl FnOnce(&mut Captured)) -> Captured {
    let mut captured = good(env);
    spoil(&mut captured);
    captured
}

/// The codes of all findings, and none of what is secret in the output.
fn checked(env: &TestEnv, arguments: &[&str]) -> Vec<String> {
    let done = env.run(&[&["ida", "check"], arguments, &["-o", "json"]].concat());
    quiet(env, &shown(&done));
    let said: Value =
        serde_json::from_slice(&done.stdout).unwrap_or_else(|_| panic!("{}", shown(&done)));
    let Some(findings) = said["data"]["findings"].as_array() else {
        return vec![said["error"]["code"].as_str().unwrap().to_owned()];
    };
    let status = if findings.is_empty() { 0 } else { 6 };
    assert_eq!(done.status.code(), Some(status), "{}", shown(&done));
    let code = |finding: &Value| finding["code"].as_str().unwrap().to_owned();
    findings.iter().map(code).collect()
}

fn quiet(env: &TestEnv, said: &str) {
    for name in SECRETS {
        assert!(!said.contains(&read(env, name)), "{said}");
    }
    for word in ["CONSENT-TOKEN", "cmVx", "a-_v"] {
        assert!(!said.contains(word), "{said}");
    }
}

#[test]
fn a_captured_request() {
    let env = TestEnv::onboarded();
    good(&env).write(&env);
    snapshot!(env.transcript(&["ida", "check", "--request", "captured.http"]));
    assert_eq!(
        checked(&env, &["1000", "--request", "captured.http"]),
        [""; 0]
    );
    let mut child = env.command(&["ida", "check", "--request", "-"]);
    let mut child = child
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let text = read(&env, "captured.http").replace("HTTP/1.1\n", "HTTP/1.1\r\n");
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_is_wrong_with_a_request() {
    let env = TestEnv::onboarded();
    let of = |spoil: fn(&mut Captured)| spoilt(&env, spoil).codes(&env);
    assert_eq!(of(|c| c.algorithm = "none"), ["IDA-MPA-001"]);
    assert_eq!(of(|c| c.algorithm = "HS256"), ["IDA-MPA-001"]);
    assert_eq!(of(|c| c.headers.clear()), ["IDA-MLC-006"]);
    assert_eq!(
        of(|c| c.certificate = STANDARD.encode("garbage")),
        ["IDA-MPA-001", "IDA-MPA-022"]
    );
    assert_eq!(of(|c| c.body = "hello".to_owned()), ["IDA-MLC-007"]);
    let delegated = of(|c| c.path = c.path.replace("/auth/", "/kyc-exchange/delegated/"));
    assert_eq!(delegated, ["IDA-MPA-023", "IDA-MPA-026"]);
    assert_eq!(
        of(|c| c.path = "/idauthentication/v1/auth/1000".to_owned()),
        ["IDA-MPA-038"]
    );
    let unknown = of(|c| c.path = "/idauthentication/v1/auth/no-license/1000/no-key".to_owned());
    assert_eq!(unknown, ["IDA-MPA-009", "IDA-MPA-007"]);

    let captured = good(&env);
    let signature = captured.signature(&env);
    let changed = spoilt(&env, |c| c.body = c.body.replace("1.0", "1.1"));
    env.write("captured.http", changed.text(&signature));
    assert_eq!(
        checked(&env, &["--request", "captured.http"]),
        ["IDA-MPA-001"]
    );
    env.write(
        "captured.http",
        captured.text("").replace("signature: \n", ""),
    );
    assert_eq!(
        checked(&env, &["--request", "captured.http"]),
        ["IDA-MLC-006"]
    );
}

/// The Kernel re-signs: the certificate of the CA has the same key and is another one.
#[test]
fn a_request_that_is_signed_with_the_certificate_of_the_ca() {
    let env = TestEnv::onboarded();
    let original = env.ok(&["cert", "get", "1000", "--original"]);
    spoilt(&env, |c| c.certificate = original.clone()).write(&env);
    snapshot!(env.transcript(&["ida", "check", "--request", "captured.http"]));
    env.write("leaf.pem", env.ok(&["cert", "get", "1000"]));
    env.write("original.pem", original);
    assert_eq!(
        checked(&env, &["1000", "--certificate", "leaf.pem"]),
        [""; 0]
    );
    assert_eq!(
        checked(&env, &["1000", "--certificate", "original.pem"]),
        ["IDA-MPA-021"]
    );
    let env = env.at("2028-01-01T00:00:00Z");
    let late = checked(&env, &["1000", "--certificate", "leaf.pem"]);
    assert_eq!(
        late.first().map(String::as_str),
        Some("IDA-MPA-001"),
        "{late:?}"
    );
}

#[test]
fn a_certificate_that_nobody_here_vouches_for() {
    let env = TestEnv::onboarded();
    let key = rcgen::KeyPair::generate().unwrap();
    let made = rcgen::CertificateParams::default()
        .self_signed(&key)
        .unwrap();
    env.write("own.pem", made.pem());
    let found = checked(&env, &["1000", "--certificate", "own.pem"]);
    assert_eq!(found, ["IDA-MPA-001", "IDA-MPA-021"]);
    env.write("junk.pem", "junk");
    env.exits(7, &["ida", "check", "1000", "--certificate", "junk.pem"]);
}

#[test]
fn a_request_of_somebody_else() {
    let env = TestEnv::onboarded();
    good(&env).write(&env);
    snapshot!(env.transcript(&["ida", "check", "1001", "--request", "captured.http"]));
    // The keys in the wrong order: what stands where the partner should is not repeated.
    let [license, key] = SECRETS.map(|name| read(&env, name));
    let swapped = spoilt(&env, |c| {
        c.path = format!("/idauthentication/v1/auth/1000/{license}/{key}")
    });
    swapped.write(&env);
    let unnamed = ["--request", "captured.http"];
    assert_eq!(checked(&env, &unnamed), ["IDA-MPA-009", "IDA-MPA-007"]);
}

/// To ID Authentication an id that nobody has is one that is not mapped; to a MISP so is a stranger's.
#[test]
fn a_request_of_nobody() {
    let env = TestEnv::onboarded();
    let nobodys = |c: &mut Captured| c.path = c.path.replace("/1000/", "/9999/");
    spoilt(&env, nobodys).write(&env);
    snapshot!(env.transcript(&["ida", "check", "--request", "captured.http"]));
    let given = ["9999", "--request", "captured.http"];
    assert_eq!(checked(&env, &given), ["IDA-MPA-009"]);
    env.exits(3, &["ida", "check", "9999"]);

    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    env.write("password", "misp-operator-secret\n");
    let user = ["--user", "misp-operator", "--password-file", "password"];
    env.ok(&[&["login"], &user[..]].concat());
    let unnamed = ["ida", "check", "--request", "captured.http"];
    snapshot!(env.transcript(&unnamed));
    good(&env).write(&env);
    env.ok(&unnamed);
}

#[test]
fn what_is_no_captured_request() {
    let env = TestEnv::onboarded();
    let captured = good(&env);
    let text = captured.text(&captured.signature(&env));
    let refused = |bytes: &[u8], code: &str| {
        env.write("captured.http", bytes);
        let found = checked(&env, &["--request", "captured.http"]);
        assert_eq!(found, [code]);
    };
    refused(b"", "PM-INP-001");
    refused(&[0xff; 4096], "PM-INP-020");
    refused(
        b":method: POST\n:path: /idauthentication/v1/auth/a/b/c\n",
        "PM-INP-020",
    );
    refused(
        text.replace("Authorization:", "Authorization").as_bytes(),
        "PM-INP-020",
    );
    refused(
        text.replace("/idauthentication/v1", "/v1").as_bytes(),
        "PM-INP-020",
    );
    let large = std::fs::File::create(env.path("large.http")).unwrap();
    large.set_len(100 << 20).unwrap();
    assert_eq!(checked(&env, &["--request", "large.http"]), ["PM-INP-001"]);
    for more in [
        ["--endpoint", "kyc"],
        ["--license-id", "x"],
        ["--certificate", "x"],
    ] {
        env.exits(
            2,
            &[&["ida", "check", "--request", "captured.http"], &more[..]].concat(),
        );
    }
    env.exits(2, &["ida", "check"]);
    env.exits(7, &["ida", "check", "1000", "--endpoint", "everything"]);
}

#[test]
fn what_a_delegated_endpoint_wants() {
    let env = TestEnv::onboarded();
    let endpoint = |word: &str| checked(&env, &["1000", "--endpoint", word]);
    assert_eq!(endpoint("auth"), [""; 0]);
    assert_eq!(endpoint("kyc"), [""; 0]);
    assert_eq!(endpoint("key-binding"), ["IDA-MPA-023", "IDA-MPA-033"]);
    let document = r#"{"allowAuthRequestDelegation":true,"allowKycRequestDelegation":true,"allowKeyBindingDelegation":false}"#;
    env.write("misp.json", document);
    let add = [
        "policy",
        "add",
        "relay",
        "--group",
        "banking",
        "--version",
        "1",
        "--file",
        "misp.json",
        "--kind",
        "MISP",
    ];
    env.ok(&add);
    env.ok(&["policy", "publish", "banking/relay"]);
    env.ok(&["misp", "update", "100", "--policy", "banking/relay"]);
    assert_eq!(endpoint("key-binding"), ["IDA-MPA-032", "IDA-MPA-033"]);
    assert_eq!(endpoint("kyc-exchange"), ["IDA-MPA-026"]);
    snapshot!(env.transcript(&["ida", "check", "1000", "--endpoint", "kyc-auth"]));
}

#[test]
fn with_its_cache_it_looks_at_dates_only() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "block", "100", "--reason", "fraud", "--yes"]);
    assert_eq!(checked(&env, &["1000"]), ["IDA-MPA-017"]);
    snapshot!(env.transcript(&["ida", "check", "1000", "--cached"]));
    let said = env.json(0, &["ida", "check", "1000", "--cached"]);
    assert_eq!(said["data"]["assumes"]["cache"], "simple");
    assert_eq!(said["data"]["assumes"]["accepted_before"], true);
    env.ok(&["misp", "unblock", "100"]);
    env.ok(&[
        "misp",
        "renew-license",
        "100",
        "--early",
        "--validity",
        "500d",
    ]);
    let old = ["1000", "--license-file", SECRETS[0]];
    assert_eq!(checked(&env, &old), ["IDA-MPA-007"]);
    let cached = [&old[..], &["--cached"]].concat();
    assert_eq!(checked(&env, &cached), [""; 0]);
    let env = env.at("2027-03-01T00:00:00Z");
    assert_eq!(checked(&env, &cached), ["IDA-MPA-008"]);
}

#[test]
fn what_stands_around_a_key_in_its_file_is_no_part_of_it() {
    let env = TestEnv::onboarded();
    let [license, key] = SECRETS.map(|name| read(&env, name));
    env.write("license.key", format!("\u{feff}{license}\r\n"));
    env.write("api.key", format!("  {key} \t\r\n\n"));
    let given = [
        "1000",
        "--license-file",
        "license.key",
        "--api-key-file",
        "api.key",
    ];
    assert_eq!(checked(&env, &given), [""; 0]);
    env.write("api.key", format!("{key} {key}\n"));
    assert_eq!(checked(&env, &given), ["IDA-MPA-009"]);
    env.write("api.key", "\u{feff} \r\n");
    assert_eq!(checked(&env, &given), ["PM-INP-001"]);
}

/// A key that never was in force cannot have been accepted.
#[test]
fn with_its_cache_it_knows_no_key_that_waits() {
    let env = TestEnv::onboarded();
    let renewed = [
        "misp",
        "renew-license",
        "100",
        "--early",
        "--overlap",
        "10d",
        "--new-key-to",
        "next.key",
    ];
    env.ok(&renewed);
    let next = ["1000", "--license-file", "next.key", "--cached"];
    assert_eq!(checked(&env, &next), ["IDA-MPA-007"]);
}

/// A MISP may sign for its partners, and what the Kernel re-signed anew takes the place of the one before.
#[test]
fn whose_certificate_signs() {
    let env = today(TestEnv::onboarded());
    let bank = Bank::new(&env);
    env.ok(&["ca", "upload", "pki/ca.pem", "--domain", "AUTH"]);
    let relay = bank.good_for("relay", "/O=Northern Relay/CN=Relay");
    env.ok(&["cert", "upload", "100", "--file", &relay]);
    env.write("misp.pem", env.ok(&["cert", "get", "100"]));
    assert_eq!(
        checked(&env, &["1000", "--certificate", "misp.pem"]),
        [""; 0]
    );
    env.write("former.pem", env.ok(&["cert", "get", "1000"]));
    env.ok(&["cert", "upload", "1000", "--file", &bank.good("retail")]);
    let former = ["1000", "--certificate", "former.pem"];
    assert_eq!(checked(&env, &former), ["IDA-MPA-021"]);
    let said = env.json(6, &[&["ida", "check"], &former[..]].concat());
    let message = said["data"]["findings"][0]["message"].as_str().unwrap();
    assert!(message.contains("that was replaced"), "{message}");
    env.write("leaf.pem", env.ok(&["cert", "get", "1000"]));
    assert_eq!(
        checked(&env, &["1000", "--certificate", "leaf.pem"]),
        [""; 0]
    );

    // The MISP signs: the partner's own is in force, and no other one took its place.
    env.ok(&["key", "upload", "1000", "--file", "examples/retail.pub.pem"]);
    env.ok(&["partner", "update", "1000", "--signer", "misp"]);
    let own = ["ida", "check", "1000", "--certificate", "leaf.pem"];
    let said = env.json(6, &own);
    let first = &said["data"]["findings"][0];
    assert_eq!(first["code"], "IDA-MPA-021");
    let [message, fix] = ["message", "fix"].map(|part| first[part].as_str().unwrap());
    assert!(
        message.contains("of the partner, whose MISP signs"),
        "{message}"
    );
    assert!(
        fix.contains("pmctl cert get 100 ") && fix.contains("--signer partner"),
        "{fix}"
    );
    assert_eq!(
        checked(&env, &["1000", "--certificate", "misp.pem"]),
        [""; 0]
    );
    let relay = bank.good_for("relay2", "/O=Northern Relay/CN=Relay");
    env.ok(&["cert", "upload", "100", "--file", &relay]);
    let said = env.json(6, &["ida", "check", "1000", "--certificate", "misp.pem"]);
    let fix = said["data"]["findings"][0]["fix"].as_str().unwrap();
    assert!(fix.ends_with("pmctl cert get 100"), "{fix}");
    env.write("misp.pem", env.ok(&["cert", "get", "100"]));

    // To ID Authentication a license key that is not in force belongs to nobody, so nobody signs for it.
    env.ok(&["misp", "renew-license", "100", "--early"]);
    let old = [
        "1000",
        "--certificate",
        "misp.pem",
        "--license-file",
        SECRETS[0],
    ];
    assert_eq!(checked(&env, &old), ["IDA-MPA-021", "IDA-MPA-007"]);
}
