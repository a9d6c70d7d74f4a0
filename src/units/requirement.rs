//! The versions of this program that an input is written for.

use semver::{Version, VersionReq};

use super::{Unit, UnitError};

/// Versions of stackgen, as Cargo writes requirements: `>=0.2, <0.4`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement(VersionReq);

impl Requirement {
    /// Whether this program is one of these versions. What comes before a release counts as the release.
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
    const EXPECTS: &'static str = "a requirement of versions, like `>=0.1, <0.3`";
    const EXAMPLES: &'static [&'static str] = &[">=0.1, <0.3", "~0.1.2", "0.1"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        if let Some(number) = text.strip_prefix('v') {
            return Err(UnitError::new(format!("a version has no `v` before it: write `{number}`")));
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
