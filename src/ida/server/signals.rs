//! The signals that end a server, or whatever else must not die without a word.

use std::future::pending;
use std::io;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What SIGHUP means, which comes when a terminal is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hangup {
    /// The end, as SIGTERM does.
    Ends,
    /// Nothing: the process was started so that it outlives its terminal.
    Ignored,
}

/// From its making on no signal ends the process by itself: what begins after it can also end.
pub struct Hearing {
    pub(super) runtime: Runtime,
    pub(super) signals: Signals,
}

impl Hearing {
    pub fn begin(hangup: Hangup) -> io::Result<Self> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(super::THREADS)
            .thread_name("ida-serve")
            .build()?;
        let signals = {
            let _context = runtime.enter();
            Signals::hear(hangup)?
        };
        Ok(Self { runtime, signals })
    }

    /// Waits for the first signal, and gives its number.
    pub fn first(mut self) -> i32 {
        self.runtime.block_on(self.signals.any())
    }
}

pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hangup: Option<Signal>,
}

impl Signals {
    pub(super) fn hear(hangup: Hangup) -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: match hangup {
                Hangup::Ends => Some(signal(SignalKind::hangup())?),
                Hangup::Ignored => None,
            },
        })
    }

    /// Returns at once if one came since they are heard.
    pub(super) async fn any(&mut self) -> i32 {
        let kind = tokio::select! {
            _ = self.interrupt.recv() => SignalKind::interrupt(),
            _ = self.terminate.recv() => SignalKind::terminate(),
            () = came(self.hangup.as_mut()) => SignalKind::hangup(),
        };
        kind.as_raw_value()
    }
}

async fn came(signal: Option<&mut Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => pending().await,
    }
}
