//! Writes the files of a plan: prepares all of them, then moves them into place, the manifest last.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::journal::Journal;
use super::place::{FILE, FOLDER, in_place, io, prepare_generated, readable};
use super::temporary;
use super::{FilesError, Lock, MANIFEST, Plan, State};

/// Makes current files readable for everyone again if their mode was changed.
fn readable_again(plan: &Plan) {
    let current = plan.changes.iter().filter(|change| change.state == State::Current);
    let mut folders = BTreeSet::new();
    for path in current.map(|change| &change.path) {
        // A user who does not own the file cannot change its mode; that is not an error.
        let file = plan.dir.join(path);
        if lacks(&file, FILE) {
            let _ = readable(file.as_std_path(), FILE);
        }
        folders.extend(path.ancestors().skip(1).filter(|folder| !folder.as_str().is_empty()));
    }
    for folder in folders.into_iter().map(|folder| plan.dir.join(folder)) {
        if lacks(&folder, FOLDER) {
            let _ = readable(folder.as_std_path(), FOLDER);
        }
    }
}

/// Whether a file or folder grants group and others fewer permissions than this mode.
#[cfg(unix)]
fn lacks(path: &Utf8Path, mode: u32) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let of_others = mode & 0o055;
    std::fs::metadata(path).is_ok_and(|of| of.permissions().mode() & of_others != of_others)
}

#[cfg(not(unix))]
fn lacks(_: &Utf8Path, _: u32) -> bool {
    false
}

/// Carries out a plan, which was made under the lock of its folder. Current files are not touched.
///
/// # Errors
/// If a file cannot be written; files that were already prepared are removed.
pub fn apply(plan: &Plan, _: &Lock) -> Result<(), FilesError> {
    for folder in folders(plan) {
        temporary::remove_old(&folder);
    }
    readable_again(plan);
    if plan.is_current() {
        remove_emptied(plan);
        Journal::remove(&plan.dir);
        return Ok(());
    }
    // The journal comes first: if the build is killed, the next one recognises all new files as generated.
    plan.journal.write(&plan.dir)?;
    let mut prepared = Vec::new();
    for change in plan.pending() {
        if let Some(text) = &change.after {
            prepared.push(prepare_generated(&plan.dir, &change.path, text)?);
        }
    }
    let manifest = prepare_generated(&plan.dir, Utf8Path::new(MANIFEST), &plan.manifest)?;
    sync(&plan.dir)?;
    prepared.into_iter().try_for_each(in_place)?;
    for change in plan.changes.iter().filter(|change| matches!(change.state, State::Orphaned | State::OrphanEdited)) {
        let path = plan.dir.join(&change.path);
        std::fs::remove_file(&path).map_err(io("remove", &path))?;
    }
    remove_emptied(plan);
    // The files reach the disk before the manifest that lists them.
    folders(plan).iter().filter(|folder| folder.is_dir()).try_for_each(|folder| sync(folder))?;
    in_place(manifest)?;
    sync(&plan.dir)?;
    Journal::remove(&plan.dir);
    Ok(())
}

/// Removes the folders of files that are no longer generated, if they are empty.
fn remove_emptied(plan: &Plan) {
    let wanted: BTreeSet<&Utf8Path> =
        plan.changes.iter().filter(|change| change.after.is_some()).map(|change| change.path.as_path()).collect();
    let known = plan.changes.iter().map(|change| change.path.as_path()).chain(plan.journal.paths());
    for path in known.filter(|path| !wanted.contains(path)) {
        for folder in path.ancestors().skip(1).filter(|folder| !folder.as_str().is_empty()) {
            // A folder that is not empty is kept.
            let _ = std::fs::remove_dir(plan.dir.join(folder));
        }
    }
}

/// The folders of all files, including those that a killed build was about to write.
fn folders(plan: &Plan) -> BTreeSet<Utf8PathBuf> {
    let paths = plan.changes.iter().map(|change| change.path.as_path()).chain(plan.journal.paths());
    let of_files = paths.filter_map(|path| plan.dir.join(path).parent().map(Utf8Path::to_owned));
    of_files.chain([plan.dir.clone()]).collect()
}

/// Syncs the entries of a folder to disk (fsync(2)), if the system supports it.
fn sync(folder: &Utf8Path) -> Result<(), FilesError> {
    #[cfg(unix)]
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(io("write", folder))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
