//! The conflict markers that `git merge` leaves where both sides changed something.

use super::CODE;
use super::parsed::lines;
use crate::finding::Diagnostic;
use crate::origin::Span;

/// The maximum number of conflicts that are reported one by one.
const CONFLICTS: usize = 20;

/// A text whose conflicts are reported.
pub(super) struct Resolved {
    pub(super) errors: Vec<Diagnostic>,
    /// The text of our side, with blanks for the markers and the other side.
    pub(super) left: String,
}

/// Which side of a conflict a line is on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Outside a conflict, or on our side.
    Kept,
    /// On their side, or on that of the common ancestor (`merge.conflictStyle = diff3`).
    Left,
}

/// Reports each conflict, even if its first marker was removed, and keeps our side of it.
pub(super) fn resolved(text: &str) -> Resolved {
    let mut errors: Vec<Diagnostic> = Vec::new();
    let mut left = String::with_capacity(text.len());
    let mut side = Side::Kept;
    // The start of the conflict that has not ended yet.
    let mut open: Option<Span> = None;
    let ends = text.lines().any(|line| line.starts_with(">>>>>>> "));
    for place in lines(text) {
        let line = text[place.range()].trim_end();
        let mark = Span { start: place.start, end: place.start + line.len() };
        let is_mark = match line.get(..7) {
            Some("<<<<<<<") if line.as_bytes().get(7) == Some(&b' ') => {
                (open, side) = (Some(mark), Side::Kept);
                true
            }
            Some("|||||||") if open.is_some() => {
                side = Side::Left;
                true
            }
            Some("=======") if line.len() == 7 && ends => {
                open.get_or_insert(mark);
                side = Side::Left;
                true
            }
            Some(">>>>>>>") if line.as_bytes().get(7) == Some(&b' ') => {
                let begin = open.take().unwrap_or(mark);
                errors.push(of(begin).also(&mark, "end of the conflict"));
                side = Side::Kept;
                true
            }
            _ => false,
        };
        if is_mark || side == Side::Left {
            left.push_str(&super::blanks(&text[place.range()]));
        } else {
            left.push_str(&text[place.range()]);
        }
    }
    errors.extend(open.map(of));
    errors.truncate(CONFLICTS);
    Resolved { errors, left }
}

fn of(begin: Span) -> Diagnostic {
    Diagnostic::error(CODE, &begin, "a merge left its conflict markers in the file")
        .help("keep one side or both, and remove the marker lines")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_conflict_is_told_and_our_side_stays() {
        for (text, conflicts, kept) in [
            ("a = 1\n", 0, "a = 1\n"),
            ("<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> x\nb = 3\n", 1, "a = 1\nb = 3\n"),
            ("<<<<<<< HEAD\na = 1\n||||||| base\na = 0\n=======\na = 2\n>>>>>>> x\n", 1, "a = 1\n"),
            ("<<<<<<< H\na = 1\n=======\n>>>>>>> x\n<<<<<<< H\nb = 1\n=======\n>>>>>>> x\n", 2, "a = 1\nb = 1\n"),
            // A conflict that was partly removed.
            ("a = 1\n=======\na = 2\n>>>>>>> x\n", 1, "a = 1\n"),
            ("a = 1\n>>>>>>> x\n", 1, "a = 1\n"),
            ("<<<<<<< HEAD\na = 1\n", 1, "a = 1\n"),
            // Not a conflict marker.
            ("=======\na = 1\n", 0, "=======\na = 1\n"),
        ] {
            let Resolved { errors, left } = resolved(text);
            let lines: String =
                left.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect();
            assert_eq!((errors.len(), lines.as_str(), left.len()), (conflicts, kept, text.len()), "{text}");
        }
    }
}
