//! The Kernel away, slow, rude or forgetful.

use crate::env::TestEnv;
use crate::snapshot;

/// A context whose Kernel nobody serves.
fn away(env: &TestEnv) {
    env.write("pms.secret", "nothing\n");
    env.ok(&[
        "context",
        "add",
        "away",
        "--keymanager",
        "http://127.0.0.1:9/v1/keymanager",
        "--issuer",
        "http://127.0.0.1:9/auth/realms/mosip",
        "--auditmanager",
        "none",
        "--client-id",
        "mosip-pms-client",
        "--secret-file",
        "pms.secret",
        "--use",
    ]);
}

#[test]
fn a_kernel_that_is_away_is_exit_10() {
    let env = TestEnv::fresh();
    away(&env);
    snapshot!(env.transcript(&["kernel", "ping"]));
    env.exits(10, &["misp", "list"]);
}

#[test]
fn no_context_of_that_name() {
    let env = TestEnv::fresh();
    snapshot!(env.transcript(&["--context", "staging", "misp", "list"]));
}
