//! One pull: who asks, whether they may, what stands in the store, what MOSIP would answer.

use super::Asked;
use super::bearer::{Bearer, Rejected, Remembered, token};
use super::routes::Rooms;
use super::tally::ACCEPTED;
use crate::domain::pull::{Certificate, Pulled};
use crate::domain::secret::Secret;
use crate::ida::pull;
use crate::ida::{Answer, Shape};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

/// Between two looks whether the keys have come.
const MOMENT: Duration = Duration::from_millis(50);

/// From the path. It has no `Debug`: two of the three are secrets.
#[derive(Deserialize)]
pub(super) struct Triple {
    partner: String,
    api_key: String,
    license_key: String,
}

/// Why there is neither policy nor refusal.
#[derive(Clone, Copy)]
enum Stopped {
    Unauthorized,
    Forbidden,
    BadRequest,
    /// No turn came within the patience.
    Busy,
    /// The store, or the issuer of tokens, does not answer.
    Unavailable,
}

impl Stopped {
    fn word(self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::BadRequest => "bad-request",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
        }
    }

    /// The first two as MOSIP's auth adapter says them. Of the rest MOSIP says nothing that helps a caller.
    fn said(self) -> (StatusCode, Option<&'static str>, &'static str) {
        match self {
            Self::Unauthorized => (
                StatusCode::UNAUTHORIZED,
                Some("KER-ATH-401"),
                "Authentication Failed",
            ),
            Self::Forbidden => (StatusCode::FORBIDDEN, Some("KER-ATH-403"), "Forbidden"),
            Self::BadRequest => (StatusCode::BAD_REQUEST, None, "the path is not UTF-8"),
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                None,
                "too many requests at once; ask again",
            ),
            Self::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                None,
                "what this depends on does not answer; ask again",
            ),
        }
    }
}

pub(super) async fn pull(
    rooms: Arc<Rooms>,
    shape: Shape,
    path: Option<Path<Triple>>,
    headers: &HeaderMap,
    certificate: Certificate,
) -> Response {
    let begun = Instant::now();
    let looked = looked_up(&rooms, shape, path, headers, certificate).await;
    let now = (rooms.doors.now)();
    let (status, outcome, answer) = match looked {
        Ok(pulled) => match pull::answer(shape, &pulled, certificate, now) {
            Ok(answer) => (StatusCode::OK, ACCEPTED, answer),
            Err(refused) => {
                let answer = pull::refusal(shape, refused, now);
                (StatusCode::OK, refused.word(), answer)
            }
        },
        Err(stopped) => {
            let (status, code, message) = stopped.said();
            (status, stopped.word(), pull::denied(code, message, now))
        }
    };
    rooms.counting.pulled(shape, outcome, begun.elapsed());
    written(status, &answer)
}

async fn looked_up(
    rooms: &Arc<Rooms>,
    shape: Shape,
    path: Option<Path<Triple>>,
    headers: &HeaderMap,
    certificate: Certificate,
) -> Result<Pulled, Stopped> {
    let bearer = bearer(rooms, headers).await?;
    if !bearer.holds(shape.roles()) {
        return Err(Stopped::Forbidden);
    }
    let Path(triple) = path.ok_or(Stopped::BadRequest)?;
    let asked = Asked {
        partner: triple.partner,
        license_key: Secret::new(triple.license_key),
        api_key: Secret::new(triple.api_key),
        certificate,
    };
    let turn = turn(rooms, &rooms.lookups).await?;
    let patience = rooms.limits.answer;
    let rooms = Arc::clone(rooms);
    // The turn ends with the work, not with a client that went away meanwhile: so many threads there are, however long
    // the store is silent.
    let work = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        (rooms.doors.look)(&asked)
    });
    match timeout(patience, work).await {
        Ok(Ok(Ok(pulled))) => Ok(pulled),
        _ => Err(Stopped::Unavailable),
    }
}

async fn bearer(rooms: &Arc<Rooms>, headers: &HeaderMap) -> Result<Bearer, Stopped> {
    let Some(token) = token(headers) else {
        rooms.counting.rejected("absent");
        return Err(Stopped::Unauthorized);
    };
    let turns = match (rooms.doors.known)(&token) {
        Remembered::Good(bearer) => return Ok(bearer),
        Remembered::Before => &rooms.rechecks,
        Remembered::Never => &rooms.checks,
    };
    let begun = Instant::now();
    loop {
        match checked(rooms, turns, &token).await? {
            Ok(bearer) => return Ok(bearer),
            Err(Rejected::Token(why)) => {
                rooms.counting.rejected(why);
                return Err(Stopped::Unauthorized);
            }
            // Whoever waits for the keys keeps no turn meanwhile.
            Err(Rejected::Fetching) if begun.elapsed() < rooms.limits.keys => sleep(MOMENT).await,
            Err(Rejected::Fetching | Rejected::Unavailable) => {
                rooms.counting.rejected("issuer-away");
                return Err(Stopped::Unavailable);
            }
        }
    }
}

async fn checked(
    rooms: &Arc<Rooms>,
    turns: &Arc<Semaphore>,
    token: &Secret,
) -> Result<Result<Bearer, Rejected>, Stopped> {
    let turn = turn(rooms, turns).await?;
    // Many come with one token: it was checked for another while this one waited.
    if let Remembered::Good(bearer) = (rooms.doors.known)(token) {
        return Ok(Ok(bearer));
    }
    let (behind, token) = (Arc::clone(rooms), token.clone());
    let work = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        (behind.doors.checked)(&token)
    });
    match timeout(rooms.limits.answer, work).await {
        Ok(Ok(found)) => Ok(found),
        _ => Ok(Err(Rejected::Unavailable)),
    }
}

async fn turn(rooms: &Rooms, turns: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Stopped> {
    let waiting = timeout(rooms.limits.turn, Arc::clone(turns).acquire_owned());
    match waiting.await {
        Ok(Ok(turn)) => Ok(turn),
        Ok(Err(_)) | Err(_) => Err(Stopped::Busy),
    }
}

/// No cache may keep what a block must take back at once.
fn written(status: StatusCode, answer: &Answer) -> Response {
    let Ok(text) = serde_json::to_vec(answer) else {
        return status_only(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let built = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CACHE_CONTROL, "no-store")
        .body(Body::from(text));
    built.unwrap_or_else(|_| status_only(StatusCode::INTERNAL_SERVER_ERROR))
}

fn status_only(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
