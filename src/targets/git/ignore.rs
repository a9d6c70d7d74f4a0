//! `.gitignore`: keeps the values of secrets out of Git.

use crate::artifact::{Artifact, Kind};
use crate::git::pattern;
use crate::model::{SecretSource, Stack};

/// The file.
pub fn emit<'s>(stacks: impl Iterator<Item = &'s Stack>, input: &str) -> Artifact {
    let mut file = Artifact::new(".gitignore", Kind::GitIgnore, input);
    file.line(".env", None);
    file.line(".env.*", None);
    file.line("!.env.template", None);
    file.line("!.env.*.template", None);
    file.line(".stackgen-*", None);
    let mut ignored = Vec::new();
    for (stack, secret) in stacks.flat_map(|stack| stack.secrets.values().map(move |secret| (stack, secret))) {
        let SecretSource::File(path) = &secret.source else { continue };
        let seen = path.from_project(&stack.project_dir);
        let Some(below) = seen.strip_prefix("./").filter(|below| !ignored.contains(&(*below).to_owned())) else {
            continue;
        };
        file.line(format!("/{}", pattern(below)), Some(path.origin()));
        ignored.push(below.to_owned());
    }
    file
}
