//! ID Authentication: what it is told, what it pulls, and what it would answer.

pub mod callback;
pub mod check;
mod error;
pub mod event;
#[cfg(test)]
mod fixtures;
mod http;
mod hub;
pub mod pull;
pub mod server;
mod way;

pub use callback::Callback;
pub use check::{Facts, Finding, LicenseFacts, Verdict};
pub use error::IdaError;
pub use event::Event;
pub use http::Patience;
pub use hub::Hub;
pub use pull::{Answer, Refused, Shape};
pub use way::Way;
