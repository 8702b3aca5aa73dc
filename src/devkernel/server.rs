//! HTTP on a thread of its own; every request is answered by blocking code.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Response, header};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use super::faults::{Fault, Kind};
use super::reply::{Call, Reply};
use super::routes::Kernel;

const LARGEST_BODY: usize = 4 * 1024 * 1024;
const LONGEST_STOP: Duration = Duration::from_secs(2);
const WORKERS: usize = 8;

/// The thread that serves; it ends when this is dropped.
pub(super) struct Server {
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn spawn(listener: std::net::TcpListener, kernel: Kernel) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(WORKERS)
            .build()?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("dev-kernel".into())
            .spawn(move || {
                runtime.block_on(serve(listener, kernel, stopped));
                runtime.shutdown_timeout(LONGEST_STOP);
            })?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// Returns at the first SIGINT or SIGTERM.
pub(super) fn wait_for_signal() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        std::future::poll_fn(|cx| {
            let told = interrupt.poll_recv(cx).is_ready() || terminate.poll_recv(cx).is_ready();
            if told { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        Ok(())
    })
}

async fn serve(
    listener: tokio::net::TcpListener,
    kernel: Kernel,
    stopped: oneshot::Receiver<Infallible>,
) {
    let router = Router::new().fallback(answer).with_state(Arc::new(kernel));
    let (noted, late) = oneshot::channel::<()>();
    let stopped = async move {
        drop(stopped.await);
        drop(noted);
    };
    let served = axum::serve(listener, router).with_graceful_shutdown(stopped);
    let mut served = std::pin::pin!(served.into_future());
    let mut late = std::pin::pin!(async move {
        drop(late.await);
        tokio::time::sleep(LONGEST_STOP).await;
    });
    std::future::poll_fn(|cx| {
        if served.as_mut().poll(cx).is_ready() || late.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        Poll::Pending
    })
    .await;
}

async fn answer(State(kernel): State<Arc<Kernel>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return written(Reply::text(413, "the request is too large"));
    };
    let call = Call {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts
            .headers
            .iter()
            .filter_map(|(name, value)| {
                Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
            })
            .collect(),
        body: body.to_vec(),
    };
    let fault = kernel.faults.take(&call.path);
    faulty(kernel, call, fault).await
}

async fn faulty(kernel: Arc<Kernel>, call: Call, fault: Option<Fault>) -> Response<Body> {
    match fault.map(|fault| fault.kind) {
        None => written(handled(kernel, call).await),
        Some(Kind::CutBeforeEffect) => cut(),
        Some(Kind::CutAfterEffect) => {
            drop(handled(kernel, call).await);
            cut()
        }
        Some(Kind::Slow { millis }) => {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            written(handled(kernel, call).await)
        }
        Some(Kind::Http503) => written(Reply::text(503, "Service Unavailable")),
        Some(Kind::RefuseInside200) => written(kernel.refusal_of_faults(&call)),
    }
}

async fn handled(kernel: Arc<Kernel>, call: Call) -> Reply {
    let work = tokio::task::spawn_blocking(move || kernel.answer(&call));
    work.await
        .unwrap_or_else(|_| Reply::text(500, "Internal Server Error"))
}

fn written(reply: Reply) -> Response<Body> {
    let mut builder = Response::builder().status(reply.status);
    if let Some(kind) = reply.content_type {
        builder = builder.header(header::CONTENT_TYPE, kind);
    }
    for (name, value) in &reply.headers {
        builder = builder.header(*name, value);
    }
    builder
        .body(Body::from(reply.body))
        .unwrap_or_else(|_| Response::new(Body::empty()))
}

/// An answer that ends before its first byte: the peer cannot know what was done.
fn cut() -> Response<Body> {
    let mut response = Response::new(Body::new(Cut));
    response.headers_mut().insert(
        header::CONTENT_LENGTH,
        header::HeaderValue::from_static("64"),
    );
    response
}

struct Cut;

impl http_body::Body for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())))
    }
}
