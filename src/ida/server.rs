//! The server that ID Authentication 1.0 and 1.1 pull from. What it knows it asks of the doors behind it.

mod bearer;
mod listen;
mod pulling;
mod routes;
mod signals;
mod tally;
mod tls;

pub use bearer::{Bearer, Rejected, Remembered};
pub use signals::{Hangup, Hearing};
pub use tally::{BUCKETS, Histogram, Tally};
pub use tls::Tls;

use crate::domain::pull::{Certificate, Pulled};
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use listen::Limits;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

/// Look-ups at once, and so connections to the store.
pub const LOOKUPS: usize = 8;
/// Tokens that are not known yet and are checked at once: a flood of forged ones keeps nobody from the store.
const CHECKS: usize = 4;
/// Tokens that were good before and are checked again at once: those whom strange ones wait for wait for none of them.
const RECHECKS: usize = 4;
/// Whoever tends what requests need.
const TENDING: usize = 1;
const PROBES: usize = 1;
const THREADS: usize = LOOKUPS + CHECKS + RECHECKS + PROBES + TENDING;
/// Requests under way get their answer within this, after the signal to end.
const LONGEST_STOP: Duration = Duration::from_secs(10);

/// What was asked for.
#[derive(Debug)]
pub struct Asked {
    pub partner: String,
    pub license_key: Secret,
    pub api_key: Secret,
    pub certificate: Certificate,
}

/// The store gave no answer; whoever knows why says it elsewhere than to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoAnswer;

/// What lies behind the server. All but `now`, `known` and `metrics` may block, and run on threads of their own.
pub struct Doors {
    pub now: Box<dyn Fn() -> Moment + Send + Sync>,
    pub known: Door<Secret, Remembered>,
    pub checked: Door<Secret, Result<Bearer, Rejected>>,
    pub look: Door<Asked, Result<Pulled, NoAnswer>>,
    /// Whether the store answers.
    pub probe: Box<dyn Fn() -> bool + Send + Sync>,
    /// The figures, as text for Prometheus.
    pub metrics: Door<Tally, String>,
    /// Renews, every minute, what requests would otherwise wait for.
    pub tend: Box<dyn Fn() + Send + Sync>,
}

/// Asked from whichever thread.
pub type Door<Q, A> = Box<dyn Fn(&Q) -> A + Send + Sync>;

/// A server that listens already, and answers from [`Server::run`] on.
pub struct Server {
    listener: TcpListener,
    tls: Option<Tls>,
    doors: Doors,
    limits: Limits,
    hearing: Hearing,
}

impl Server {
    /// Binds the address; port 0 takes a free one.
    pub fn bind(
        listen: SocketAddr,
        tls: Option<Tls>,
        doors: Doors,
        hearing: Hearing,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(listen)?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            listener,
            tls,
            doors,
            limits: Limits::default(),
            hearing,
        })
    }

    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until a signal to end, gives what is under way its time, and says what was done.
    pub fn run(self) -> io::Result<Tally> {
        let Hearing { runtime, signals } = self.hearing;
        let rooms = Arc::new(routes::Rooms::new(self.doors, self.limits));
        let served = listen::serve(
            self.listener,
            self.tls.map(Arc::new),
            Arc::clone(&rooms),
            signals,
        );
        let served = runtime.block_on(served);
        // Who still works has nobody left to answer.
        runtime.shutdown_background();
        served?;
        Ok(rooms.tally())
    }
}
