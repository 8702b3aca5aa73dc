//! `completions/` and `man/` are what the command tree makes. `PMCTL_WRITE=1` writes them anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops where it cannot go on, and may look at its surroundings"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return BTreeMap::new();
    };
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn compare(folder: &str, made: &BTreeMap<String, Vec<u8>>) {
    let committed = root().join(folder);
    if std::env::var_os("PMCTL_WRITE").is_some() {
        let _ = std::fs::remove_dir_all(&committed);
        std::fs::create_dir_all(&committed).unwrap();
        for (name, bytes) in made {
            std::fs::write(committed.join(name), bytes).unwrap();
        }
    }
    let found = files(&committed);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    let advice = "PMCTL_WRITE=1 cargo test --test generated writes them";
    assert_eq!(
        names(&found),
        names(made),
        "{folder} holds other files; {advice}"
    );
    for (name, bytes) in made {
        assert!(
            found[name] == *bytes,
            "{folder}/{name} is not what the command tree makes; {advice}"
        );
    }
}

#[test]
fn completions_are_up_to_date() {
    let made: BTreeMap<String, Vec<u8>> = pmctl::cli::completions::scripts().into_iter().collect();
    assert!(made.len() >= 3);
    compare("completions", &made);
}

#[test]
fn man_pages_are_up_to_date() {
    let made: BTreeMap<String, Vec<u8>> = pmctl::cli::man::pages().unwrap().into_iter().collect();
    assert!(made.len() > 20);
    compare("man", &made);
}
