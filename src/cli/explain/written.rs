//! What an input writes for a key, and which value applies.

use super::lookup::keys_in;
use super::view::{Asked, View};
use crate::cli::columns::aligned;
use crate::components::language::LANGUAGE;
use crate::counted::counted;
use crate::input::{Key, Lookup};
use crate::layers::{Entry, Layer};

/// The largest number of values in one table that are listed for a mode.
const MOST_ANEW: usize = 8;

/// Which layer sets the key, where, and the lines of the input: the base, then the requested mode, or every mode
/// that differs.
pub(super) fn rows(view: &View<'_>, asked: &Asked<'_>, base: &Layer, modes: &[Layer]) -> Vec<Vec<String>> {
    let entries = base.written.iter().map(|written| &written.entry).collect();
    let of_modes = asked.path.first().is_some_and(|section| section == "modes");
    let mut rows = places(view, if of_modes { "input" } else { "base" }, entries);
    let wanted =
        |layer: &&Layer| asked.mode.map_or(layer.differs_from(base), |name| layer.mode.as_deref() == Some(name));
    for layer in modes.iter().filter(wanted) {
        let name = view.masked.hide(layer.mode.as_deref().unwrap_or_default());
        if layer.written.is_none() && base.written.is_some() {
            rows.push(vec![name, "removes it".to_owned()]);
            continue;
        }
        rows.extend(places(view, &name, layer.anew(base)));
    }
    rows
}

fn places(view: &View<'_>, who: &str, entries: Vec<&Entry>) -> Vec<Vec<String>> {
    if entries.is_empty() {
        return vec![vec![who.to_owned(), "does not set it".to_owned()]];
    }
    let further = entries.len().saturating_sub(MOST_ANEW);
    let mut rows = Vec::new();
    for entry in entries.into_iter().take(MOST_ANEW) {
        let place = format!("{}:{}", view.path(), view.line_of(entry.key_span.start));
        let value = if entry.is_table && !view.is_inline(entry.span) { entry.key_span } else { entry.span };
        let mut place = Some(place);
        for line in view.lines(entry.key_span, value) {
            let who = if rows.is_empty() { who.to_owned() } else { String::new() };
            rows.push(vec![who, place.take().unwrap_or_default(), line]);
        }
    }
    if further > 0 {
        rows.push(vec![String::new(), format!("and {further} more")]);
    }
    rows
}

/// Which value applies in a mode.
pub(super) fn holds(view: &View<'_>, key: &Key, layer: &Layer, base: &Layer) -> String {
    let mode = view.masked.hide(layer.mode.as_deref().unwrap_or_default());
    let Some(written) = &layer.written else { return format!("In {mode} {}", unwritten(key)) };
    if !layer.differs_from(base) {
        return format!("In {mode} the value of the base applies.");
    }
    let rest = written.entry.is_table && base.written.is_some();
    let rest = if rest { ", and the base for all other keys" } else { "" };
    format!("In {mode} the override applies{rest}.")
}

fn unwritten(key: &Key) -> String {
    match (&key.default, key.required) {
        _ if key.option_of.is_some() => {
            "it is not set: a line below sets the value, or otherwise the default applies.".to_owned()
        }
        (Some(_), _) => "it is not set: the default applies.".to_owned(),
        (None, true) => "it is not set, although it is required.".to_owned(),
        (None, false) => "it is not set, and there is no default.".to_owned(),
    }
}

/// What applies in the base, and in the modes that do not override it.
pub(super) fn others(view: &View<'_>, key: &Key, base: &Layer, modes: &[Layer]) -> Option<String> {
    let same = modes.iter().filter(|layer| !layer.differs_from(base)).filter_map(|layer| layer.mode.as_deref());
    let same: Vec<String> = same.map(|name| view.masked.hide(name)).collect();
    let differ = same.len() < modes.len();
    let base_has = if base.written.is_none() { format!("In the base {}", unwritten(key)) } else { String::new() };
    let rest = match same.as_slice() {
        [] => String::new(),
        _ if !differ => "No mode overrides it.".to_owned(),
        same => format!("As in the base: {}.", same.join(", ")),
    };
    let text = [base_has, rest].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The keys of a table: the values that are set, and the defaults of the other keys.
pub(super) fn keys(view: &View<'_>, asked: &Asked<'_>, layer: &Layer) -> Vec<String> {
    let entries = layer.written.as_ref().map(|written| written.entries.as_slice()).unwrap_or_default();
    let known = keys_in(asked.path);
    let mut rows = Vec::new();
    for name in &asked.key.keys {
        match entries.iter().find(|entry| entry.key == *name) {
            Some(entry) => rows.push(entry_row(view, (*name).to_owned(), entry)),
            None => rows.push(vec![(*name).to_owned(), not_written(asked.path, name)]),
        }
    }
    let others = || entries.iter().filter(|entry| !asked.key.keys.contains(&entry.key.as_str()));
    rows.extend(others().map(|entry| entry_row(view, view.text(entry.key_span), entry)));
    let mut lines = aligned(&rows);
    let further = known.iter().filter(|name| entries.iter().all(|entry| entry.key != **name)).count();
    if asked.key.keys.is_empty() && further > 0 {
        lines.push(format!("Not set: {}.", counted(further, "other known key")));
    }
    lines
}

fn entry_row(view: &View<'_>, name: String, entry: &Entry) -> Vec<String> {
    let value = if entry.is_table && !view.is_inline(entry.span) { "table".to_owned() } else { view.text(entry.span) };
    vec![name, value, format!("line {}", view.line_of(entry.key_span.start))]
}

fn not_written(table: &[String], name: &str) -> String {
    let path = [table, &[name.to_owned()]].concat();
    match LANGUAGE.describe(&path) {
        Lookup::Known(Key { default: Some(default), .. }) => {
            format!("not set; {}", default.replacen("Default", "default", 1))
        }
        Lookup::Known(Key { required: true, .. }) => "not set, but required".to_owned(),
        _ => "not set".to_owned(),
    }
}
