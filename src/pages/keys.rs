//! The reference of the input's keys as Markdown, generated from the published schema.

use std::collections::VecDeque;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::components::language::LANGUAGE;

/// The suffix of definitions for overrides in a mode: the same keys, none of them required.
const IN_MODES: &str = "Override";

const HEAD: &str = "\
# Keys of the input

What each key of an input is for, and which values it takes. `stackgen explain KEY` shows the same for one key, together
with its values in your stack. This page is generated from the schema: `stackgen schema keys` prints it.

";

/// The page.
#[must_use]
pub fn keys() -> String {
    let schema = LANGUAGE.published_schema();
    let mut page = Page { schema: &schema, met: Vec::new(), queue: VecDeque::new() };
    let mut text = HEAD.to_owned();
    text += "## Sections\n\n";
    text += &page.table(&schema, "section");
    while let Some(name) = page.queue.pop_front() {
        let definition = schema.pointer(&format!("/$defs/{name}")).unwrap_or(&Value::Null);
        let _ = write!(text, "\n## {}\n\n", title(&name));
        text += &page.section(definition);
    }
    text
}

struct Page<'s> {
    schema: &'s Value,
    /// The definitions that have a section or will get one.
    met: Vec<String>,
    queue: VecDeque<String>,
}

impl Page<'_> {
    fn section(&mut self, definition: &Value) -> String {
        let mut text = String::new();
        if let Some(description) = said(definition) {
            let _ = write!(text, "{description}\n\n");
        }
        let forms = ["oneOf", "anyOf"].into_iter().find_map(|key| definition.get(key)?.as_array());
        match forms {
            Some(forms) => text += &self.forms(forms, said(definition).as_ref()),
            None if definition.get("properties").is_some() => text += &self.table(definition, "key"),
            None => text = format!("{text}{}\n", sentence(&self.value(definition))),
        }
        text
    }

    fn table(&mut self, definition: &Value, what: &str) -> String {
        let empty = Map::new();
        let properties = definition.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let needed = definition.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut text = format!("| {what} | value | |\n|---|---|---|\n");
        let mut anew = false;
        for (name, property) in properties {
            if is_set_anew(property) {
                anew = true;
                continue;
            }
            let need = if needed.contains(&Value::from(name.as_str())) { "Required. " } else { "" };
            let about = said(property).unwrap_or_default();
            let _ =
                writeln!(text, "| `{name}` | {} | {} |", cell(&self.value(property)), cell(&format!("{need}{about}")));
        }
        if anew {
            text += "\nA mode can also contain any other section, with the keys that it overrides.\n";
        }
        text
    }

    /// A list of the forms, each with its description where that differs from the one of all forms.
    fn forms(&mut self, forms: &[Value], of_all: Option<&String>) -> String {
        let mut text = String::new();
        for form in forms {
            let about = said(form).filter(|about| Some(about) != of_all);
            let about = about.map(|about| format!(": {about}")).unwrap_or_default();
            let _ = writeln!(text, "- {}{about}", self.value(form));
        }
        text
    }

    /// The values that are possible there, in Markdown.
    fn value(&mut self, of: &Value) -> String {
        if let Some(name) = reference(of) {
            return self.link(name);
        }
        if let Some(constant) = of.get("const") {
            return format!("`{constant}`");
        }
        if let Some(values) = of.get("enum").and_then(Value::as_array) {
            return values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        }
        if let Some(forms) = ["oneOf", "anyOf"].into_iter().find_map(|key| of.get(key)?.as_array()) {
            return forms.iter().map(|form| self.value(form)).collect::<Vec<_>>().join(" or ");
        }
        match of.get("type").and_then(Value::as_str) {
            Some("string") => text_like(of),
            Some("integer") => format!("whole number{}", range(of)),
            Some("number") => format!("number{}", range(of)),
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("array") => format!("list of {}", self.value(of.get("items").unwrap_or(&Value::Null))),
            Some("object") => self.object(of),
            _ => "anything".to_owned(),
        }
    }

    fn object(&mut self, of: &Value) -> String {
        if let Some(each) = of.get("additionalProperties").filter(|each| each.is_object()) {
            return format!("table of {} by name", self.value(each));
        }
        let inside = of.get("properties").and_then(Value::as_object).into_iter().flatten();
        let keys: Vec<String> = inside.map(|(name, value)| format!("`{name}` = {}", self.value(value))).collect();
        format!("table with {}", keys.join(", "))
    }

    /// A link to the section of a definition, which is queued for writing.
    fn link(&mut self, name: &str) -> String {
        let known = self.schema.pointer(&format!("/$defs/{name}")).is_some();
        if known && !self.met.iter().any(|met| met == name) {
            self.met.push(name.to_owned());
            self.queue.push_back(name.to_owned());
        }
        let title = title(name);
        format!("[{}](#{})", title.to_lowercase(), title.to_lowercase().replace(' ', "-"))
    }
}

fn reference(of: &Value) -> Option<&str> {
    let inside = of.pointer("/allOf/0").unwrap_or(of);
    inside.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

/// Whether it is or contains an override in a mode.
fn is_set_anew(of: &Value) -> bool {
    let inside = ["items", "additionalProperties"].into_iter().filter_map(|key| of.get(key));
    reference(of).is_some_and(|name| name.ends_with(IN_MODES)) || inside.into_iter().any(is_set_anew)
}

/// The description, on one line.
fn said(of: &Value) -> Option<String> {
    let text = of.get("description")?.as_str()?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn text_like(of: &Value) -> String {
    let examples = of.get("examples").and_then(Value::as_array).into_iter().flatten().take(2);
    let examples: Vec<String> = examples.map(|example| format!("`{example}`")).collect();
    let kind = of.get("format").and_then(Value::as_str).unwrap_or("text").replace('-', " ");
    let kind = if kind == "line" { "text".to_owned() } else { kind };
    if examples.is_empty() { kind } else { format!("{kind}, like {}", examples.join(", ")) }
}

fn range(of: &Value) -> String {
    let bound = |key: &str| of.get(key).and_then(Value::as_f64);
    match (bound("minimum"), bound("maximum")) {
        (Some(least), Some(most)) => format!(", {least} to {most}"),
        (Some(least), None) => format!(", {least} or more"),
        (None, Some(most)) => format!(", {most} or less"),
        (None, None) => String::new(),
    }
}

/// `HealthTimes` as a heading: `Health times`.
fn title(name: &str) -> String {
    let mut title = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !title.is_empty() {
            title.push(' ');
            title.extend(letter.to_lowercase());
        } else {
            title.push(letter);
        }
    }
    title
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text escaped for a table cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
