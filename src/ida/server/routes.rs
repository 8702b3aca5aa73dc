//! Which path is answered by what.

use super::listen::Limits;
use super::pulling::{Triple, pull};
use super::tally::{Counting, Tally};
use super::{CHECKS, Doors, LOOKUPS, PROBES, RECHECKS};
use crate::domain::pull::Certificate;
use crate::ida::Shape;
use axum::Router;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// MOSIP's context path, then its controller's.
const V10: &str = "/partnermanagement/v1/pmpartners";
const V10_PATH: &str = "/pmpartners/validatePartnerMisp/partnerId/{partner}/partnerApiKey/{api_key}/mispLicenseKey/{license_key}";
const V11_PATH: &str =
    "/v1/partnermanager/partners/{partner}/apikey/{api_key}/misp/{license_key}/validate";
/// Three ids of 36, 36 and 128 characters fit, each percent-encoded.
const LONGEST_PATH: usize = 1_024;
/// Whoever asks for the health more often gets the last answer.
const HEALTH_AGE: Duration = Duration::from_secs(1);

/// What every request works with.
pub(super) struct Rooms {
    pub(super) doors: Doors,
    pub(super) counting: Counting,
    pub(super) lookups: Arc<Semaphore>,
    pub(super) checks: Arc<Semaphore>,
    pub(super) rechecks: Arc<Semaphore>,
    pub(super) limits: Limits,
    health: Mutex<Option<(Instant, bool)>>,
    probes: Arc<Semaphore>,
}

impl Rooms {
    pub(super) fn new(doors: Doors, limits: Limits) -> Self {
        Self {
            doors,
            counting: Counting::default(),
            lookups: Arc::new(Semaphore::new(LOOKUPS)),
            checks: Arc::new(Semaphore::new(CHECKS)),
            rechecks: Arc::new(Semaphore::new(RECHECKS)),
            limits,
            health: Mutex::new(None),
            probes: Arc::new(Semaphore::new(PROBES)),
        }
    }

    pub(super) fn tally(&self) -> Tally {
        self.counting
            .seen(LOOKUPS.saturating_sub(self.lookups.available_permits()))
    }

    fn health(&self) -> Option<bool> {
        let health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        let young = health.filter(|(at, _)| at.elapsed() < HEALTH_AGE);
        young.map(|(_, healthy)| healthy)
    }

    fn note(&self, healthy: bool) {
        let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        *health = Some((Instant::now(), healthy));
    }
}

pub(super) fn router(rooms: Arc<Rooms>) -> Router {
    Router::new()
        .route(V10_PATH, get(v10))
        .route(&format!("{V10}{V10_PATH}"), get(v10))
        .route(V11_PATH, get(v11))
        .route("/health", get(health))
        .route("/metrics", get(metrics))
        .fallback(|| async { (StatusCode::NOT_FOUND, "not found\n") })
        .layer(from_fn(short))
        .with_state(rooms)
}

async fn short(request: Request, next: Next) -> Response {
    let length = request.uri().path().len() + request.uri().query().map_or(0, str::len);
    match length <= LONGEST_PATH {
        true => next.run(request).await,
        false => (StatusCode::URI_TOO_LONG, "the path is too long\n").into_response(),
    }
}

async fn v10(
    State(rooms): State<Arc<Rooms>>,
    path: Result<Path<Triple>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    pull(rooms, Shape::V10, path.ok(), &headers, Certificate::LeftOut).await
}

/// What follows the question mark, as it came: MOSIP asks nothing more of it.
type Parameters = Result<Query<Vec<(String, String)>>, QueryRejection>;

async fn v11(
    State(rooms): State<Arc<Rooms>>,
    path: Result<Path<Triple>, PathRejection>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Response {
    let certificate = wanted(parameters);
    pull(rooms, Shape::V11, path.ok(), &headers, certificate).await
}

/// As Spring reads a boolean: of several values the first. What it would refuse is no: whoever asks shows a token first.
fn wanted(parameters: Parameters) -> Certificate {
    let Ok(Query(parameters)) = parameters else {
        return Certificate::LeftOut;
    };
    let mut named = parameters
        .iter()
        .filter(|(name, _)| name == "needPartnerCert");
    let word = named.next().map_or("", |(_, value)| value.trim());
    let yes = |yes: &&str| word.eq_ignore_ascii_case(yes);
    match ["true", "on", "yes", "1"].iter().any(yes) {
        true => Certificate::Required,
        false => Certificate::LeftOut,
    }
}

/// Says that the server runs and whether its store answers; nothing else.
async fn health(State(rooms): State<Arc<Rooms>>) -> Response {
    let healthy = match rooms.health() {
        Some(healthy) => healthy,
        None => probed_in_time(&rooms).await,
    };
    let (status, word) = match healthy {
        true => (StatusCode::OK, "UP"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "DOWN"),
    };
    let json = [(header::CONTENT_TYPE, "application/json")];
    (status, json, format!("{{\"status\":\"{word}\"}}")).into_response()
}

/// A store that hangs is down, also for those who find its probe still under way.
async fn probed_in_time(rooms: &Arc<Rooms>) -> bool {
    let probe = timeout(rooms.limits.health, probed(Arc::clone(rooms)));
    match probe.await {
        Ok(healthy) => healthy,
        Err(_) => {
            rooms.note(false);
            false
        }
    }
}

async fn probed(rooms: Arc<Rooms>) -> bool {
    let Ok(turn) = Arc::clone(&rooms.probes).acquire_owned().await else {
        return false;
    };
    if let Some(healthy) = rooms.health() {
        return healthy;
    }
    let work = tokio::task::spawn_blocking(move || {
        let healthy = (rooms.doors.probe)();
        rooms.note(healthy);
        drop(turn);
        healthy
    });
    work.await.unwrap_or(false)
}

/// Counts and times: no id, no key.
async fn metrics(State(rooms): State<Arc<Rooms>>) -> Response {
    let text = (rooms.doors.metrics)(&rooms.tally());
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (kind, text).into_response()
}
