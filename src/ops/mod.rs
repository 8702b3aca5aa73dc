//! What the tool can do: one file per noun, one function per verb. Prints nothing.

pub mod access;
pub mod api_key;
pub mod apply;
pub mod audit;
pub mod ca;
pub mod cert;
mod ctx;
pub mod effect;
mod error;
pub mod faults;
pub mod files;
mod holder;
pub mod ida;
mod ids;
mod journal;
pub mod kernel;
pub mod key;
pub mod license;
pub mod mapping;
pub mod misp;
pub mod outbox;
pub mod partner;
pub mod policy;
pub mod policy_group;
pub mod report;

pub use ctx::{Ctx, GivenUp, Host, IdSource, LicenseSource, Progress, Rules, Sending};
pub use error::{Conflict, OpError};
pub use ids::KernelEntry;
