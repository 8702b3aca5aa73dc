//! The `openssl` command: reads certificates independently of what the tool is built with, and makes those that
//! rcgen cannot.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::made::Holder;

/// Runs `openssl` with these arguments and this input; it must succeed.
pub fn openssl(folder: &Path, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("openssl is installed");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let done = child.wait_with_output().unwrap();
    let problem = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "openssl {arguments:?}: {problem}");
    done.stdout
}

fn text_of(arguments: &[&str], pem: &str) -> String {
    let folder = std::env::temp_dir();
    String::from_utf8(openssl(&folder, arguments, pem.as_bytes())).unwrap()
}

/// A certificate as openssl reads it.
pub struct Read {
    /// `C=PRINTABLESTRING:IN,O=UTF8STRING:Alpha Bank`, in the order in which the parts are encoded.
    pub subject: String,
    pub issuer: String,
    /// Hexadecimal, with a minus sign where it is negative.
    pub serial: String,
    pub from: jiff::Timestamp,
    pub to: jiff::Timestamp,
    pub signature: String,
    /// Name (with `: critical`) and value, in their order.
    pub extensions: Vec<(String, String)>,
    /// PEM.
    pub public_key: String,
}

impl Read {
    pub fn certificate(pem: &str) -> Self {
        let names = "sname,show_type,sep_comma_plus,utf8";
        let asked = [
            "x509", "-noout", "-subject", "-issuer", "-serial", "-dates", "-dateopt", "iso_8601",
            "-nameopt", names,
        ];
        let listed = text_of(&asked, pem);
        let value = |name: &str| {
            let found = listed.lines().find_map(|line| line.strip_prefix(name));
            found
                .unwrap_or_else(|| panic!("no {name} in {listed}"))
                .to_owned()
        };
        let time = |name: &str| value(name).replace(' ', "T").parse().unwrap();
        let text = text_of(&["x509", "-noout", "-text"], pem);
        Self {
            subject: value("subject="),
            issuer: value("issuer="),
            serial: value("serial="),
            from: time("notBefore="),
            to: time("notAfter="),
            signature: after(&text, "Signature Algorithm: "),
            extensions: extensions(&text),
            public_key: text_of(&["x509", "-noout", "-pubkey"], pem),
        }
    }

    pub fn extension(&self, name: &str) -> Option<&str> {
        let found = self.extensions.iter().find(|(held, _)| held == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn after(text: &str, label: &str) -> String {
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix(label));
    line.unwrap_or_default().to_owned()
}

/// Below `X509v3 extensions:` a name stands 12 columns in, its value 16.
fn extensions(text: &str) -> Vec<(String, String)> {
    let lines = text
        .lines()
        .skip_while(|line| line.trim() != "X509v3 extensions:")
        .skip(1);
    let mut found: Vec<(String, String)> = Vec::new();
    for line in lines.take_while(|line| line.starts_with("            ")) {
        match line.strip_prefix("                ") {
            Some(value) => found.last_mut().unwrap().1.push_str(value.trim()),
            None => {
                let name = line.trim().trim_end_matches(':').to_owned();
                found.push((name, String::new()));
            }
        }
    }
    found
}

/// The certificates of a PKCS#7 in BER or DER, as PEM, in their order.
pub fn bundle(bytes: &[u8]) -> Vec<String> {
    let listed = openssl(
        &std::env::temp_dir(),
        &["pkcs7", "-inform", "DER", "-print_certs"],
        bytes,
    );
    let listed = pem::parse_many(listed).unwrap();
    listed
        .iter()
        .map(|one| super::made::pem_of(one.contents()))
        .collect()
}

/// A PKCS#7 in DER that holds these certificates in this order.
pub fn bundle_of(certificates: &[&Holder]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let all: String = certificates.iter().map(|one| one.pem.as_str()).collect();
    std::fs::write(folder.path().join("all.pem"), all).unwrap();
    let made = [
        "crl2pkcs7",
        "-nocrl",
        "-certfile",
        "all.pem",
        "-outform",
        "DER",
    ];
    openssl(folder.path(), &made, &[])
}

/// Whether `leaf` chains to `root` over `between`.
pub fn chains(leaf: &str, between: &str, root: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    for (name, pem) in [("leaf", leaf), ("between", between), ("root", root)] {
        std::fs::write(folder.path().join(name), pem).unwrap();
    }
    let verify = ["verify", "-CAfile", "root", "-untrusted", "between", "leaf"];
    let done = Command::new("openssl")
        .args(verify)
        .current_dir(folder.path())
        .output();
    done.unwrap().status.success()
}

/// What openssl is to make: a certificate of 730 days.
pub struct Wanted<'a> {
    /// As `-newkey` takes it: `rsa:1024`, or `ec -pkeyopt …` with a curve.
    pub key: &'a str,
    pub subject: &'a str,
    /// For `openssl x509`: `-sha512` …
    pub options: &'a str,
}

impl Wanted<'_> {
    /// Its PEM, signed by `signer`.
    pub fn signed_by(&self, signer: &Holder) -> String {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        std::fs::write(at.join("ca.pem"), &signer.pem).unwrap();
        std::fs::write(at.join("ca.key"), signer.key.serialize_pem()).unwrap();
        std::fs::write(at.join("extensions"), "keyUsage=digitalSignature\n").unwrap();
        let request = format!(
            "req -new -utf8 -nodes -keyout key -out csr -newkey {}",
            self.key
        );
        let request = words(&request).chain(["-subj", self.subject]);
        openssl(at, &request.collect::<Vec<_>>(), &[]);
        let sign = "x509 -req -in csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 730";
        let sign = words(sign)
            .chain(["-extfile", "extensions"])
            .chain(words(self.options));
        String::from_utf8(openssl(at, &sign.collect::<Vec<_>>(), &[])).unwrap()
    }

    /// Its PEM, signed by its own key, with the extensions of a CA.
    pub fn self_signed(&self) -> String {
        let folder = tempfile::tempdir().unwrap();
        let (key, options) = (self.key, self.options);
        let make = format!("req -x509 -nodes -keyout key -days 730 -newkey {key} {options}");
        let make = words(&make).chain(["-subj", self.subject]);
        String::from_utf8(openssl(folder.path(), &make.collect::<Vec<_>>(), &[])).unwrap()
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}
