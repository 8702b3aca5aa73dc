//! One suite, any Kernel: the embedded one speaking as 1.2.0.1 and as 1.3.0, or the real one that `real-kernel` starts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops where it cannot go on, and may look at its surroundings"
)]

mod calls;
#[path = "../support/env.rs"]
#[allow(dead_code, reason = "shared with tests/cli")]
mod env;
mod logins;
mod realm;
mod target;
