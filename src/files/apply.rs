//! Puts files in place: all are prepared first, then moved, the manifest last.

use std::collections::BTreeSet;
use std::io::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::NamedTempFile;

use super::journal::Journal;
use super::temporary::{self, GENERATED};
use super::{FilesError, Lock, MANIFEST, Plan, State};

pub(super) fn io(what: &'static str, path: &Utf8Path) -> impl FnOnce(std::io::Error) -> FilesError {
    move |cause| FilesError::Io { what, path: path.to_owned(), cause }
}

/// A file that is written to the disk, but not in its place yet.
pub(super) type Prepared = (NamedTempFile, Utf8PathBuf);

pub(super) fn prepare(dir: &Utf8Path, path: &Utf8Path, text: &str) -> Result<Prepared, FilesError> {
    let target = dir.join(path);
    let folder = target.parent().unwrap_or(dir);
    std::fs::create_dir_all(folder).map_err(io("make the folder", folder))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(GENERATED);
    #[cfg(unix)]
    {
        // Less where the umask says so, as of any file that a program makes.
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(FILE));
    }
    let mut file = builder.tempfile_in(folder).map_err(io("write in", folder))?;
    file.write_all(text.as_bytes()).map_err(io("write", &target))?;
    file.as_file().sync_all().map_err(io("write", &target))?;
    Ok((file, target))
}

/// A generated file, and its folder: everyone can read them.
fn prepare_generated(dir: &Utf8Path, path: &Utf8Path, text: &str) -> Result<Prepared, FilesError> {
    make_folder(dir.join(path).parent().unwrap_or(dir))?;
    let (file, target) = prepare(dir, path, text)?;
    readable(file.path(), FILE).map_err(io("write", &target))?;
    Ok((file, target))
}

/// The mode of a generated file, and of a folder of them.
const FILE: u32 = 0o644;
const FOLDER: u32 = 0o755;

/// Lets everyone read what is generated, whatever the umask: servers read it in their containers as users of their own.
#[cfg(unix)]
fn readable(path: &std::path::Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn readable(_: &std::path::Path, _: u32) -> std::io::Result<()> {
    Ok(())
}

/// Makes a folder and those above it. Those that are there keep their mode.
pub(super) fn make_folder(folder: &Utf8Path) -> Result<(), FilesError> {
    if folder.is_dir() || folder.as_str().is_empty() {
        return Ok(());
    }
    super::is_folder(folder)?;
    make_folder(folder.parent().unwrap_or(Utf8Path::new("")))?;
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        made => made.and_then(|()| readable(folder.as_std_path(), FOLDER)),
    }
    .map_err(io("make the folder", folder))
}

/// Lets everyone read the files that are as they should be, where their mode was changed.
fn readable_again(plan: &Plan) {
    let current = plan.changes.iter().filter(|change| change.state == State::Current);
    let mut folders = BTreeSet::new();
    for path in current.map(|change| &change.path) {
        // Who does not own a file leaves it as it is.
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

/// Whether others may do less with a file or folder than this mode says.
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

/// Moves a file into its place.
pub(super) fn in_place((file, target): Prepared) -> Result<(), FilesError> {
    file.persist(&target).map_err(|error| io("put in place", &target)(error.error))?;
    Ok(())
}

/// Carries out a plan, which was made under the lock of its folder. Files that are as they should be are not touched.
///
/// # Errors
/// When a file cannot be written; those prepared before are removed again.
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
    // First of all: what is found after a kill, beside the files too, is then known for ours.
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
    // What the manifest describes is on the disk before it.
    folders(plan).iter().filter(|folder| folder.is_dir()).try_for_each(|folder| sync(folder))?;
    in_place(manifest)?;
    sync(&plan.dir)?;
    Journal::remove(&plan.dir);
    Ok(())
}

/// Removes the folders of files that are no longer generated, where nothing else is in them.
fn remove_emptied(plan: &Plan) {
    let wanted: BTreeSet<&Utf8Path> =
        plan.changes.iter().filter(|change| change.after.is_some()).map(|change| change.path.as_path()).collect();
    let known = plan.changes.iter().map(|change| change.path.as_path()).chain(plan.journal.paths());
    for path in known.filter(|path| !wanted.contains(path)) {
        for folder in path.ancestors().skip(1).filter(|folder| !folder.as_str().is_empty()) {
            // A folder that still holds something stays.
            let _ = std::fs::remove_dir(plan.dir.join(folder));
        }
    }
}

/// The folders of all files, also of those that a killed build was about to write.
fn folders(plan: &Plan) -> BTreeSet<Utf8PathBuf> {
    let paths = plan.changes.iter().map(|change| change.path.as_path()).chain(plan.journal.paths());
    let of_files = paths.filter_map(|path| plan.dir.join(path).parent().map(Utf8Path::to_owned));
    of_files.chain([plan.dir.clone()]).collect()
}

/// Writes the names in a folder to the disk (fsync(2)), where the system can.
fn sync(folder: &Utf8Path) -> Result<(), FilesError> {
    #[cfg(unix)]
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(io("write", folder))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
