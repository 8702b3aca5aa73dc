//! One setting, changed in its place: everything around it stays, comments too.

use super::{Edited, load, write_atomically};
use crate::config::ConfigError;
use crate::config::file::File;
use crate::config::keys::{Form, Key};
use crate::config::lock::lock;
use std::path::Path;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// What is to stand in the file.
#[derive(Debug, Clone, Copy)]
pub enum To<'a> {
    /// As it is typed: words with commas between them, the source of a secret as `file:PATH`, `env:NAME`, `fd:NUMBER` or
    /// `command:WORDS`.
    Typed(&'a str),
    /// Nothing, so that the default holds.
    Default,
}

/// Sets one key of a context. The first context of a file becomes the current one.
pub fn set(path: &Path, context: &str, key: &Key, to: To<'_>) -> Result<Edited, ConfigError> {
    let _lock = lock(path)?;
    let (text, file) = load(path)?;
    let bad = |message: String| ConfigError::BadValue {
        key: key.name,
        message,
    };
    let mut document: DocumentMut = text
        .parse()
        .map_err(|_| bad("the file cannot be edited".to_owned()))?;
    if file.contexts.is_empty() && file.current.is_none() {
        document.insert("current", Item::Value(context.into()));
    }
    let steps: Vec<&str> = ["contexts", context]
        .into_iter()
        .chain(key.name.split('.'))
        .collect();
    match to {
        To::Typed(typed) => put(document.as_table_mut(), &steps, value(key, typed)?),
        To::Default => take(document.as_table_mut(), &steps),
    }
    let changed = document.to_string();
    match File::parse(path, &changed) {
        Ok(read) if read == file => return Ok(Edited::Unchanged),
        Ok(_) => {}
        Err(ConfigError::Syntax { message, .. }) => return Err(bad(message)),
        Err(other) => return Err(other),
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    write_atomically(folder, path, &changed).map_err(|error| ConfigError::Unwritable {
        path: path.to_owned(),
        why: error.to_string(),
    })?;
    Ok(Edited::Changed)
}

fn put(table: &mut dyn TableLike, steps: &[&str], mut value: Value) {
    let Some((first, rest)) = steps.split_first() else {
        return;
    };
    if rest.is_empty() {
        if let Some(old) = table.get(first).and_then(Item::as_value) {
            *value.decor_mut() = old.decor().clone();
        }
        table.insert(first, Item::Value(value));
        return;
    }
    if table.get(first).is_none() {
        let mut below = Table::new();
        below.set_implicit(true);
        table.insert(first, Item::Table(below));
    }
    if let Some(below) = table.get_mut(first).and_then(Item::as_table_like_mut) {
        put(below, rest, value);
    }
}

fn take(table: &mut dyn TableLike, steps: &[&str]) {
    match steps {
        [] => {}
        [last] => drop(table.remove(last)),
        [first, rest @ ..] => {
            if let Some(below) = table.get_mut(first).and_then(Item::as_table_like_mut) {
                take(below, rest);
            }
        }
    }
}

/// What was typed, as TOML. A secret is not repeated.
fn value(key: &Key, typed: &str) -> Result<Value, ConfigError> {
    let bad = |message: &str| ConfigError::BadValue {
        key: key.name,
        message: message.to_owned(),
    };
    Ok(match key.form {
        Form::Text | Form::Duration | Form::Word(_) => typed.into(),
        Form::Number => typed
            .parse::<i64>()
            .map_err(|_| bad("must be a whole number"))?
            .into(),
        Form::Words => {
            let words = typed
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty());
            Value::Array(words.collect::<Array>())
        }
        Form::Secret => {
            let (kind, rest) = typed.split_once(':').unwrap_or_default();
            let source: Value = match kind {
                "file" | "env" => rest.into(),
                "fd" => rest
                    .parse::<i64>()
                    .map_err(|_| bad("fd: is followed by a number"))?
                    .into(),
                "command" => Value::Array(rest.split_whitespace().collect::<Array>()),
                _ => return Err(ConfigError::NoSource { key: key.name }),
            };
            let mut table = InlineTable::new();
            table.insert(kind, source);
            Value::InlineTable(table)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const FILE: &str = "# who we are\ncurrent = \"a\"\n\n[contexts.a]\nstore = \"sqlite:a.db\" # ours\n\
        [contexts.a.kernel]\nurl = \"http://k\"\nservice = { client_id = \"c\", secret = { env = \"S\" } }\n";

    fn edited(key: &str, to: To<'_>) -> (Result<Edited, ConfigError>, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, FILE).unwrap();
        let result = set(&path, "a", Key::find(key).unwrap(), to);
        (result, fs::read_to_string(&path).unwrap())
    }

    #[test]
    fn one_value_changes_and_all_else_stays() {
        let (result, text) = edited("store", To::Typed("sqlite:b.db"));
        assert_eq!(result.unwrap(), Edited::Changed);
        assert_eq!(text, FILE.replace("a.db", "b.db"));
        let (result, text) = edited("store", To::Typed("sqlite:a.db"));
        assert_eq!(result.unwrap(), Edited::Unchanged);
        assert_eq!(text, FILE);
        let (result, text) = edited("kernel.service.client_id", To::Typed("d"));
        assert_eq!(result.unwrap(), Edited::Changed);
        assert_eq!(text, FILE.replace("\"c\"", "\"d\""));
    }

    #[test]
    fn what_was_not_there_comes_and_goes() {
        let (result, text) = edited("roles.misp", To::Typed("MISP, RELAY"));
        assert_eq!(result.unwrap(), Edited::Changed);
        assert!(text.starts_with(FILE), "{text}");
        assert!(text.contains("misp = [\"MISP\", \"RELAY\"]"), "{text}");
        let (result, text) = edited("store", To::Default);
        assert_eq!(result.unwrap(), Edited::Changed);
        assert!(
            !text.contains("store") && text.contains("# who we are"),
            "{text}"
        );
        assert!(text.contains("[contexts.a]"), "{text}");
    }

    #[test]
    fn a_wrong_value_changes_nothing_and_a_secret_is_not_repeated() {
        for (key, typed) in [
            ("license.validity", "soon"),
            ("ids.misp.start", "first"),
            ("license.source", "nobody"),
        ] {
            let (result, text) = edited(key, To::Typed(typed));
            assert!(matches!(result, Err(ConfigError::BadValue { .. })), "{key}");
            assert_eq!(text, FILE);
        }
        let (result, text) = edited("kernel.service.secret", To::Typed("hunter2"));
        let error = result.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        assert_eq!(text, FILE);
        let (result, text) = edited("kernel.service.secret", To::Typed("file:pms.secret"));
        assert_eq!(result.unwrap(), Edited::Changed);
        assert!(text.contains("{ file = \"pms.secret\" }"), "{text}");
    }

    #[test]
    fn the_first_context_of_a_file_is_the_current_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let key = Key::find("license.validity").unwrap();
        assert_eq!(
            set(&path, "dev", key, To::Typed("12w")).unwrap(),
            Edited::Changed
        );
        let (text, file) = load(&path).unwrap();
        assert_eq!(file.current.as_deref(), Some("dev"), "{text}");
        assert!(
            text.contains("[contexts.dev.license]\nvalidity = \"12w\""),
            "{text}"
        );
    }
}
