//! The part of a long line that is shown.

use std::ops::Range;

use unicode_width::UnicodeWidthStr as _;

/// The replacement for the part of a line that is cut off.
const CUT: &str = "…";

/// The least width for the label of a mark, in columns.
pub(super) const BESIDE: usize = 30;

/// The part of a line that is shown.
pub(super) struct Shown {
    pub(super) text: String,
    /// The first byte of the line that is shown.
    from: usize,
    cut: usize,
}

impl Shown {
    /// Where a byte of the line is shown.
    pub(super) fn at(&self, byte: usize) -> usize {
        (self.cut + byte.saturating_sub(self.from)).min(self.text.len())
    }
}

/// The part of a line that fits into `room` columns. It contains the marked places, or at least the primary one.
pub(super) fn cut(line: &str, places: &[Range<usize>], primary: Option<usize>, room: usize) -> Shown {
    let whole = Shown { text: line.to_owned(), from: 0, cut: 0 };
    let width_to = |byte: usize| line.get(..byte).unwrap_or_default().width();
    let first = places.iter().map(|place| place.start).min().unwrap_or_default();
    let last = places.iter().map(|place| place.end).max().unwrap_or_default();
    let spread = width_to(last) - width_to(first) > room * 2 / 3;
    let start = primary.filter(|_| spread).and_then(|primary| places.get(primary)).map_or(first, |place| place.start);
    let column = width_to(start);
    let crowded = !places.is_empty() && column + BESIDE > room;
    if line.width() <= room && !crowded {
        return whole;
    }
    // The text before the first mark may take a third of the room.
    let skipped = if column > room / 3 && (line.width() > room || crowded) { column - room / 3 } else { 0 };
    // A character can have no width or combine with the one before it, so widths of characters cannot be added up.
    let bounds: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
    let first = bounds.partition_point(|at| width_to(*at) < skipped);
    let from = bounds.get(first).copied().unwrap_or_default().min(start);
    let left = if from == 0 { "" } else { CUT };
    let rest = line.get(from..).unwrap_or_default();
    if left.width() + rest.width() <= room {
        return Shown { text: format!("{left}{rest}"), from, cut: left.len() };
    }
    let room = room.saturating_sub(left.width() + CUT.width());
    let fits = |at: &usize| line.get(from..*at).unwrap_or_default().width() <= room;
    let to = bounds.iter().skip_while(|at| **at < from).take_while(|at| fits(at)).last().copied().unwrap_or(from);
    let text = format!("{left}{}{CUT}", line.get(from..to).unwrap_or_default());
    Shown { text, from, cut: left.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_around_their_marks() {
        let line = format!("a = [{}]", (1..40).map(|n| format!("\"Ñ{n}\"")).collect::<Vec<_>>().join(", "));
        for n in [1, 2, 20, 38, 39] {
            let word = format!("\"Ñ{n}\"");
            let start = line.find(&word).unwrap();
            let place = start..start + word.len();
            let shown = cut(&line, std::slice::from_ref(&place), Some(0), 60);
            assert!(shown.text.width() <= 60, "{}", shown.text);
            assert_eq!(&shown.text[shown.at(place.start)..shown.at(place.end)], word);
            assert_eq!((shown.text.starts_with(CUT), shown.text.ends_with(CUT)), (n > 2, n < 38), "{}", shown.text);
        }
        let short = cut("a = 1", std::slice::from_ref(&(0..1)), Some(0), 60);
        assert_eq!((short.text.as_str(), short.at(3)), ("a = 1", 3));
    }
}
