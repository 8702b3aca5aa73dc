//! Every file in `examples/` does what it says, against the embedded Kernel.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops where it cannot go on, and may look at its surroundings"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(place.path("examples")).unwrap();
        for entry in std::fs::read_dir(examples()).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                std::fs::copy(entry.path(), place.path("examples").join(entry.file_name()))
                    .unwrap();
            }
        }
        place
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .stdin(Stdio::null());
        command
    }

    fn pmctl(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_pmctl"));
        command.args(arguments);
        command
    }
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// Runs, and gives stdout.
fn ok(command: &mut Command) -> String {
    let done = command.output().unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{command:?}\n{text}{told}");
    text
}

/// Ends with the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `pmctl kernel serve` on a free port, and its address.
fn serve(place: &Place) -> (Served, String) {
    let mut child = place
        .pmctl(&["kernel", "serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = String::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = loop {
        let Some(Ok(line)) = lines.next() else {
            panic!("the Kernel did not start: {told}")
        };
        told.push_str(&line);
        let found = line
            .split_whitespace()
            .find(|word| word.contains("http://127.0.0.1:"));
        if let Some(found) = found {
            let at = found.find("http://").unwrap();
            let address = found[at..].trim_end_matches(|c: char| !c.is_ascii_digit());
            let end = address["http://127.0.0.1:".len()..]
                .find(|c: char| !c.is_ascii_digit())
                .map_or(address.len(), |end| end + "http://127.0.0.1:".len());
            break address[..end].to_owned();
        }
    };
    std::thread::spawn(move || lines.for_each(drop));
    (Served(child), address)
}

#[test]
fn the_onboarding_file_is_applied_and_applied_again() {
    let place = Place::new();
    for outcome in ["created", "unchanged"] {
        let text = ok(&mut place.pmctl(&["apply", "-f", "examples/onboarding.toml", "-o", "json"]));
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        for row in document["data"]["rows"].as_array().unwrap() {
            assert_eq!(row["outcome"], outcome, "{row}");
        }
        assert_eq!(document["data"]["verdict"]["accepted"], true);
    }
}

#[test]
fn the_policy_has_no_findings() {
    let place = Place::new();
    ok(&mut place.pmctl(&["policy", "check", "examples/bank-kyc.json"]));
}

#[test]
fn onboarding_on_a_kernel_of_ones_own_runs_twice() {
    let place = Place::new();
    let (_served, address) = serve(&place);
    std::fs::write(place.path("pms.secret"), "mosip-pms-client-secret\n").unwrap();
    for _ in 0..2 {
        let mut script = place.command("bash");
        script
            .arg("examples/onboard-on-your-kernel.sh")
            .arg(format!("{address}/v1/keymanager"))
            .arg(format!("{address}/auth/realms/mosip"))
            .args(["mosip-pms-client", "pms.secret"])
            .env("PMCTL", env!("CARGO_BIN_EXE_pmctl"));
        ok(&mut script);
    }
    let config = place.path("onboarding/config.toml");
    let text = ok(place
        .pmctl(&["license", "list", "-o", "json", "--config"])
        .arg(config));
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        document["data"]["rows"].as_array().unwrap().len(),
        1,
        "one license after two runs"
    );
}

#[test]
fn every_example_has_a_test() {
    let named = include_str!("examples.rs");
    for entry in std::fs::read_dir(examples()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let data = ["retail.pub.pem", ".gitignore"];
        if entry.file_type().unwrap().is_file() && !data.contains(&name.as_str()) {
            assert!(
                named.contains(&format!("examples/{name}")),
                "{name} is run by no test"
            );
        }
    }
}
