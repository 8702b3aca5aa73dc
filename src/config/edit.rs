//! Changes to the configuration file: comments and order stay, and the result is read back first.

mod set;
mod typed;

pub use set::{To, set};

use super::ConfigError;
use super::file::{Context, File};
use super::lock::lock;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// A context as `context add` is told it; keys are those of the file, values are TOML.
#[derive(Debug, Clone, Default)]
pub struct NewContext {
    /// Table below the context (`""` for itself), key, TOML value.
    pub entries: Vec<(&'static str, &'static str, String)>,
}

/// A string as TOML.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

impl NewContext {
    pub fn set(&mut self, table: &'static str, key: &'static str, value: Option<String>) {
        if let Some(value) = value {
            self.entries.push((table, key, value));
        }
    }

    fn text(&self, name: &str) -> String {
        let mut text = String::new();
        let mut tables: Vec<&str> = Vec::new();
        for (table, _, _) in &self.entries {
            if !tables.contains(table) {
                tables.push(table);
            }
        }
        if !tables.contains(&"") {
            tables.insert(0, "");
        }
        tables.sort_by_key(|table| !table.is_empty());
        for table in tables {
            let dot = if table.is_empty() { "" } else { "." };
            text.push_str(&format!("[contexts.{}{dot}{table}]\n", key(name)));
            for (_, field, value) in self.entries.iter().filter(|(of, _, _)| *of == table) {
                text.push_str(&format!("{field} = {value}\n"));
            }
        }
        text
    }
}

/// What an edit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    Changed,
    Unchanged,
}

/// Adds a context at the end of the file. The same one again changes nothing; another one of that
/// name is refused.
pub fn add(path: &Path, name: &str, new: &NewContext) -> Result<Edited, ConfigError> {
    let _lock = lock(path)?;
    let (text, file) = load(path)?;
    let block = new.text(name);
    let parsed = File::parse(path, &block)?;
    let wanted = parsed.contexts.get(name).cloned().unwrap_or_default();
    if let Some(present) = file.contexts.get(name) {
        return if *present == wanted {
            Ok(Edited::Unchanged)
        } else {
            Err(ConfigError::Differs {
                name: name.to_owned(),
                typed: typed::differing(name, &block, &text),
            })
        };
    }
    let gap = if text.is_empty() || text.ends_with("\n\n") {
        ""
    } else if text.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    let mut expected = file;
    expected.contexts.insert(name.to_owned(), wanted);
    save(path, &format!("{text}{gap}{block}"), &expected)?;
    Ok(Edited::Changed)
}

/// Marks a context as current.
pub fn mark_current(path: &Path, name: &str) -> Result<Edited, ConfigError> {
    let _lock = lock(path)?;
    let (text, file) = load(path)?;
    if file.current.as_deref() == Some(name) {
        return Ok(Edited::Unchanged);
    }
    let line = format!("current = {}", quoted(name));
    let kept = without_current(&text);
    let expected = File {
        current: Some(name.to_owned()),
        ..file
    };
    save(path, &format!("{line}\n{kept}"), &expected)?;
    Ok(Edited::Changed)
}

/// Takes a context out, and the mark with it when it was the current one.
pub fn remove(path: &Path, name: &str) -> Result<Edited, ConfigError> {
    let _lock = lock(path)?;
    let (text, mut file) = load(path)?;
    if file.contexts.remove(name).is_none() {
        return Ok(Edited::Unchanged);
    }
    let mut kept = without_tables(&text, name);
    if file.current.as_deref() == Some(name) {
        kept = without_current(&kept);
        file.current = None;
    }
    save(path, &kept, &file)?;
    Ok(Edited::Changed)
}

fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// Without the `current = …` line, which stands before the first table.
fn without_current(text: &str) -> String {
    let mut in_tables = false;
    let mut kept = String::new();
    for line in text.split_inclusive('\n') {
        in_tables = in_tables || line.trim_start().starts_with('[');
        let is_current = line
            .trim_start()
            .strip_prefix("current")
            .is_some_and(|rest| rest.trim_start().starts_with('='));
        if in_tables || !is_current {
            kept.push_str(line);
        }
    }
    kept
}

/// Without the tables of one context, each from its header to the next one.
fn without_tables(text: &str, name: &str) -> String {
    let own = |header: &str| {
        let path = header.trim_start_matches('[').trim();
        let path = path.split(']').next().unwrap_or_default();
        [key(name), quoted(name)].iter().any(|key| {
            let prefix = format!("contexts.{key}");
            path == prefix || path.starts_with(&format!("{prefix}."))
        })
    };
    let mut skipping = false;
    let mut kept = String::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with('[') {
            skipping = own(trimmed);
        }
        if !skipping {
            kept.push_str(line);
        }
    }
    kept
}

fn load(path: &Path) -> Result<(String, File), ConfigError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(source) => {
            return Err(ConfigError::Unreadable {
                path: path.to_owned(),
                source,
            });
        }
    };
    let file = File::parse(path, &text)?;
    Ok((text, file))
}

/// Writes only what reads back as `expected`, with mode 0600 in a folder of mode 0700, whole or not
/// at all.
fn save(path: &Path, text: &str, expected: &File) -> Result<(), ConfigError> {
    let refused = |why: String| ConfigError::Unwritable {
        path: path.to_owned(),
        why,
    };
    match File::parse(path, text) {
        Ok(file) if file == *expected => {}
        _ => return Err(refused("its form cannot be edited safely".to_owned())),
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    write_atomically(folder, path, text).map_err(|error| refused(error.to_string()))
}

fn write_atomically(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    if !folder.as_os_str().is_empty() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}", std::process::id()));
    let temporary = folder.join(name);
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&temporary)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _absent = fs::remove_file(&temporary);
    }
    written
}

/// What the file says of one context.
pub fn find(path: &Path, name: &str) -> Result<Option<Context>, ConfigError> {
    Ok(load(path)?.1.contexts.remove(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn relay() -> NewContext {
        let mut new = NewContext::default();
        new.set("kernel", "url", Some(quoted("https://k \"quoted\"")));
        new.set("", "store", Some(quoted("sqlite:/x.db")));
        new
    }

    #[test]
    fn a_context_comes_and_goes_and_comments_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/config.toml");
        assert_eq!(add(&path, "relay", &relay()).unwrap(), Edited::Changed);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);

        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("# mine\n{text}")).unwrap();
        assert_eq!(add(&path, "relay", &relay()).unwrap(), Edited::Unchanged);
        assert_eq!(mark_current(&path, "relay").unwrap(), Edited::Changed);
        assert_eq!(mark_current(&path, "relay").unwrap(), Edited::Unchanged);
        assert_eq!(add(&path, "other one", &relay()).unwrap(), Edited::Changed);
        assert_eq!(mark_current(&path, "other one").unwrap(), Edited::Changed);
        assert_eq!(remove(&path, "other one").unwrap(), Edited::Changed);
        let (text, file) = load(&path).unwrap();
        assert!(text.contains("# mine"), "{text}");
        assert_eq!(file.current, None);
        assert_eq!(file.contexts.len(), 1);
    }

    #[test]
    fn another_context_of_that_name_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        add(&path, "relay", &relay()).unwrap();
        let mut other = relay();
        other.set("kernel", "issuer", Some(quoted("https://i")));
        other.set("ida", "secret", Some("{ file = \"s\" }".to_owned()));
        other.set("ida", "callback", Some(quoted("http://i/cb")));
        let error = add(&path, "relay", &other).unwrap_err();
        let ConfigError::Differs { typed, .. } = error else {
            panic!("{error}")
        };
        let told = [
            "kernel.issuer",
            "https://i",
            "ida.callback",
            "http://i/cb",
            "ida.secret",
            "file:s",
        ];
        assert_eq!(typed, told);
    }

    #[test]
    fn a_form_that_lines_cannot_edit_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let text = "contexts = { a = { store = \"sqlite:a\" } }\n";
        fs::write(&path, text).unwrap();
        assert!(remove(&path, "a").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}
