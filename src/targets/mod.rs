//! The targets of a deployment: the files for Docker Compose and for Git.

pub mod compose;
pub mod git;

/// The name of the manifest of generated files, which is next to them.
pub const MANIFEST: &str = ".stackgen.json";
