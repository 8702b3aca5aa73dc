//! openssl for tests: it makes what no crate of ours makes.

use std::io::Write;
use std::process::{Command, Stdio};

/// Runs `openssl` with `input` on stdin and gives its stdout; fails with what it said.
pub(super) fn openssl_bytes(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("these tests need the program `openssl` in the PATH");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}: {told}");
    output.stdout
}

pub(super) fn openssl(arguments: &[&str], input: &str) -> String {
    String::from_utf8(openssl_bytes(arguments, input.as_bytes())).unwrap()
}
