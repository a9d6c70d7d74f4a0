//! The list of generated files with their SHA-256: it tells a hand edit from a stale file.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Component, Utf8Path};
use foldhash::fast::FixedState;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{FilesError, LARGEST_LIST, MANIFEST};
use crate::verify::Verified;

/// The program that writes a manifest, with its version.
pub const WRITER: &str = concat!("stackgen ", env!("CARGO_PKG_VERSION"));

/// The version of the manifest's form.
const VERSION: u32 = 1;

/// The list of generated files.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    generated_by: String,
    version: u32,
    files: IndexMap<String, String, FixedState>,
    /// The major version of PostgreSQL that each volume has been built for, by the volume's name in Docker.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    postgres: BTreeMap<String, u32>,
}

/// What every form of it has.
#[derive(Deserialize)]
struct Form {
    version: u32,
}

/// Whether a path is one of a generated file: below its folder, and of ordinary names.
pub(super) fn is_below(path: &Utf8Path) -> bool {
    let name = |part| matches!(part, Utf8Component::Normal(name) if !name.contains(char::is_control));
    !path.as_str().is_empty() && path.components().all(name)
}

/// Whether a manifest is of some version of this program. The first ones did not say which they were.
fn is_writer(text: &str) -> bool {
    match text.split_once(' ') {
        None => text == "stackgen",
        Some((program, version)) => program == "stackgen" && semver::Version::parse(version).is_ok(),
    }
}

fn parts(file: &Verified) -> impl Iterator<Item = &str> {
    file.path().as_str().split('/')
}

impl Manifest {
    /// The manifest of these files and volumes. A volume that the input no longer has may still be on the host: what is known
    /// of it stays.
    pub(super) fn of(files: &[Verified], known: &Self, postgres: &BTreeMap<String, u32>) -> Self {
        let mut files: Vec<&Verified> = files.iter().collect();
        // In the order of paths: a folder before what begins like its name.
        files.sort_by(|one, other| parts(one).cmp(parts(other)));
        let files = files.into_iter().map(|file| (file.path().to_string(), file.digest().to_owned())).collect();
        let postgres = known.postgres.iter().chain(postgres).map(|(volume, major)| (volume.clone(), *major)).collect();
        Self { generated_by: WRITER.to_owned(), version: VERSION, files, postgres }
    }

    pub(super) fn read(dir: &Utf8Path) -> Result<Self, FilesError> {
        let path = dir.join(MANIFEST);
        super::no_links(dir, Utf8Path::new(MANIFEST))?;
        let Some(bytes) = super::read_at_most(&path, LARGEST_LIST)? else { return Ok(Self::default()) };
        let wrong = |what: String| FilesError::Manifest { path: path.clone(), what };
        if let Some(line) = super::conflict_marker(&bytes) {
            return Err(wrong(format!("it has the conflict markers of a merge (line {line}): take either side")));
        }
        // What else a newer form has, this version does not know.
        let form = serde_json::from_slice(&bytes).map(|form: Form| form.version);
        if let Some(version) = form.ok().filter(|version| *version > VERSION) {
            return Err(FilesError::Newer { path, version, known: VERSION });
        }
        let manifest: Self = serde_json::from_slice(&bytes)
            .map_err(|error| wrong(format!("it is no list of generated files (line {})", error.line())))?;
        if !is_writer(&manifest.generated_by) {
            return Err(wrong("stackgen did not write it (`generated_by`)".to_owned()));
        }
        if manifest.version == 0 {
            return Err(wrong("there is no version 0 of it".to_owned()));
        }
        if !manifest.files.keys().all(|path| is_below(Utf8Path::new(path))) {
            return Err(wrong("it names a file that cannot have been generated".to_owned()));
        }
        Ok(manifest)
    }

    /// The version of stackgen that wrote it, where it was another one. The first ones did not say which they were.
    pub(super) fn other_writer(&self) -> Option<&str> {
        Some(self.generated_by.as_str()).filter(|writer| !["", "stackgen", WRITER].contains(writer))
    }

    /// Its text, as the version that wrote the other one would write it.
    pub(super) fn as_written_by(&self, other: &Self) -> String {
        let text = self.text();
        let line = |writer: &str| format!("\"generated_by\": {}", serde_json::Value::from(writer));
        text.replacen(&line(&self.generated_by), &line(&other.generated_by), 1)
    }

    /// The major version of PostgreSQL that each volume has been built for.
    pub(super) fn into_postgres(self) -> BTreeMap<String, u32> {
        self.postgres
    }

    pub(super) fn hash(&self, path: &Utf8Path) -> Option<&String> {
        self.files.get(path.as_str())
    }

    /// The files that are listed, but no longer generated.
    pub(super) fn others<'m>(&'m self, files: &'m [Verified]) -> impl Iterator<Item = (&'m Utf8Path, &'m String)> {
        let generated: BTreeSet<&str> = files.iter().map(|file| file.path().as_str()).collect();
        let others = self.files.iter().filter(move |(path, _)| !generated.contains(path.as_str()));
        others.map(|(path, hash)| (Utf8Path::new(path), hash))
    }

    pub(super) fn text(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("a list of texts is JSON");
        json + "\n"
    }
}
