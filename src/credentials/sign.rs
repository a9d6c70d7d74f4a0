//! A cheap check whether a form of a credential may be in a text, before its pattern is tried.

/// Pieces of text that are in every match of a pattern, as written in `forms.tsv`:
///
/// - `curl … -u` are two pieces in this order; in `curl … ␣-u` there is a space before the second, in `odoo␣ …` a space
///   after the first, and in `password ␣ '` only spaces between the two;
/// - `md5 {35}` is a piece of a word with at least 35 bytes;
/// - `^x` starts a line, `#x` is in a comment, `\bx` has no letter, digit or `_` before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sign {
    /// The first piece. Case makes no difference in any piece.
    pub(super) text: &'static str,
    begins: Begins,
    /// Whether a space follows it.
    ends: bool,
    word: usize,
    then: Vec<Piece>,
}

/// Another piece.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    text: &'static str,
    behind: Behind,
}

/// What is between a piece and the previous one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    Anything,
    AnythingAndBlank,
    Blanks,
}

impl Piece {
    fn read(written: &'static str) -> Self {
        match written.strip_prefix('␣') {
            Some(text) => Self { text, behind: Behind::AnythingAndBlank },
            None => Self { text: written, behind: Behind::Anything },
        }
    }

    /// The rest of a text after the piece, if the text contains it.
    fn follow<'t>(&self, text: &'t str) -> Option<&'t str> {
        let is_here = |at: usize| {
            let here = text.as_bytes().get(at..at + self.text.len());
            here.is_some_and(|here| here.eq_ignore_ascii_case(self.text.as_bytes()))
        };
        let at = match self.behind {
            Behind::Anything => (0..text.len()).find(|at| is_here(*at)),
            Behind::AnythingAndBlank => {
                let is_behind_blank =
                    |at: usize| text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
                (1..text.len()).find(|at| is_here(*at) && is_behind_blank(*at))
            }
            Behind::Blanks => Some(text.len() - text.trim_start().len()).filter(|at| *at > 0 && is_here(*at)),
        };
        text.get(at? + self.text.len()..)
    }
}

/// What a piece starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    Anything,
    Word,
    Line,
    Comment,
}

/// Whether a byte separates words, such as keys and tokens.
fn is_between_words(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'"' || byte == b'\''
}

impl Sign {
    pub(super) fn read(written: &'static str) -> Self {
        let is_one_piece = !written.bytes().any(|byte| !byte.is_ascii() || b"{^#\\".contains(&byte));
        if is_one_piece {
            return Self { text: written, begins: Begins::Anything, ends: false, word: 0, then: Vec::new() };
        }
        let mut pieces = written.split(" … ");
        let first = pieces.next().unwrap_or_default();
        let (first, after_blanks) = first.split_once(" ␣ ").map_or((first, None), |(first, then)| (first, Some(then)));
        let after_blanks = after_blanks.map(|text| Piece { text, behind: Behind::Blanks });
        let then = after_blanks.into_iter().chain(pieces.map(Piece::read)).collect();
        let of_word = first.strip_suffix('}').and_then(|rest| rest.rsplit_once(" {"));
        let (first, word) = match of_word {
            Some((text, length)) => (text, length.parse().unwrap_or_default()),
            None => (first, 0),
        };
        let (first, ends) = first.strip_suffix('␣').map_or((first, false), |first| (first, true));
        let marks = [("^", Begins::Line), ("#", Begins::Comment), (r"\b", Begins::Word)];
        let marked = marks.into_iter().find_map(|(mark, begins)| Some((first.strip_prefix(mark)?, begins)));
        let (text, begins) = marked.unwrap_or((first, Begins::Anything));
        Self { text, begins, ends, word, then }
    }

    /// Whether the sign is at this place of a text.
    pub(super) fn is_at(&self, text: &str, start: usize) -> bool {
        let length = self.text.len();
        // Most texts that start like a sign continue differently.
        let third = |text: &str, start: usize| text.as_bytes().get(start + 2).map(u8::to_ascii_lowercase);
        if length > 2 && third(self.text, 0) != third(text, start) {
            return false;
        }
        let piece = text.as_bytes().get(start..start + length);
        if !piece.is_some_and(|piece| piece.eq_ignore_ascii_case(self.text.as_bytes())) {
            return false;
        }
        let (before, behind) = (text.get(..start).unwrap_or_default(), text.get(start + length..).unwrap_or_default());
        self.is_begun(before)
            && (!self.ends || behind.starts_with(char::is_whitespace))
            && (self.word == 0 || self.word <= length + length_of_word(before.bytes().rev(), behind.bytes()))
            && self.follow(behind)
    }

    fn is_begun(&self, before: &str) -> bool {
        match self.begins {
            Begins::Anything => true,
            Begins::Word => !before.ends_with(|c: char| c.is_alphanumeric() || c == '_'),
            Begins::Comment => before.rsplit('\n').next().is_some_and(|line| line.contains('#')),
            Begins::Line => before.trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|last| last == '\n'),
        }
    }

    fn follow(&self, text: &str) -> bool {
        self.then.iter().try_fold(text, |rest, piece| piece.follow(rest)).is_some()
    }
}

/// The length of a word to both sides, in bytes.
fn length_of_word(before: impl Iterator<Item = u8>, behind: impl Iterator<Item = u8>) -> usize {
    before.take_while(|byte| !is_between_words(*byte)).count()
        + behind.take_while(|byte| !is_between_words(*byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_say_where_they_are() {
        let is = |sign: &'static str, text: &str| {
            let sign = Sign::read(sign);
            (0..text.len()).any(|at| sign.is_at(text, at))
        };
        assert!(is("curl … -U", "curl -s -u x") && !is("curl … -u", "-u curl -s"));
        assert!(is("ab … ␣-u", "ab --x -u") && !is("ab … ␣-u", "ab --u"));
        assert!(is("ab␣ … ␣-u", "ab -u") && !is("ab␣ … ␣-u", "abc -u"));
        assert!(is("ab ␣ '", "ab \t'") && !is("ab ␣ '", "ab x'") && !is("ab ␣ '", "ab'"));
        assert!(is("md5 {8}", "x \"md512345\"") && !is("md5 {8}", "x md51234 6789"));
        assert!(is("^a", "x\n \ta") && is("^a", "a") && !is("^a", "x a"));
        assert!(is("#a", "x # a") && !is("#a", "# x\na"));
        assert!(is(r"\ba", "'a") && !is(r"\ba", "_a") && !is(r"\ba", "éa"));
    }
}
