//! Trust anchors in every form, twice, and from two sides; what stands between root and leaf.

use crate::bank::{Bank, GOOD, Leaf};
use crate::desk::Desk;
use crate::target::Target;

const DOMAIN: [&str; 2] = ["--domain", "AUTH"];

fn upload(desk: &Desk, file: &str) -> Vec<String> {
    let words = [&["ca", "upload", file][..], &DOMAIN].concat();
    let written = desk.env.json(0, &words);
    let rows = written["data"]["rows"].as_array().unwrap();
    let outcome = |row: &serde_json::Value| row["outcome"].as_str().unwrap().to_owned();
    rows.iter().map(outcome).collect()
}

/// A certificate authority under `ca`, in `middle.key` and `middle.pem`.
fn intermediate(bank: &Bank<'_>, desk: &Desk) -> String {
    bank.issue(&Leaf {
        name: "middle",
        subject: &format!("/O=Trust/CN=Middle of {}", desk.start),
        key: &["-newkey", "rsa:2048"],
        sign: &[
            "-days",
            "2000",
            "-sha256",
            "-extfile",
            "ext",
            "-extensions",
            "ca",
        ],
    })
}

/// Root and intermediate in one file.
fn bundle(bank: &Bank<'_>, form: &str) -> String {
    let name = format!("bundle.{form}");
    let mut words = vec!["crl2pkcs7", "-nocrl", "-certfile", "middle.pem"];
    words.extend(["-certfile", "ca.pem", "-outform", form, "-out", &name]);
    bank.openssl(&words);
    format!("pki/{name}")
}

#[test]
fn a_root_is_uploaded_in_every_form_and_once() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.bank();
        assert_eq!(
            upload(&desk, "pki/ca.pem"),
            ["created"],
            "{}",
            target.name()
        );
        let mut der = vec!["x509", "-in", "ca.pem", "-outform", "DER"];
        der.extend(["-out", "ca.der"]);
        bank.openssl(&der);
        assert_eq!(upload(&desk, "pki/ca.der"), ["unchanged"]);
        assert_eq!(upload(&desk, "pki/ca.pem"), ["unchanged"]);
        bank.root("other", &format!("/O=Trust/CN=Other of {}", desk.start));
        der[2] = "other.pem";
        bank.openssl(&der);
        assert_eq!(upload(&desk, "pki/ca.der"), ["created"]);
        assert_eq!(desk.rows(&["ca", "list"]).len(), 2);
    }
}

#[test]
fn a_bundle_goes_up_root_first_and_again_from_elsewhere() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.bank();
        intermediate(&bank, &desk);
        assert_eq!(
            upload(&desk, &bundle(&bank, "DER")),
            ["created", "created"],
            "{}",
            target.name()
        );
        assert_eq!(
            upload(&desk, &bundle(&bank, "PEM")),
            ["unchanged", "unchanged"]
        );
        // To another store both are new; the Kernel, which could store nothing of such a bundle, has them already.
        let other = Desk::at(&target);
        let file = std::fs::read(desk.env.path("pki/bundle.DER")).unwrap();
        other.env.write("bundle.p7b", file);
        assert_eq!(upload(&other, "bundle.p7b"), ["created", "created"]);
        assert_eq!(upload(&other, "bundle.p7b"), ["unchanged", "unchanged"]);
    }
}

#[test]
fn a_leaf_under_an_intermediate() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.onboarded();
        let partner = desk.partner();
        let middle = intermediate(&bank, &desk);
        let mut issued = vec!["x509", "-req", "-in", "retail.csr", "-out", "under.pem"];
        issued.extend([
            "-CA",
            "middle.pem",
            "-CAkey",
            "middle.key",
            "-CAcreateserial",
        ]);
        issued.extend(GOOD);
        bank.openssl(&issued);
        let words = ["cert", "upload", &partner, "--file", "pki/under.pem"];
        let error = desk.fails(7, &words);
        assert!(error.to_string().contains("KER-PCM-006"), "{error}");
        assert_eq!(upload(&desk, &middle), ["created"], "{}", target.name());
        desk.env.ok(&words);
        desk.env
            .ok(&["key", "rotate", &partner, "--to-certificate"]);
        desk.proves(&partner, "pki/retail.key");
    }
}

#[test]
fn an_intermediate_without_its_root_is_refused() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.bank();
        let middle = intermediate(&bank, &desk);
        let words = [&["ca", "upload", &middle][..], &DOMAIN].concat();
        let error = desk.fails(7, &words);
        assert_eq!(error["remote"]["code"], "KER-PCM-005", "{}", target.name());
        // A refusal is no hindrance afterwards.
        assert_eq!(upload(&desk, "pki/ca.pem"), ["created"]);
        assert_eq!(upload(&desk, &middle), ["created"]);
    }
}

/// 1.3 asks for twelve months more; before that a CA may end tomorrow.
#[test]
fn a_root_that_ends_soon() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.bank();
        let subject = format!("/O=Trust/CN=Short of {}", desk.start);
        let mut short = vec!["req", "-x509", "-newkey", "rsa:2048", "-nodes"];
        short.extend(["-keyout", "short.key", "-out", "short.pem"]);
        short.extend(["-days", "200", "-subj", &subject]);
        bank.openssl(&short);
        let words = [&["ca", "upload", "pki/short.pem"][..], &DOMAIN].concat();
        // The embedded Kernel may not speak as 1.3.0 in this yet; the real one does.
        if target.version != "1.3.0" || (!target.is_real && desk.status(&words) == 0) {
            desk.env.ok(&words);
            continue;
        }
        let error = desk.fails(7, &words);
        assert_eq!(error["remote"]["code"], "KER-PCM-017", "{}", target.name());
    }
}
