//! The folders around the generated files, as they are on this machine.

use std::process::{Command, Stdio};

use camino::Utf8Path;

use crate::document::Document;
use crate::source::Source;
use crate::surroundings::{InGit, LocalValues, Neighbour, Surroundings};

/// The disk, around this output folder.
pub(super) struct Disk<'d> {
    pub(super) out: &'d Utf8Path,
    /// The networks of the inputs before this one.
    pub(super) neighbours: Vec<Neighbour>,
}

/// The networks of an input.
pub(super) fn networks(source: &Source) -> Vec<Neighbour> {
    let file = source.path().to_string();
    let (document, _) = Document::parse(source);
    let neighbour = |(network, subnet)| Neighbour { file: file.clone(), network, subnet };
    document.subnets().into_iter().map(neighbour).collect()
}

impl Surroundings for Disk<'_> {
    fn local_values(&self, output: &Utf8Path, variables: &[&str]) -> LocalValues {
        LocalValues::read(&self.out.join(output), |name| variables.contains(&name))
    }

    fn exists(&self, output: &Utf8Path, path: &str) -> Option<bool> {
        self.out.join(output).join(path).try_exists().ok()
    }

    fn neighbours(&self) -> &[Neighbour] {
        &self.neighbours
    }

    /// Asks git, which is only started where there is an `.env` in a work tree.
    fn dotenv(&self, output: &Utf8Path) -> InGit {
        let dir = self.out.join(output);
        let work_tree = || dir.canonicalize_utf8().is_ok_and(|dir| dir.ancestors().any(|up| up.join(".git").exists()));
        if !dir.join(".env").is_file() || !work_tree() {
            return InGit::Unknown;
        }
        let tracked = Command::new("git")
            .args(["-C", dir.as_str(), "ls-files", "--error-unmatch", "--", ".env"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        match tracked.map(|status| status.code()) {
            Ok(Some(0)) => InGit::Tracked,
            Ok(Some(1)) => InGit::Untracked,
            _ => InGit::Unknown,
        }
    }
}
