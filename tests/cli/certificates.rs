//! Real files: what openssl makes, what banks get wrong, and what the Kernel would say.

use crate::bank::{Bank, GOOD, Leaf};
use crate::env::TestEnv;
use crate::snapshot;
use std::process::Command;

/// openssl reads the wall clock, so these tests do too, a minute ahead of what it makes.
pub fn today(env: TestEnv) -> TestEnv {
    let done = Command::new("date")
        .args(["-u", "-d", "+1 minute", "+%Y-%m-%dT%H:%M:%SZ"])
        .output()
        .unwrap();
    env.at(String::from_utf8(done.stdout).unwrap().trim())
}

const V3: [&str; 4] = ["-extfile", "ext", "-extensions", "leaf"];

#[test]
fn a_certificate_by_openssl_is_uploaded_once() {
    let env = today(TestEnv::onboarded());
    let bank = Bank::new(&env);
    let file = bank.good("retail");
    env.exits(7, &["cert", "upload", "1000", "--file", &file]);
    env.ok(&["ca", "upload", "pki/ca.pem", "--domain", "AUTH"]);
    let first = env.json(0, &["cert", "upload", "1000", "--file", &file]);
    assert_eq!(first["data"]["outcome"], "created");
    let again = env.json(0, &["cert", "upload", "1000", "--file", &file]);
    assert_eq!(again["data"]["outcome"], "unchanged");
    assert_eq!(again["data"]["id"], first["data"]["id"]);
    let signed = env.json(0, &["cert", "upload", "1000", "--file", &file, "--re-sign"]);
    assert_eq!(signed["data"]["outcome"], "created");
    assert_ne!(signed["data"]["id"], first["data"]["id"]);
    env.ok(&["ida", "check", "1000"]);
    let chain = env.ok(&["cert", "get", "1000", "--chain"]);
    assert_eq!(chain.matches("BEGIN CERTIFICATE").count(), 3);
}

#[test]
fn what_the_kernel_would_refuse_is_refused_here() {
    let env = today(TestEnv::onboarded());
    let bank = Bank::new(&env);
    env.ok(&["ca", "upload", "pki/ca.pem", "--domain", "AUTH"]);
    let rsa: &[&str] = &["-newkey", "rsa:2048"];
    let right = "/O=Bank One/CN=Retail";
    let with = |days: &'static str, hash: &'static str| {
        let mut sign = vec![hash, "-days", days];
        sign.extend(V3);
        sign
    };
    type Case<'a> = (&'a str, &'a str, &'a [&'a str], Vec<&'a str>, &'a str);
    let cases: [Case<'_>; 6] = [
        (
            "other-org",
            "/O=Bank Two/CN=Retail",
            rsa,
            with("700", "-sha256"),
            "KER-PCM-008",
        ),
        ("short", right, rsa, with("300", "-sha256"), "KER-PCM-004"),
        ("sha512", right, rsa, with("700", "-sha512"), "KER-PCM-014"),
        (
            "small",
            right,
            &["-newkey", "rsa:1024"],
            with("700", "-sha256"),
            "KER-PCM-013",
        ),
        (
            "v1",
            right,
            rsa,
            vec!["-sha256", "-days", "700"],
            "KER-PCM-007",
        ),
        ("no-cn", "/O=Bank One", rsa, with("700", "-sha256"), "500"),
    ];
    for (name, subject, key, sign, code) in cases {
        let file = bank.issue(&Leaf {
            name,
            subject,
            key,
            sign: &sign,
        });
        let text = env.exits(
            7,
            &[
                "cert",
                "inspect",
                &file,
                "--organization",
                "Bank One",
                "-o",
                "json",
            ],
        );
        assert!(text.contains(code), "{name} should name {code}: {text}");
        env.exits(7, &["cert", "upload", "1000", "--file", &file]);
    }
    bank.openssl(&[
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "self.key", "-out", "self.pem",
        "-days", "700", "-subj", right,
    ]);
    let text = env.exits(7, &["cert", "inspect", "pki/self.pem", "-o", "json"]);
    assert!(text.contains("KER-PCM-015"), "{text}");
}

#[test]
fn every_shape_of_the_same_certificate() {
    let env = today(TestEnv::onboarded());
    let bank = Bank::new(&env);
    env.ok(&["ca", "upload", "pki/ca.pem", "--domain", "AUTH"]);
    let file = bank.good("retail");
    let pem = std::fs::read_to_string(env.path(&file)).unwrap();
    bank.openssl(&[
        "x509",
        "-in",
        "retail.pem",
        "-outform",
        "DER",
        "-out",
        "retail.der",
    ]);
    env.write("pki/crlf.pem", pem.replace('\n', "\r\n"));
    env.write("pki/text.pem", format!("Certificate:\n    Data: …\n{pem}"));
    env.write("pki/bom.pem", format!("\u{feff}{pem}"));
    for shape in [
        "retail.pem",
        "retail.der",
        "crlf.pem",
        "text.pem",
        "bom.pem",
    ] {
        env.ok(&[
            "cert",
            "inspect",
            &format!("pki/{shape}"),
            "--organization",
            "Bank One",
        ]);
    }
}

#[test]
fn a_certificate_is_handed_over_in_every_form() {
    let env = TestEnv::onboarded();
    let bank = Bank::again(&env);
    env.ok(&[
        "cert",
        "get",
        "1000",
        "--chain",
        "--format",
        "p7b",
        "--to",
        "pki/chain.p7b",
    ]);
    bank.openssl(&[
        "pkcs7",
        "-inform",
        "DER",
        "-in",
        "chain.p7b",
        "-print_certs",
        "-out",
        "chain.pem",
    ]);
    let printed = std::fs::read_to_string(env.path("pki/chain.pem")).unwrap();
    assert_eq!(printed.matches("BEGIN CERTIFICATE").count(), 3);
    env.ok(&[
        "cert",
        "get",
        "1000",
        "--format",
        "der",
        "--to",
        "pki/leaf.der",
    ]);
    bank.openssl(&["x509", "-inform", "DER", "-in", "leaf.der", "-noout"]);
    env.exits(7, &["cert", "get", "1000", "--chain", "--format", "der"]);
}

#[test]
fn files_that_hold_no_certificate() {
    let env = TestEnv::onboarded();
    env.write("empty.pem", "");
    env.write("noise.pem", "hello\n");
    std::fs::create_dir(env.path("folder")).unwrap();
    snapshot!(env.transcript(&["cert", "inspect", "empty.pem"]));
    snapshot!(env.transcript(&["cert", "inspect", "noise.pem"]));
    snapshot!(env.transcript(&["cert", "inspect", "folder"]));
    snapshot!(env.transcript(&["cert", "inspect", "missing.pem"]));
    let key = env.transcript(&["cert", "inspect", "examples/out/retail.key.pem"]);
    assert!(key.contains("private key"), "{key}");
    assert!(!key.contains("MII"), "the key is not echoed: {key}");
}

#[test]
fn keys_are_uploaded_rotated_and_verified() {
    let env = today(TestEnv::onboarded());
    let bank = Bank::new(&env);
    bank.pair("one");
    bank.pair("two");
    // The example brought an uploaded key along: another one is a conflict that names the way.
    snapshot!(env.transcript(&["key", "upload", "1000", "--file", "pki/one.pub"]));
    let rotated = env.json(0, &["key", "rotate", "1000", "--file", "pki/one.pub"]);
    assert_eq!(rotated["data"]["outcome"], "created");
    env.ok(&["key", "verify", "1000", "--private-key", "pki/one.key"]);
    env.exits(
        7,
        &["key", "verify", "1000", "--private-key", "pki/two.key"],
    );
    let same = env.json(0, &["key", "rotate", "1000", "--file", "pki/one.pub"]);
    assert_eq!(same["data"]["outcome"], "unchanged");
    // A → B → A: the Kernel takes no certificate twice, a fresh one around the same key it does.
    env.ok(&["key", "rotate", "1000", "--file", "pki/two.pub"]);
    env.ok(&["key", "rotate", "1000", "--file", "pki/one.pub"]);
    env.ok(&["key", "verify", "1000", "--private-key", "pki/one.key"]);
    env.ok(&["key", "rotate", "1000", "--to-certificate"]);
    env.ok(&[
        "key",
        "verify",
        "1000",
        "--private-key",
        "examples/out/retail.key.pem",
    ]);
    env.ok(&["key", "rotate", "1000", "--file", "pki/two.pub"]);
    env.ok(&["key", "rotate", "1000", "--to-certificate"]);
    env.ok(&[
        "key",
        "verify",
        "1000",
        "--private-key",
        "examples/out/retail.key.pem",
    ]);
}

/// Whose certificate is missing stands in the message; the command takes the bare id.
#[test]
fn the_next_step_of_a_missing_certificate_can_be_typed() {
    let env = TestEnv::onboarded();
    for (name, signer) in [("Bank Two", "misp"), ("Bank Three", "partner")] {
        let mut add = vec!["partner", "add", name, "--misp", "100"];
        add.extend(["--group", "banking", "--signer", signer, "--contact", "B"]);
        add.extend(["--phone", "+918055500177", "--email", "b@bank.example"]);
        env.ok(&add);
    }
    let upload = ["key", "upload", "1001", "--file", "examples/retail.pub.pem"];
    let rotate = ["key", "rotate", "1002", "--to-certificate"];
    for (words, whose, id) in [
        (&upload as &[&str], "MISP 100", "100"),
        (&rotate, "partner 1002", "1002"),
        (&["cert", "show", "1001"], "partner 1001", "1001"),
    ] {
        let error = env.json(6, words)["error"].take();
        let message = format!("{whose} has no certificate");
        assert_eq!(error["message"], message, "{words:?}");
        let fix = format!("pmctl cert upload {id} --file FILE");
        assert_eq!(error["fix"][0], fix, "{words:?}");
    }
}

/// The Kernel takes it, and fails later, when it is to encrypt to the partner.
#[test]
fn an_ec_certificate_is_taken_and_doubted() {
    let env = today(TestEnv::onboarded());
    let bank = Bank::new(&env);
    let file = bank.issue(&Leaf {
        name: "curve",
        subject: "/O=Bank One/CN=Bank One Retail",
        key: &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        sign: &GOOD,
    });
    let upload = ["cert", "upload", "1000", "--file", &file];
    let unknown = env.json(7, &upload);
    assert_eq!(unknown["error"]["remote"]["code"], "KER-PCM-006");
    let fix = unknown["error"]["fix"].to_string();
    assert!(fix.contains("pmctl ca upload FILE --domain"), "{fix}");
    env.ok(&["ca", "upload", "pki/ca.pem", "--domain", "AUTH"]);
    let inspected = env.json(0, &["cert", "inspect", &file]).to_string();
    assert!(inspected.contains("KER-FSE-001"), "{inspected}");
    let done = env.json(0, &upload);
    let notes = done["data"]["notes"].to_string();
    assert!(notes.contains("encrypts to RSA keys only"), "{notes}");
}
