//! A stand-in for ID Authentication: takes partner events, keeps its own copy, and says whether a triple would pass.

mod callback;
mod check;
mod event;
mod fields;
mod hub;
mod rows;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::envelope::Failure;
use super::reply::{Call, Reply};
use super::routes::Kernel;

pub(super) use hub::answer as hub;

/// The secret under which the stand-in has subscribed at the hub.
pub(super) const CALLBACK_SECRET: &str = "ida-callback-secret";

/// What ID Authentication does with a row that it has looked up once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IdaCache {
    /// Looks again each time.
    None,
    /// Keeps it until the process ends, as MOSIP ships it.
    #[default]
    Simple,
}

impl std::str::FromStr for IdaCache {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self::None),
            "simple" => Ok(Self::Simple),
            _ => Err("it is none or simple".to_owned()),
        }
    }
}

/// What lives as long as the process: the rest is in the state file.
pub(super) struct Ida {
    cache: IdaCache,
    kept: Mutex<HashMap<String, Value>>,
    /// Where the clock was stopped.
    standing: Mutex<Option<Timestamp>>,
}

impl Ida {
    pub(super) fn new(cache: IdaCache) -> Self {
        Self {
            cache,
            kept: Mutex::default(),
            standing: Mutex::default(),
        }
    }

    /// What is looked up under `key`: kept from the first time that it was there, if anything is kept.
    fn looked_up(
        &self,
        key: String,
        look: impl FnOnce() -> Result<Option<Value>, Failure>,
    ) -> Result<Option<Value>, Failure> {
        if self.cache == IdaCache::None {
            return look();
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept.get(&key) {
            return Ok(Some(found.clone()));
        }
        let found = look()?;
        if let Some(found) = &found {
            kept.insert(key, found.clone());
        }
        Ok(found)
    }

    fn forget(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clear();
    }

    fn now(&self, kernel: &Kernel) -> Timestamp {
        let standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        standing.unwrap_or_else(|| kernel.now())
    }

    fn stand(&self, at: Option<Timestamp>) {
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

/// Requests below `/pmctl-dev/ida`, at the paths of `tests/conformance/ida`.
pub(super) fn answer(kernel: &Kernel, call: &Call, rest: &str) -> Reply {
    if let Some(name) = rest.strip_prefix(callback::BASE) {
        return callback::answer(kernel, call, name);
    }
    let done = match (call.method.as_str(), rest) {
        ("POST", "/event") => Ok(event::answer(kernel, call)),
        ("GET", "/check") => Ok(check::answer(kernel, call)),
        ("GET", "/rows") => kernel.state.write(rows::all),
        ("DELETE", "/rows") => emptied(kernel),
        ("POST", "/restart") => {
            kernel.ida.forget();
            Ok(json!({"ok": true}))
        }
        ("POST", "/clock") => clock(kernel, call),
        ("GET", "/health") => Ok(health(kernel)),
        _ => return Reply::spring(404, "No message available", call, kernel.now()),
    };
    match done {
        Ok(said) => Reply::json(200, &said),
        Err(failure) => Reply::text(500, &failure.to_string()),
    }
}

fn emptied(kernel: &Kernel) -> Result<Value, Failure> {
    kernel.state.write(rows::empty)?;
    kernel.ida.forget();
    Ok(json!({"ok": true}))
}

/// Stops the clock at a moment; without one it runs with the Kernel's.
fn clock(kernel: &Kernel, call: &Call) -> Result<Value, Failure> {
    let at = match call.asked("now") {
        Some(text) => Some(
            text.parse()
                .map_err(|error: jiff::Error| Failure::broken(error))?,
        ),
        None => None,
    };
    kernel.ida.stand(at);
    Ok(json!({"ok": true, "now": kernel.ida.now(kernel).to_string()}))
}

fn health(kernel: &Kernel) -> Value {
    let cache = match kernel.ida.cache {
        IdaCache::None => "NoOpCacheManager",
        IdaCache::Simple => "ConcurrentMapCacheManager",
    };
    json!({"ok": true, "ida": "pmctl-dev", "cache": cache})
}
