//! Finds names that are followed by an assignment sign, and the values of these: the grammar of many languages in one
//! pass. The tests compare it with regular expressions.

use std::ops::Range;

/// A name in a text that is followed by an assignment sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The place of the name, in bytes.
    pub(super) name: Range<usize>,
    /// The end of the sign. In JSON it includes the quote directly after the colon.
    pub(super) end: usize,
    /// Whether there is a space before an `=`.
    pub(super) blank: bool,
}

/// The rest of a text that is being read.
#[derive(Clone, Copy)]
struct Rest<'t>(&'t [u8]);

impl Rest<'_> {
    /// Skips one of these bytes, if it is next.
    fn takes(&mut self, bytes: &[u8]) -> bool {
        let is = self.0.first().is_some_and(|first| bytes.contains(first));
        self.0 = self.0.get(usize::from(is)..).unwrap_or_default();
        is
    }

    /// Skips spaces, and returns whether there were any.
    fn skips_blanks(&mut self) -> bool {
        let blanks = self.0.iter().take_while(|byte| is_blank(**byte)).count();
        self.0 = self.0.get(blanks..).unwrap_or_default();
        blanks > 0
    }
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// The length of the first character, if it can be part of a name: letters, digits, `_`, `-`, `.`, ñ.
fn of_name(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-', ..] => Some(1),
        [0xc3, 0xb1 | 0x91, ..] => Some(2),
        _ => None,
    }
}

/// The length of the sign at the start of a text, and whether there is a space before its `=`.
fn sign(text: &[u8]) -> Option<(usize, bool)> {
    let ends = |rest: Rest<'_>| text.len() - rest.0.len();
    let mut rest = Rest(text);
    rest.takes(b"\\");
    let quoted = rest.takes(b"\"'");
    // `"name": `, and `name: ` with a space or a quote after the colon.
    let mut colon = rest;
    let apart = colon.skips_blanks();
    if colon.takes(b":") {
        let mut quote = colon;
        quote.takes(b"\\");
        if colon.skips_blanks() || quoted {
            return Some((ends(colon), false));
        }
        if !apart && quote.takes(b"\"'") {
            return Some((ends(quote), false));
        }
        return None;
    }
    // `'name' => ` and `['name'] = `.
    let mut equals = rest;
    let bracket = equals.takes(b"]");
    let blank = equals.skips_blanks();
    if !equals.takes(b"=") {
        return None;
    }
    let arrow = equals.takes(b">");
    equals.skips_blanks();
    (arrow || quoted || !bracket).then(|| (ends(equals), blank && !arrow && !bracket))
}

/// Every name that is followed by a sign: `NAME=`, `"name": `, `name: `, `'name' => `, `['name'] = `.
pub(super) fn assignments(text: &str) -> impl Iterator<Item = Named> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(first) = of_name(rest) else {
                at += 1;
                continue;
            };
            let (start, mut end) = (at, at + first);
            while let Some(more) = bytes.get(end..).and_then(of_name) {
                end += more;
            }
            at = end;
            if let Some((length, blank)) = sign(bytes.get(end..).unwrap_or_default()) {
                at = end + length;
                return Some(Named { name: start..end, end: at, blank });
            }
        }
        None
    })
}

/// Every option with two hyphens that is followed by a space.
pub(super) fn long_options(text: &str) -> impl Iterator<Item = Named> {
    let bytes = text.as_bytes();
    let is_of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte == b'-';
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(hyphens) = text.get(at..).and_then(|rest| rest.find("--")) {
            let start = at + hyphens + 2;
            let end = start + bytes.iter().skip(start).take_while(is_of_name).count();
            let blanks = bytes.iter().skip(end).take_while(|byte| is_blank(**byte)).count();
            at = if end > start { end + blanks } else { start - 1 };
            if end > start && blanks > 0 {
                return Some(Named { name: start..end, end: at, blank: false });
            }
        }
        None
    })
}

/// The place of the value at the start of a text: in quotes, a variable in braces, or up to the next space or
/// punctuation mark.
pub(super) fn value(text: &str) -> Option<Range<usize>> {
    let up_to = |start: usize, ends: fn(char) -> bool| {
        let rest = text.get(start..).unwrap_or_default();
        start..start + rest.find(ends).unwrap_or(rest.len())
    };
    let quotes = ["\\\"", "\""].into_iter().find(|quote| text.starts_with(quote));
    if let Some(quote) = quotes {
        return Some(up_to(quote.len(), |c| "\"\\\n".contains(c)));
    }
    if text.starts_with('\'') {
        return Some(up_to(1, |c| "'\n".contains(c)));
    }
    if let Some(brace) = ["$${", "${"].into_iter().find(|brace| text.starts_with(brace)) {
        let inside = up_to(brace.len(), |c| "}\n".contains(c));
        if text.get(inside.end..).is_some_and(|rest| rest.starts_with('}')) {
            return Some(0..inside.end + 1);
        }
    }
    let bare = up_to(0, |c| c.is_whitespace() || "\"',;}\\".contains(c));
    (!bare.is_empty()).then_some(bare)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    fn assignment() -> Regex {
        let json = r#"\\?["'][ \t]*:[ \t]*"#;
        let ruby = r#"\\?["']?\]?[ \t]*=>[ \t]*"#;
        let pattern = format!(
            r#"([A-Za-z0-9_.ñÑ-]+)(?:{json}|{ruby}|\\?["']\][ \t]*=[ \t]*|\\?["']?(?:([ \t]+)?=[ \t]*|[ \t]*:[ \t]+|:\\?["']))"#
        );
        Regex::new(&pattern).unwrap()
    }

    fn by(regex: &Regex, text: &str) -> Vec<Named> {
        let one = |found: regex::Captures<'_>| Named {
            name: found.get(1).unwrap().range(),
            end: found.get(0).unwrap().end(),
            blank: found.len() > 2 && found.get(2).is_some(),
        };
        regex.captures_iter(text).map(one).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn it_reads_what_the_expressions_match(text in r#"[aB1_.ñ\-\\"'\[\]=>:{}$, \t\n;é]{0,14}"#) {
            prop_assert_eq!(assignments(&text).collect::<Vec<_>>(), by(&assignment(), &text));
            let option = Regex::new(r"--([A-Za-z0-9_-]+)[ \t]+").unwrap();
            prop_assert_eq!(long_options(&text).collect::<Vec<_>>(), by(&option, &text));
            let regex = r#"^(?:\\?"([^"\\\n]*)|'([^'\n]*)|(\$\$?\{[^}\n]*\}|[^\s"',;}\\]+))"#;
            let expected = Regex::new(regex).unwrap().captures(&text);
            let expected = expected.and_then(|found| (1..found.len()).find_map(|group| found.get(group)));
            prop_assert_eq!(value(&text), expected.map(|found| found.range()));
        }

        #[test]
        fn options_too(text in r"[aB\-_= ñ\n]{0,14}") {
            let option = Regex::new(r"--([A-Za-z0-9_-]+)[ \t]+").unwrap();
            prop_assert_eq!(long_options(&text).collect::<Vec<_>>(), by(&option, &text));
        }
    }
}
