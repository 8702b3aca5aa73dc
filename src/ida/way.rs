//! How events reach ID Authentication.

use super::callback::Callback;
use super::error::IdaError;
use super::event::Event;
use super::hub::Hub;
use crate::domain::secret::Secret;
use crate::domain::time::Moment;

/// What the context names.
#[derive(Debug)]
pub enum Way {
    /// Straight to its callback, signed with the secret of its subscription.
    Callback(Callback),
    /// Through the hub, as whoever the token belongs to.
    Hub(Hub),
}

impl Way {
    /// Whether anybody answers at its other end; no event is sent.
    pub fn reach(&self) -> Result<(), IdaError> {
        match self {
            Self::Callback(callback) => callback.reach(),
            Self::Hub(hub) => hub.reach(),
        }
    }

    /// Sends one event, once. The token is asked for only where the way needs one.
    pub fn send(
        &self,
        event: &Event,
        id: &str,
        now: Moment,
        token: impl FnOnce() -> Result<Secret, IdaError>,
    ) -> Result<(), IdaError> {
        match self {
            Self::Callback(callback) => callback.send(event, id, now),
            Self::Hub(hub) => hub.publish(event, id, now, &token()?),
        }
    }
}
