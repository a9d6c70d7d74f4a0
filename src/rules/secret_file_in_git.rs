//! A file that holds a secret is tracked by git or not ignored.
//!
//! # Why
//! A committed file is in every clone and stays in the history. The generated `.gitignore` covers only the files
//! below the folder of the generated files. The next `git add` adds a file elsewhere in the work tree, unless one
//! of your own `.gitignore` files covers it. Ignore lists that exist only on your machine (`.git/info/exclude`,
//! `core.excludesFile`) do not count, because other clones do not have them.
//!
//! # Wrong
//! [secrets]
//! claude_api_key = { file = "../untracked/claude", rotate = "90d" }
//!
//! [services.api.environment]
//! CLAUDE_API_KEY = { secret = "claude_api_key" }
//!
//! # Right
//! [secrets]
//! claude_api_key = { file = "../secrets/claude", rotate = "90d" }
//!
//! [services.api.environment]
//! CLAUDE_API_KEY = { secret = "claude_api_key" }

use crate::model::SecretSource;
use crate::rule::prelude::*;
use crate::surroundings::{InGit, Surroundings};

pub const SEVERITY: Severity = Error;

/// Asks what git does with each file.
pub fn check_around(stack: &Stack, surroundings: &dyn Surroundings, report: &mut Report) {
    for secret in stack.secrets.values() {
        let SecretSource::File(file) = &secret.source else { continue };
        let path = file.from_project(&stack.project_dir);
        match surroundings.in_git(&stack.output, &path) {
            InGit::Tracked => {
                report.at(file, "git tracks this file").help(
                    "run `git rm --cached` on it, add it to a `.gitignore`, commit, and replace the secret: it stays \
                     in the history",
                );
            }
            InGit::Untracked if !path.starts_with("./") => {
                report
                    .at(file, "no `.gitignore` covers this file: the next `git add` would add it")
                    .help("add it to a `.gitignore` of the repository, or keep it outside the work tree");
            }
            InGit::Untracked | InGit::Ignored | InGit::Unknown => {}
        }
    }
}
