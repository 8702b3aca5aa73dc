//! Files as openssl writes them, read by our readers: what no crate of ours would write.

use super::CryptoError;
use super::answer::decrypt_answer;
use super::certificate::{Parsed, read_all, read_one};
use super::csr::{self, KeyKind, Subject};
use super::inspect::{Chain, chain_to_root};
use super::public_key::{PublicKeyKind, UploadedKey, read_public_key};
use super::testing::{openssl, openssl_bytes};
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder for what openssl takes from files only.
struct Bench(TempDir);

impl Bench {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path: PathBuf = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A self-signed certificate; `more` are options of `openssl req`.
    fn certificate(&self, key: &str, more: &[&str]) -> String {
        let key = self.put("key.pem", key);
        let base = ["req", "-x509", "-key", &key, "-days", "400"];
        openssl(&[&base[..], more].concat(), "")
    }
}

fn key(kind: &str) -> String {
    let (algorithm, option) = match kind.strip_prefix("RSA-") {
        Some(bits) => ("RSA", format!("rsa_keygen_bits:{bits}")),
        None => ("EC", format!("ec_paramgen_curve:{kind}")),
    };
    openssl(
        &["genpkey", "-algorithm", algorithm, "-pkeyopt", &option],
        "",
    )
}

fn public(key: &str) -> String {
    openssl(&["pkey", "-pubout"], key)
}

fn one(bytes: impl AsRef<[u8]>) -> Parsed {
    read_one(bytes.as_ref()).unwrap()
}

const SUBJECT: [&str; 2] = ["-subj", "/O=Bank One/CN=Retail"];

#[test]
fn one_certificate_is_the_same_in_every_file() {
    let bench = Bench::new();
    let pem = bench.certificate(&key("P-256"), &SUBJECT);
    let plain = one(&pem);
    assert_eq!(plain.pem, pem);
    let convert = |options: &[&str]| openssl_bytes(&[&["x509"], options].concat(), pem.as_bytes());
    let shapes = [
        convert(&["-outform", "DER"]),
        convert(&["-text"]),
        pem.replace('\n', "\r\n").into_bytes(),
        pem.replace('\n', "\r").into_bytes(),
        pem.trim_end().as_bytes().to_vec(),
        format!("\u{feff}{pem}").into_bytes(),
        format!("Bag Attributes\n    friendlyName: b\u{e4}nk\nsubject=O = Bank One\n{pem}")
            .into_bytes(),
    ];
    for shape in shapes {
        let shown = String::from_utf8_lossy(&shape);
        assert_eq!(one(&shape), plain, "{shown}");
        assert_eq!(
            read_all(&shape).unwrap(),
            std::slice::from_ref(&plain),
            "{shown}"
        );
    }
}

#[test]
fn bundles_are_read_in_both_forms() {
    let bench = Bench::new();
    let (first, second) = (key("P-256"), key("P-256"));
    let first = bench.certificate(&first, &SUBJECT);
    let second = bench.certificate(&second, &SUBJECT);
    let file = bench.put("both.pem", format!("{first}{second}"));
    let mut expected = vec![one(&first), one(&second)];
    expected.sort_by(|a, b| a.der.cmp(&b.der));
    for form in ["PEM", "DER"] {
        let bundle = openssl_bytes(
            &["crl2pkcs7", "-nocrl", "-certfile", &file, "-outform", form],
            b"",
        );
        let mut found = read_all(&bundle).unwrap();
        found.sort_by(|a, b| a.der.cmp(&b.der));
        assert_eq!(found, expected, "{form}");
        let told = read_one(&bundle).unwrap_err().to_string();
        assert!(told.contains("PKCS#7"), "{told}");
    }
}

#[test]
fn what_is_no_certificate_is_named() {
    let bench = Bench::new();
    let (rsa, p256) = (key("RSA-2048"), key("P-256"));
    let pem = bench.certificate(&rsa, &SUBJECT);
    let both = bench.put("both.pem", format!("{rsa}{pem}"));
    let pkcs12 = openssl_bytes(
        &["pkcs12", "-export", "-in", &both, "-passout", "pass:x"],
        b"",
    );
    let trusted = openssl(&["x509", "-trustout", "-addtrust", "serverAuth"], &pem);
    assert!(trusted.contains("TRUSTED CERTIFICATE"));
    let request = openssl(&["req", "-new", "-key", &both, "-subj", "/CN=x"], "");
    for (bytes, part) in [
        (pkcs12, "openssl pkcs12"),
        (trusted.into_bytes(), "openssl x509"),
        (request.into_bytes(), "request"),
        (public(&rsa).into_bytes(), "public key"),
        (Vec::new(), "empty"),
        (b" \r\n".to_vec(), ""),
        (vec![0x30], ""),
    ] {
        for told in [read_one(&bytes).err(), read_all(&bytes).err()] {
            let told = told.unwrap();
            assert!(
                matches!(told, CryptoError::NotACertificate { .. }),
                "{told:?}"
            );
            assert!(told.to_string().contains(part), "{part}: {told}");
        }
    }
    for key in [&rsa, &p256] {
        for shape in private_shapes(key) {
            assert_eq!(read_one(&shape), Err(CryptoError::PrivateKeyGiven));
            assert_eq!(read_all(&shape), Err(CryptoError::PrivateKeyGiven));
        }
    }
    assert_eq!(
        read_one(format!("{pem}{rsa}").as_bytes()),
        Err(CryptoError::PrivateKeyGiven)
    );
}

fn private_shapes(key: &str) -> Vec<Vec<u8>> {
    let made = |options: &[&str]| openssl_bytes(options, key.as_bytes());
    let mut shapes = vec![key.as_bytes().to_vec()];
    for form in [&["pkey"][..], &["pkey", "-traditional"]] {
        shapes.push(made(form));
        shapes.push(made(&[form, &["-outform", "DER"]].concat()));
    }
    shapes.push(made(&[
        "pkey",
        "-traditional",
        "-aes256",
        "-passout",
        "pass:x",
    ]));
    for form in ["PEM", "DER"] {
        shapes.push(made(&[
            "pkcs8", "-topk8", "-passout", "pass:x", "-outform", form,
        ]));
    }
    shapes
}

#[test]
fn odd_certificates_tell_what_they_state() {
    let bench = Bench::new();
    let negative = bench.certificate(
        &key("P-256"),
        &[&SUBJECT[..], &["-set_serial", "-0x1234567890abcdef"]].concat(),
    );
    assert_eq!(one(&negative).facts.serial, "-1234567890abcdef");
    assert!(one(&negative).facts.is_self_signed);

    let names = ["-utf8", "-subj", "/O=First/O=Bänk \u{202e}Two/OU=a/CN=x"];
    let several = one(bench.certificate(&key("P-256"), &names)).facts;
    assert_eq!(several.organization.as_deref(), Some("Bänk \u{202e}Two"));
    assert_eq!(several.common_name.as_deref(), Some("x"));

    let none = one(bench.certificate(&key("P-256"), &["-subj", "/OU=only"])).facts;
    assert_eq!((none.organization, none.common_name), (None, None));
}

#[test]
fn names_are_decoded_from_every_string_type() {
    let bench = Bench::new();
    for (mask, kind, text) in [
        ("MASK:0x0800", "BMPSTRING", "Bänk भारत"),
        ("MASK:0x0004", "T61STRING", "Bänk"),
        ("MASK:0x2000", "UTF8STRING", "Bänk भारत"),
        ("MASK:0x0002", "PRINTABLESTRING", "Bank One"),
    ] {
        let config = format!(
            "[req]\nstring_mask={mask}\nprompt=no\ndistinguished_name=dn\n[dn]\nO={text}\nCN=x\n"
        );
        let config = bench.put("req.cnf", config);
        let pem = bench.certificate(&key("P-256"), &["-utf8", "-config", &config]);
        let parsed = openssl_bytes(&["asn1parse"], pem.as_bytes());
        assert!(String::from_utf8_lossy(&parsed).contains(kind), "{mask}");
        assert_eq!(
            one(&pem).facts.organization.as_deref(),
            Some(text),
            "{mask}"
        );
    }
}

#[test]
fn algorithms_have_the_names_that_the_kernel_looks_at() {
    let bench = Bench::new();
    let (rsa, p256) = (key("RSA-2048"), key("P-256"));
    let pss = ["-sha256", "-sigopt", "rsa_padding_mode:pss"];
    for (key, options, name, kind, bits) in [
        (&rsa, &["-sha256"][..], "SHA256withRSA", "RSA", 2048),
        (&rsa, &["-sha384"], "SHA384withRSA", "RSA", 2048),
        (&rsa, &["-sha512"], "SHA512withRSA", "RSA", 2048),
        (&rsa, &["-sha224"], "SHA224withRSA", "RSA", 2048),
        (&rsa, &["-sha1"], "SHA1withRSA", "RSA", 2048),
        (&rsa, &pss, "RSASSA-PSS", "RSA", 2048),
        (&p256, &["-sha256"], "SHA256withECDSA", "EC", 256),
        (&p256, &["-sha512"], "SHA512withECDSA", "EC", 256),
    ] {
        let facts = one(bench.certificate(key, &[&SUBJECT[..], options].concat())).facts;
        assert_eq!(facts.signature_algorithm, name);
        assert_eq!(
            (facts.key_algorithm.as_str(), facts.key_bits),
            (kind, Some(bits)),
            "{name}"
        );
    }
    let small = one(bench.certificate(&key("RSA-1024"), &SUBJECT)).facts;
    assert_eq!(small.key_bits, Some(1024));
    let edwards = openssl(&["genpkey", "-algorithm", "ED25519"], "");
    let edwards = one(bench.certificate(&edwards, &SUBJECT)).facts;
    assert_eq!(edwards.signature_algorithm, "Ed25519");
    assert_eq!(edwards.key_algorithm, "Ed25519");
}

#[test]
fn self_signed_is_seen_whatever_signed_it() {
    let bench = Bench::new();
    for kind in [
        "RSA-1024", "RSA-2048", "RSA-4096", "P-256", "P-384", "P-521",
    ] {
        for hash in ["-sha256", "-sha512"] {
            let pem = bench.certificate(&key(kind), &[&SUBJECT[..], &[hash]].concat());
            assert!(one(&pem).facts.is_self_signed, "{kind} {hash}");
        }
    }
}

/// Root, and a certificate that it signed without extensions: openssl makes that version 1.
fn signed_v1(bench: &Bench) -> (String, String) {
    let root_key = key("RSA-2048");
    let root = bench.certificate(&root_key, &["-subj", "/O=CA/CN=Root"]);
    let (ca, ca_key) = (bench.put("ca.pem", &root), bench.put("ca.key", &root_key));
    let leaf_key = bench.put("leaf.key", key("RSA-2048"));
    let request = openssl(
        &[
            "req",
            "-new",
            "-key",
            &leaf_key,
            "-subj",
            "/O=Bank One/CN=x",
        ],
        "",
    );
    let options = [
        "x509",
        "-req",
        "-CA",
        &ca,
        "-CAkey",
        &ca_key,
        "-days",
        "400",
        "-set_serial",
        "7",
    ];
    let extensions = bench.put("none.cnf", "");
    let leaf = openssl(
        &[&options[..], &["-extfile", &extensions]].concat(),
        &request,
    );
    (root, leaf)
}

#[test]
fn a_chain_is_verified_below_a_root_of_openssl() {
    let bench = Bench::new();
    let (root, leaf) = signed_v1(&bench);
    let leaf = one(&leaf);
    assert!(!leaf.facts.is_self_signed);
    assert_eq!(leaf.facts.version, 1);
    let now = Moment::from_micros(leaf.facts.not_before.micros() + 1);
    assert!(
        matches!(chain_to_root(&leaf, &[&root], now), Chain::Complete(path) if path.len() == 1)
    );
    let (stranger, _) = signed_v1(&Bench::new());
    assert!(matches!(
        chain_to_root(&leaf, &[&stranger], now),
        Chain::Missing { .. }
    ));
    let later = one(&root).facts.not_after;
    let later = Moment::from_micros(later.micros() + 1_000_000);
    assert!(matches!(
        chain_to_root(&leaf, &[&root], later),
        Chain::Missing { .. }
    ));
}

#[test]
fn one_public_key_is_the_same_in_every_file() {
    let bench = Bench::new();
    for (name, kind, bits) in [
        ("RSA-2048", PublicKeyKind::Rsa, 2048),
        ("RSA-4096", PublicKeyKind::Rsa, 4096),
        ("P-256", PublicKeyKind::Ec, 256),
    ] {
        let private = key(name);
        let pem = public(&private);
        let der = openssl_bytes(&["pkey", "-pubin", "-outform", "DER"], pem.as_bytes());
        let mut shapes = vec![
            der.clone(),
            pem.replace('\n', "\r\n").into_bytes(),
            format!("\u{feff}mine:\n{pem}").into_bytes(),
        ];
        if kind == PublicKeyKind::Rsa {
            for form in ["PEM", "DER"] {
                let pkcs1 = ["rsa", "-pubin", "-RSAPublicKey_out", "-outform", form];
                shapes.push(openssl_bytes(&pkcs1, pem.as_bytes()));
            }
        }
        let UploadedKey::Bare(expected) = read_public_key(pem.as_bytes()).unwrap() else {
            panic!("{name} is no bare key")
        };
        assert_eq!((expected.kind(), expected.bits()), (kind, bits));
        assert_eq!(expected.spki_der(), der);
        for shape in shapes {
            let read = read_public_key(&shape).unwrap();
            assert!(matches!(&read, UploadedKey::Bare(key) if *key == expected));
        }
        let certificate = bench.certificate(&private, &SUBJECT);
        let read = read_public_key(certificate.as_bytes()).unwrap();
        assert_eq!(read.spki(), expected.spki());
        for shape in private_shapes(&private) {
            let told = read_public_key(&shape).unwrap_err();
            assert_eq!(told, CryptoError::PrivateKeyGiven);
        }
    }
}

#[test]
fn public_keys_that_do_not_serve_are_refused() {
    let compressed = openssl(
        &["ec", "-pubin", "-conv_form", "compressed"],
        &public(&key("P-256")),
    );
    let edwards = public(&openssl(&["genpkey", "-algorithm", "ED25519"], ""));
    let small = key("RSA-1024");
    let of_small = Bench::new().certificate(&small, &SUBJECT);
    for pem in [
        public(&small),
        of_small,
        public(&key("secp256k1")),
        compressed,
        edwards,
    ] {
        let told = read_public_key(pem.as_bytes()).unwrap_err();
        assert!(matches!(told, CryptoError::Key { .. }), "{told:?}");
    }
}

#[test]
fn openssl_takes_our_requests_and_keys() {
    let subject = Subject {
        common_name: "retail".to_owned(),
        organization: Some("Bänk \"One\", Ltd".to_owned()),
        organizational_unit: Some("IT".to_owned()),
        country: Some("IN".to_owned()),
    };
    let options = [
        "req",
        "-verify",
        "-noout",
        "-subject",
        "-nameopt",
        "RFC2253,-esc_msb,utf8",
    ];
    for kind in [KeyKind::Rsa2048, KeyKind::EcP256] {
        let made = csr::request(&subject, kind).unwrap();
        let again = csr::request_for(&subject, &made.key_pem).unwrap();
        let of_key = public(made.key_pem.expose());
        for request in [made, again] {
            let shown = openssl(&options, &request.csr_pem);
            assert!(
                shown.contains(r#"CN=retail,OU=IT,O=Bänk \"One\"\, Ltd,C=IN"#),
                "{shown}"
            );
            let of_request = openssl(&["req", "-pubkey", "-noout"], &request.csr_pem);
            assert_eq!(of_request, of_key);
        }
    }
}

#[test]
fn encrypted_private_keys_are_refused_by_name() {
    let key = key("RSA-2048");
    let locked = [
        &["pkey", "-traditional", "-aes256", "-passout", "pass:x"][..],
        &["pkcs8", "-topk8", "-passout", "pass:x"],
    ];
    for options in locked {
        let locked = openssl(options, &key);
        let told = decrypt_answer(b"VER_R2", &Secret::new(locked)).unwrap_err();
        assert!(matches!(told, CryptoError::Key { .. }), "{told:?}");
        assert!(told.to_string().contains("encrypted"), "{told}");
    }
}
