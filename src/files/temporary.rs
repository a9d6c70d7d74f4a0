//! Files that are written beside the ones that they replace, and what a killed run leaves of them.

use camino::{Utf8Path, Utf8PathBuf};

/// How the name of a generated file begins until it is in its place. The generated `.gitignore` covers it.
pub(super) const GENERATED: &str = ".stackgen-tmp";

/// How the name of a `.env` begins until it is in its place: `.gitignore` covers it, the ones that earlier versions wrote too.
pub(super) const PRIVATE: &str = ".env.stackgen-tmp";

/// Removes what killed runs left in a folder. The folder's lock has to be held: what is there belongs to nobody.
pub(super) fn remove_old(folder: &Utf8Path) {
    let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
    let old = entries.filter(|entry| {
        let ours = entry.file_name().starts_with(GENERATED) || entry.file_name().starts_with(PRIVATE);
        ours && entry.file_type().is_ok_and(|kind| kind.is_file())
    });
    let old: Vec<Utf8PathBuf> = old.map(|entry| entry.path().to_owned()).collect();
    for path in old {
        // What cannot be removed is in nobody's way: each run has names of its own.
        let _ = std::fs::remove_file(path);
    }
}
