//! Reads `.gitignore` with a library that reads it as Git does: Git must ignore values of secrets, but not generated
//! files.

use std::collections::BTreeSet;

use camino::Utf8Path;
use ignore::gitignore::GitignoreBuilder;

use crate::artifact::{Artifact, Kind, VerifyError};
use crate::git::without_braces;
use crate::model::{SecretSource, Stack};

/// The path that a pattern names, if it names a single one. Braces are special to the library, but not to Git.
fn literal(pattern: &str) -> Option<String> {
    let mut path = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => path.push(letters.next()?),
            '*' | '?' | '[' => return None,
            _ => path.push(letter),
        }
    }
    Some(path)
}

/// Verifies `.gitignore`.
///
/// # Errors
/// If it differs from the stack.
pub fn verify<'s>(
    file: &Artifact,
    artifacts: &[Artifact],
    stacks: impl Iterator<Item = &'s Stack>,
) -> Result<(), VerifyError> {
    let wrong = |what: String| VerifyError::new(file.path.as_str(), what);
    let mut patterns = GitignoreBuilder::new("");
    for line in file.lines() {
        patterns
            .add_line(None, &without_braces(line.text))
            .map_err(|_| wrong("a line is not a valid pattern".to_owned()))?;
    }
    let patterns = patterns.build().map_err(|_| wrong("it cannot be read".to_owned()))?;
    let ignored = |path: &str| patterns.matched_path_or_any_parents(path, false).is_ignore();
    let files = stacks.flat_map(|stack| stack.secrets.values().map(move |secret| (stack, &secret.source)));
    let files = files.filter_map(|(stack, source)| match source {
        SecretSource::File(path) => path.from_project(&stack.project_dir).strip_prefix("./").map(str::to_owned),
        SecretSource::Env(_) => None,
    });
    let values = [".env", ".env.production", ".env.bak", ".stackgen-tmp1"];
    if let Some(shown) = values.into_iter().find(|path| !ignored(path)) {
        return Err(wrong(format!("Git would not ignore {shown}")));
    }
    let mut named: Vec<String> = file.lines().filter_map(|line| literal(line.text.strip_prefix('/')?)).collect();
    let files: BTreeSet<String> = files.collect();
    named.sort_unstable();
    if !named.iter().eq(&files) {
        return Err(wrong("its files differ from those of the secrets".to_owned()));
    }
    let generated = artifacts.iter().filter(|file| file.kind != Kind::GitIgnore).map(|file| file.path.as_path());
    let templates = [".env.template", ".env.production.template", ".stackgen.json", ".gitignore"].map(Utf8Path::new);
    if let Some(lost) = generated.chain(templates).find(|path| ignored(path.as_str())) {
        return Err(wrong(format!("Git would ignore {lost}")));
    }
    Ok(())
}
