//! Parses a `.env`.

use std::ops::Range;

use super::{Comment, Dotenv, Entry, Problem, Quotes, Value, is_usual};
use crate::origin::Span;

impl Dotenv {
    /// Parses a file.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut reader = Reader { text, at: 0 };
        let (mut entries, mut problems, mut comments) = (Vec::new(), Vec::<Problem>::new(), Vec::new());
        let (mut unread, mut all_comments) = (Vec::new(), Vec::new());
        while reader.at < text.len() {
            let line = reader.rest_of_line();
            let start = reader.at;
            let shown = text[line.clone()].trim();
            if let Some(what) = misread(&text[line.clone()]) {
                let span = trimmed(text, line.clone());
                problems.push(Problem { what, span });
                unread.push(span);
                reader.at = line.end + 1;
                continue;
            }
            if let Some(comment) = shown.strip_prefix('#') {
                let text = comment.trim().to_owned();
                all_comments.push(trimmed(reader.text, line.clone()));
                comments.push(Comment { text, span: trimmed(reader.text, line.clone()) });
                reader.at = line.end + 1;
            } else if shown.is_empty() {
                comments.clear();
                reader.at = line.end + 1;
            } else {
                match reader.entry() {
                    Ok((name, span, value, behind)) => {
                        unread.extend(behind.map(|problem| problem.span));
                        unread.extend(value.as_ref().and_then(|value| value.comment));
                        problems.extend(behind);
                        entries.push(Entry { name, span, value, comments: std::mem::take(&mut comments) });
                    }
                    Err(problem) => {
                        let name = text[start..problem.span.start].trim().trim_start_matches("export ");
                        let name = name.trim_end_matches(['=', ':', ' ', '\t']);
                        let from = if is_usual(name) { problem.span.start } else { start };
                        unread.push(Span { start: from, end: problem.span.end });
                        problems.push(problem);
                    }
                }
                debug_assert!(reader.at > start, "every turn reads something");
            }
        }
        let unusual = entries.iter().filter(|entry: &&Entry| !is_usual(&entry.name)).map(|entry| {
            let value = entry.value.as_ref().map_or(entry.span, |value| value.span);
            Span { start: entry.span.start, end: value.end }
        });
        unread.extend(unusual);
        Self { entries, problems, unread, comments: all_comments }
    }
}

/// What a line contains that programs read in different ways.
fn misread(line: &str) -> Option<&'static str> {
    if line.starts_with('\u{feff}') {
        return Some("this line starts with a byte order mark: save the file without it");
    }
    let alone = line.strip_suffix('\r').unwrap_or(line).contains('\r');
    alone.then_some("a lone carriage return does not end a line: save the file with line feeds")
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

type Read = (String, Span, Option<Value>, Option<Problem>);

impl Reader<'_> {
    /// From here to the end of the line, or of the file.
    fn rest_of_line(&self) -> Range<usize> {
        let end = self.text[self.at..].find('\n').map_or(self.text.len(), |length| self.at + length);
        self.at..end
    }

    /// A name, `=` or `:`, and a value.
    fn entry(&mut self) -> Result<Read, Problem> {
        let line = self.rest_of_line();
        let text = &self.text[line.clone()];
        let (name, rest) = text.split_once(['=', ':']).map_or((text, None), |(name, rest)| (name, Some(rest)));
        let shown = name.trim().trim_start_matches("export ").trim_start();
        let start = line.start + name.rfind(shown).unwrap_or(0);
        let span = Span::from(start..start + shown.len());
        if shown.is_empty() || shown.contains(char::is_whitespace) {
            self.at = line.end + 1;
            return Err(Problem { what: "expected a name, `=` and a value", span: trimmed(self.text, line) });
        }
        let Some(rest) = rest else {
            self.at = line.end + 1;
            return Ok((shown.to_owned(), span, None, None));
        };
        let after_name = line.end - rest.len();
        self.at = line.end - rest.trim_start_matches([' ', '\t']).len();
        let (mut value, behind) = self.value()?;
        if value.quotes == Quotes::None && value.is_empty() {
            value.span = (after_name..after_name).into();
        }
        Ok((shown.to_owned(), span, Some(value), behind))
    }

    fn value(&mut self) -> Result<(Value, Option<Problem>), Problem> {
        let quotes = match self.text[self.at..].chars().next() {
            Some('\'') => Quotes::Single,
            Some('"') => Quotes::Double,
            _ => {
                let value = self.bare();
                let what = "Compose reads this as the value, not as a comment";
                let problem = value.raw.starts_with('#').then_some(Problem { what, span: value.span });
                return Ok((value, problem));
            }
        };
        let quote = if quotes == Quotes::Single { '\'' } else { '"' };
        let start = self.at;
        let inside = start + 1;
        let Some(length) = closing(&self.text[inside..], quote) else {
            let span = trimmed(self.text, start..self.text.len());
            self.at = self.text.len();
            return Err(Problem { what: "this value has no closing quote", span });
        };
        let end = inside + length;
        self.at = end + 1;
        let behind = self.rest_of_line();
        self.at = behind.end + 1;
        let rest = self.text[behind.clone()].trim();
        let comment = rest.starts_with('#').then(|| trimmed(self.text, behind.clone()));
        let problem = (!rest.is_empty() && comment.is_none()).then(|| Problem {
            what: "Compose ignores the text after the closing quote",
            span: trimmed(self.text, behind),
        });
        let value = Value { raw: self.text[inside..end].to_owned(), quotes, comment, span: (start..end + 1).into() };
        Ok((value, problem))
    }

    fn bare(&mut self) -> Value {
        let line = self.rest_of_line();
        self.at = line.end + 1;
        let text = &self.text[line.clone()];
        let (raw, behind) = text.split_once(" #").map_or((text, None), |(before, rest)| (before, Some(rest.len() + 1)));
        let raw = raw.trim_end();
        let comment = behind.map(|length| trimmed(self.text, line.end - length..line.end));
        Value { raw: raw.to_owned(), quotes: Quotes::None, comment, span: (line.start..line.start + raw.len()).into() }
    }
}

/// The length up to a closing quote that is not escaped.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, char)| {
        if escaped {
            escaped = false;
        } else if char == '\\' {
            escaped = true;
        } else if char == quote {
            return Some(at);
        }
        None
    })
}

fn trimmed(text: &str, range: Range<usize>) -> Span {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    (start..start + part.trim().len()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dotenv::quoted;

    fn texts(file: &str) -> Vec<(String, Option<String>)> {
        let text = |entry: &Entry| (entry.name.clone(), entry.value.as_ref().and_then(Value::text));
        Dotenv::parse(file).entries.iter().map(text).collect()
    }

    #[test]
    fn values_are_those_of_compose() {
        let file = "# c\nA='it\\'s $HOME # x'\nB=\"plain\"\nC=bare value # comment\nD=bare#nocomment\nexport E=exported\n\
            F = spaced\nG:colon\nH='multi\nline'\nI=\nJ='a' # after\nK=a'b\nL='back\\\\slash\\n'\nO=tail   \n";
        let expected = [
            ("A", "it's $HOME # x"),
            ("B", "plain"),
            ("C", "bare value"),
            ("D", "bare#nocomment"),
            ("E", "exported"),
            ("F", "spaced"),
            ("G", "colon"),
            ("H", "multi\nline"),
            ("I", ""),
            ("J", "a"),
            ("K", "a'b"),
            ("L", "back\\\\slash\\n"),
            ("O", "tail"),
        ];
        assert_eq!(texts(file), expected.map(|(name, text)| (name.to_owned(), Some(text.to_owned()))));
        assert!(Dotenv::parse(file).problems.is_empty());
    }

    #[test]
    fn what_is_expanded_has_no_text() {
        assert_eq!(texts("A=$HOME\nB=\"a$b\"\nC=\"a\\nb\"\nD\n").iter().filter(|(_, text)| text.is_none()).count(), 4);
    }

    #[test]
    fn what_cannot_be_read_is_named_without_its_text() {
        let what =
            |file: &str| Dotenv::parse(file).problems.first().map(|problem| (problem.what, problem.span.range()));
        assert_eq!(what("A='open\nB=1\n"), Some(("this value has no closing quote", 2..11)));
        assert_eq!(what("A B=c\n"), Some(("expected a name, `=` and a value", 0..5)));
        assert_eq!(what("A='x'yz\n").map(|(_, range)| range), Some(5..7));
        assert_eq!(what("A= # soon\n").map(|(_, range)| range), Some(3..9));
    }

    #[test]
    fn no_value_is_printed() {
        let file = "A='canary'\nB=canary\nC='canary' canary\nD='canary";
        let dotenv = Dotenv::parse(file);
        assert!(!format!("{dotenv:?}").contains("canary"));
        assert!(!dotenv.masked(".env", file).text().contains("canary"));
    }

    proptest::proptest! {
        #[test]
        fn quoted_texts_are_read_back(text in "[ -~]{0,40}") {
            proptest::prop_assume!(!text.ends_with('\\') && !text.contains("\\'"));
            let file = format!("A={}\nB=1\n", quoted(&text));
            proptest::prop_assert_eq!(texts(&file)[0].1.clone(), Some(text));
        }

        #[test]
        fn any_file_is_read_to_its_end(file in "[ -~\n\t'\"=#$é]{0,80}") {
            let dotenv = Dotenv::parse(&file);
            for entry in &dotenv.entries {
                proptest::prop_assert!(file.get(entry.span.range()).is_some());
            }
        }
    }
}
