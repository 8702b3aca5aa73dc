//! Pure types and rules. No clock, no environment, no serde, no other layer.

pub mod access;
pub mod api_key;
pub mod audit;
pub mod cert;
pub mod change;
pub mod contact;
pub mod effect;
pub mod id;
pub mod invalid;
pub mod journal;
pub mod key;
pub mod license;
pub mod mapping;
pub mod misp;
pub mod nearest;
pub mod outbox;
pub mod partner;
pub mod place;
pub mod policy;
pub mod pull;
pub mod secret;
pub mod status;
pub mod text;
pub mod time;
