//! Settings, changed in their place: everything around them stays, comments too.

use super::{Edited, load, write_atomically};
use crate::config::ConfigError;
use crate::config::file::File;
use crate::config::keys::{Form, Key};
use crate::config::lock::lock;
use crate::domain::time::Lifetime;
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

/// Sets keys of a context, all or none: those that need each other are written together and judged together. Says of each
/// what became of it. The first context of a file becomes the current one.
pub fn set(path: &Path, context: &str, all: &[(&Key, To<'_>)]) -> Result<Vec<Edited>, ConfigError> {
    let _lock = lock(path)?;
    let (text, file) = load(path)?;
    let bad = |message: String| ConfigError::BadValue {
        key: named(all),
        message,
    };
    let mut document: DocumentMut = text
        .parse()
        .map_err(|_| bad("the file cannot be edited".to_owned()))?;
    let before = document.clone();
    if file.contexts.is_empty() && file.current.is_none() {
        document.insert("current", Item::Value(context.into()));
    }
    for (key, to) in all {
        match to {
            To::Typed(typed) => put(
                document.as_table_mut(),
                &steps(context, key),
                value(key, typed)?,
            ),
            To::Default => unset(&mut document, context, key),
        }
    }
    let changed = document.to_string();
    match File::parse(path, &changed) {
        Ok(read) if read == file => return Ok(vec![Edited::Unchanged; all.len()]),
        Ok(_) => {}
        Err(ConfigError::Syntax { message, .. }) => return Err(bad(message)),
        Err(other) => return Err(other),
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    write_atomically(folder, path, &changed).map_err(|error| ConfigError::Unwritable {
        path: path.to_owned(),
        why: error.to_string(),
    })?;
    let what_became = |(key, _): &(&Key, To<'_>)| {
        let steps = steps(context, key);
        match held(&before, &steps) == held(&document, &steps) {
            true => Edited::Unchanged,
            false => Edited::Changed,
        }
    };
    Ok(all.iter().map(what_became).collect())
}

fn named(all: &[(&Key, To<'_>)]) -> String {
    let names: Vec<&str> = all.iter().map(|(key, _)| key.name).collect();
    names.join(", ")
}

fn steps<'a>(context: &'a str, key: &Key) -> Vec<&'a str> {
    let below = key.name.split('.');
    ["contexts", context].into_iter().chain(below).collect()
}

/// A value as it is written, without what stands around it.
fn held(document: &DocumentMut, steps: &[&str]) -> Option<String> {
    let mut table: &dyn TableLike = document.as_table();
    let (last, above) = steps.split_last()?;
    for step in above {
        table = table.get(step)?.as_table_like()?;
    }
    Some(table.get(last)?.to_string().trim().to_owned())
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

/// The context itself stays, also when nothing is left in it.
fn unset(document: &mut DocumentMut, context: &str, key: &Key) {
    let contexts = document
        .get_mut("contexts")
        .and_then(Item::as_table_like_mut);
    let Some(item) = contexts.and_then(|all| all.get_mut(context)) else {
        return;
    };
    let steps: Vec<&str> = key.name.split('.').collect();
    if let Some(table) = item.as_table_like_mut() {
        take(table, &steps);
    }
    if let Some(table) = item.as_table_mut()
        && table.is_empty()
    {
        table.set_implicit(false);
    }
}

/// A table that becomes empty goes too: some, e.g. `[ida]`, mean nothing without what stands in them.
fn take(table: &mut dyn TableLike, steps: &[&str]) {
    match steps {
        [] => {}
        [last] => drop(table.remove(last)),
        [first, rest @ ..] => {
            let Some(below) = table.get_mut(first).and_then(Item::as_table_like_mut) else {
                return;
            };
            take(below, rest);
            if below.is_empty() {
                table.remove(first);
            }
        }
    }
}

/// What was typed, as TOML. A secret is not repeated.
fn value(key: &Key, typed: &str) -> Result<Value, ConfigError> {
    let bad = |message: &str| ConfigError::BadValue {
        key: key.name.to_owned(),
        message: message.to_owned(),
    };
    Ok(match key.form {
        Form::Text => typed.into(),
        Form::Duration => match typed.parse::<Lifetime>() {
            Ok(_) => typed.into(),
            Err(invalid) => return Err(bad(&invalid.to_string())),
        },
        Form::Word(words) if !words.contains(&typed) => {
            return Err(bad(&format!("must be {}", words.join(" or "))));
        }
        Form::Word(_) => typed.into(),
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
        let (result, text) = edited_in(FILE, &[(key, to)]);
        (result.map(|all| all[0]), text)
    }

    fn edited_in(file: &str, all: &[(&str, To<'_>)]) -> (Result<Vec<Edited>, ConfigError>, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, file).unwrap();
        let keys = all.iter().map(|(key, to)| (Key::find(key).unwrap(), *to));
        let result = set(&path, "a", &keys.collect::<Vec<_>>());
        (result, fs::read_to_string(&path).unwrap())
    }

    #[test]
    fn what_needs_each_other_is_written_together_and_goes_with_its_table() {
        let callback = ("ida.callback", To::Typed("http://i/cb"));
        let secret = ("ida.secret", To::Typed("file:ida.secret"));
        let (result, text) = edited_in(FILE, &[callback]);
        assert!(result.is_err());
        assert_eq!(text, FILE);
        let (result, told) = edited_in(
            FILE,
            &[callback, secret, ("store", To::Typed("sqlite:a.db"))],
        );
        let outcomes = [Edited::Changed, Edited::Changed, Edited::Unchanged];
        assert_eq!(result.unwrap(), outcomes);
        let table =
            "[contexts.a.ida]\ncallback = \"http://i/cb\"\nsecret = { file = \"ida.secret\" }\n";
        assert_eq!(
            told.replace("\n\n[contexts.a.ida]", "\n[contexts.a.ida]"),
            format!("{FILE}{table}")
        );
        let (result, text) = edited_in(&told, &[("ida.secret", To::Default)]);
        assert!(result.is_err());
        assert_eq!(text, told);
        let neither = [("ida.secret", To::Default), ("ida.callback", To::Default)];
        let (result, text) = edited_in(&told, &neither);
        assert_eq!(result.unwrap(), [Edited::Changed; 2]);
        assert_eq!(text, FILE);
    }

    #[test]
    fn a_context_of_which_nothing_is_left_is_still_there() {
        let (result, text) = edited_in(
            "[contexts.a.license]\nvalidity = \"1d\"\n",
            &[("license.validity", To::Default)],
        );
        assert_eq!(result.unwrap(), [Edited::Changed]);
        assert_eq!(text, "[contexts.a]\n");
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
            set(&path, "dev", &[(key, To::Typed("12w"))]).unwrap(),
            [Edited::Changed]
        );
        let (text, file) = load(&path).unwrap();
        assert_eq!(file.current.as_deref(), Some("dev"), "{text}");
        assert!(
            text.contains("[contexts.dev.license]\nvalidity = \"12w\""),
            "{text}"
        );
    }
}
