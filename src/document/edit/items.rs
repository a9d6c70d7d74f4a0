//! Adds an item to an array or inline table in the layout of the others, or removes one.

use super::layout::{Kind, Node};
use super::piece::{Splice, after_line, blanks_after, blanks_before, indent_of, line_start, newline};

/// The indentation of the items of an array, relative to its bracket.
const INDENT: &str = "    ";

/// Adds an item after the last one.
pub(super) fn push(text: &str, holder: &Node, item: &str) -> Vec<Splice> {
    let Some(last) = holder.items().last() else { return first(text, holder, item) };
    let line = line_start(text, last.start());
    let own_line = line > holder.span.start && text[line..last.start()].trim().is_empty();
    if !own_line {
        return vec![Splice::insert(last.end(), format!(", {item}"))];
    }
    let behind = blanks_after(text, last.after());
    let rest = &text[behind..];
    let place = if rest.starts_with(['#', '\n', '\r']) { behind + line_length(rest) } else { last.after() };
    let (before, after) = if last.comma.is_some() { ("", ",") } else { (",", "") };
    let line = format!("{}{}{item}{after}", newline(text), indent_of(text, last.start()));
    vec![Splice::insert(last.end(), before), Splice::insert(place, line)]
}

/// The length of a line without its line ending.
fn line_length(text: &str) -> usize {
    text.find('\n').map_or(text, |end| &text[..end]).trim_end().len()
}

fn first(text: &str, holder: &Node, item: &str) -> Vec<Splice> {
    let (open, close) = (holder.span.start + 1, holder.span.end - 1);
    if text[open..close].trim().is_empty() {
        let inside = if matches!(holder.kind, Kind::Inline(_)) { format!(" {item} ") } else { item.to_owned() };
        return vec![Splice { place: open..close, text: inside }];
    }
    // There are only comments in it, so the closing bracket is on a line of its own.
    let line = line_start(text, close);
    let indent = indent_of(text, close);
    vec![Splice::insert(line, format!("{indent}{INDENT}{item}{}", newline(text)))]
}

/// Removes an item, with its comma and its own comment.
pub(super) fn remove(text: &str, holder: &Node, index: usize) -> Vec<Splice> {
    let items = holder.items();
    let Some(item) = items.get(index) else { return Vec::new() };
    let behind = blanks_after(text, item.after());
    let rest = &text[behind..];
    let comment = rest.starts_with('#');
    let line_ends = comment || rest.starts_with(['\n', '\r']);
    let line = line_start(text, item.start());
    let lead = blanks_before(text, item.start());
    let others = |other: &&super::layout::Entry| other.start() != item.start();
    let end = after_line(text, item.after());
    let alone = items.iter().filter(others).all(|other| other.after() <= line || other.start() >= end);
    let next_follows = index + 1 < items.len();
    let place = match (lead == line, line_ends) {
        (true, true) => line..end,
        (true, false) => item.start()..behind,
        (false, true) if comment && alone => lead..behind + line_length(rest),
        (false, false) if next_follows => item.start()..behind,
        (false, _) => lead..item.after(),
    };
    let comma = items.get(index.wrapping_sub(1)).and_then(|before| before.comma);
    let comma = comma.filter(|_| !next_follows && item.comma.is_none());
    if items.len() == 1 && text[holder.span.start + 1..place.start.max(holder.span.start + 1)].trim().is_empty() {
        let close = holder.span.end - 1;
        if text[place.end.min(close)..close].trim().is_empty() {
            return vec![Splice { place: holder.span.start + 1..close, text: String::new() }];
        }
    }
    let comma = comma.map(|comma| Splice { place: comma..comma + 1, text: String::new() });
    comma.into_iter().chain([Splice { place, text: String::new() }]).collect()
}
