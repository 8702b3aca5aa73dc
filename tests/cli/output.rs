//! Formats, widths, closed pipes, and what must never be printed.

use crate::env::TestEnv;
use crate::snapshot;
use std::process::Stdio;

#[test]
fn every_format_of_a_list() {
    let env = TestEnv::onboarded();
    for format in ["table", "json", "jsonl", "csv", "id"] {
        let text = env.transcript(&["misp", "list", "-o", format]);
        insta::with_settings!({
            snapshot_path => "../snapshots/cli",
            snapshot_suffix => format,
            filters => vec![
                (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
                (r"\b[0-9A-Za-z]{3}… ?[0-9a-f]{8}", "MASKED"),
            ],
        }, { insta::assert_snapshot!("misp_list", text) });
    }
}

#[test]
fn one_of_each_noun() {
    let env = TestEnv::onboarded();
    snapshot!(env.transcript(&["misp", "show", "100"]));
    snapshot!(env.transcript(&["partner", "show", "1000"]));
    snapshot!(env.transcript(&["cert", "show", "1000"]));
    snapshot!(env.transcript(&["key", "show", "1000"]));
    snapshot!(env.transcript(&["policy", "show", "banking/bank-kyc"]));
    snapshot!(env.transcript(&["ida", "check", "1000"]));
    snapshot!(env.transcript(&["ida", "policy", "1000"]));
    snapshot!(env.transcript(&["whoami"]));
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let env = TestEnv::onboarded();
    let mut child = env
        .command(&["audit", "list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert!(
        done.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

#[test]
fn no_secret_is_on_any_screen_or_in_the_store() {
    let env = TestEnv::onboarded();
    let secrets: Vec<String> = ["license.key", "retail.key"]
        .iter()
        .map(|file| std::fs::read_to_string(env.path("examples/out").join(file)).unwrap())
        .map(|text| text.trim().to_owned())
        .collect();
    let commands: [&[&str]; 8] = [
        &["misp", "show", "100"],
        &["license", "list"],
        &["api-key", "list"],
        &["partner", "show", "1000"],
        &["audit", "list"],
        &["outbox", "list"],
        &["ida", "check", "1000"],
        &["store", "check"],
    ];
    for command in commands {
        for format in ["table", "json", "csv"] {
            let mut all = command.to_vec();
            all.extend(["-o", format]);
            let text = env.transcript(&all);
            assert!(
                secrets.iter().all(|secret| !text.contains(secret)),
                "{command:?}"
            );
        }
    }
    for file in ["dev.db", "dev.db-wal"] {
        let found = std::fs::read(env.path("data/pmctl").join(file)).unwrap_or_default();
        for secret in &secrets {
            let clear = found
                .windows(secret.len())
                .any(|bytes| bytes == secret.as_bytes());
            assert!(!clear, "{file} holds a key in clear");
        }
    }
}

#[test]
fn files_of_the_tool_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let env = TestEnv::onboarded();
    let folder = env.path("data/pmctl");
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
}

#[test]
fn every_code_is_explained() {
    let env = TestEnv::fresh();
    for entry in pmctl::error::catalogue::ALL {
        let text = env.ok(&["explain", entry.code]);
        assert!(text.contains(entry.title), "{}", entry.code);
    }
    env.exits(3, &["explain", "PM-NO-999"]);
}
