//! The formats in which findings are reported.

use super::{Shown, github, gitlab, json, junit, sarif};

/// The format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Text for people, on standard error
    Human,
    /// JSON with all details, as described by schema/findings.schema.json
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// Workflow commands for GitHub Actions
    Github,
    /// Code quality report for GitLab
    Gitlab,
    /// JUnit XML, for tools that show test results
    Junit,
}

/// The URL where the folder `docs` of this project is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocsUrl(String);

impl DocsUrl {
    /// Parses a URL.
    ///
    /// # Errors
    /// If it is not an http or https URL.
    pub fn parse(text: &str) -> Result<Self, String> {
        let web = ["https://", "http://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}#?".contains(&byte));
        (web && plain)
            .then(|| Self(text.trim_end_matches('/').to_owned()))
            .ok_or_else(|| "expected an http or https URL, such as https://example.com/stackgen/docs".to_owned())
    }

    /// The URL of the page of a rule or a code.
    #[must_use]
    pub fn page(&self, name: &str) -> String {
        format!("{}/{}", self.0, crate::pages::path_in_docs(name))
    }
}

impl Format {
    /// The findings of all inputs as one document; `None` for people, who get the output of the renderer.
    #[must_use]
    pub fn document(self, inputs: &[Shown<'_>], docs: Option<&DocsUrl>) -> Option<String> {
        match self {
            Self::Human => None,
            Self::Json => Some(json::document(inputs)),
            Self::Sarif => Some(sarif::document(inputs, docs)),
            Self::Github => Some(github::document(inputs)),
            Self::Gitlab => Some(gitlab::document(inputs)),
            Self::Junit => Some(junit::document(inputs)),
        }
    }
}
