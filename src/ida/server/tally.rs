//! What was asked and how it came out. No label holds anything that a request brought along.

use super::LOOKUPS;
use crate::ida::Shape;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Upper bounds of the latency histogram, in seconds.
pub const BUCKETS: [f64; 12] = [
    0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0,
];

/// Counts since the start, and what goes on now.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// By shape and outcome.
    pub pulls: BTreeMap<(Shape, &'static str), u64>,
    pub latency: BTreeMap<Shape, Histogram>,
    /// Tokens that were not taken, by the reason.
    pub tokens: BTreeMap<&'static str, u64>,
    pub connections: usize,
    /// Connections that were turned away or broken off, by the reason.
    pub dropped: BTreeMap<&'static str, u64>,
    pub lookups_busy: usize,
    pub lookups_at_once: usize,
}

/// How long answers took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Histogram {
    /// One for each of [`BUCKETS`]: how many took so long at most.
    pub counts: [u64; BUCKETS.len()],
    pub count: u64,
    pub seconds: f64,
}

/// The counts, shared by all requests.
#[derive(Debug, Default)]
pub(super) struct Counting {
    tally: Mutex<Tally>,
}

impl Counting {
    pub(super) fn pulled(&self, shape: Shape, outcome: &'static str, took: Duration) {
        let mut tally = self.tally();
        *tally.pulls.entry((shape, outcome)).or_default() += 1;
        tally
            .latency
            .entry(shape)
            .or_default()
            .add(took.as_secs_f64());
    }

    pub(super) fn rejected(&self, why: &'static str) {
        *self.tally().tokens.entry(why).or_default() += 1;
    }

    pub(super) fn dropped(&self, why: &'static str) {
        *self.tally().dropped.entry(why).or_default() += 1;
    }

    pub(super) fn opened(&self) {
        self.tally().connections += 1;
    }

    pub(super) fn closed(&self) {
        self.tally().connections -= 1;
    }

    pub(super) fn seen(&self, lookups_busy: usize) -> Tally {
        Tally {
            lookups_busy,
            lookups_at_once: LOOKUPS,
            ..self.tally().clone()
        }
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Histogram {
    fn add(&mut self, seconds: f64) {
        for (count, bound) in self.counts.iter_mut().zip(BUCKETS) {
            *count += u64::from(seconds <= bound);
        }
        self.count += 1;
        self.seconds += seconds;
    }
}

impl Tally {
    /// How many got the policy, and how many asked.
    pub fn shared(&self) -> (u64, u64) {
        let all = self.pulls.values().sum();
        let shared = self
            .pulls
            .iter()
            .filter(|((_, outcome), _)| *outcome == ACCEPTED);
        (shared.map(|(_, count)| count).sum(), all)
    }
}

/// The outcome of a pull that got the policy.
pub(super) const ACCEPTED: &str = "accepted";
