//! `.gitattributes`: a line a file, read as gitattributes(5) says. Every generated file has one, and nothing else.

use std::collections::BTreeSet;

use crate::artifact::{Artifact, VerifyError};
use crate::targets::MANIFEST;

/// What must hold for a generated file.
const NEEDED: [&str; 4] = ["eol=lf", "gitlab-generated", "linguist-generated", "text"];

/// Verifies `.gitattributes`.
///
/// # Errors
/// Where it is not what the stack says.
pub fn verify(file: &Artifact, artifacts: &[Artifact]) -> Result<(), VerifyError> {
    let wrong = |what: String| VerifyError::new(file.path.as_str(), what);
    let mut named = BTreeSet::new();
    for line in file.lines().map(|line| line.text).filter(|line| !line.starts_with('#')) {
        let mut words = line.split([' ', '\t']).filter(|word| !word.is_empty());
        let path = words.next().and_then(|pattern| pattern.strip_prefix('/'));
        let path = path.ok_or_else(|| wrong("a line in it names no file beside it".to_owned()))?.replace('\\', "");
        let mut attributes: Vec<&str> = words.collect();
        attributes.sort_unstable();
        if attributes != NEEDED {
            return Err(wrong(format!("it says something else of {path} than that it is generated")));
        }
        if !named.insert(path.clone()) {
            return Err(wrong(format!("it names {path} twice")));
        }
    }
    let generated = artifacts.iter().map(|file| file.path.to_string()).chain([MANIFEST.to_owned()]);
    if named != generated.collect() {
        return Err(wrong("the files in it are not those that are generated".to_owned()));
    }
    Ok(())
}
