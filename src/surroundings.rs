//! What lies around the generated files, as far as checks look at it. The library reads nothing of
//! it by itself: `cli` hands it over.

mod local;

pub use local::LocalValues;

use camino::Utf8Path;

/// How git treats a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InGit {
    /// There is no such file, no work tree, or no git.
    Unknown,
    /// It is not tracked.
    Untracked,
    /// It is tracked: its content is in the history.
    Tracked,
}

/// A network of another stack that is compiled together with this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The input that declares it.
    pub file: String,
    /// Its name.
    pub network: String,
    /// Its addresses.
    pub subnet: ipnet::IpNet,
}

/// The folders around the generated files of a stack.
pub trait Surroundings {
    /// The values that these variables have in the stack's `.env`.
    fn local_values(&self, output: &Utf8Path, variables: &[&str]) -> LocalValues;

    /// Whether a path exists, as seen from the folder of the generated files; nothing where that
    /// cannot be known.
    fn exists(&self, output: &Utf8Path, path: &str) -> Option<bool>;

    /// The networks of other stacks that are compiled in the same run; each pair meets once.
    fn neighbours(&self) -> &[Neighbour] {
        &[]
    }

    /// How git treats the `.env` beside the generated files.
    fn dotenv(&self, output: &Utf8Path) -> InGit;
}

/// No surroundings: nothing is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nowhere;

impl Surroundings for Nowhere {
    fn local_values(&self, _: &Utf8Path, _: &[&str]) -> LocalValues {
        LocalValues::default()
    }

    fn exists(&self, _: &Utf8Path, _: &str) -> Option<bool> {
        None
    }

    fn dotenv(&self, _: &Utf8Path) -> InGit {
        InGit::Unknown
    }
}
