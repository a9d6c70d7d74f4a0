//! Versions of programs.

use super::{Unit, UnitError};

/// A version with one or two numbers: `15`, `7.4`, `19.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second number, if there is one.
    pub minor: Option<u32>,
}

impl Version {
    /// The version at the start of a text, such as the tag of an image: `18.1-alpine`, `17beta1`.
    #[must_use]
    pub fn at_start(text: &str) -> Option<Self> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let mut numbers = text[..end].split('.').map(|number| number.parse::<u32>().ok());
        Some(Self { major: numbers.next()??, minor: numbers.next().flatten() })
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.minor {
            Some(minor) => write!(f, "{}.{minor}", self.major),
            None => write!(f, "{}", self.major),
        }
    }
}

impl Unit for Version {
    const FORMAT: &'static str = "version";
    const EXPECTS: &'static str = "a version, like `15` or `7.4`";
    const EXAMPLES: &'static [&'static str] = &["15", "7.4", "19.0"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        let parts: Vec<&str> = text.split('.').collect();
        let number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.len() > 3 || !parts.iter().all(number) {
            return Err(UnitError::new("a version must be one to three numbers, separated by dots"));
        }
        Self::at_start(text).ok_or_else(|| UnitError::new("a version must be one to three numbers, separated by dots"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_what_a_text_begins_with() {
        let of = |text| Version::at_start(text).map(|version| version.to_string());
        assert_eq!(of("18.1-alpine").as_deref(), Some("18.1"));
        assert_eq!(of("17beta1").as_deref(), Some("17"));
        assert_eq!(of("16").as_deref(), Some("16"));
        assert_eq!(of("15.").as_deref(), Some("15"));
        assert_eq!(of("alpine"), None);
        assert_eq!(of(".5"), None);
        assert_eq!(of("99999999999"), None);
        assert!(Version::parse("15").is_ok() && Version::parse("7.4.1").is_ok());
        for text in ["", "v15", "15-alpine", "1.2.3.4", "15.", "12345"] {
            assert!(Version::parse(text).is_err(), "{text}");
        }
    }
}
