//! The file with the secrets is in git.
//!
//! # Why
//! What is committed is in every clone and in the history, for ever: taking the file out does not take
//! it out of there. The generated `.gitignore` keeps `.env` out, but not one that is tracked already.
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
        report
            .at(&stack.name, "the .env of this stack is tracked by git")
            .help("`git rm --cached` it, commit, and replace every secret in it: the history still has them");
    }
}
