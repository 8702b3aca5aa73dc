//! What `config set` is told so that a context becomes what somebody wants of it.

use crate::config::keys::{Form, KEYS, Key};
use toml::{Table, Value};

/// Each setting of `wanted` that `present` does not hold, key and value in turn.
pub(super) fn differing(context: &str, wanted: &str, present: &str) -> Vec<String> {
    let (wanted, present) = (table(wanted), table(present));
    let words = KEYS.iter().filter_map(|key| {
        let value = held(&wanted, context, key)?;
        let is_so = held(&present, context, key) == Some(value);
        (!is_so).then(|| [key.name.to_owned(), typed(key, value)])
    });
    words.flatten().collect()
}

/// Both were read before.
fn table(text: &str) -> Value {
    Value::Table(text.parse::<Table>().unwrap_or_default())
}

fn held<'a>(file: &'a Value, context: &str, key: &Key) -> Option<&'a Value> {
    let context = file.get("contexts")?.get(context)?;
    key.name
        .split('.')
        .try_fold(context, |value, step| value.get(step))
}

/// The other way round than `config set` reads it.
fn typed(key: &Key, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let between = if key.form == Form::Words { "," } else { " " };
            let words: Vec<String> = items.iter().map(|item| typed(key, item)).collect();
            words.join(between)
        }
        Value::Table(source) => {
            let one = |(kind, value): (&String, &Value)| format!("{kind}:{}", typed(key, value));
            source.iter().map(one).collect()
        }
        other => other.to_string(),
    }
}
