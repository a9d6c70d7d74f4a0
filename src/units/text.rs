//! Free text that reaches a generated file.

use super::{Unit, UnitError};

const LONGEST: usize = 4096;

/// One line of text, without control characters and without leading or trailing whitespace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(String);

/// Text that may have several lines, for an environment variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

/// The name of a locale. A shell evaluates `POSTGRES_INITDB_ARGS` (docker-library/postgres, docker-entrypoint.sh), so
/// the name has no character with a special meaning in a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitLocale(String);

/// Checks that the text has only characters that are possible in one line of a file.
pub(super) fn printable(text: &str) -> Result<(), UnitError> {
    let breaks_lines = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if text.chars().any(breaks_lines) {
        return Err(UnitError::new("line breaks and control characters are not allowed here"));
    }
    Ok(())
}

impl Line {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl InitLocale {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Unit for Line {
    const FORMAT: &'static str = "line";
    const EXPECTS: &'static str = "one line of text, at most 4096 characters, without leading or trailing whitespace";
    const EXAMPLES: &'static [&'static str] = &[];

    fn parse(text: &str) -> Result<Self, UnitError> {
        printable(text)?;
        if text.len() > LONGEST {
            return Err(UnitError::new("a line of text can have at most 4096 characters"));
        }
        if text.trim() != text {
            return Err(UnitError::new("leading or trailing whitespace would be lost: most programs strip it"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl Unit for Text {
    const FORMAT: &'static str = "text";
    const EXPECTS: &'static str =
        "text, at most 65536 characters, without control characters other than line breaks and tabs";
    const EXAMPLES: &'static [&'static str] = &[];

    fn parse(text: &str) -> Result<Self, UnitError> {
        if text.len() > 16 * LONGEST {
            return Err(UnitError::new("a text can have at most 65536 characters"));
        }
        if text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || c == '\u{feff}') {
            return Err(UnitError::new("control characters other than line breaks and tabs are not allowed here"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl Unit for InitLocale {
    const FORMAT: &'static str = "locale-name";
    const EXPECTS: &'static str = "a locale name, like `es-CL` (ICU) or `C.UTF-8` (libc)";
    const EXAMPLES: &'static [&'static str] = &["es-CL", "C.UTF-8"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_.@-".contains(c);
        if text.is_empty() || text.len() > 64 || text.starts_with('-') || !text.chars().all(allowed) {
            return Err(UnitError::new("a locale name can have at most 64 letters, digits, `_`, `.`, `@` and `-`"));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_nothing_that_ends_a_line() {
        for text in ["a\nb", "a\rb", "a\0", "a\u{85}b", "a\u{2028}b", " a", "a ", "\u{1b}[31m"] {
            assert!(Line::parse(text).is_err(), "{text:?}");
        }
        assert!(Text::parse("a\nb\tc").is_ok());
        assert!(Text::parse("a\0").is_err());
        assert!(InitLocale::parse("C;reboot").is_err());
    }
}
