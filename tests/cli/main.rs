//! The command line and what came back: stdout, stderr and exit status, against the embedded Kernel over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops where it cannot go on, and may look at its surroundings"
)]

mod access;
mod apply;
mod bad_input;
mod block;
mod certificates;
mod crash;
#[path = "../support/env.rs"]
mod env;
mod faults;
#[path = "../support/ida.rs"]
mod ida;
mod license;
mod output;
mod renewal;
mod report;
mod revoke;
mod unavailable;
