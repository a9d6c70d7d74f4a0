//! How git treats a file, read from the work tree itself. stackgen does not run git, because git follows the
//! configuration of an untrusted repository, which can name programs to run (`core.fsmonitor`, for example; git
//! 2.47, observed).

mod ignored;
mod pattern;

use std::cell::OnceCell;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use gix_index::hash::Kind;

use crate::source::read_regular;
use crate::surroundings::InGit;
use ignored::Ignored;
pub(crate) use ignored::without_braces;
pub(crate) use pattern::pattern;

/// The largest index that is read, in bytes: enough for about half a million files.
const LARGEST_INDEX: u64 = 64 << 20;

/// The largest `.git` file, in bytes: it contains a path.
const LARGEST_POINTER: u64 = 64 << 10;

/// A work tree.
#[derive(Debug)]
pub struct WorkTree {
    /// Its folder, with links resolved.
    root: Utf8PathBuf,
    index: OnceCell<Option<gix_index::File>>,
    ignored: Ignored,
}

impl WorkTree {
    /// The work tree that contains a folder, if there is one. A bare repository among the files of another
    /// repository is not a work tree, because it has no `.git`; git itself would use it as the nearest repository.
    #[must_use]
    pub fn around(folder: &Utf8Path) -> Option<Self> {
        let folder = real(folder)?;
        let root = folder.ancestors().find(|up| up.join(".git").symlink_metadata().is_ok())?.to_owned();
        let ignored = Ignored::new(root.clone());
        Some(Self { root, index: OnceCell::new(), ignored })
    }

    /// How git treats a file, which need not exist.
    #[must_use]
    pub fn treats(&self, file: &Utf8Path) -> InGit {
        let Some(path) = self.path_of(file) else { return InGit::Unknown };
        let Some(index) = self.index.get_or_init(|| index(&self.root)) else { return InGit::Unknown };
        if index.entry_range(path.as_str().as_bytes().into()).is_some() {
            return InGit::Tracked;
        }
        match self.ignored.covers(&path) {
            Some(true) => InGit::Ignored,
            Some(false) => InGit::Untracked,
            None => InGit::Unknown,
        }
    }

    /// The path of a file from the root; `None` if it is outside.
    fn path_of(&self, file: &Utf8Path) -> Option<Utf8PathBuf> {
        // The last part is not resolved: if it is a link, git stores the link.
        let folder = file.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
        let path = real(folder)?.join(file.file_name()?);
        path.strip_prefix(&self.root).ok().map(Utf8Path::to_owned)
    }
}

/// A path with links and dots resolved. If the path does not exist, the existing part is resolved.
fn real(path: &Utf8Path) -> Option<Utf8PathBuf> {
    let absolute = camino::absolute_utf8(path).ok()?;
    for known in absolute.ancestors() {
        let Ok(mut real) = known.canonicalize_utf8() else { continue };
        for part in absolute.strip_prefix(known).ok()?.components() {
            match part {
                Utf8Component::ParentDir => drop(real.pop()),
                Utf8Component::CurDir => {}
                part => real.push(part.as_str()),
            }
        }
        return Some(real);
    }
    None
}

/// The index of a work tree, which lists the tracked files. A missing index counts as empty.
fn index(root: &Utf8Path) -> Option<gix_index::File> {
    let folder = git_folder(root)?;
    let path = folder.join("index");
    if !shared_parts_are_regular(&folder) {
        return None;
    }
    match path.metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Ok(metadata) if metadata.is_file() && metadata.len() <= LARGEST_INDEX => {}
        _ => return None,
    }
    let limit = usize::try_from(LARGEST_INDEX).unwrap_or(usize::MAX);
    let options =
        || gix_index::decode::Options { thread_limit: Some(1), alloc_limit_bytes: Some(limit), ..Default::default() };
    // The configuration names the hash of a repository, but the checksum at the end of the index identifies it as
    // well.
    let read = |kind| gix_index::File::at_or_default(path.as_std_path(), kind, false, options()).ok();
    read(Kind::Sha1).or_else(|| read(Kind::Sha256))
}

/// Whether the parts of a split index are regular files too: the library opens them without a check.
fn shared_parts_are_regular(folder: &Utf8Path) -> bool {
    let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().starts_with("sharedindex.")).all(|entry| {
        entry.path().metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() <= LARGEST_INDEX)
    })
}

/// The folder of git's data: `.git`, or the folder that the file `.git` names (a submodule, a linked work tree).
fn git_folder(root: &Utf8Path) -> Option<Utf8PathBuf> {
    let git = root.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = String::from_utf8(read_regular(&git, LARGEST_POINTER).ok()?).ok()?;
    text.strip_prefix("gitdir:").map(|folder| root.join(folder.trim()))
}
