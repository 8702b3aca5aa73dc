//! Every setting with its value and where it comes from.

use super::file::File;
use super::keys::{KEYS, Key};
use super::settings::{DEV, current};
use super::{ConfigError, Origin, Overrides, Places, Sourced};
use std::path::Path;
use toml::{Table, Value};

/// A setting as it holds.
#[derive(Debug, Clone)]
pub struct Listed {
    pub key: &'static str,
    /// `None`: nothing is set, and there is no default.
    pub value: Option<String>,
    pub origin: Origin,
    pub about: &'static str,
}

/// Of the context in use. Secrets are shown by their source.
pub fn list(
    overrides: &Overrides,
    places: &Places,
    file: &File,
) -> Result<Vec<Listed>, ConfigError> {
    let context = current(overrides, places, file)?;
    let written = written(&places.config_file)?;
    let table = below(&written, &["contexts", &context.value]);
    let mut all = vec![
        listed("context", Some(context.clone()), "the context in use"),
        listed(
            "config",
            Some(config(overrides, places)),
            "the configuration file",
        ),
    ];
    all.extend(KEYS.iter().map(|key| {
        let found = overridden(overrides, key)
            .or_else(|| held(table, key))
            .or_else(|| by_default(key, &context.value, table, places));
        listed(key.name, found, key.about)
    }));
    Ok(all)
}

fn listed(key: &'static str, found: Option<Sourced<String>>, about: &'static str) -> Listed {
    let origin = found.as_ref().map_or(Origin::Default, |found| found.origin);
    Listed {
        key,
        value: found.map(|found| found.value),
        origin,
        about,
    }
}

fn config(overrides: &Overrides, places: &Places) -> Sourced<String> {
    let origin = overrides
        .config
        .as_ref()
        .map_or(Origin::Default, |file| file.origin);
    Sourced::new(places.config_file.display().to_string(), origin)
}

fn overridden(overrides: &Overrides, key: &Key) -> Option<Sourced<String>> {
    match key.name {
        "store" => overrides.store.clone(),
        "kernel.timeout" => {
            let timeout = overrides.timeout.as_ref()?;
            Some(Sourced::new(timeout.value.to_string(), timeout.origin))
        }
        _ => None,
    }
}

fn held(table: Option<&Value>, key: &Key) -> Option<Sourced<String>> {
    let steps: Vec<&str> = key.name.split('.').collect();
    let value = below(table?, &steps)?;
    Some(Sourced::new(shown(value), Origin::File))
}

/// Some defaults depend on the context.
fn by_default(
    key: &Key,
    context: &str,
    table: Option<&Value>,
    places: &Places,
) -> Option<Sourced<String>> {
    let in_data = |ending: &str| {
        places
            .data
            .join(format!("{context}.{ending}"))
            .display()
            .to_string()
    };
    let embedded = context == DEV && table.is_none_or(|table| table.get("kernel").is_none());
    let value = match key.name {
        "store" => Some(format!("sqlite:{}", in_data("db"))),
        "seal" => Some(format!("file {}", in_data("key"))),
        "ids.misp.source" | "ids.partner.source" if embedded => Some("kernel".to_owned()),
        "ids.misp.source" | "ids.partner.source" => Some("builtin".to_owned()),
        _ => key.default(),
    };
    value.map(|value| Sourced::new(value, Origin::Default))
}

fn below<'a>(value: &'a Value, steps: &[&str]) -> Option<&'a Value> {
    steps.iter().try_fold(value, |value, step| value.get(step))
}

/// The file was read before: what it holds is well formed, and no secret stands in it.
fn written(path: &Path) -> Result<Value, ConfigError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Value::Table(text.parse::<Table>().unwrap_or_default())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok(Value::Table(Table::new()))
        }
        Err(source) => Err(ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        }),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Table(source) => {
            let one = |(kind, value): (&String, &Value)| match kind.as_str() {
                "command" => format!("command {}", value.get(0).map(shown).unwrap_or_default()),
                _ => format!("{kind} {}", shown(value)),
            };
            source.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
