//! `.gitignore`: keeps values of secrets out of git.

use super::{Artifact, Kind};
use crate::stack::{SecretSource, Stack};

/// The file.
pub(super) fn emit(stack: &Stack, input: &str) -> Artifact {
    let mut file = Artifact::new(".gitignore", Kind::GitIgnore, input);
    file.line(".env", None);
    file.line(".env.*", None);
    file.line("!.env.template", None);
    file.line("!.env.*.template", None);
    for secret in stack.secrets.values() {
        let SecretSource::File(path) = &secret.source else { continue };
        let seen = path.from_project(&stack.project_dir);
        if let Some(below) = seen.strip_prefix("./") {
            file.line(format!("/{}", pattern(below)), Some(path.origin()));
        }
    }
    file
}

/// A path as a pattern that matches only itself.
fn pattern(path: &str) -> String {
    let mut out = String::new();
    for c in path.chars() {
        if "\\*?[]! #".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
