//! A unified diff of an input, with its credentials hidden.

use similar::udiff::UnifiedHunkHeader;
use similar::{ChangeTag, TextDiff};

use super::diff::PATIENCE;
use super::terminal::painted;
use crate::document::Masked;

/// An input before or after a change.
pub(super) struct Side<'s> {
    pub(super) raw: &'s str,
    pub(super) masked: &'s Masked,
}

/// The diff of an input. The raw texts are compared and the masked texts are shown; what one side
/// hides is also hidden on the other side.
pub(super) fn unified(path: &str, before: &Side<'_>, after: &Side<'_>, colour: bool) -> String {
    let (old, new) = (lines(before.raw), lines(after.raw));
    let (old_shown, new_shown) = (lines(before.masked.text()), lines(after.masked.text()));
    let diff = TextDiff::configure().timeout(PATIENCE).diff_slices(&old, &new);
    let mut out = vec![
        painted(&before.masked.hide(&format!("--- a/{path}")), "1", colour),
        painted(&before.masked.hide(&format!("+++ b/{path}")), "1", colour),
    ];
    for group in diff.grouped_ops(3) {
        out.push(painted(&UnifiedHunkHeader::new(&group).to_string(), "36", colour));
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let line = |shown: &[&str], index: Option<usize>| {
                index.and_then(|index| shown.get(index)).map(|line| (*line).to_owned())
            };
            let one = line(&old_shown, change.old_index());
            let other = line(&new_shown, change.new_index());
            let shown = match (one, other) {
                (Some(one), Some(other)) => both(&one, &other),
                (one, other) => one.or(other).unwrap_or_default(),
            };
            let shown = before.masked.hide(&after.masked.hide(&shown));
            let (sign, code) = match change.tag() {
                ChangeTag::Equal => (' ', None),
                ChangeTag::Delete => ('-', Some("31")),
                ChangeTag::Insert => ('+', Some("32")),
            };
            let text = format!("{sign}{}", shown.trim_end_matches(['\n', '\r']));
            out.push(code.map_or_else(|| text.clone(), |code| painted(&text, code, colour)));
            if !shown.ends_with('\n') {
                out.push("\\ No newline at end of file".to_owned());
            }
        }
    }
    out.join("\n")
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// One line from two masked texts: what either mask hides is hidden.
fn both(one: &str, other: &str) -> String {
    let (one_chars, other_chars) = (one.chars().count(), other.chars().count());
    if one_chars != other_chars {
        return if one.contains('*') { one.to_owned() } else { other.to_owned() };
    }
    one.chars().zip(other.chars()).map(|(one, other)| if other == '*' { other } else { one }).collect()
}
