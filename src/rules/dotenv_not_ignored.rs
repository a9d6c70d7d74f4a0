//! The `.env` file with the secrets is tracked by git.
//!
//! # Why
//! A committed file stays in the history and in every clone. Deleting it later does not remove it from there. The
//! generated `.gitignore` excludes `.env`, but it has no effect on a file that git already tracks.
//!
//! # Wrong
//! [stack]
//! output = "tracked"
//!
//! # Right
//! [stack]
//! output = "shop"

use crate::rule::prelude::*;
use crate::surroundings::{InGit, Surroundings};

pub const SEVERITY: Severity = Error;

/// Asks how git treats the file.
pub fn check_around(stack: &Stack, surroundings: &dyn Surroundings, report: &mut Report) {
    if surroundings.in_git(&stack.output, ".env") == InGit::Tracked {
        report.at(&stack.name, "the `.env` of this stack is tracked by git").help(
            "run `git rm --cached` on it, commit, and replace every secret in it: the history still contains them",
        );
    }
}
