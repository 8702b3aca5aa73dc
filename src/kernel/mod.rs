//! The client of MOSIP's Kernel: one file per service, and their JSON in `wire`.

pub mod audit;
pub mod call;
pub mod client;
pub mod connection;
pub mod dev;
pub mod error;
pub mod iam;
pub mod ids;
pub mod keymanager;
pub mod link;
pub mod reach;
pub mod wire;

mod answer;
mod pkcs7;

#[cfg(test)]
mod fake;
#[cfg(test)]
mod tests;

pub use audit::AuditRecord;
pub use call::Call;
pub use client::{Credentials, KernelClient, Lend, Lent};
pub use connection::{Connection, Endpoints, Now, Settings, Timeouts};
pub use error::{KernelError, Remote};
pub use ids::IdKind;
pub use keymanager::{CaUploaded, KeyStored, Ping, Resigned, SignedPair, StoredCertificate};
pub use link::Link;
pub use reach::{Reached, Service};
pub use wire::DEV_CA_NAME;
