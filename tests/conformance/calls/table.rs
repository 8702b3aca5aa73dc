//! What each release said when it was last asked, and the table of it in the README.

use std::fs;
use std::path::PathBuf;

use super::case::{Case, Column};

const VERSIONS: &[&str] = &["1.2.0", "1.2.0.1", "1.2.1.0", "1.3.0"];
const EMBEDDED: &[&str] = &["1.2.0.1", "1.3.0"];
const BEGIN: &str = "<!-- answers: begin -->\n";
const END: &str = "<!-- answers: end -->\n";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

fn recorded(version: &str) -> PathBuf {
    folder().join("answers").join(format!("{version}.tsv"))
}

fn may_write() -> bool {
    std::env::var_os("PMCTL_WRITE").is_some()
}

/// Compares the run with what is recorded; with `PMCTL_WRITE=1` it is recorded instead. A real Kernel's answers
/// go into a file of their own, from which the README is made by the next run of the embedded one.
pub fn settle(cases: &[Case], columns: &[Column]) -> Vec<String> {
    let real = columns.iter().find(|column| column.is_real);
    match real {
        Some(column) => keep(recorded(&column.version), rows(cases, column)),
        None => {
            let mut differences = contradictions(cases);
            differences.extend(keep(folder().join("README.md"), readme(cases, columns)));
            differences
        }
    }
}

fn keep(path: PathBuf, text: String) -> Vec<String> {
    let held = fs::read_to_string(&path).unwrap_or_default();
    if held == text {
        return Vec::new();
    }
    if may_write() {
        fs::write(&path, text).unwrap();
        return Vec::new();
    }
    let name = path
        .strip_prefix(env!("CARGO_MANIFEST_DIR"))
        .unwrap()
        .display();
    let changed = text
        .lines()
        .filter(|line| !held.lines().any(|old| old == *line));
    let changed: Vec<_> = changed.take(10).collect();
    vec![format!(
        "{name} says something else (PMCTL_WRITE=1 rewrites it):\n  {}",
        changed.join("\n  ")
    )]
}

fn rows(cases: &[Case], column: &Column) -> String {
    let rows = cases.iter().zip(&column.words);
    rows.map(|(case, word)| format!("{}\t{}\t{word}\n", case.call, case.what))
        .collect()
}

/// What the release said to the case when it was asked.
fn answer_of(recorded: &str, case: &Case) -> Option<String> {
    let begin = format!("{}\t{}\t", case.call, case.what);
    let found = recorded.lines().find_map(|line| line.strip_prefix(&begin));
    found.map(str::to_owned)
}

/// Where a case expects what the release did not say, the release has not been asked since.
fn contradictions(cases: &[Case]) -> Vec<String> {
    let mut found = Vec::new();
    for version in VERSIONS {
        let recorded = fs::read_to_string(recorded(version)).unwrap_or_default();
        for case in cases {
            let said = answer_of(&recorded, case).unwrap_or_default();
            let expected = case.expected(version, true);
            if said != expected {
                let (call, what) = (case.call, case.what);
                found.push(format!(
                    "{version}: {call}: {what}: said `{said}`, not `{expected}`"
                ));
            }
        }
    }
    found
}

fn readme(cases: &[Case], columns: &[Column]) -> String {
    let held = fs::read_to_string(folder().join("README.md")).unwrap_or_default();
    let before = held.split(BEGIN).next().unwrap_or_default();
    let after = held.split(END).nth(1).unwrap_or_default();
    format!("{before}{BEGIN}{}{END}{after}", table(cases, columns))
}

fn table(cases: &[Case], columns: &[Column]) -> String {
    let real: Vec<_> = VERSIONS
        .iter()
        .map(|version| {
            let recorded = fs::read_to_string(recorded(version)).unwrap_or_default();
            cases
                .iter()
                .map(|case| answer_of(&recorded, case).unwrap_or_default())
                .collect()
        })
        .collect();
    let embedded = EMBEDDED.iter().map(|version| {
        let column = columns.iter().find(|column| column.version == *version);
        column
            .map(|column| column.words.clone())
            .unwrap_or_default()
    });
    let all: Vec<Vec<String>> = real.into_iter().chain(embedded).collect();
    let mut text = format!(
        "| call | case | {} | embedded {} |\n|---|---|{}\n",
        VERSIONS.join(" | "),
        EMBEDDED.join(" | embedded "),
        "---|".repeat(all.len())
    );
    for (at, case) in cases.iter().enumerate() {
        let words: Vec<_> = all.iter().map(|column| column[at].as_str()).collect();
        text += &format!(
            "| {} | {} | {} |\n",
            case.call,
            case.what,
            words.join(" | ")
        );
    }
    text
}
