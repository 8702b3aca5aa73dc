//! The command line and what came back: stdout, stderr and exit status, against the embedded Kernel over HTTP.

mod access;
mod apply;
mod bad_input;
mod block;
mod certificates;
mod crash;
mod env;
mod license;
mod output;
mod unavailable;
