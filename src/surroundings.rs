//! What lies around the generated files, as far as checks look at it. The library reads nothing of
//! it by itself: `cli` hands it over.

use camino::Utf8Path;

use crate::dotenv::LocalValues;

/// What git does with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InGit {
    /// There is no work tree around it, or its index cannot be read.
    Unknown,
    /// It is not tracked, and no `.gitignore` keeps it from being added.
    Untracked,
    /// It is not tracked, and a `.gitignore` covers it.
    Ignored,
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
    /// The values of every `.env` around.
    fn local_values(&self) -> LocalValues {
        LocalValues::default()
    }

    /// Whether a path exists, as seen from the folder of the generated files; nothing where that
    /// cannot be known.
    fn exists(&self, output: &Utf8Path, path: &str) -> Option<bool>;

    /// The networks of other stacks that are compiled in the same run; each pair meets once.
    fn neighbours(&self) -> &[Neighbour] {
        &[]
    }

    /// The major version of PostgreSQL that a volume was built for last, in an output folder.
    fn recorded_postgres(&self, _output: &Utf8Path, _volume: &str) -> Option<u32> {
        None
    }

    /// What git does with a file, as seen from the folder of the generated files.
    fn in_git(&self, output: &Utf8Path, path: &str) -> InGit;
}

/// No surroundings: nothing is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nowhere;

impl Surroundings for Nowhere {
    fn exists(&self, _: &Utf8Path, _: &str) -> Option<bool> {
        None
    }

    fn in_git(&self, _: &Utf8Path, _: &str) -> InGit {
        InGit::Unknown
    }
}
