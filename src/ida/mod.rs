//! ID Authentication: what it is told, what it pulls, and what it would answer.

pub mod callback;
pub mod check;
mod endpoint;
mod error;
pub mod event;
#[cfg(test)]
mod fixtures;
mod http;
mod hub;
pub mod pull;
mod request;
pub mod server;
mod way;

pub use callback::Callback;
pub use check::{Cache, Facts, Fault, Finding, LicenseFacts, Signed, SignerIs, Verdict};
pub use endpoint::Endpoint;
pub use error::IdaError;
pub use event::Event;
pub use http::Patience;
pub use hub::Hub;
pub use pull::{Answer, Refused, Shape};
pub use request::{BadRequest, PathTriple, Request};
pub use way::Way;
