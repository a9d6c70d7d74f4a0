//! The folders around the generated files, as they are on this machine.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

use crate::document::Document;
use crate::source::Source;
use crate::surroundings::{InGit, LocalValues, Neighbour, Surroundings};

/// The disk, around this output folder.
pub(super) struct Disk<'d> {
    out: &'d Utf8Path,
    neighbours: Vec<Neighbour>,
    /// What git said of each `.env`: every mode asks.
    asked: RefCell<BTreeMap<Utf8PathBuf, InGit>>,
}

impl<'d> Disk<'d> {
    /// The disk around an output folder, and the networks of the inputs before this one.
    pub(super) fn new(out: &'d Utf8Path, neighbours: Vec<Neighbour>) -> Self {
        Self { out, neighbours, asked: RefCell::default() }
    }
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

    fn dotenv(&self, output: &Utf8Path) -> InGit {
        let dir = self.out.join(output);
        *self.asked.borrow_mut().entry(dir).or_insert_with_key(|dir| ask_git(dir))
    }
}

/// How git treats the `.env` of a folder; it is only started where there is one in a work tree.
fn ask_git(dir: &Utf8Path) -> InGit {
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
