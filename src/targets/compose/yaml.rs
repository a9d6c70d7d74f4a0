//! Writes YAML. The writer is our own: each line has its origin, and every string that a YAML 1.1 or 1.2 parser could
//! read as something else is quoted. The witness reads the result with a library.

use super::node::{Entry, Map, Node, Tag};
use crate::artifact::Artifact;
use crate::origin::Origin;

impl Node {
    fn is_scalar(&self) -> bool {
        match self {
            Self::Map(map) => map.0.is_empty(),
            Self::List(items) => items.is_empty(),
            _ => true,
        }
    }

    /// Writes a scalar, or an empty collection.
    fn write_scalar(&self, out: &mut String) {
        match self {
            Self::Map(_) => out.push_str("{}"),
            Self::List(_) => out.push_str("[]"),
            Self::Text(text) => quote(out, text),
            Self::Int(number) => out.push_str(&number.to_string()),
            Self::Bool(boolean) => out.push_str(if *boolean { "true" } else { "false" }),
            Self::Null => out.push_str("null"),
        }
    }
}

/// Words that YAML 1.1 parsers read as booleans or null.
const WORDS: &[&str] = &["y", "yes", "n", "no", "true", "false", "on", "off", "null"];

/// Writes a string as a YAML scalar: bare only if no parser can read it as anything else.
fn quote(out: &mut String, text: &str) {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        || text.starts_with("./")
        || text.starts_with("../");
    let inside = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_.-".contains(&byte));
    let word = || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    if starts && inside && !word() {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) && u32::from(c) > 0xffff => out.push_str(&format!("\\U{:08X}", u32::from(c))),
            c if needs_escape(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn indented(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Writes a mapping below the existing lines.
pub(super) fn write(file: &mut Artifact, map: &Map, indent: usize) {
    entries(file, map, indent, false);
}

/// Writes the entries of a mapping; in an item of a list, they start with its hyphen instead of two spaces.
fn entries(file: &mut Artifact, map: &Map, indent: usize, is_item: bool) {
    for (at, (key, Entry { value, origin, tag })) in map.0.iter().enumerate() {
        file.written(*origin, |out| {
            if is_item && at == 0 {
                indented(out, indent.saturating_sub(2));
                out.push_str("- ");
            } else {
                indented(out, indent);
            }
            quote(out, key);
            out.push_str(match tag {
                Tag::Reset => ": !reset null",
                Tag::Override => ": !override",
                Tag::Merge => ":",
            });
            if *tag != Tag::Reset && value.is_scalar() {
                out.push(' ');
                value.write_scalar(out);
            }
        });
        if *tag != Tag::Reset && !value.is_scalar() {
            nested(file, value, indent + 2, *origin);
        }
    }
}

fn nested(file: &mut Artifact, value: &Node, indent: usize, origin: Option<Origin>) {
    match value {
        Node::Map(map) => entries(file, map, indent, false),
        Node::List(items) => items.iter().for_each(|item| list_item(file, item, indent, origin)),
        scalar => file.written(origin, |out| {
            indented(out, indent);
            scalar.write_scalar(out);
        }),
    }
}

fn list_item(file: &mut Artifact, item: &Node, indent: usize, origin: Option<Origin>) {
    match item {
        Node::Map(map) if !map.0.is_empty() => entries(file, map, indent + 2, true),
        other => file.written(origin, |out| {
            indented(out, indent);
            out.push_str("- ");
            other.write_scalar(out);
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> String {
        let mut out = String::new();
        quote(&mut out, text);
        out
    }

    #[test]
    fn what_a_reader_could_mistake_is_quoted() {
        for text in [
            "yes",
            "NO",
            "on",
            "22:22",
            "0755",
            "1e3",
            "~",
            "",
            " a",
            "a: b",
            "#x",
            "a #b",
            "- a",
            "null",
            "1_000",
            "2026-01-01",
            ".5",
            ".inf",
            "=",
            "<<",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
        ] {
            assert!(quoted(text).starts_with('"'), "{text}");
        }
        for text in ["odoo19_db", "/var/lib/odoo", "./redis/start.sh", "unless-stopped"] {
            assert_eq!(quoted(text), text);
        }
        assert_eq!(quoted("a\"\\\n\u{85}"), "\"a\\\"\\\\\\n\\u0085\"");
    }
}
