//! Which values a key takes, in words.

use serde_json::Value;

use super::describe::{Form, forms, properties};
use super::formats;
use super::words::whole;

/// More choices are not listed.
const MOST_CHOICES: usize = 24;

/// What the forms of a value take, each once.
pub(super) fn alternatives(forms: &[Form]) -> String {
    let mut all: Vec<String> = Vec::new();
    for text in forms.iter().flat_map(|form| takes(form.schema)) {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    let further = all.len().saturating_sub(MOST_CHOICES);
    all.truncate(MOST_CHOICES);
    if further > 0 {
        all.push(format!("{further} others"));
    }
    match all.as_slice() {
        [] => "any value".to_owned(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

fn takes(schema: &'static Value) -> Vec<String> {
    let literal = |value: &Value| format!("`{}`", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.iter().map(literal).collect();
    }
    if let Some(value) = schema.get("const") {
        return vec![literal(value)];
    }
    let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default();
    vec![match text("type") {
        "string" => {
            let expected = formats().find(|(name, _, _)| *name == text("format"));
            expected.map_or("a string".to_owned(), |(_, expects, _)| (*expects).to_owned())
        }
        "integer" => format!("a whole number{}", range(schema)),
        "number" => format!("a number{}", range(schema)),
        "boolean" => "true or false".to_owned(),
        "array" => {
            let items = schema.get("items").map(|items| alternatives(&forms("", items)));
            format!("a list of: {}", items.unwrap_or_else(|| "any value".to_owned()))
        }
        _ => match properties(schema).filter(|_| schema.get("required").is_some()) {
            Some(keys) if keys.len() == 1 => keys.keys().map(|key| format!("`{{ {key} = … }}`")).collect(),
            _ => "a table".to_owned(),
        },
    }]
}

fn range(schema: &Value) -> String {
    let bound = |key: &str| schema.get(key).map(whole);
    match (bound("minimum"), bound("maximum")) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" from {least}"),
        (None, Some(most)) => format!(" up to {most}"),
        (None, None) => String::new(),
    }
}
