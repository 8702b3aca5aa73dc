//! What Prometheus reads: of a report through the textfile collector of its node exporter, of a server directly.

mod serving;

pub use serving::{Latency, Serving, serving};

use super::view::report::ExpiringView;
use crate::domain::time::Moment;
use std::fmt::Write;

/// Everything that one file says.
#[derive(Debug)]
pub struct Figures<'a> {
    pub now: Moment,
    pub kinds: &'a [&'static str],
    pub ending: &'a [ExpiringView],
    pub overdue_cutovers: usize,
    /// Kind, and how many last absurdly long.
    pub long_lived: &'a [(&'static str, i64)],
}

/// The text format 0.0.4: help, type and samples of each figure, together.
pub fn text(figures: &Figures<'_>) -> String {
    let mut out = String::new();
    family(
        &mut out,
        "pmctl_report_timestamp_seconds",
        "When this report was made.",
    );
    sample(
        &mut out,
        "pmctl_report_timestamp_seconds",
        &[],
        &seconds(figures.now),
    );
    family(
        &mut out,
        "pmctl_ending",
        "What is in force and ends within the window, or has ended.",
    );
    for kind in figures.kinds {
        for status in ["expiring", "expired"] {
            let rows = figures.ending.iter();
            let count = rows
                .filter(|row| row.kind == *kind && row.status == status)
                .count();
            let labels = [("kind", *kind), ("status", status)];
            sample(&mut out, "pmctl_ending", &labels, &count.to_string());
        }
    }
    family(&mut out, "pmctl_ends_timestamp_seconds", "When it ends.");
    for row in figures.ending {
        let labels = [
            ("kind", row.kind),
            ("id", row.id.as_str()),
            ("of", row.of.as_str()),
            ("name", row.name.as_str()),
        ];
        sample(
            &mut out,
            "pmctl_ends_timestamp_seconds",
            &labels,
            &seconds(row.moment),
        );
    }
    family(
        &mut out,
        "pmctl_overdue_cutovers",
        "License keys that have taken over without ID Authentication knowing.",
    );
    let overdue = figures.overdue_cutovers.to_string();
    sample(&mut out, "pmctl_overdue_cutovers", &[], &overdue);
    family(
        &mut out,
        "pmctl_long_lived",
        "What is in use for more than ten years to come.",
    );
    for (kind, count) in figures.long_lived {
        sample(
            &mut out,
            "pmctl_long_lived",
            &[("kind", kind)],
            &count.to_string(),
        );
    }
    out
}

fn family(out: &mut String, name: &str, help: &str) {
    typed(out, name, "gauge", help);
}

fn typed(out: &mut String, name: &str, kind: &str, help: &str) {
    let _never = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn sample(out: &mut String, name: &str, labels: &[(&str, &str)], value: &str) {
    let labels: Vec<String> = labels
        .iter()
        .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
        .collect();
    let labels = match labels.is_empty() {
        true => String::new(),
        false => format!("{{{}}}", labels.join(",")),
    };
    let _never = writeln!(out, "{name}{labels} {value}");
}

fn seconds(moment: Moment) -> String {
    let micros = moment.micros();
    format!("{}", micros.div_euclid(1_000_000))
}

/// As the format wants it within a label: backslash, quote and line break.
fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::view::report::Ending;

    #[test]
    fn names_cannot_end_their_label() {
        let now = Moment::from_micros(1_000_000);
        let ending = Ending {
            kind: "license",
            id: "l-1",
            of: "100",
            name: "a \"b\" \\ c\nd",
            ends: Moment::from_micros(2_999_999),
            expired: false,
        };
        let text = text(&Figures {
            now,
            kinds: &["license"],
            ending: &[ExpiringView::new(ending, now)],
            overdue_cutovers: 2,
            long_lived: &[("license", 3)],
        });
        let line = r#"pmctl_ends_timestamp_seconds{kind="license",id="l-1",of="100",name="a \"b\" \\ c\nd"} 2"#;
        assert!(text.lines().any(|one| one == line), "{text}");
        assert!(text.contains("pmctl_ending{kind=\"license\",status=\"expired\"} 0\n"));
        assert!(text.contains("pmctl_overdue_cutovers 2\n"));
        assert!(text.contains("pmctl_report_timestamp_seconds 1\n"));
        assert!(text.ends_with("pmctl_long_lived{kind=\"license\"} 3\n"));
    }
}
