//! Reads `.gitattributes` according to gitattributes(5): one line for each generated file, and nothing else.

use std::collections::BTreeSet;

use crate::artifact::{Artifact, VerifyError};
use crate::targets::MANIFEST;

/// The required attributes of a generated file.
const NEEDED: [&str; 4] = ["eol=lf", "gitlab-generated", "linguist-generated", "text"];

/// Verifies `.gitattributes`.
///
/// # Errors
/// If it differs from the stack.
pub fn verify(file: &Artifact, artifacts: &[Artifact]) -> Result<(), VerifyError> {
    let wrong = |what: String| VerifyError::new(file.path.as_str(), what);
    let mut named = BTreeSet::new();
    for line in file.lines().map(|line| line.text).filter(|line| !line.starts_with('#')) {
        let mut words = line.split([' ', '\t']).filter(|word| !word.is_empty());
        let path = words.next().and_then(|pattern| pattern.strip_prefix('/'));
        let path = path.ok_or_else(|| wrong("a line does not name a file next to it".to_owned()))?.replace('\\', "");
        let mut attributes: Vec<&str> = words.collect();
        attributes.sort_unstable();
        if attributes != NEEDED {
            return Err(wrong(format!("the attributes of {path} are not those of a generated file")));
        }
        if !named.insert(path.clone()) {
            return Err(wrong(format!("it names {path} twice")));
        }
    }
    let generated = artifacts.iter().map(|file| file.path.to_string()).chain([MANIFEST.to_owned()]);
    if named != generated.collect() {
        return Err(wrong("its files differ from the generated files".to_owned()));
    }
    Ok(())
}
