//! What a deployment is written for: the files of an engine, and those around them.

pub mod compose;
pub mod git;

/// The name of the list of generated files, which lies beside them.
pub const MANIFEST: &str = ".stackgen.json";
