//! How long whole commands take, each beside a peer measured in the same run: `cargo bench --bench cli`.
//!
//! Prints medians and ratios, and gates nothing. Runs alternate, so that a slow moment of the machine hits both.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark prints, and stops where it cannot go on"
)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 21;

struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn pmctl(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pmctl"));
        let folder = self.folder.path();
        command
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .env("HOME", folder)
            .env("XDG_CONFIG_HOME", folder.join("config"))
            .env("XDG_DATA_HOME", folder.join("data"))
            .env("XDG_CACHE_HOME", folder.join("cache"));
        command
    }

    fn new() -> Self {
        let bench = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        std::fs::create_dir(bench.folder.path().join("examples")).expect("a folder");
        for name in ["onboarding.toml", "bank-kyc.json", "retail.pub.pem"] {
            std::fs::copy(
                from.join(name),
                bench.folder.path().join("examples").join(name),
            )
            .expect("an example");
        }
        bench
    }
}

fn timed(command: &mut Command) -> Duration {
    let started = Instant::now();
    let done = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    let took = started.elapsed();
    let done = done.expect("the command starts");
    assert!(
        done.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    took
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort();
    all[all.len() / 2]
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Both in turn; medians of each and of the pairwise ratios.
fn against(name: &str, ours: impl Fn() -> Command, peer_name: &str, peer: impl Fn() -> Command) {
    let mut mine = Vec::new();
    let mut theirs = Vec::new();
    let mut ratios = Vec::new();
    for round in 0..=ROUNDS {
        let a = timed(&mut ours());
        let b = timed(&mut peer());
        if round > 0 {
            mine.push(a);
            theirs.push(b);
            ratios.push(a.as_secs_f64() / b.as_secs_f64());
        }
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "{name:<28} {:>8.2} ms   {peer_name:<28} {:>8.2} ms   ratio {:.2}",
        milliseconds(median(mine)),
        milliseconds(median(theirs)),
        ratios[ratios.len() / 2]
    );
}

fn there(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    found.is_ok()
}

fn applies() {
    let mut first = Vec::new();
    let mut second = Vec::new();
    for _ in 0..5 {
        let bench = Bench::new();
        let apply = ["apply", "-f", "examples/onboarding.toml"];
        first.push(timed(&mut bench.pmctl(&apply)));
        second.push(timed(&mut bench.pmctl(&apply)));
    }
    let (first, second) = (median(first), median(second));
    println!(
        "{:<28} {:>8.2} ms   {:<28} {:>8.2} ms   ratio {:.2}",
        "first apply",
        milliseconds(first),
        "second apply",
        milliseconds(second),
        first.as_secs_f64() / second.as_secs_f64()
    );
}

fn main() {
    let bench = Bench::new();
    let arguments = ["version"];
    if there("openssl") {
        let peer = || {
            let mut command = Command::new("openssl");
            command.args(arguments);
            command
        };
        against(
            "pmctl --version",
            || bench.pmctl(&["--version"]),
            "openssl version",
            peer,
        );
    } else {
        println!("openssl is not installed: pmctl --version has no peer");
    }
    timed(&mut bench.pmctl(&["apply", "-f", "examples/onboarding.toml"]));
    let store = bench.folder.path().join("data/pmctl/dev.db");
    if there("sqlite3") {
        let peer = || {
            let mut command = Command::new("sqlite3");
            command
                .arg(&store)
                .arg("select * from misps where id = '100'");
            command
        };
        against(
            "pmctl misp show 100",
            || bench.pmctl(&["misp", "show", "100"]),
            "sqlite3 FILE 'select …'",
            peer,
        );
    } else {
        println!("sqlite3 is not installed: pmctl misp show has no peer");
    }
    applies();
    let size = std::fs::metadata(env!("CARGO_BIN_EXE_pmctl")).map_or(0, |about| about.len());
    println!("{:<28} {:>8.1} MiB", "binary", size as f64 / 1_048_576.0);
}
