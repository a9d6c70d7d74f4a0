//! A file with the value of a secret is in git, or will be.
//!
//! # Why
//! What is committed is in every clone and in the history, for ever. The generated `.gitignore` keeps
//! out the files that lie below the generated ones; one that lies elsewhere in the work tree is added
//! by the next `git add`, unless a `.gitignore` of yours covers it. Lists that only your machine has
//! (`.git/info/exclude`, `core.excludesFile`) do not count: another clone does not have them.
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
                report.at(file, "this file is tracked by git").help(
                    "`git rm --cached` it, add it to a .gitignore, commit, and replace the secret: the history still has it",
                );
            }
            InGit::Untracked if !path.starts_with("./") => {
                report
                    .at(file, "no .gitignore covers this file: the next `git add` would take it")
                    .help("add it to a .gitignore of the repository, or keep it outside of the work tree");
            }
            InGit::Untracked | InGit::Ignored | InGit::Unknown => {}
        }
    }
}
