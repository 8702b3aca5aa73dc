//! The server that ID Authentication pulls from, with what it needs: tokens, the store, figures.

mod pool;
mod tls;

pub use tls::TlsFiles;

use super::session::{Bearers, Logins};
use super::{App, Parts, now};
use crate::domain::access::Action;
use crate::error::{Failure, catalogue};
use crate::ida::server::{
    BUCKETS, Doors, Hangup, Hearing, NoAnswer, Server as Listening, Tally, Tls,
};
use crate::kernel::KernelError;
use crate::ops::{self, Ctx, access};
use crate::output::printer::Printer;
use crate::output::prometheus::{self, Latency, Serving};
use crate::store::{Store, StoreError};
use pool::Pool;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// Where keys and tokens may come in.
#[derive(Debug, Clone)]
pub enum Transport {
    Tls(TlsFiles),
    /// Where only this machine can listen in.
    Plain,
    /// Somebody said that something else encrypts.
    PlainAnywhere,
}

#[derive(Debug, Clone)]
pub struct ServeIda {
    pub listen: SocketAddr,
    pub transport: Transport,
    /// OAuth clients whose tokens are taken; none: of any client of the issuer.
    pub clients: Vec<String>,
}

/// It listens; [`IdaServer::serve`] answers.
pub struct IdaServer {
    parts: Parts,
    listening: Listening,
    pub url: String,
}

impl App {
    /// Nothing is listened on before the actor may serve, the store can be read and tokens can be checked; and nothing is
    /// served that the audit trail does not know of.
    pub fn serve_ida(&self, what: ServeIda) -> Result<IdaServer, Failure> {
        let parts = self.open()?;
        access::can_i(&parts.ctx(), Action::IdaServe, None)?;
        let tls = match what.transport {
            Transport::Tls(files) => Some(encrypted(files, self.printer)?),
            Transport::PlainAnywhere => None,
            Transport::Plain if what.listen.ip().is_loopback() => None,
            Transport::Plain => return Err(in_clear(what.listen)),
        };
        let scheme = if tls.is_some() { "https" } else { "http" };
        let doors = doors(&parts, what.clients, &Complaints::to(self.printer))?;
        let hearing = Hearing::begin(hangup()).map_err(broken)?;
        let listening = Listening::bind(what.listen, tls, doors, hearing);
        let listening = listening.map_err(|error| taken(what.listen, error))?;
        let address = listening.address().map_err(broken)?;
        let url = format!("{scheme}://{address}");
        ops::ida::serve_begins(&parts.ctx(), &url)?;
        Ok(IdaServer {
            parts,
            listening,
            url,
        })
    }
}

impl IdaServer {
    /// Serves until SIGINT, SIGTERM or SIGHUP; what was done is noted in the audit trail.
    pub fn serve(self) -> Result<Tally, Failure> {
        let Self {
            parts,
            listening,
            url,
        } = self;
        let tally = listening.run().map_err(broken)?;
        let (parts, store) = reopened(parts)?;
        let ctx = Ctx {
            store: &store,
            ..parts.ctx()
        };
        ops::ida::serve_ended(&ctx, &url, &tally)?;
        Ok(tally)
    }
}

/// The connection of the beginning may be hours old, and its database another. One that hangs must not keep the process.
fn reopened(parts: Parts) -> Result<(Parts, Store), Failure> {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let store = parts.store.another();
        let _nobody_waits = tell.send(store.map(|store| (parts, store)));
    });
    let silent = |_| StoreError::Unreachable {
        cause: "it does not answer, so the audit trail has no end of this server".to_owned(),
    };
    Ok(told.recv_timeout(LONGEST_OPENING).map_err(silent)??)
}

/// A little more than the time after which a connection that is refused gives up.
const LONGEST_OPENING: Duration = Duration::from_secs(12);

/// Says on stderr what keeps requests from an answer, but not for each of thousands.
#[derive(Clone)]
struct Complaints {
    printer: Printer,
    last: Arc<Mutex<Option<Instant>>>,
}

/// Between two complaints.
const QUIET: Duration = Duration::from_secs(10);

impl Complaints {
    fn to(printer: Printer) -> Self {
        Self {
            printer,
            last: Arc::default(),
        }
    }

    fn say(&self, text: &str) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_none_or(|last| last.elapsed() >= QUIET) {
            *last = Some(Instant::now());
            self.printer.warn(text);
        }
    }
}

fn encrypted(files: TlsFiles, printer: Printer) -> Result<Tls, Failure> {
    let (config, watched) = files.open(tls::teller(printer))?;
    Ok(Tls::new(config, Box::new(move || watched.renewed())))
}

fn doors(parts: &Parts, clients: Vec<String>, complaints: &Complaints) -> Result<Doors, Failure> {
    let logins = Logins::new(&parts.settings, &parts.embedded);
    let told = complaints.clone();
    let tell = move |error: &KernelError| told.say(&format!("no token can be checked: {error}"));
    let bearers = Arc::new(Bearers::new(logins, clients, Box::new(tell))?);
    let pool = Arc::new(Pool::new(parts.store.readers())?);
    let (known, checked, tended) = (Arc::clone(&bearers), Arc::clone(&bearers), bearers);
    let (looked, probed, counted) = (Arc::clone(&pool), Arc::clone(&pool), pool);
    let complaints = complaints.clone();
    Ok(Doors {
        now: Box::new(now),
        known: Box::new(move |token| known.known(token)),
        checked: Box::new(move |token| checked.checked(token)),
        tend: Box::new(move || tended.renew()),
        look: Box::new(move |asked| {
            let found = looked.read(|reader| ops::ida::look(reader, asked, now()));
            found.map_err(|error| {
                complaints.say(&format!("the store does not answer: {error}"));
                NoAnswer
            })
        }),
        probe: Box::new(move || probed.read(|reader| reader.conn().probe()).is_ok()),
        metrics: Box::new(move |tally| {
            prometheus::serving(&Serving {
                reopened: counted.reopened(),
                ..figures(tally)
            })
        }),
    })
}

fn figures(tally: &Tally) -> Serving {
    let latency = tally.latency.iter().map(|(shape, histogram)| Latency {
        shape: shape.word(),
        buckets: BUCKETS.into_iter().zip(histogram.counts).collect(),
        count: histogram.count,
        seconds: histogram.seconds,
    });
    let pulls = tally.pulls.iter();
    Serving {
        pulls: pulls
            .map(|((shape, outcome), count)| (shape.word(), *outcome, *count))
            .collect(),
        latency: latency.collect(),
        tokens: tally.tokens.iter().map(|(why, n)| (*why, *n)).collect(),
        dropped: tally.dropped.iter().map(|(why, n)| (*why, *n)).collect(),
        connections: tally.connections,
        lookups_busy: tally.lookups_busy,
        lookups_at_once: tally.lookups_at_once,
        reopened: 0,
    }
}

/// Whoever started the process with SIGHUP ignored, as nohup does, wants it to stay.
pub(super) fn hangup() -> Hangup {
    const SIGHUP: u64 = 1;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    match ignored.unwrap_or(0) & SIGHUP {
        0 => Hangup::Ends,
        _ => Hangup::Ignored,
    }
}

fn in_clear(listen: SocketAddr) -> Failure {
    let what = format!("others can reach {listen}, and it would be served without TLS");
    Failure::new(&catalogue::SERVE_PLAIN, what)
}

fn taken(listen: SocketAddr, error: io::Error) -> Failure {
    Failure::new(
        &catalogue::SERVE_ADDRESS,
        format!("cannot listen on {listen}"),
    )
    .source(error)
}

fn broken(error: io::Error) -> Failure {
    Failure::new(&catalogue::SERVE, "the server cannot run").source(error)
}
