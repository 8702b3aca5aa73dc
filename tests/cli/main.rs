//! The command line and what came back: stdout, stderr and exit status, against the embedded Kernel over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops where it cannot go on, and may look at its surroundings"
)]

mod access;
mod api_key;
mod apply;
mod apply_misp;
mod bad_input;
#[path = "../support/bank.rs"]
#[allow(
    dead_code,
    reason = "shared with tests/conformance, which uses all of it"
)]
mod bank;
mod bindings;
mod block;
mod certificates;
mod config;
mod crash;
mod doctor;
mod documents;
mod effect;
#[path = "../support/env.rs"]
#[allow(dead_code, reason = "shared with tests/conformance")]
mod env;
mod faults;
#[path = "../support/ida.rs"]
mod ida;
mod ida_check;
#[path = "../support/issuer.rs"]
mod issuer;
mod key_files;
mod license;
mod logins;
mod mapping;
mod misp_policy;
mod output;
mod policies;
mod policy_effect;
#[path = "../support/postgres.rs"]
#[allow(dead_code, reason = "shared with tests/store, which uses all of it")]
mod postgres_server;
mod receiver;
mod renewal;
mod report;
mod revoke;
mod rules;
mod serve;
#[path = "../support/served.rs"]
mod served;
mod told;
mod unavailable;
