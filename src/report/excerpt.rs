//! The lines of the input that a finding is about, for a terminal: the primary place comes first, and lines that
//! are too long are cut around their marks.

mod cut;

use std::ops::Range;

use miette::{LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthStr as _;

use super::Lines;
use cut::{BESIDE, cut};

/// Places that are at most this many lines apart are shown in one excerpt, with the lines between them.
const NEAR: usize = 8;

/// A place to show, and its label.
pub(super) struct Mark {
    pub(super) place: Range<usize>,
    pub(super) text: Option<String>,
}

/// Consecutive lines, as they are shown.
#[derive(Debug)]
struct Excerpt {
    /// The offset of its text among all excerpts, in bytes.
    base: usize,
    text: String,
    /// The number of its first line, from 0.
    line: usize,
}

/// Everything of an input that is shown for one finding.
#[derive(Debug)]
pub(super) struct Excerpts {
    name: String,
    pieces: Vec<Excerpt>,
    /// The position of each mark among the excerpts, and its line and column in the input, from 0.
    positions: Vec<(Range<usize>, (usize, usize))>,
}

impl Excerpts {
    /// The excerpts for these marks, of which the first is the primary one, and the labels in them.
    pub(super) fn of(name: &str, text: &str, marks: &[Mark], width: usize) -> (Self, Vec<LabeledSpan>) {
        let lines = Lines::new(text);
        let mut made = Self { name: name.to_owned(), pieces: Vec::new(), positions: Vec::new() };
        let mut labels = Vec::new();
        for group in groups(&lines, marks) {
            made.add(&lines, text, marks, &group, width, &mut labels);
        }
        (made, labels)
    }

    fn add(
        &mut self,
        lines: &Lines<'_>,
        text: &str,
        marks: &[Mark],
        group: &[(usize, usize)],
        width: usize,
        labels: &mut Vec<LabeledSpan>,
    ) {
        let (Some((_, first)), Some((_, last))) = (group.first(), group.last()) else { return };
        let (first, last) = (first.saturating_sub(1), (last + 1).min(lines.count() - 1));
        let gutter = (last + 1).to_string().len() + 5;
        let room = width.saturating_sub(gutter).max(BESIDE);
        let base = self.pieces.last().map_or(0, |before| before.base + before.text.len() + 1);
        let mut excerpt = Excerpt { base, text: String::new(), line: first };
        for number in first..=last {
            let range = lines.line(number);
            let begin = group.partition_point(|(_, line)| *line < number);
            let on_line = group.iter().skip(begin).take_while(|(_, line)| *line == number);
            let here: Vec<_> = on_line.filter_map(|(mark, _)| Some((*mark, marks.get(*mark)?))).collect();
            let within = |place: &Range<usize>| {
                place.start.clamp(range.start, range.end) - range.start
                    ..place.end.clamp(range.start, range.end) - range.start
            };
            // The width of a tab depends on the terminal.
            let line = &text.get(range.clone()).unwrap_or_default().replace('\t', " ");
            let places: Vec<Range<usize>> = here.iter().map(|(_, mark)| within(&mark.place)).collect();
            let primary = here.iter().position(|(mark, _)| *mark == 0);
            let shown = cut(line, &places, primary, room);
            let at = base + excerpt.text.len();
            for ((mark, found), place) in here.iter().zip(&places) {
                let start = shown.at(place.start);
                let end = shown.at(place.end).max(start);
                let span = at + start..at + end;
                let before = shown.text.get(..start).unwrap_or_default().width();
                let under = shown.text.get(start..end).unwrap_or_default().width();
                let beside = room.saturating_sub(before + under / 2 + 4).max(BESIDE);
                let said = found.text.as_ref().map(|text| wrapped(text, beside));
                let position = lines.position(found.place.start);
                self.positions.push((span.clone(), (position.line - 1, position.column - 1)));
                labels.push(match mark {
                    0 => LabeledSpan::new_primary_with_span(said, span),
                    _ => LabeledSpan::new_with_span(said, span),
                });
            }
            excerpt.text.push_str(&shown.text);
            excerpt.text.push('\n');
        }
        self.pieces.push(excerpt);
    }
}

/// The line of a place, from 0; the first one if the place spans several lines.
fn line_of(lines: &Lines<'_>, place: &Range<usize>) -> usize {
    lines.position(place.start).line - 1
}

/// The marks of each excerpt with their lines, in the order of the file; the excerpt of the primary mark comes first.
fn groups(lines: &Lines<'_>, marks: &[Mark]) -> Vec<Vec<(usize, usize)>> {
    let mut order: Vec<(usize, usize)> =
        marks.iter().enumerate().map(|(mark, found)| (mark, line_of(lines, &found.place))).collect();
    order.sort_by_key(|(mark, line)| (*line, marks.get(*mark).map_or(0, |mark| mark.place.start)));
    let mut groups: Vec<Vec<(usize, usize)>> = Vec::new();
    for (mark, line) in order {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|(_, last)| line <= last + NEAR) => group.push((mark, line)),
            _ => groups.push(vec![(mark, line)]),
        }
    }
    groups.sort_by_key(|group| group.iter().all(|(mark, _)| *mark != 0));
    groups
}

fn wrapped(text: &str, width: usize) -> String {
    textwrap::wrap(
        text,
        textwrap::Options::new(width)
            .break_words(false)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation),
    )
    .join("\n")
}

/// An excerpt as miette reads it.
struct Contents<'a> {
    name: &'a str,
    excerpt: &'a Excerpt,
    line: usize,
    column: usize,
    span: SourceSpan,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.excerpt.text.as_bytes()
    }

    fn span(&self) -> &SourceSpan {
        &self.span
    }

    fn name(&self) -> Option<&str> {
        Some(self.name)
    }

    fn line(&self) -> usize {
        self.line
    }

    fn column(&self) -> usize {
        self.column
    }

    fn line_count(&self) -> usize {
        self.excerpt.text.lines().count()
    }
}

impl SourceCode for Excerpts {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let holds = |excerpt: &&Excerpt| {
            (excerpt.base..=excerpt.base + excerpt.text.len()).contains(&span.offset())
                && span.offset() + span.len() <= excerpt.base + excerpt.text.len()
        };
        let excerpt = self.pieces.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let whole = SourceSpan::new(excerpt.base.into(), excerpt.text.len());
        // Without context lines, miette asks for the place of a label, which it prints in the header.
        let (line, column) = match self.positions.iter().find(|(known, _)| known.start == span.offset()) {
            Some((_, position)) if (before, after) == (0, 0) => *position,
            _ => (excerpt.line, 0),
        };
        Ok(Box::new(Contents { name: &self.name, excerpt, line, column, span: whole }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_place_comes_first() {
        let text: String = (1..100).map(|n| format!("k{n} = {n}\n")).collect();
        let at = |n: usize| {
            let start = text.find(&format!("k{n} =")).unwrap();
            Mark { place: start..start + 2, text: None }
        };
        let (excerpts, labels) = Excerpts::of("x", &text, &[at(50), at(10), at(57), at(90)], 80);
        let lines: Vec<(usize, usize)> = excerpts.pieces.iter().map(|e| (e.line + 1, e.text.lines().count())).collect();
        assert_eq!(lines, [(49, 10), (9, 3), (89, 3)]);
        assert!(labels.iter().any(|label| label.primary() && label.offset() < excerpts.pieces[1].base));
    }

    /// The excerpt contains the text of the primary place, whatever else is in the line.
    #[test]
    fn the_primary_place_is_shown() {
        let hearts = "\"❤️\", ".repeat(30);
        let families = "\"👨‍👩‍👧‍👦\", ".repeat(12);
        for line in [
            format!("command = [{hearts}17.5, \"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]"),
            format!("command = [{families}17.5, \"uvicorn\"]"),
            format!("a = {{ cpus = 2,{}b = 17.5, c = 3, d = 4, e = 5, f = 6 }}", " ".repeat(90)),
            format!("{}a = 17.5 # {}", "\t".repeat(30), "and so on ".repeat(12)),
        ] {
            let start = line.find("17.5").unwrap();
            let other = line.find(['c', 'a']).unwrap();
            let marks = [start..start + 4, other..other + 1].map(|place| Mark { place, text: None });
            for width in [40, 60, 80, 120] {
                let (made, _) = Excerpts::of("x.toml", &line, &marks, width);
                let piece = &made.pieces[0];
                let (place, _) = &made
                    .positions
                    .iter()
                    .find(|(_, (_, column))| *column == Lines::new(&line).position(start).column - 1)
                    .unwrap();
                assert_eq!(
                    &piece.text[place.start - piece.base..place.end - piece.base],
                    "17.5",
                    "{width}: {}",
                    piece.text
                );
                let widest = piece.text.lines().map(|line| line.width()).max().unwrap_or_default();
                assert!(widest <= width && !piece.text.contains('\t'), "{width}: {}", piece.text);
            }
        }
    }
}
