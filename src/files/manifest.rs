//! The manifest: the list of generated files with their SHA-256, which distinguishes a hand edit from an outdated
//! file.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Component, Utf8Path};
use foldhash::fast::FixedState;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{FilesError, LARGEST_LIST, MANIFEST};
use crate::verify::Verified;

/// The program that writes a manifest, with its version.
pub const WRITER: &str = concat!("stackgen ", env!("CARGO_PKG_VERSION"));

/// The version of the manifest's format.
const VERSION: u32 = 1;

/// The list of generated files.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    generated_by: String,
    version: u32,
    files: IndexMap<String, String, FixedState>,
    /// The major version of PostgreSQL that each volume was built for, by the volume's name in Docker.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    postgres: BTreeMap<String, u32>,
}

/// The part that every version of the format has.
#[derive(Deserialize)]
struct Form {
    version: u32,
}

/// Whether a path can be that of a generated file: below the output folder, without `..` or control characters.
pub(super) fn is_below(path: &Utf8Path) -> bool {
    let name = |part| matches!(part, Utf8Component::Normal(name) if !name.contains(char::is_control));
    !path.as_str().is_empty() && path.components().all(name)
}

/// Whether a version of this program wrote a manifest. The first versions did not write their version.
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
    /// The manifest of these files and volumes. A volume that the input no longer has can still exist on the host,
    /// so its entry is kept.
    pub(super) fn of(files: &[Verified], known: &Self, postgres: &BTreeMap<String, u32>) -> Self {
        let mut files: Vec<&Verified> = files.iter().collect();
        // Sorted by the parts of the path: a folder comes before names that start with its name.
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
            return Err(wrong(format!("it contains merge conflict markers (line {line}): keep either side")));
        }
        // A newer format can have keys that this version does not know, so the version is read first.
        let form = serde_json::from_slice(&bytes).map(|form: Form| form.version);
        if let Some(version) = form.ok().filter(|version| *version > VERSION) {
            return Err(FilesError::Newer { path, version, known: VERSION });
        }
        let manifest: Self = serde_json::from_slice(&bytes)
            .map_err(|error| wrong(format!("it is not a list of generated files (line {})", error.line())))?;
        if !is_writer(&manifest.generated_by) {
            return Err(wrong("stackgen did not write it (`generated_by`)".to_owned()));
        }
        if manifest.version == 0 {
            return Err(wrong("format version 0 does not exist".to_owned()));
        }
        if !manifest.files.keys().all(|path| is_below(Utf8Path::new(path))) {
            return Err(wrong("it lists a file that cannot have been generated".to_owned()));
        }
        Ok(manifest)
    }

    /// The version of stackgen that wrote it, if it was another one. The first versions did not write their version.
    pub(super) fn other_writer(&self) -> Option<&str> {
        Some(self.generated_by.as_str()).filter(|writer| !["", "stackgen", WRITER].contains(writer))
    }

    /// Its text, with the version that wrote the other manifest.
    pub(super) fn as_written_by(&self, other: &Self) -> String {
        let text = self.text();
        let line = |writer: &str| format!("\"generated_by\": {}", serde_json::Value::from(writer));
        text.replacen(&line(&self.generated_by), &line(&other.generated_by), 1)
    }

    /// The major version of PostgreSQL that each volume was built for.
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
