//! Connections: how many, how long, and how they end.

use super::LONGEST_STOP;
use super::routes::{Rooms, router};
use super::signals::Signals;
use super::tls::Tls;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

const LARGEST_HEAD: usize = 16 * 1_024;
const MOST_HEADERS: usize = 64;
/// What a connection that is to end may still take.
const LAST_ANSWER: Duration = Duration::from_secs(30);
/// After the system refused a connection, for want of descriptors.
const BREATH: Duration = Duration::from_millis(100);

/// What clients may take of the server.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Further connections wait in the backlog of the system until one ends.
    pub(super) connections: u32,
    pub(super) handshake: Duration,
    /// For the head of a request, and between two requests of a connection.
    pub(super) head: Duration,
    /// After this long a connection ends with the request under way: one whose client reads no answer ends too.
    pub(super) life: Duration,
    /// How long a request waits for its turn before it is told to come again.
    pub(super) turn: Duration,
    /// How long what lies behind may take; who takes longer keeps the turn, and the client goes without.
    pub(super) answer: Duration,
    /// The same of the store, when somebody asks for the health.
    pub(super) health: Duration,
    /// How long a token waits for the issuer's keys while they are read for another one.
    pub(super) keys: Duration,
    /// Between two times that things are tended.
    pub(super) tending: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_024,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(30),
            life: Duration::from_secs(15 * 60),
            turn: Duration::from_secs(5),
            answer: Duration::from_secs(5),
            health: Duration::from_secs(2),
            keys: Duration::from_secs(2),
            tending: Duration::from_secs(60),
        }
    }
}

/// Returns after a signal to end, once what was under way has its answer.
pub(super) async fn serve(
    listener: std::net::TcpListener,
    tls: Option<Arc<Tls>>,
    rooms: Arc<Rooms>,
    mut signals: Signals,
) -> io::Result<()> {
    let limits = rooms.limits;
    let listener = TcpListener::from_std(listener)?;
    let (stop, stopping) = watch::channel(());
    let places = Arc::new(Semaphore::new(limits.connections as usize));
    let router = router(Arc::clone(&rooms));
    let accepting = async {
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                return;
            };
            let Ok((stream, _)) = listener.accept().await else {
                rooms.counting.dropped("accept");
                sleep(BREATH).await;
                continue;
            };
            let connection = Connection {
                rooms: Arc::clone(&rooms),
                router: router.clone(),
                stopping: stopping.clone(),
            };
            let tls = tls.as_ref().map(|tls| tls.acceptor());
            tokio::spawn(async move {
                connection.rooms.counting.opened();
                let counted = Arc::clone(&connection.rooms);
                connection.speak(stream, tls).await;
                counted.counting.closed();
                drop(place);
            });
        }
    };
    tokio::select! {
        () = accepting => {}
        () = tending(&rooms, tls.as_ref()) => {}
        _ = signals.any() => {}
    }
    drop((listener, stop));
    // All places are free when the last connection has ended.
    let _late = timeout(LONGEST_STOP, places.acquire_many(limits.connections)).await;
    Ok(())
}

async fn tending(rooms: &Arc<Rooms>, tls: Option<&Arc<Tls>>) {
    loop {
        sleep(rooms.limits.tending).await;
        let (behind, tls) = (Arc::clone(rooms), tls.cloned());
        let tended = spawn_blocking(move || {
            if let Some(tls) = tls {
                tls.renew();
            }
            (behind.doors.tend)();
        });
        // One that broke is tried again in a minute.
        let _broken = tended.await;
    }
}

struct Connection {
    rooms: Arc<Rooms>,
    router: Router,
    /// Changes when the server is to end.
    stopping: watch::Receiver<()>,
}

impl Connection {
    async fn speak(self, stream: TcpStream, tls: Option<tokio_rustls::TlsAcceptor>) {
        let _slower = stream.set_nodelay(true);
        let Some(tls) = tls else {
            return self.answer(stream).await;
        };
        match timeout(self.rooms.limits.handshake, tls.accept(stream)).await {
            Ok(Ok(stream)) => self.answer(stream).await,
            Ok(Err(_)) => self.rooms.counting.dropped("tls"),
            Err(_) => self.rooms.counting.dropped("tls-late"),
        }
    }

    async fn answer<S>(mut self, stream: S)
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    {
        let service = TowerToHyperService::new(self.router.clone());
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.rooms.limits.head)
            .max_buf_size(LARGEST_HEAD)
            .max_headers(MOST_HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        let mut served = pin!(served);
        let ended = tokio::select! {
            ended = served.as_mut() => Some(ended),
            _ = self.stopping.changed() => None,
            () = sleep(self.rooms.limits.life) => None,
        };
        let ended = match ended {
            Some(ended) => ended,
            None => {
                served.as_mut().graceful_shutdown();
                match timeout(LAST_ANSWER, served).await {
                    Ok(ended) => ended,
                    Err(_) => return self.rooms.counting.dropped("late"),
                }
            }
        };
        if let Err(error) = ended {
            let why = if error.is_timeout() { "slow" } else { "broken" };
            self.rooms.counting.dropped(why);
        }
    }
}

#[cfg(test)]
mod tests;
