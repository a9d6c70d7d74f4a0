//! `.gitattributes`: marks generated files for review tools, and keeps their line endings.

use crate::artifact::{Artifact, Kind};
use crate::git::pattern;

/// The attributes of a generated file for Git and review tools: line endings stay as written, on Windows too (git 2.39,
/// gitattributes(5)); GitHub and GitLab fold its changes (github-linguist, "Overrides"; GitLab 16, "Exclude files").
pub const ATTRIBUTES: &str = "text eol=lf linguist-generated gitlab-generated";

/// The file for the generated files next to it.
#[must_use]
pub fn emit(artifacts: &[Artifact], manifest: &str, input: &str) -> Artifact {
    let mut file = Artifact::new(".gitattributes", Kind::GitAttributes, input);
    let own = file.path.clone();
    let mut paths: Vec<&str> =
        artifacts.iter().map(|other| other.path.as_str()).chain([own.as_str(), manifest]).collect();
    paths.sort_unstable();
    for path in paths {
        file.line(format!("/{} {ATTRIBUTES}", pattern(path)), None);
    }
    file
}
