//! The schema for editors: modes may override any key.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Sections that a mode cannot override.
const NOT_IN_MODES: &[&str] = &["stack", "modes", "rules"];

/// The definitions that contain a required key: only these need a relaxed copy for overrides.
fn with_required_keys(definitions: &Map<String, Value>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    loop {
        let needs = |(name, schema): &(&String, &Value)| !found.contains(*name) && requires(schema, &found);
        let more: Vec<String> = definitions.iter().filter(needs).map(|(name, _)| name.clone()).collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

fn requires(schema: &Value, known: &BTreeSet<String>) -> bool {
    match schema {
        Value::Object(map) => {
            let target = map.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
            (map.contains_key("properties") && map.contains_key("required"))
                || target.is_some_and(|name| known.contains(name))
                || map.values().any(|below| requires(below, known))
        }
        Value::Array(items) => items.iter().any(|below| requires(below, known)),
        _ => false,
    }
}

fn relaxed(schema: &Value, known: &BTreeSet<String>) -> Value {
    match schema {
        Value::Object(map) => {
            let is_schema = map.contains_key("properties");
            // In an override nothing is required, and tables may be empty.
            let drops = |key: &str, value: &Value| {
                (is_schema && ["required", "else"].contains(&key)) || (key == "minProperties" && value.is_number())
            };
            let entries = map.iter().filter(|(key, value)| !drops(key, value));
            let entry = |(key, value): (&String, &Value)| {
                let target = value.as_str().filter(|_| key == "$ref");
                let renamed = target.filter(|path| path.rsplit('/').next().is_some_and(|name| known.contains(name)));
                (key.clone(), renamed.map_or_else(|| relaxed(value, known), |path| json!(format!("{path}Override"))))
            };
            Value::Object(entries.map(entry).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(|below| relaxed(below, known)).collect()),
        other => other.clone(),
    }
}

/// The schema with the overrides of modes, for editors.
pub(super) fn with_modes(strict: &Map<String, Value>) -> Value {
    let mut schema = Value::Object(strict.clone());
    let Some(definitions) = strict.get("$defs").and_then(Value::as_object) else { return schema };
    let known = with_required_keys(definitions);
    let sections = strict.get("properties").and_then(Value::as_object).into_iter().flatten();
    let overrides: Map<String, Value> = sections
        .filter(|(key, _)| !NOT_IN_MODES.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), relaxed(value, &known)))
        .collect();
    let of_modes = definitions.iter().filter(|(name, _)| known.contains(*name));
    let of_modes: Map<String, Value> =
        of_modes.map(|(name, definition)| (format!("{name}Override"), relaxed(definition, &known))).collect();
    if let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        definitions.extend(of_modes);
    }
    if let Some(mode) = schema.pointer_mut("/$defs/Mode/properties").and_then(Value::as_object_mut) {
        mode.extend(overrides);
    }
    for_editors(&mut schema);
    schema
}

/// Puts the description of a key wherever an editor looks for it. For a value with several forms (`anyOf`) and for a
/// list, taplo's language server shows the description of the form or the item. It ignores what is next to a `$ref`,
/// as readers of older drafts do, so the reference goes into an `allOf` (0.8, observed).
fn for_editors(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if let Some(said) = map.get("description").cloned() {
                for below in below(map) {
                    below.entry("description").or_insert_with(|| said.clone());
                }
            }
            if map.len() > 1
                && let Some(target) = map.shift_remove("$ref")
            {
                map.insert("allOf".into(), json!([{ "$ref": target }]));
            }
            map.values_mut().for_each(for_editors);
        }
        Value::Array(items) => items.iter_mut().for_each(for_editors),
        _ => {}
    }
}

/// The parts of a schema that share its description: its forms, its items, and its key if it has only one.
fn below(schema: &mut Map<String, Value>) -> impl Iterator<Item = &mut Map<String, Value>> {
    schema
        .iter_mut()
        .flat_map(|(key, part)| -> Vec<&mut Value> {
            match (key.as_str(), part) {
                ("anyOf", Value::Array(forms)) => forms.iter_mut().collect(),
                ("items", items) => vec![items],
                ("properties", Value::Object(keys)) if keys.len() == 1 => keys.values_mut().collect(),
                _ => Vec::new(),
            }
        })
        .filter_map(Value::as_object_mut)
}
