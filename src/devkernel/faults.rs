//! Misbehaviour on demand, for tests: an extension of ours, off unless asked for at the start.

use std::sync::{Mutex, PoisonError};

use serde::Deserialize;

use super::reply::{Call, Reply};

/// `{"path":"uploadPartnerCertificate","kind":"cut-after-effect","times":1}`.
#[derive(Clone, Deserialize)]
pub(super) struct Fault {
    /// The end of the paths that it befalls, as one or more whole segments.
    path: String,
    #[serde(flatten)]
    pub(super) kind: Kind,
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

#[derive(Clone, Copy, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Kind {
    /// The request is carried out and its answer lost.
    CutAfterEffect,
    /// The connection breaks and nothing is done.
    CutBeforeEffect,
    /// The request is carried out late.
    Slow { millis: u64 },
    #[serde(rename = "http-503")]
    Http503,
    /// HTTP 200 with an error inside, and nothing done.
    #[serde(rename = "refuse-inside-200")]
    RefuseInside200,
}

/// The faults that are still to come.
pub(super) struct Faults {
    offered: bool,
    waiting: Mutex<Vec<Fault>>,
}

impl Faults {
    pub(super) fn new(offered: bool) -> Self {
        Self {
            offered,
            waiting: Mutex::new(Vec::new()),
        }
    }

    pub(super) fn offered(&self) -> bool {
        self.offered
    }

    /// The fault for this request, counted off.
    pub(super) fn take(&self, path: &str) -> Option<Fault> {
        if !self.offered {
            return None;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|fault| fault.times > 0);
        let befalls = |fault: &&mut Fault| {
            path.strip_suffix(&fault.path)
                .is_some_and(|before| before.ends_with('/'))
        };
        let fault = waiting.iter_mut().find(befalls)?;
        fault.times -= 1;
        Some(fault.clone())
    }

    /// `POST /pmctl-dev/faults`: adds one; 404 where none are offered.
    pub(super) fn add(&self, call: &Call) -> Reply {
        if !self.offered {
            return Reply::empty(404);
        }
        let Some(fault) = call.json::<Fault>() else {
            return Reply::text(400, "no such fault");
        };
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(fault);
        Reply::empty(204)
    }
}
