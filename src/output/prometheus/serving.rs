//! The figures of `ida serve`.

use super::{family, sample, typed};

/// Counts since the start, and what goes on now. Labels are words of the tool's own.
#[derive(Debug, Default)]
pub struct Serving {
    /// Shape, outcome, how many.
    pub pulls: Vec<(&'static str, &'static str, u64)>,
    pub latency: Vec<Latency>,
    /// Reason, how many.
    pub tokens: Vec<(&'static str, u64)>,
    pub dropped: Vec<(&'static str, u64)>,
    pub connections: usize,
    pub lookups_busy: usize,
    pub lookups_at_once: usize,
    /// Connections to the store that were given up and opened again.
    pub reopened: u64,
}

/// How long the answers of one shape took.
#[derive(Debug)]
pub struct Latency {
    pub shape: &'static str,
    /// Bound in seconds, and how many took so long at most.
    pub buckets: Vec<(f64, u64)>,
    pub count: u64,
    pub seconds: f64,
}

/// The text format 0.0.4.
pub fn serving(figures: &Serving) -> String {
    let mut out = String::new();
    let name = "pmctl_ida_pulls_total";
    typed(&mut out, name, "counter", "Pulls by shape and outcome.");
    for (shape, outcome, count) in &figures.pulls {
        let labels = [("shape", *shape), ("outcome", *outcome)];
        sample(&mut out, name, &labels, &count.to_string());
    }
    latencies(&mut out, &figures.latency);
    by_reason(
        &mut out,
        "pmctl_ida_tokens_rejected_total",
        "Tokens that were not taken.",
        &figures.tokens,
    );
    by_reason(
        &mut out,
        "pmctl_ida_connections_dropped_total",
        "Connections that ended before their time.",
        &figures.dropped,
    );
    let gauges = [
        (
            "pmctl_ida_connections",
            "Connections that are open.",
            figures.connections,
        ),
        (
            "pmctl_ida_lookups_busy",
            "Look-ups in the store under way.",
            figures.lookups_busy,
        ),
        (
            "pmctl_ida_lookups_at_once",
            "Look-ups that may be under way at once.",
            figures.lookups_at_once,
        ),
    ];
    for (name, help, value) in gauges {
        family(&mut out, name, help);
        sample(&mut out, name, &[], &value.to_string());
    }
    let name = "pmctl_ida_store_reopened_total";
    let help = "Connections to the store that were given up and opened again.";
    typed(&mut out, name, "counter", help);
    sample(&mut out, name, &[], &figures.reopened.to_string());
    out
}

fn latencies(out: &mut String, all: &[Latency]) {
    let name = "pmctl_ida_pull_duration_seconds";
    typed(
        out,
        name,
        "histogram",
        "From the head of a pull to its answer.",
    );
    for one in all {
        let bucket = format!("{name}_bucket");
        for (bound, count) in &one.buckets {
            let bound = bound.to_string();
            let labels = [("shape", one.shape), ("le", bound.as_str())];
            sample(out, &bucket, &labels, &count.to_string());
        }
        let count = one.count.to_string();
        let shape = ("shape", one.shape);
        sample(out, &bucket, &[shape, ("le", "+Inf")], &count);
        sample(
            out,
            &format!("{name}_sum"),
            &[shape],
            &one.seconds.to_string(),
        );
        sample(out, &format!("{name}_count"), &[shape], &count);
    }
}

fn by_reason(out: &mut String, name: &str, help: &str, all: &[(&'static str, u64)]) {
    typed(out, name, "counter", help);
    for (why, count) in all {
        sample(out, name, &[("reason", *why)], &count.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_ends_with_all() {
        let text = serving(&Serving {
            pulls: vec![("1.1", "accepted", 3), ("1.1", "no-partner", 1)],
            latency: vec![Latency {
                shape: "1.1",
                buckets: vec![(0.0005, 2), (1.0, 4)],
                count: 4,
                seconds: 0.25,
            }],
            tokens: vec![("expired", 2)],
            ..Serving::default()
        });
        for line in [
            "# TYPE pmctl_ida_pulls_total counter",
            "pmctl_ida_pulls_total{shape=\"1.1\",outcome=\"accepted\"} 3",
            "# TYPE pmctl_ida_pull_duration_seconds histogram",
            "pmctl_ida_pull_duration_seconds_bucket{shape=\"1.1\",le=\"0.0005\"} 2",
            "pmctl_ida_pull_duration_seconds_bucket{shape=\"1.1\",le=\"+Inf\"} 4",
            "pmctl_ida_pull_duration_seconds_sum{shape=\"1.1\"} 0.25",
            "pmctl_ida_pull_duration_seconds_count{shape=\"1.1\"} 4",
            "pmctl_ida_tokens_rejected_total{reason=\"expired\"} 2",
            "pmctl_ida_lookups_busy 0",
        ] {
            assert!(text.lines().any(|one| one == line), "{line}\n{text}");
        }
    }
}
