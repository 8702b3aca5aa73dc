//! Whole histories, told to ID Authentication: whatever happened, in whatever order, it and the tool say the same.
//!
//! The embedded stand-in is always asked; MOSIP's own code too where `IDA_URL` (without cache) and `IDA_CACHED_URL` (with
//! the cache that MOSIP ships) name it, as `tests/conformance/real-ida run` does. `IDA_HISTORIES` says how many
//! histories, `IDA_FIRST` the number of the first: each number is one history, the same every time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test stops where it cannot go on, may look at its surroundings, and says what it met"
)]

#[path = "../support/bank.rs"]
#[allow(dead_code, reason = "shared with tests/conformance")]
mod bank;
#[path = "../support/env.rs"]
#[allow(dead_code, unused_macros, reason = "shared with tests/cli")]
mod env;
mod history;
#[path = "../support/ida.rs"]
#[allow(dead_code, reason = "shared with tests/cli")]
mod ida;
mod judge;
mod luck;
mod post;
mod rules;
#[path = "../support/served.rs"]
#[allow(dead_code, reason = "shared with tests/cli")]
mod served;
mod start;
mod step;
mod world;
