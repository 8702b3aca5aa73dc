//! A CA of its own and certificates by it, made with openssl below `pki`.

use crate::env::TestEnv;
use std::process::Command;

pub struct Bank<'a> {
    env: &'a TestEnv,
}

pub struct Leaf<'a> {
    pub name: &'a str,
    pub subject: &'a str,
    pub key: &'a [&'a str],
    pub sign: &'a [&'a str],
}

/// Sections for `-extensions`.
const EXTENSIONS: &str = "[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n\
     [leaf]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n";

impl<'a> Bank<'a> {
    pub fn new(env: &'a TestEnv) -> Self {
        Self::named(env, "Trust")
    }

    /// A root that no other run has: a Kernel takes each once.
    pub fn named(env: &'a TestEnv, name: &str) -> Self {
        let bank = Self { env };
        env.write("pki/ext", EXTENSIONS);
        bank.root("ca", &format!("/O={name}/CN={name} Root"));
        bank
    }

    /// The one that was made before.
    pub fn again(env: &'a TestEnv) -> Self {
        env.write("pki/ext", EXTENSIONS);
        Self { env }
    }

    /// `NAME.key` and the self-signed `NAME.pem`.
    pub fn root(&self, name: &str, subject: &str) -> String {
        let (key, out) = (format!("{name}.key"), format!("{name}.pem"));
        let mut request = vec!["req", "-x509", "-newkey", "rsa:2048", "-nodes"];
        request.extend(["-keyout", &key, "-out", &out]);
        request.extend(["-days", "3650", "-subj", subject]);
        self.openssl(&request);
        format!("pki/{out}")
    }

    pub fn openssl(&self, arguments: &[&str]) {
        let done = Command::new("openssl")
            .args(arguments)
            .current_dir(self.env.path("pki"))
            .output()
            .expect("openssl is needed: tests/run installs it");
        assert!(
            done.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }

    /// `NAME.pem` below `pki`, valid from now on by the wall clock.
    pub fn issue(&self, leaf: &Leaf<'_>) -> String {
        let (key, csr) = (format!("{}.key", leaf.name), format!("{}.csr", leaf.name));
        let mut request = vec!["req", "-nodes", "-keyout", &key, "-out", &csr];
        request.extend(["-subj", leaf.subject]);
        request.extend(leaf.key);
        self.openssl(&request);
        self.sign(leaf.name, leaf.sign)
    }

    /// Signs `NAME.csr`, whoever made it.
    pub fn sign(&self, name: &str, how: &[&str]) -> String {
        let (csr, out) = (format!("{name}.csr"), format!("{name}.pem"));
        let mut sign = vec!["x509", "-req", "-in", &csr, "-out", &out];
        sign.extend(["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"]);
        sign.extend(how);
        self.openssl(&sign);
        format!("pki/{out}")
    }

    pub fn good(&self, name: &str) -> String {
        self.good_for(name, "/O=Bank One/CN=Bank One Retail")
    }

    pub fn good_for(&self, name: &str, subject: &str) -> String {
        self.issue(&Leaf {
            name,
            subject,
            key: &["-newkey", "rsa:2048"],
            sign: &GOOD,
        })
    }

    /// `NAME.key` and `NAME.pub`.
    pub fn pair(&self, name: &str) {
        let (private, public) = (format!("{name}.key"), format!("{name}.pub"));
        let size = "rsa_keygen_bits:2048";
        self.openssl(&[
            "genpkey",
            "-algorithm",
            "RSA",
            "-pkeyopt",
            size,
            "-out",
            &private,
        ]);
        self.openssl(&["pkey", "-in", &private, "-pubout", "-out", &public]);
    }
}

/// How a CA signs what the Kernel takes.
pub const GOOD: [&str; 7] = [
    "-sha256",
    "-days",
    "700",
    "-extfile",
    "ext",
    "-extensions",
    "leaf",
];
