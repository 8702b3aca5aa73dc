//! One folder per test, a cleared environment, a clock that stands still.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// When every test happens, unless it says otherwise.
pub const NOW: &str = "2026-11-23T12:00:00Z";

pub struct TestEnv {
    /// Gone with the test.
    folder: tempfile::TempDir,
    /// `None`: the clock of this machine.
    now: Option<String>,
}

/// A copy of the examples with whatever the tool left beside them.
const ONBOARDING: &str = "examples/onboarding.toml";

impl TestEnv {
    /// Nothing but the keys of an embedded Kernel, which cost half a second to make.
    pub fn fresh() -> Self {
        Self::copied(template("fresh", |env| {
            let done = env.run(&["kernel", "ping"]);
            assert!(done.status.success(), "{}", shown(&done));
        }))
    }

    /// The example file applied: MISP 100 with partner 1000.
    pub fn onboarded() -> Self {
        Self::copied(template("onboarded", |env| {
            let done = env.run(&["apply", "-f", ONBOARDING]);
            assert!(done.status.success(), "{}", shown(&done));
        }))
    }

    /// The examples and nothing else, by the clock of this machine: for a Kernel that goes by it too.
    pub fn live() -> Self {
        let mut env = Self::empty();
        env.now = None;
        env
    }

    fn empty() -> Self {
        let env = Self {
            folder: tempfile::tempdir().unwrap(),
            now: Some(NOW.to_owned()),
        };
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("examples"),
            &env.path("examples"),
        );
        let _ = std::fs::remove_dir_all(env.path("examples/out"));
        env
    }

    fn copied(template: &Path) -> Self {
        let env = Self {
            folder: tempfile::tempdir().unwrap(),
            now: Some(NOW.to_owned()),
        };
        copy(template, env.folder.path());
        env
    }

    /// The same things at another time.
    pub fn at(mut self, now: &str) -> Self {
        self.now = Some(now.to_owned());
        self
    }

    /// As [`TestEnv::at`], later in the same test.
    pub fn set_clock(&mut self, now: &str) {
        self.now = Some(now.to_owned());
    }

    /// A copy that goes its own way from here.
    pub fn another(&self) -> Self {
        let mut env = Self::copied(self.folder.path());
        env.now.clone_from(&self.now);
        env
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    pub fn write(&self, relative: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(relative);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The tool with nothing of this machine's environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pmctl"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .stdin(Stdio::null());
        if let Some(now) = &self.now {
            command.env("PMCTL_NOW", now);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs, expects this exit status, and gives stdout.
    pub fn ok(&self, arguments: &[&str]) -> String {
        self.exits(0, arguments)
    }

    pub fn exits(&self, status: i32, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        assert_eq!(
            done.status.code(),
            Some(status),
            "{arguments:?}\n{}",
            shown(&done)
        );
        String::from_utf8(done.stdout).unwrap()
    }

    /// The one JSON document on stdout.
    pub fn json(&self, status: i32, arguments: &[&str]) -> serde_json::Value {
        let mut all = arguments.to_vec();
        all.extend(["-o", "json"]);
        let text = self.exits(status, &all);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    /// The code of the error with which it ends.
    #[track_caller]
    pub fn refused(&self, status: i32, arguments: &[&str]) -> String {
        let said = self.json(status, arguments);
        said["error"]["code"].as_str().unwrap().to_owned()
    }

    /// Command line, exit status, stdout and stderr in one text, for a snapshot.
    pub fn transcript(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        let text = format!("$ pmctl {}\n{}", arguments.join(" "), shown(&done));
        text.replace(&self.folder.path().display().to_string(), "FOLDER")
    }
}

pub fn shown(done: &Output) -> String {
    format!(
        "exit {}\n--- stdout\n{}--- stderr\n{}",
        done.status
            .code()
            .map_or("by a signal".to_owned(), |code| code.to_string()),
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    )
}

/// Made once per test run, whoever asks first.
fn template(name: &'static str, make: fn(&TestEnv)) -> &'static Path {
    static FRESH: OnceLock<TestEnv> = OnceLock::new();
    static ONBOARDED: OnceLock<TestEnv> = OnceLock::new();
    let cell = if name == "fresh" { &FRESH } else { &ONBOARDED };
    let env = cell.get_or_init(|| {
        let env = if name == "fresh" {
            TestEnv::empty()
        } else {
            TestEnv::fresh()
        };
        make(&env);
        env
    });
    env.folder.path()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
    let mode = std::fs::metadata(from).unwrap().permissions();
    std::fs::set_permissions(to, mode).unwrap();
}

/// A snapshot whose random parts are named: ids, thumbprints, masked keys, ports.
#[macro_export]
macro_rules! snapshot {
    ($text:expr) => {
        insta::with_settings!({
            snapshot_path => "../snapshots/cli",
            prepend_module_to_snapshot => true,
            filters => vec![
                (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
                (r"\b[0-9A-F]{64}\b", "SHA256"),
                (r"\b[0-9A-Za-z]{3}… ?[0-9a-f]{8}", "MASKED"),
                (r"127\.0\.0\.1:\d+", "LOOPBACK"),
                (r"-----BEGIN CERTIFICATE-----.*-----END CERTIFICATE-----(\\n)?", "PEM"),
            ],
        }, { insta::assert_snapshot!($text) });
    };
}
