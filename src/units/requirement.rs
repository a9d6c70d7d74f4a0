//! The versions of stackgen that an input requires.

use semver::{Version, VersionReq};

use super::{Unit, UnitError};

/// A version requirement in the notation of Cargo: `>=0.2, <0.4`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement(VersionReq);

impl Requirement {
    /// Whether this version of stackgen meets the requirement. A pre-release counts as its release.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.takes(env!("CARGO_PKG_VERSION"))
    }

    fn takes(&self, version: &str) -> bool {
        Version::parse(version)
            .is_ok_and(|Version { major, minor, patch, .. }| self.0.matches(&Version::new(major, minor, patch)))
    }
}

impl Unit for Requirement {
    const FORMAT: &'static str = "version-requirement";
    const EXPECTS: &'static str = "a version requirement, like `>=0.1, <0.3`";
    const EXAMPLES: &'static [&'static str] = &[">=0.1, <0.3", "~0.1.2", "0.1"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        if let Some(number) = text.strip_prefix('v') {
            return Err(UnitError::new(format!("a version has no leading `v`: write `{number}`")));
        }
        let wrong = |error: semver::Error| UnitError::new(format!("this is not {}: {error}", Self::EXPECTS));
        text.parse().map(Self).map_err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_are_those_of_cargo() {
        for (text, version, takes) in [
            (">=0.1, <0.3", "0.2.9", true),
            (">=0.1, <0.3", "0.3.0", false),
            ("0.1", "0.1.7", true),
            ("0.1", "0.2.0", false),
            (">=0.2", "0.2.0-alpha.1", true),
            ("=1.2.3", "1.2.4", false),
        ] {
            assert_eq!(Requirement::parse(text).unwrap().takes(version), takes, "{text} {version}");
        }
        for text in ["", "new", ">=", "1.2.3.4", "0.1 0.2"] {
            assert!(Requirement::parse(text).is_err(), "{text}");
        }
    }
}
