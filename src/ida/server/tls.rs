//! What connections are encrypted with: certificates end, and the server runs on.

use std::sync::{Arc, Mutex, PoisonError};
use tokio_rustls::TlsAcceptor;

/// Certificate and key of the server, and a look whether others have taken their place.
pub struct Tls {
    acceptor: Mutex<TlsAcceptor>,
    renewed: Box<Renewed>,
}

/// Gives what new connections are to get, if that is something new.
pub type Renewed = dyn Fn() -> Option<Arc<rustls::ServerConfig>> + Send + Sync;

impl Tls {
    pub fn new(config: Arc<rustls::ServerConfig>, renewed: Box<Renewed>) -> Self {
        Self {
            acceptor: Mutex::new(config.into()),
            renewed,
        }
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let acceptor = self.acceptor.lock();
        acceptor.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// May block. Connections that stand keep what they have.
    pub(super) fn renew(&self) {
        if let Some(config) = (self.renewed)() {
            let mut acceptor = self.acceptor.lock().unwrap_or_else(PoisonError::into_inner);
            *acceptor = config.into();
        }
    }
}
