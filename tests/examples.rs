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

/// A host of an operator: a Kernel, and a folder with a context in which somebody must be logged in.
fn a_host(place: &Place, address: &str) -> PathBuf {
    let folder = place.path("srv");
    std::fs::create_dir(&folder).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_pmctl"), folder.join("pmctl")).unwrap();
    std::fs::write(folder.join("pms.secret"), "mosip-pms-client-secret\n").unwrap();
    let config = folder.join("config.toml");
    let here = |words: &[&str]| {
        let mut command = place.pmctl(words);
        command.arg("--config").arg(&config);
        ok(&mut command)
    };
    let issuer = format!("{address}/auth/realms/mosip");
    here(&[
        "context",
        "add",
        "relay",
        "--kernel",
        address,
        "--issuer",
        &issuer,
        "--client-id",
        "mosip-pms-client",
        "--secret-file",
        "srv/pms.secret",
        "--store-url",
        "sqlite:srv/relay.db",
        "--seal-file",
        "srv/relay.key",
    ]);
    here(&["kernel", "provision"]);
    here(&["policy-group", "add", "banking"]);
    for (name, user) in [
        ("Northern Relay", "misp-operator"),
        ("Southern Relay", "somebody"),
    ] {
        here(&[
            "misp",
            "register",
            name,
            "--contact",
            "A",
            "--phone",
            "+918055500100",
            "--email",
            "a@relay.example",
            "--user",
            user,
        ]);
    }
    folder
}

/// What came of `ssh pmctl@host WORDS`, with something on standard input.
fn by_ssh(place: &Place, words: &str, input: &str) -> (Option<i32>, String) {
    use std::io::Write;
    let mut command = place.command("bash");
    command
        .arg("examples/pmctl-for-a-misp.sh")
        .arg(place.path("srv"))
        .arg("misp-operator");
    command
        .env("SSH_ORIGINAL_COMMAND", words)
        .env("PMCTL_CONTEXT", "dev")
        .env("PMCTL_STORE", "sqlite:elsewhere.db");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Whoever is refused reads nothing.
    let _closed = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    let text =
        String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    (done.status.code(), text)
}

#[test]
fn a_misp_runs_some_verbs_on_the_operators_host() {
    let place = Place::new();
    let (_served, address) = serve(&place);
    let folder = a_host(&place, &address);
    let ssh = |words: &str, input: &str| by_ssh(&place, words, input);

    // Without  actor = "person"  whoever is not logged in would be the service principal.
    assert_eq!(ssh("misp list", "").0, Some(5));
    let mut set = place.pmctl(&["config", "set", "actor", "person", "--config"]);
    ok(set.arg(folder.join("config.toml")));
    let (exit, text) = ssh("misp list", "");
    assert_eq!(exit, Some(4), "{text}");

    let (exit, text) = ssh("login", "misp-operator-secret\n");
    assert_eq!(exit, Some(0), "{text}");
    let (exit, text) = ssh("misp list", "");
    assert_eq!(exit, Some(0), "{text}");
    assert!(
        text.contains("Northern Relay") && !text.contains("Southern Relay"),
        "{text}"
    );
    assert_eq!(ssh("misp show 101", "").0, Some(3));
    let add = "partner add 'Bank $(id) One' --group banking --contact \"Lea Okoro\" --phone +918055500101 \
        --email pki@bank.example";
    let (exit, text) = ssh(add, "");
    assert_eq!(exit, Some(0), "{text}");
    assert!(
        text.contains("Bank $(id) One"),
        "nothing is expanded: {text}"
    );
    let key = std::fs::read_to_string(place.path("examples/retail.pub.pem")).unwrap();
    let (exit, text) = ssh("key upload 1000 --file -", &key);
    assert_eq!(exit, Some(0), "{text}");

    let (exit, text) = ssh("ida check 1000 --endpoint kyc --cached", "");
    assert_eq!(exit, Some(6), "{text}");
    let (exit, text) = ssh("ida check 1000 --certificate -", &key);
    assert_eq!(exit, Some(7), "a key is no certificate: {text}");

    for words in [
        "misp block 101 --reason x --yes",
        "misp list --config /etc/passwd",
        "misp list --context=dev",
        "misp list -cdev",
        "--store sqlite:x misp list",
        "cert upload 1000 --file /etc/passwd",
        "cert upload 1000 --file=/etc/passwd",
        "cert get 1000 --to relay.db",
        "ida check --request /etc/passwd",
        "ida check 1000 --certificate=/etc/passwd",
        "license show 1 --key-to x",
        "login --user pm-operator",
        "login --password-file /etc/passwd",
        "kernel ping; id",
        "context list",
        "partner add 'unended",
        "",
    ] {
        let (exit, text) = ssh(words, "");
        assert_eq!(exit, Some(5), "{words}: {text}");
    }
    assert!(!place.path("elsewhere.db").exists());
    let (exit, text) = ssh("logout", "");
    assert_eq!(exit, Some(0), "{text}");
    assert_eq!(ssh("misp list", "").0, Some(4));
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

/// `NAME=VALUE` lines of a job, and the command that it runs.
struct Job {
    variables: Vec<(String, String)>,
    command: String,
}

impl Job {
    /// Of a unit file or a crontab: `NAME=VALUE`, with `Environment=` before it or not; of a CI file `NAME: VALUE`.
    fn read(text: &str) -> Self {
        const NAMES: [&str; 3] = ["WITHIN", "NEW_KEYS", "NOTIFY"];
        let pair = |line: &str| {
            let line = line
                .trim()
                .trim_start_matches("Environment=")
                .trim_matches('"');
            let (name, value) = line.split_once(['=', ':'])?;
            let known = NAMES.contains(&name);
            known.then(|| (name.to_owned(), value.trim().to_owned()))
        };
        let command = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .find_map(|line| {
                let at = line.find("/usr/local/lib/pmctl/")?;
                Some(line[at..].to_owned())
            });
        Self {
            variables: text.lines().filter_map(pair).collect(),
            command: command.unwrap(),
        }
    }

    /// As its scheduler runs it on that day, with what it names in the folder of the test; exit status and output.
    fn run(&self, place: &Place, now: &str) -> (Option<i32>, String) {
        let here = place.folder.path().display().to_string();
        let local = |text: &str| {
            let text = text.replace("/usr/local/lib/pmctl", &format!("{here}/examples"));
            text.replace("/var/lib/pmctl", &here)
        };
        let mut command = place.command("sh");
        command.args(["-c", &local(&self.command)]);
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{here}/bin:{path}"));
        command.env("PMCTL", env!("CARGO_BIN_EXE_pmctl"));
        command.env("PMCTL_NOW", now);
        for (name, value) in &self.variables {
            command.env(name, local(value));
        }
        let done = command.output().unwrap();
        let text = [done.stdout, done.stderr].concat();
        (done.status.code(), String::from_utf8(text).unwrap())
    }
}

/// A program of that name which keeps what it is given: in place of the machine's own.
fn keeps_what_it_is_given(place: &Place, program: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(place.path("bin")).unwrap();
    let path = place.path("bin").join(program);
    std::fs::write(&path, "#!/bin/sh\nexec cat >>news.txt\n").unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// A license of 90 days from day 0 on: nothing is due, then a renewal, the same day again, then a certificate that ends.
fn renews_and_tells(file: &str, hook: &str) {
    let place = Place::new();
    keeps_what_it_is_given(&place, hook);
    let mut apply = place.pmctl(&["apply", "-f", "examples/onboarding.toml"]);
    ok(apply.env("PMCTL_NOW", "2026-11-25T12:00:00Z"));
    let job = Job::read(&std::fs::read_to_string(examples().join(file)).unwrap());
    let news = || std::fs::read_to_string(place.path("news.txt")).unwrap_or_default();

    let (exit, text) = job.run(&place, "2026-11-26T03:17:00Z");
    assert_eq!((exit, news().as_str()), (Some(0), ""), "{file}: {text}");
    let (exit, text) = job.run(&place, "2027-02-01T03:17:00Z");
    assert_eq!(exit, Some(0), "{file}: {text}");
    let told = news();
    assert!(told.contains(r#""outcome":"created""#), "{file}: {told}");
    let key = std::fs::read_to_string(place.path("new-keys/100.key")).unwrap();
    assert!(key.trim().len() >= 16, "a key");
    assert!(!told.contains(key.trim()) && !text.contains(key.trim()));
    let (exit, text) = job.run(&place, "2027-02-01T03:18:00Z");
    assert_eq!((exit, news()), (Some(0), told), "{file}: {text}");
    let (exit, text) = job.run(&place, "2027-11-10T03:17:00Z");
    assert_eq!(exit, Some(12), "{file}: {text}");
    assert!(news().contains("certificate"), "{file}: {}", news());
}

#[test]
fn licenses_are_renewed_by_a_systemd_timer() {
    renews_and_tells("pmctl-renew.service", "systemd-cat"); // examples/pmctl-renew.service
    let service = std::fs::read_to_string(examples().join("pmctl-renew.service")).unwrap();
    assert!(service.contains("SuccessExitStatus=12"));
    // examples/pmctl-renew.timer
    let timer = std::fs::read_to_string(examples().join("pmctl-renew.timer")).unwrap();
    assert!(timer.contains("Unit=pmctl-renew.service"));
}

#[test]
fn licenses_are_renewed_by_cron() {
    renews_and_tells("pmctl-renew.cron", "mail"); // examples/pmctl-renew.cron
}

#[test]
fn licenses_are_renewed_by_a_ci_job() {
    renews_and_tells("pmctl-renew.gitlab-ci.yml", "tee"); // examples/pmctl-renew.gitlab-ci.yml
}

/// What examples/renew-licenses.sh says when a renewal fails.
#[test]
fn a_renewal_that_fails_is_told() {
    let place = Place::new();
    keeps_what_it_is_given(&place, "mail");
    let file = std::fs::read_to_string(examples().join("pmctl-renew.cron")).unwrap();
    let (exit, text) = {
        std::fs::create_dir_all(place.path("config/pmctl")).unwrap();
        std::fs::write(
            place.path("config/pmctl/config.toml"),
            "current = \"nowhere\"\n",
        )
        .unwrap();
        Job::read(&file).run(&place, "2026-11-26T03:17:00Z")
    };
    assert!(!matches!(exit, Some(0 | 12 | 13)), "{exit:?} {text}");
    let news = std::fs::read_to_string(place.path("news.txt")).unwrap();
    assert!(news.contains("exit status"), "{news}");
    std::fs::write(place.path("bin/mail"), "#!/bin/sh\nexit 1\n").unwrap();
    let (again, text) = Job::read(&file).run(&place, "2026-11-27T03:17:00Z");
    assert_eq!(again, exit);
    assert!(
        text.contains("the hook mail -s pmctl-renew operators failed"),
        "{text}"
    );
}
