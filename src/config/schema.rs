//! The form of the configuration file as JSON Schema, for editors that complete and check it.

use super::keys::{Form, KEYS, Key};
use serde_json::{Map, Value, json};

pub fn schema() -> Value {
    let mut context = object();
    for key in KEYS {
        let steps: Vec<&str> = key.name.split('.').collect();
        insert(&mut context, &steps, property(key));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "config.toml of pmctl",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "current": {"type": "string", "description": "the context that is used when none is named"},
            "contexts": {"type": "object", "additionalProperties": context},
        },
    })
}

fn object() -> Value {
    json!({"type": "object", "additionalProperties": false, "properties": {}})
}

fn insert(into: &mut Value, steps: &[&str], property: Value) {
    let Some((first, rest)) = steps.split_first() else {
        return;
    };
    let properties = into["properties"].as_object_mut();
    let Some(properties) = properties else { return };
    if rest.is_empty() {
        properties.insert((*first).to_owned(), property);
        return;
    }
    let below = properties.entry(*first).or_insert_with(object);
    insert(below, rest, property);
}

fn property(key: &Key) -> Value {
    let mut property: Map<String, Value> = Map::new();
    let form = match key.form {
        Form::Text => json!({"type": "string"}),
        Form::Number => json!({"type": "integer"}),
        Form::Duration => json!({"type": "string", "examples": ["90d", "1h30m"]}),
        Form::Word(words) => json!({"enum": words}),
        Form::Words => json!({"type": "array", "items": {"type": "string"}}),
        Form::Secret => secret(),
    };
    property.extend(form.as_object().cloned().unwrap_or_default());
    property.insert("description".to_owned(), json!(key.about));
    let is_text = !matches!(key.form, Form::Words | Form::Number);
    if let Some(default) = key.default.filter(|_| is_text) {
        property.insert("default".to_owned(), json!(default));
    }
    Value::Object(property)
}

/// Exactly one source; a text would be the secret itself.
fn secret() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
            "file": {"type": "string"},
            "env": {"type": "string"},
            "fd": {"type": "integer", "minimum": 0},
            "command": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_what_the_file_takes_and_no_secret() {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        let fits = |text: &str| {
            let value: toml::Table = text.parse().unwrap();
            validator.is_valid(&serde_json::to_value(value).unwrap())
        };
        let whole = "current = \"a\"\n[contexts.a]\nstore = \"sqlite:a.db\"\nseal = { file = \"k\" }\n\
            [contexts.a.kernel]\nurl = \"http://k\"\nservice = { client_id = \"c\", secret = { fd = 3 } }\n\
            [contexts.a.ids]\nmisp = { source = \"builtin\", start = 7 }\n[contexts.a.roles]\nmisp = [\"M\"]\n";
        assert!(fits(whole));
        assert!(!fits(&whole.replace("{ fd = 3 }", "\"hunter2\"")));
        assert!(!fits(&whole.replace("store", "storage")));
        assert!(!fits(&whole.replace("builtin", "somebody")));
    }
}
