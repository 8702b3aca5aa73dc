//! The structure of the house: which layer may reach which, and which crates belong where.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops where it cannot go on, and may look at its surroundings"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Layer → what it may name of ours. `app`, `config`, `error` and `main` join the layers and are free.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("crypto", &["domain"]),
    ("manifest", &["domain"]),
    ("store", &["domain", "crypto"]),
    ("kernel", &["domain"]),
    ("ida", &["domain"]),
    ("devkernel", &["kernel::wire"]),
    (
        "ops",
        &["domain", "crypto", "manifest", "store", "kernel", "ida"],
    ),
    ("output", &["domain"]),
    (
        "cli",
        &["ops", "output", "domain", "app", "config", "error"],
    ),
];

/// Crate → the layers that may name it. What is not listed is free (thiserror, secrecy, zeroize, jiff, serde_json …).
const CRATE_IN: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("dialoguer", &["cli", "app"]),
    ("comfy_table", &["output"]),
    ("indicatif", &["output"]),
    ("csv", &["output"]),
    ("rusqlite", &["store", "devkernel"]),
    ("postgres", &["store"]),
    ("tokio_postgres_rustls", &["store"]),
    ("reqwest", &["kernel", "ida"]),
    ("axum", &["devkernel", "ida"]),
    ("tokio", &["devkernel", "ida"]),
    ("hyper", &["ida"]),
    ("hyper_util", &["ida"]),
    ("tokio_rustls", &["ida"]),
    ("rustix", &["ops"]),
    ("rcgen", &["crypto", "devkernel"]),
    ("toml", &["manifest", "config"]),
    ("toml_edit", &["config"]),
    ("anyhow", &["error", "main"]),
    ("jsonschema", &["domain"]),
    ("phonenumber", &["domain"]),
    ("email_address", &["domain"]),
    ("directories", &["config", "app"]),
];

fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    found.sort();
    found
}

/// `src/ops/misp.rs` → `ops`; `src/app.rs` → `app`.
fn layer(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let first = path.strip_prefix(root).unwrap().iter().next().unwrap();
    first.to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The code of a file without comments, strings and test modules: tests may reach further.
fn code(text: &str) -> String {
    let text = text
        .split("\n#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text);
    let mut bare = String::new();
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or("");
        let pieces = line.split('"').step_by(2).collect::<Vec<_>>();
        bare.push_str(&pieces.join("\"\""));
        bare.push('\n');
    }
    bare
}

/// Every path that follows `crate::`, with braces opened one level: `crate::{a::b, c}` gives `a::b` and `c`.
fn own_paths(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0;
                let mut item = String::new();
                for c in list.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            found.insert(std::mem::take(&mut item).trim().to_owned());
                            continue;
                        }
                        _ => {}
                    }
                    item.push(c);
                }
                found.insert(item.trim().to_owned());
            }
            None => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
                found.insert(rest[..end.unwrap_or(rest.len())].to_owned());
            }
        }
    }
    found.retain(|path| !path.is_empty());
    found
}

fn allowed(own: &str, path: &str, may: &[&str]) -> bool {
    let reaches = |prefix: &str| path == prefix || path.starts_with(&format!("{prefix}::"));
    reaches(own) || may.iter().any(|prefix| reaches(prefix))
}

#[test]
fn every_layer_keeps_to_its_imports() {
    let mut wrong = Vec::new();
    for path in sources() {
        let own = layer(&path);
        let Some((_, may)) = MAY_USE.iter().find(|(layer, _)| *layer == own) else {
            continue;
        };
        let text = std::fs::read_to_string(&path).unwrap();
        for used in own_paths(&code(&text)) {
            if !allowed(&own, &used, may) {
                wrong.push(format!("{} uses crate::{used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_crate_stays_in_its_layers() {
    let mut wrong = Vec::new();
    for path in sources() {
        let own = layer(&path);
        let code = code(&std::fs::read_to_string(&path).unwrap());
        for (name, layers) in CRATE_IN {
            let named = code.match_indices(&format!("{name}::")).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            });
            if named && !layers.contains(&own.as_str()) {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_layer_is_there() {
    let seen: BTreeSet<String> = sources().iter().map(|path| layer(path)).collect();
    for (layer, _) in MAY_USE {
        assert!(
            seen.contains(*layer),
            "{layer} is in the table but not in src"
        );
    }
    let free = ["main", "lib", "app", "config", "error"];
    for layer in &seen {
        let known = free.contains(&layer.as_str()) || MAY_USE.iter().any(|(name, _)| name == layer);
        assert!(known, "{layer} is in src but in no layer");
    }
}

#[test]
fn only_output_prints_and_only_app_reads_clock_and_environment() {
    let mut wrong = Vec::new();
    for path in sources() {
        let own = layer(&path);
        let code = code(&std::fs::read_to_string(&path).unwrap());
        let prints = ["println!(", "eprintln!(", "print!(", "eprint!(", "dbg!("];
        if own != "output" && prints.iter().any(|word| code.contains(word)) {
            wrong.push(format!("{} prints", path.display()));
        }
        let clock = ["Timestamp::now()", "SystemTime::now()", "Zoned::now()"];
        if own != "app" && clock.iter().any(|word| code.contains(word)) {
            wrong.push(format!("{} reads the clock", path.display()));
        }
        let environment = ["env::var(", "env::var_os(", "env::vars("];
        let may = ["app", "config"];
        if !may.contains(&own.as_str()) && environment.iter().any(|word| code.contains(word)) {
            wrong.push(format!("{} reads the environment", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_paths_opens_braces() {
    let found = own_paths("use crate::{a::b, c::{d, e}, f};\nlet x = crate::g::h();");
    let expected = ["a::b", "c::{d, e}", "f", "g::h"].map(str::to_owned);
    assert_eq!(found, BTreeSet::from(expected));
    assert!(!allowed("devkernel", "kernel::client", &["kernel::wire"]));
    assert!(allowed("devkernel", "kernel::wire::X", &["kernel::wire"]));
}
