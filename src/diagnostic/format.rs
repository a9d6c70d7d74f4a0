//! The formats in which findings are reported.

use super::{Shown, github, gitlab, json, junit, sarif};

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people, on the standard error
    Human,
    /// All there is to say, by schema/findings.schema.json
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// JUnit XML, for whatever shows test results
    Junit,
}

impl Format {
    /// The findings of all inputs as one document; nothing for people, for whom the renderer writes.
    #[must_use]
    pub fn document(self, inputs: &[Shown<'_>]) -> Option<String> {
        match self {
            Self::Human => None,
            Self::Json => Some(json::document(inputs)),
            Self::Sarif => Some(sarif::document(inputs)),
            Self::Github => Some(github::document(inputs)),
            Self::Gitlab => Some(gitlab::document(inputs)),
            Self::Junit => Some(junit::document(inputs)),
        }
    }
}

/// A document of types that become JSON, as lines.
pub(super) fn pretty(document: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(document).expect("maps have strings as keys, and no type refuses")
}
