//! The journal lists what a build is about to write. If the build is killed, the next one recognises these files as
//! generated, although the manifest is still that of the previous build.

use std::collections::BTreeMap;

use camino::Utf8Path;
use indexmap::IndexSet;
use serde::{Deserialize, Serialize};

use super::place::{in_place, prepare};
use super::{FilesError, LARGEST_LIST, Verified};
use crate::verify::sha256;

/// The name of the journal. It exists while a build writes, and after a build that was killed.
pub(super) const JOURNAL: &str = ".stackgen-journal.json";

/// The hashes that each file can have, by its path below the output folder.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Journal(BTreeMap<String, IndexSet<String>>);

impl Journal {
    /// The journal of a build that was killed. It is empty if there is none, or if the journal itself is
    /// incomplete: then no other file was written.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn read(dir: &Utf8Path) -> Result<Self, FilesError> {
        super::no_links(dir, Utf8Path::new(JOURNAL))?;
        let bytes = super::read_at_most(&dir.join(JOURNAL), LARGEST_LIST)?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    /// Whether a build that was killed wrote this content.
    pub(super) fn knows(&self, path: &Utf8Path, bytes: &[u8]) -> bool {
        self.0.get(path.as_str()).is_some_and(|hashes| hashes.contains(&sha256(bytes)))
    }

    /// The files that it lists.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Utf8Path> {
        self.0.keys().map(Utf8Path::new).filter(|path| super::manifest::is_below(path))
    }

    /// Adds what is about to be written.
    pub(super) fn add(&mut self, files: &[Verified]) {
        for file in files {
            self.0.entry(file.path().to_string()).or_default().insert(file.digest().to_owned());
        }
    }

    /// Writes it to disk.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn write(&self, dir: &Utf8Path) -> Result<(), FilesError> {
        let text = serde_json::to_string(self).expect("a list of texts is JSON");
        in_place(prepare(dir, Utf8Path::new(JOURNAL), &text)?)
    }

    /// Removes it, after the manifest lists the same files.
    pub(super) fn remove(dir: &Utf8Path) {
        // A journal that cannot be removed is read again by the next build, without effect.
        let _ = std::fs::remove_file(dir.join(JOURNAL));
    }
}
