//! The schema as editors read it: modes may set any key anew.

use serde_json::{Map, Value, json};

use super::STRICT;

/// Sections that a mode cannot set anew.
const NOT_IN_MODES: &[&str] = &["stack", "modes"];

/// TOML has no null: an optional key is left out instead.
pub(super) fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".into(), only);
                }
            }
            if let Some(Value::Array(choices)) = map.get_mut("enum") {
                choices.retain(|choice| !choice.is_null());
            }
            if map.get("default").is_some_and(Value::is_null) {
                map.remove("default");
            }
            if let Some(Value::Array(branches)) = map.get_mut("anyOf") {
                branches.retain(|branch| branch.get("type") != Some(&json!("null")));
                if let [Value::Object(only)] = branches.as_slice() {
                    let only = only.clone();
                    map.remove("anyOf");
                    for (key, value) in only {
                        map.entry(key).or_insert(value);
                    }
                }
            }
            map.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

fn relaxed(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => {
            let is_schema = map.contains_key("properties");
            let entries = map.iter().filter(|(key, _)| !(is_schema && *key == "required"));
            let entry = |(key, value): (&String, &Value)| match value {
                Value::String(target) if key == "$ref" => (key.clone(), json!(format!("{target}Override"))),
                _ => (key.clone(), relaxed(value)),
            };
            Value::Object(entries.map(entry).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(relaxed).collect()),
        other => other.clone(),
    }
}

/// The schema of the whole input, for editors.
#[must_use]
pub fn published_schema() -> Value {
    let mut schema = STRICT.clone();
    let overrides: Map<String, Value> = schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, _)| !NOT_IN_MODES.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), relaxed(value)))
        .collect();
    let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) else { return schema };
    let of_modes: Vec<(String, Value)> =
        definitions.iter().map(|(name, definition)| (format!("{name}Override"), relaxed(definition))).collect();
    definitions.extend(of_modes);
    if let Some(mode) =
        definitions.get_mut("Mode").and_then(|mode| mode.get_mut("properties")).and_then(Value::as_object_mut)
    {
        mode.extend(overrides);
    }
    schema
}
