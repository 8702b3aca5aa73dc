//! One suite, any Kernel: the embedded one speaking as 1.2.0.1 and as 1.3.0, or the real one that `real-kernel` starts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops where it cannot go on, and may look at its surroundings"
)]

mod answers;
mod authorities;
#[path = "../support/bank.rs"]
#[allow(dead_code, reason = "shared with tests/cli")]
mod bank;
mod calls;
mod cut;
mod desk;
#[path = "../support/env.rs"]
#[allow(dead_code, reason = "shared with tests/cli")]
mod env;
mod ledger;
mod logins;
mod proxy;
mod realm;
mod rounds;
mod strangers;
mod target;
mod tour;
