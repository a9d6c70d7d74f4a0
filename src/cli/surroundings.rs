//! The folders around the generated files on this machine.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::project::Project;
use super::{Failure, terminal};
use crate::compile::Parsed;
use crate::dotenv::LocalValues;
use crate::files::recorded_postgres;
use crate::git::WorkTree;
use crate::source::{Unreadable, read_regular};
use crate::surroundings::{InGit, Neighbour, Surroundings};

/// The size limit of all `.env` files together, in bytes.
const LARGEST_DOTENV: u64 = 256 << 10;

/// The size limit of a user's own Compose file, in bytes; a larger one is ignored.
const LARGEST_COMPOSE: u64 = 1 << 20;

/// At most this many folders below the output folder are searched for a `.env`.
const MOST_FOLDERS: usize = 1000;

/// The disk around an output folder.
pub(super) struct Disk<'d> {
    out: &'d Utf8Path,
    neighbours: Vec<Neighbour<'d>>,
    local: LocalValues,
    /// Whether the user confirmed that PostgreSQL's data has the version of the input.
    migrated: bool,
    /// What the last build recorded about PostgreSQL's volumes, by output folder; cached, since every mode asks.
    recorded: RefCell<BTreeMap<Utf8PathBuf, BTreeMap<String, u32>>>,
    /// The work tree around each folder; cached, since every mode asks.
    work_trees: RefCell<BTreeMap<Utf8PathBuf, Option<WorkTree>>>,
}

impl<'d> Disk<'d> {
    /// The disk around an output folder, the values of the `.env` files there, and the stacks of the inputs before
    /// this one.
    pub(super) fn new(out: &'d Utf8Path, local: LocalValues, neighbours: Vec<Neighbour<'d>>) -> Self {
        Self { out, neighbours, local, migrated: false, recorded: RefCell::default(), work_trees: RefCell::default() }
    }

    /// The same disk, with the confirmation that PostgreSQL's data was migrated to another version.
    pub(super) fn where_data_is_migrated(self, migrated: bool) -> Self {
        Self { migrated, ..self }
    }
}

/// A path as seen from the folder of the generated files. The first build creates that folder, so a `..` must also
/// work while the folder does not exist yet.
fn seen_from(folder: &Utf8Path, path: &str) -> Utf8PathBuf {
    let mut seen = folder.to_owned();
    for part in Utf8Path::new(path).components() {
        let leads_out =
            part == Utf8Component::ParentDir && !seen.is_symlink() && seen.try_exists().is_ok_and(|there| !there);
        if !(leads_out && seen.pop()) {
            seen.push(part);
        }
    }
    seen
}

/// The values of every `.env` that these inputs can have: in their output folders, and in the folders below. All of
/// them are read, because an input with syntax errors does not tell which one is its own.
///
/// # Errors
/// If a `.env` exists and cannot be read for another reason than its permissions: its values could not be hidden.
pub(super) fn local_values(outs: &[Utf8PathBuf], parsed: &[Parsed<'_>]) -> Result<LocalValues, Failure> {
    let mut folders: BTreeSet<Utf8PathBuf> = outs.iter().cloned().collect();
    let output = |(parsed, out): (&Parsed<'_>, &Utf8PathBuf)| Some(out.join(parsed.document().output()?.as_path()));
    folders.extend(parsed.iter().zip(outs).filter_map(output));
    for out in outs.iter().collect::<BTreeSet<_>>() {
        let below = out.read_dir_utf8().into_iter().flatten().filter_map(Result::ok);
        let below = below.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        folders.extend(below.map(|entry| entry.path().to_owned()).take(MOST_FOLDERS));
    }
    let (mut files, mut left) = (Vec::new(), LARGEST_DOTENV);
    for folder in folders {
        let path = folder.join(".env");
        match read_regular(&path, left) {
            Ok(bytes) => {
                left -= bytes.len() as u64;
                files.push(String::from_utf8_lossy(&bytes).into_owned());
            }
            Err(Unreadable::Io(cause)) if cause.kind() == std::io::ErrorKind::PermissionDenied => {
                terminal::note(&format!("cannot read {path}, so its values cannot be recognised and hidden: {cause}"));
            }
            Err(Unreadable::Io(_) | Unreadable::Dangling) => {}
            Err(cause) => return Err(Failure::Usage(format!("cannot read {path}: {cause}"))),
        }
    }
    Ok(LocalValues::of(files.iter().map(String::as_str)))
}

impl Surroundings for Disk<'_> {
    fn local_values(&self) -> LocalValues {
        self.local.clone()
    }

    fn exists(&self, output: &Utf8Path, path: &str) -> Option<bool> {
        seen_from(&self.out.join(output), path).try_exists().ok()
    }

    fn text(&self, output: &Utf8Path, path: &str) -> Option<String> {
        let path = seen_from(&self.out.join(output), path);
        std::fs::symlink_metadata(&path).ok()?;
        Project::find().accept(&path).ok()?;
        String::from_utf8(read_regular(&path, LARGEST_COMPOSE).ok()?).ok()
    }

    fn holds_output(&self, output: &Utf8Path, path: &str) -> Option<bool> {
        let folder = self.out.join(output);
        let seen = seen_from(&folder, path).canonicalize_utf8().ok()?;
        // The folder of the generated files may not exist yet.
        let there = folder.ancestors().find_map(|above| Some((above, above.canonicalize_utf8().ok()?)));
        let (above, real) =
            there.or_else(|| Some((Utf8Path::new(""), Utf8Path::new(".").canonicalize_utf8().ok()?)))?;
        let below = folder.strip_prefix(above).ok()?;
        Some(real.join(below).starts_with(&seen))
    }

    fn recorded_postgres(&self, output: &Utf8Path, volume: &str) -> Option<u32> {
        if self.migrated {
            return None;
        }
        let mut known = self.recorded.borrow_mut();
        let recorded = known.entry(output.to_owned()).or_insert_with(|| recorded_postgres(&self.out.join(output)));
        recorded.get(volume).copied()
    }

    fn neighbours(&self) -> Vec<Neighbour<'_>> {
        self.neighbours.clone()
    }

    fn in_git(&self, output: &Utf8Path, path: &str) -> InGit {
        let file = seen_from(&self.out.join(output), path);
        let Some(folder) = file.parent() else { return InGit::Unknown };
        let mut known = self.work_trees.borrow_mut();
        let around = known.entry(folder.to_owned()).or_insert_with_key(|folder| WorkTree::around(folder));
        around.as_ref().map_or(InGit::Unknown, |tree| tree.treats(&file))
    }
}
