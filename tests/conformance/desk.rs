//! Where a MISP works: a folder, a context at a target, and names and ids that no earlier run has used.

use crate::bank::Bank;
use crate::env::TestEnv;
use crate::target::Target;
use serde_json::Value;
use std::time::{SystemTime, UNIX_EPOCH};

pub struct Desk {
    pub env: TestEnv,
    /// Ids of MISPs are counted from here, those of partners from a thousand further on.
    pub start: u128,
}

/// A client that may do all that the tool asks of the Kernel.
const CLIENT: &str = "mosip-pms-client";
pub const APPLY: [&str; 3] = ["apply", "-f", "examples/onboarding.toml"];
/// What ID Authentication encrypts with, and the Kernel before a key is uploaded.
pub const RETAIL: &str = "pki/retail.key";

impl Desk {
    pub fn at(target: &Target) -> Self {
        Self::through(target, &target.keymanager)
    }

    /// The Keymanager behind another address; the login goes straight.
    pub fn through(target: &Target, keymanager: &str) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Self::from(target, keymanager, since.as_micros() * 1000)
    }

    /// With ids from there on, which somebody else may have used.
    pub fn from(target: &Target, keymanager: &str, start: u128) -> Self {
        let env = TestEnv::live();
        env.write("pms.secret", format!("{CLIENT}-secret\n"));
        let (misps, partners) = (start.to_string(), (start + 1000).to_string());
        let mut add = vec!["context", "add", "kernel", "--keymanager", keymanager];
        add.extend(["--issuer", &target.issuer, "--auditmanager", "none"]);
        add.extend(["--client-id", CLIENT, "--secret-file", "pms.secret"]);
        add.extend(["--misp-ids-from", &misps, "--partner-ids-from", &partners]);
        add.extend(["--license-source", "kernel", "--use"]);
        env.ok(&add);
        env.ok(&["kernel", "provision"]);
        Self { env, start }
    }

    pub fn misp(&self) -> String {
        self.start.to_string()
    }

    pub fn partner(&self) -> String {
        (self.start + 1000).to_string()
    }

    /// A CA of this run's own, whose key and certificate lie in `pki/ca.*`.
    pub fn bank(&self) -> Bank<'_> {
        Bank::named(&self.env, &format!("Trust {}", self.start))
    }

    /// The example's file as its comments say for a real Kernel: CA, certificate and key are files.
    pub fn onboarding(&self, bank: &Bank<'_>) {
        bank.good("retail");
        bank.pair("first");
        let path = "examples/onboarding.toml";
        let text = std::fs::read_to_string(self.env.path(path)).unwrap();
        let instead = |line: &str| -> String {
            let word = line.split(' ').next().unwrap_or_default();
            match (word, line.contains("csr = true")) {
                ("dev", _) => "file = \"../pki/ca.pem\"".to_owned(),
                ("certificate", true) => {
                    "certificate = { file = \"../pki/retail.pem\", domain = \"AUTH\" }".to_owned()
                }
                ("key", _) => "key = { file = \"../pki/first.pub\" }".to_owned(),
                _ => line.to_owned(),
            }
        };
        let lines: Vec<String> = text.lines().map(instead).collect();
        self.env.write(path, lines.join("\n") + "\n");
    }

    /// The example applied: one MISP, one partner with a certificate and an uploaded key.
    pub fn onboarded(&self) -> Bank<'_> {
        let bank = self.bank();
        self.onboarding(&bank);
        self.env.ok(&APPLY);
        bank
    }

    /// Runs without caring how it ends.
    pub fn status(&self, arguments: &[&str]) -> i32 {
        self.env.run(arguments).status.code().unwrap_or(-1)
    }

    /// The failure as JSON: the exit status, a code, a cause and a next step.
    pub fn fails(&self, status: i32, arguments: &[&str]) -> Value {
        let document = self.env.json(status, arguments);
        let error = document["error"].clone();
        assert!(error["code"].is_string(), "{arguments:?}: {document}");
        let steps = error["fix"].as_array().map_or(0, Vec::len);
        assert!(steps > 0, "{arguments:?} says what to do next: {document}");
        error
    }

    /// That the Kernel encrypts to this key.
    pub fn proves(&self, partner: &str, private_key: &str) {
        self.env
            .ok(&["key", "verify", partner, "--private-key", private_key]);
    }

    pub fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        let list = self.env.json(0, arguments);
        list["data"]["rows"].as_array().unwrap().clone()
    }

    /// Those that are in force.
    pub fn current(&self, arguments: &[&str]) -> Vec<Value> {
        let mut rows = self.rows(arguments);
        rows.retain(|row| row["status"] != "retired");
        rows
    }

    /// Every row of the second run is left alone, and ID Authentication would accept the partner.
    pub fn settled(&self) {
        let again = self.env.json(0, &APPLY);
        assert_eq!(again["data"]["verdict"]["accepted"], true, "{again}");
        for row in again["data"]["rows"].as_array().unwrap() {
            assert_eq!(row["outcome"], "unchanged", "{row}");
        }
        self.env.ok(&["audit", "verify"]);
    }
}
