//! The output folder: compares its files with the generated ones, and writes the differences.

mod apply;
mod error;
mod fresh;
mod journal;
mod lock;
mod manifest;
mod place;
mod private;
mod recorded;
mod replace;
mod state;
mod temporary;

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

pub use apply::apply;
pub use error::FilesError;
pub use fresh::{write, write_new};
pub use lock::Lock;
pub use manifest::WRITER;
pub use private::write_private;
pub use replace::replace;
pub use state::State;

use crate::source::read_regular;
pub use crate::targets::MANIFEST;
use crate::verify::{Generated, Verified, sha256};
use journal::Journal;
use manifest::Manifest;

/// The largest file that is read, in bytes: larger than any generated file.
const LARGEST: u64 = 16 << 20;

/// The largest manifest or journal, in bytes.
const LARGEST_LIST: u64 = 2 << 20;

/// A file and what `build` would do to it.
#[derive(Debug)]
pub struct Change {
    /// Its path below the output folder.
    pub path: Utf8PathBuf,
    /// Its state.
    pub state: State,
    /// The current text, if the file exists.
    pub before: Option<String>,
    /// The new text; `None` if the file is removed.
    pub after: Option<String>,
}

/// Everything that `build` would do to an output folder.
#[derive(Debug)]
pub struct Plan {
    /// The output folder.
    pub dir: Utf8PathBuf,
    /// Each file, in the order of generation, orphans last.
    pub changes: Vec<Change>,
    /// The other version of stackgen that wrote the files, such as `stackgen 0.1.0`; `None` if it was this one.
    pub written_by: Option<String>,
    manifest: String,
    manifest_current: bool,
    journal: Journal,
}

/// The major version of PostgreSQL that each volume was last built for, by the volume's name in Docker. It comes
/// from the manifest, or from the Compose file if the manifest has none (it is of an older version, cannot be read,
/// or is missing).
#[must_use]
pub fn recorded_postgres(dir: &Utf8Path) -> BTreeMap<String, u32> {
    let noted = Manifest::read(dir).map(Manifest::into_postgres).unwrap_or_default();
    if noted.is_empty() { recorded::of_compose_file(dir) } else { noted }
}

impl Plan {
    /// Compares the folder with the generated files, for volumes of these major versions of PostgreSQL. With
    /// `force`, an invalid manifest is treated as missing. If any file differs, the generated files are verified by
    /// the witness first.
    ///
    /// # Errors
    /// If the folder cannot be read, contains a symbolic link, or has an invalid manifest; or if the witness reads
    /// something other than intended.
    pub fn new(
        dir: &Utf8Path,
        files: &Generated,
        postgres: &BTreeMap<String, u32>,
        force: bool,
    ) -> Result<Self, FilesError> {
        is_folder(dir)?;
        let known = match Manifest::read(dir) {
            Err(FilesError::Manifest { .. }) if force => Manifest::default(),
            other => other?,
        };
        let mut journal = Journal::read(dir)?;
        let mut changes = Vec::new();
        let mut folders = BTreeSet::new();
        for file in files.iter() {
            if folders.insert(file.path().parent()) {
                no_links(dir, file.path())?;
            } else {
                no_link(&dir.join(file.path()))?;
            }
            let before = read(&dir.join(file.path()))?;
            let state = match (&before, known.hash(file.path())) {
                (None, None) => State::New,
                (None, Some(_)) => State::Missing,
                (Some(bytes), _) if bytes == file.text().as_bytes() => State::Current,
                (Some(bytes), Some(hash)) if sha256(bytes) == *hash => match known.other_writer() {
                    Some(_) => State::OtherVersion,
                    None => State::Stale,
                },
                // It was written by a build that was killed.
                (Some(bytes), _) if journal.knows(file.path(), bytes) => State::Stale,
                (Some(bytes), Some(_)) if conflict_marker(bytes).is_some() => State::Conflict,
                (Some(_), Some(_)) => State::Edited,
                (Some(_), None) => State::Foreign,
            };
            changes.push(change(file.path(), state, before, Some(file.text().to_owned())));
        }
        if changes.iter().any(|change| change.state != State::Current) {
            files.witness()?;
        }
        for (path, hash) in known.others(files) {
            no_links(dir, path)?;
            let Some(bytes) = read(&dir.join(path))? else { continue };
            let ours = sha256(&bytes) == *hash || journal.knows(path, &bytes);
            let state = if ours { State::Orphaned } else { State::OrphanEdited };
            changes.push(change(path, state, Some(bytes), None));
        }
        let generated: BTreeSet<&str> = files.iter().map(|file| file.path().as_str()).collect();
        let listed = |path: &Utf8Path| known.hash(path).is_some() || generated.contains(path.as_str());
        for path in journal.paths().filter(|path| !listed(path)) {
            no_links(dir, path)?;
            let Some(bytes) = read(&dir.join(path))?.filter(|bytes| journal.knows(path, bytes)) else { continue };
            changes.push(change(path, State::Orphaned, Some(bytes), None));
        }
        journal.add(files);
        let manifest = Manifest::of(files, &known, postgres);
        no_links(dir, Utf8Path::new(MANIFEST))?;
        // If the files are current, it does not matter which version wrote them.
        let expected = manifest.as_written_by(&known);
        let manifest_current = read(&dir.join(MANIFEST))?.is_some_and(|bytes| bytes == expected.as_bytes());
        let written_by = known.other_writer().map(str::to_owned);
        Ok(Self { dir: dir.to_owned(), changes, written_by, manifest: manifest.text(), manifest_current, journal })
    }

    /// The files that are not current.
    pub fn pending(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.state != State::Current)
    }

    /// Whether all files are current, including the manifest.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.manifest_current && self.pending().next().is_none()
    }
}

fn change(path: &Utf8Path, state: State, before: Option<Vec<u8>>, after: Option<String>) -> Change {
    let text =
        |bytes| String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let before = before.map(text);
    Change { path: path.to_owned(), state, before, after }
}

/// The line, from 1, of the first conflict marker of `git merge`.
fn conflict_marker(bytes: &[u8]) -> Option<usize> {
    bytes.split(|byte| *byte == b'\n').position(|line| line.starts_with(b"<<<<<<< ")).map(|line| line + 1)
}

fn read(path: &Utf8Path) -> Result<Option<Vec<u8>>, FilesError> {
    read_at_most(path, LARGEST)
}

fn read_at_most(path: &Utf8Path, most: u64) -> Result<Option<Vec<u8>>, FilesError> {
    match read_regular(path, most) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) if cause.is_missing() => Ok(None),
        Err(cause) => Err(FilesError::Unreadable { path: path.to_owned(), cause }),
    }
}

/// Checks that the path is a folder or does not exist yet.
///
/// # Errors
/// If it is something else.
fn is_folder(path: &Utf8Path) -> Result<(), FilesError> {
    match std::fs::metadata(path) {
        Ok(metadata) if !metadata.is_dir() => Err(FilesError::NotAFolder { path: path.to_owned() }),
        Err(_) if path.is_symlink() => Err(FilesError::Dangling { path: path.to_owned() }),
        _ => Ok(()),
    }
}

/// Rejects a path if any part of it below the folder is a symbolic link.
fn no_links(dir: &Utf8Path, path: &Utf8Path) -> Result<(), FilesError> {
    let mut below = dir.to_owned();
    for component in path.components() {
        below.push(component.as_str());
        no_link(&below)?;
    }
    Ok(())
}

fn no_link(path: &Utf8Path) -> Result<(), FilesError> {
    match std::fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Err(FilesError::Link { path: path.to_owned() }),
        _ => Ok(()),
    }
}
