//! Lines and columns of bytes in the input.

/// A position between two characters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The byte, from 0.
    pub byte: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode code points.
    pub column: usize,
    /// The column, from 1, in UTF-16 code units.
    pub utf16: usize,
}

/// The unit of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points.
    CodePoints,
    /// UTF-16 code units: a character beyond the basic plane counts twice.
    Utf16,
}

/// The lines of a text. They end with LF or CRLF, as in TOML. A byte order mark is not part of the
/// first line.
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let starts = std::iter::once(first).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The number of lines.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The byte range of a line, without its line ending.
    #[must_use]
    pub fn line(&self, index: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(index).copied().unwrap_or(self.text.len());
        let Some(next) = self.starts.get(index + 1) else { return start..self.text.len() };
        let end = next - 1;
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        start..end
    }

    fn index_at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// The byte range of the line that contains a byte.
    #[must_use]
    pub fn line_at(&self, byte: usize) -> std::ops::Range<usize> {
        self.line(self.index_at(byte))
    }

    /// The position of a byte. A byte inside a character has the position of the character, a byte
    /// inside a CRLF that of the end of the line.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte);
        let index = self.index_at(byte);
        let line = self.line(index);
        let byte = byte.clamp(line.start, line.end);
        let before = &self.text[line.start..byte];
        Position {
            byte,
            line: index + 1,
            column: 1 + before.chars().count(),
            utf16: 1 + before.chars().map(char::len_utf16).sum::<usize>(),
        }
    }

    /// The byte at a line and column, both from 1; `None` if there is none, or if it would split a character.
    #[must_use]
    pub fn byte(&self, line: usize, column: usize, unit: Unit) -> Option<usize> {
        let index = line.checked_sub(1).filter(|index| *index < self.starts.len())?;
        let range = self.line(index);
        let mut left = column.checked_sub(1)?;
        for (at, character) in self.text[range.clone()].char_indices() {
            if left == 0 {
                return Some(range.start + at);
            }
            left = left.checked_sub(if unit == Unit::Utf16 { character.len_utf16() } else { 1 })?;
        }
        (left == 0).then_some(range.end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let lines = Lines::new("a\tb\r\n\u{1f433}e\u{301} = 1\nlast");
        let at = |byte| {
            let Position { line, column, utf16, .. } = lines.position(byte);
            (line, column, utf16)
        };
        assert_eq!(at(2), (1, 3, 3));
        assert_eq!((at(3), at(4)), ((1, 4, 4), (1, 4, 4)));
        assert_eq!((at(5), at(7), at(9)), ((2, 1, 1), (2, 1, 1), (2, 2, 3)));
        assert_eq!(at(12), (2, 4, 5));
        assert_eq!((at(20), at(9999)), ((3, 4, 4), (3, 5, 5)));
        assert_eq!(lines.byte(2, 2, Unit::Utf16), None);
        assert_eq!(lines.byte(2, 3, Unit::Utf16), Some(9));
        assert_eq!((lines.byte(4, 1, Unit::Utf16), lines.byte(0, 1, Unit::Utf16)), (None, None));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let lines = Lines::new("\u{feff}a = 1");
        assert_eq!((lines.position(0).column, lines.position(3).column, lines.position(4).column), (1, 1, 2));
        assert_eq!(Lines::new("").position(0), Position { byte: 0, line: 1, column: 1, utf16: 1 });
    }

    proptest! {
        #[test]
        fn a_position_leads_back_to_its_byte(text in "\u{feff}?([\\PC\r\n\t\u{301}\u{4f60}\u{1f433}]|\r\n){0,60}") {
            let lines = Lines::new(&text);
            let mut before = (0, 0);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let position = lines.position(byte);
                let inside_crlf = byte > 0 && text.as_bytes()[byte - 1..].starts_with(b"\r\n");
                let mark = text.starts_with('\u{feff}') && byte == 0;
                prop_assert!(inside_crlf || mark || position.byte == byte);
                for (column, unit) in [(position.column, Unit::CodePoints), (position.utf16, Unit::Utf16)] {
                    prop_assert_eq!(lines.byte(position.line, column, unit), Some(position.byte));
                }
                prop_assert!(inside_crlf || (position.line, position.column) > before || before == (1, 1));
                before = (position.line, position.column);
            }
        }
    }
}
