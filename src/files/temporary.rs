//! Temporary files next to the files that they replace, and their removal after a killed run.

use camino::{Utf8Path, Utf8PathBuf};

/// The prefix of a temporary generated file. The generated `.gitignore` covers it.
pub(super) const GENERATED: &str = ".stackgen-tmp";

/// The prefix of a temporary `.env`. The generated `.gitignore` covers it, including those that earlier versions
/// generated.
pub(super) const PRIVATE: &str = ".env.stackgen-tmp";

/// Removes temporary files that killed runs left in a folder. The caller holds the lock of the folder, so no other
/// run uses them.
pub(super) fn remove_old(folder: &Utf8Path) {
    let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
    let old = entries.filter(|entry| {
        let ours = entry.file_name().starts_with(GENERATED) || entry.file_name().starts_with(PRIVATE);
        ours && entry.file_type().is_ok_and(|kind| kind.is_file())
    });
    let old: Vec<Utf8PathBuf> = old.map(|entry| entry.path().to_owned()).collect();
    for path in old {
        // A file that cannot be removed does no harm: each run uses new names.
        let _ = std::fs::remove_file(path);
    }
}
