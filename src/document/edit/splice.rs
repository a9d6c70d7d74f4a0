//! The replacements in the text for a change.

use std::ops::Range;

use toml_writer::{TomlKeyBuilder, TomlStringBuilder, WriteTomlKey as _, WriteTomlValue as _};

use super::layout::{Entry, Kind, Node, Section, begin};
use super::piece::{Splice, after_line, blanks_after, indent_of, line_start, newline};
use super::{Change, Refused, State, Step, items};
use crate::finding::Value;

/// A key in TOML notation.
fn written_key(names: &[String]) -> String {
    let mut text = String::new();
    for name in names {
        let dot = if text.is_empty() { "" } else { "." };
        text.push_str(dot);
        let written = TomlKeyBuilder::new(name).as_default().write_toml_key(&mut text);
        written.expect("a string takes any text");
    }
    text
}

/// A string in the quotes of the old one, if they can hold it.
fn written_text(value: &str, old: &str) -> String {
    let builder = TomlStringBuilder::new(value);
    let lines = value.contains('\n');
    let kept = match old {
        _ if old.starts_with("'''") && lines => builder.as_ml_literal(),
        _ if old.starts_with("\"\"\"") && lines => Some(builder.as_ml_basic()),
        _ if old.starts_with('\'') => builder.as_literal(),
        _ if old.starts_with('"') => Some(builder.as_basic()),
        _ => None,
    };
    let mut text = String::new();
    let written = kept.unwrap_or_else(|| builder.as_default()).write_toml_value(&mut text);
    written.expect("a string takes any text");
    text
}

/// A value in TOML notation, in the style of the old text.
fn written(value: &Value, old: &str) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Bool(boolean) => boolean.to_string(),
        Value::Cpus(cpus) => cpus.decimal(),
        Value::Text(text) => written_text(text, old),
        Value::List(list) => {
            let quote = old.find(['"', '\'']).map_or("", |quote| &old[quote..=quote]);
            let list: Vec<String> = list.iter().map(|item| written_text(item, quote)).collect();
            format!("[{}]", list.join(", "))
        }
    }
}

impl State {
    /// The text after one change.
    pub(super) fn spliced(&self, step: &Step<'_>) -> Result<String, Refused> {
        let mut splices = match &step.change {
            Change::Set(value) => self.set(&step.path, value)?,
            Change::Insert(names, value) => {
                self.insert(&step.path, &format!("{} = {}", written_key(names), written(value, "")))?
            }
            Change::Rename(key) => {
                let key = written_key(&[(*key).to_owned()]);
                let places = self.layout.keys(&step.path).into_iter();
                places.map(|place| Splice { place, text: key.clone() }).collect()
            }
            Change::Remove => self.remove(&step.path),
            Change::Push(value) => {
                let list = self.layout.node(&step.path).filter(|node| matches!(node.kind, Kind::Array(_)));
                let list = list.ok_or(Refused::NoList)?;
                let style = list.items().last().map_or("", |last| &self.text[last.value.span.clone()]);
                items::push(&self.text, list, &written(value, style))
            }
        };
        splices.sort_by_key(|splice| splice.place.start);
        let mut text = String::with_capacity(self.text.len() + 64);
        let mut from = 0;
        for splice in splices {
            text.push_str(self.text.get(from..splice.place.start).unwrap_or_default());
            text.push_str(&splice.text);
            from = from.max(splice.place.end);
        }
        text.push_str(&self.text[from..]);
        Ok(text)
    }

    fn set(&self, path: &[String], value: &Value) -> Result<Vec<Splice>, Refused> {
        let node = self.layout.node(path).ok_or(Refused::Table)?;
        if self.layout.has_comment(&node.span) {
            return Err(Refused::Comment);
        }
        if let (Kind::Array(items), Value::List(list)) = (&node.kind, value)
            && let Some(text) = self.in_lines(node, items, list)
        {
            return Ok(vec![Splice { place: node.span.clone(), text }]);
        }
        let text = written(value, &self.text[node.span.clone()]);
        Ok(vec![Splice { place: node.span.clone(), text }])
    }

    /// A list with one item per line, if the old list has this form.
    fn in_lines(&self, node: &Node, items: &[Entry], list: &[String]) -> Option<String> {
        let (first, end) = (items.first()?, items.last()?.end());
        let line = line_start(&self.text, first.start());
        if line <= node.span.start || list.is_empty() {
            return None;
        }
        let between = format!("{}{}", newline(&self.text), indent_of(&self.text, first.start()));
        let style = &self.text[first.value.span.clone()];
        let list: Vec<String> = list.iter().map(|item| written_text(item, style)).collect();
        let before = &self.text[node.span.start..line].trim_end();
        let after = &self.text[end..node.span.end];
        Some(format!("{before}{between}{}{after}", list.join(&format!(",{between}"))))
    }

    fn insert(&self, table: &[String], entry: &str) -> Result<Vec<Splice>, Refused> {
        if let Some(node) = self.layout.node(table) {
            let inline = matches!(node.kind, Kind::Inline(_));
            return if inline { Ok(items::push(&self.text, node, entry)) } else { Err(Refused::NoTable) };
        }
        if let Some(section) = self.layout.sections.iter().find(|section| section.path == table) {
            return Ok(vec![self.in_section(section, entry)]);
        }
        if let Some((last, part, holder)) = self.layout.dotted(table) {
            let entry = format!("{}.{entry}", &self.text[last.start()..part.span.end]);
            return Ok(match holder {
                Some(node) => items::push(&self.text, node, &entry),
                None => vec![self.line_after(last.end(), &format!("{}{entry}", indent_of(&self.text, last.start())))],
            });
        }
        let key = |section: &Section| section.keys.iter().find(|key| key.path == table).map(|key| key.span.clone());
        let found = self.layout.sections.iter().find_map(|section| Some((section, key(section)?)));
        let (section, key) = found.ok_or(Refused::NoTable)?;
        let start = section.keys.first().map_or(key.start, |first| first.span.start);
        let newline = newline(&self.text);
        let header = format!("[{}]{newline}{entry}{newline}{newline}", &self.text[start..key.end]);
        Ok(vec![Splice::insert(self.with_comments_above(section), header)])
    }

    /// A separate line after the line of a place.
    fn line_after(&self, at: usize, line: &str) -> Splice {
        let end = after_line(&self.text, at);
        let newline = newline(&self.text);
        let ended = self.text[..end].ends_with('\n');
        Splice::insert(end, if ended { format!("{line}{newline}") } else { format!("{newline}{line}") })
    }

    fn in_section(&self, section: &Section, entry: &str) -> Splice {
        if let Some(last) = section.entries.last() {
            return self.line_after(last.end(), &format!("{}{entry}", indent_of(&self.text, last.start())));
        }
        if !section.keys.is_empty() {
            let indent = indent_of(&self.text, section.header.start);
            return self.line_after(section.header.end, &format!("{indent}{entry}"));
        }
        let newline = newline(&self.text);
        let Some(next) = self.layout.sections.get(1) else {
            let end = self.text.len();
            let begun = end == section.header.end || self.text.ends_with('\n');
            return if begun { Splice::insert(end, format!("{entry}{newline}")) } else { self.line_after(end, entry) };
        };
        Splice::insert(self.with_comments_above(next).max(section.header.end), format!("{entry}{newline}{newline}"))
    }

    /// The start of a header's line, or of the comments directly above it. A directive like `#:schema` belongs to the
    /// file.
    fn with_comments_above(&self, section: &Section) -> usize {
        let mut start = line_start(&self.text, section.header.start);
        while start > begin(&self.text) {
            let above = line_start(&self.text, start - 1);
            let comment = blanks_after(&self.text, above);
            let is_comment = self.layout.comments.iter().any(|place| place.start == comment);
            if !is_comment || self.text[comment..].starts_with("#:") {
                break;
            }
            start = above;
        }
        start
    }

    fn remove(&self, path: &[String]) -> Vec<Splice> {
        if let Some((list, index)) = self.layout.holder(path) {
            return items::remove(&self.text, list, index);
        }
        let mut splices = Vec::new();
        let is_gone = |section: &Section| !section.keys.is_empty() && section.path.starts_with(path);
        for run in self.layout.sections.chunk_by(|one, next| is_gone(one) == is_gone(next)) {
            if let (Some(first), Some(last)) = (run.first().filter(|first| is_gone(first)), run.last()) {
                splices.push(Splice::remove(self.whole(first, last)));
                continue;
            }
            for entry in run.iter().flat_map(|section| &section.entries).filter(|entry| entry.is_in(path)) {
                let place = line_start(&self.text, entry.start())..after_line(&self.text, entry.end());
                splices.push(Splice::remove(self.with_end_before(place)));
            }
        }
        splices
    }

    /// The lines of sections up to their last entry, with the blank lines that separate them.
    fn whole(&self, first: &Section, last: &Section) -> Range<usize> {
        let last = last.entries.last().map_or(last.header.end, Entry::end);
        let (start, end) = (line_start(&self.text, first.header.start), after_line(&self.text, last));
        let rest = &self.text[end..];
        let below = rest.len() - rest.trim_start().len();
        if below == rest.len() {
            let above = self.text[..start].trim_end().len();
            let above = if above == 0 { 0 } else { after_line(&self.text, above) };
            return self.with_end_before(above.min(start)..self.text.len());
        }
        let blank_above = self.text[..start].trim_end_matches(['\r', '\n', ' ', '\t']).len();
        let apart =
            start == begin(&self.text) || self.text[blank_above..start].matches('\n').count() > 1 || blank_above == 0;
        let blank_lines = line_start(&self.text, end + below);
        start..if apart { blank_lines.max(end) } else { end }
    }

    /// At the end of a text without a final line ending, includes the line ending before the place instead.
    fn with_end_before(&self, place: Range<usize>) -> Range<usize> {
        if place.end < self.text.len() || self.text.ends_with('\n') {
            return place;
        }
        let before = &self.text[..place.start];
        let before = before.strip_suffix('\n').map_or(before, |before| before.strip_suffix('\r').unwrap_or(before));
        before.len()..place.end
    }
}
