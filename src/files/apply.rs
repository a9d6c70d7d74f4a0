//! Puts files in place: all are prepared first, then moved, the manifest last.

use std::io::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::NamedTempFile;

use super::{FilesError, MANIFEST, Plan, State};

/// What temporary files are called until they are moved into place.
pub(super) const TEMPORARY: &str = ".stackgen-tmp";

pub(super) fn io(what: &'static str, path: &Utf8Path) -> impl FnOnce(std::io::Error) -> FilesError {
    move |cause| FilesError::Io { what, path: path.to_owned(), cause }
}

pub(super) fn prepare(dir: &Utf8Path, path: &Utf8Path, text: &str) -> Result<(NamedTempFile, Utf8PathBuf), FilesError> {
    let target = dir.join(path);
    let folder = target.parent().unwrap_or(dir);
    std::fs::create_dir_all(folder).map_err(io("make the folder", folder))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        // The servers read the files as users of their own.
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder).map_err(io("write in", folder))?;
    file.write_all(text.as_bytes()).map_err(io("write", &target))?;
    Ok((file, target))
}

/// Carries out a plan. Files that are as they should be are not touched.
///
/// # Errors
/// When a file cannot be written; those prepared before are removed again.
pub fn apply(plan: &Plan) -> Result<(), FilesError> {
    if plan.is_current() {
        return Ok(());
    }
    std::fs::create_dir_all(&plan.dir).map_err(io("make the folder", &plan.dir))?;
    let mut prepared = Vec::new();
    for change in plan.pending() {
        if let Some(text) = &change.after {
            prepared.push(prepare(&plan.dir, &change.path, text)?);
        }
    }
    let manifest = prepare(&plan.dir, Utf8Path::new(MANIFEST), &plan.manifest)?;
    for (file, target) in prepared {
        file.persist(&target).map_err(|error| io("put in place", &target)(error.error))?;
    }
    for change in plan.changes.iter().filter(|change| matches!(change.state, State::Orphaned | State::OrphanEdited)) {
        let path = plan.dir.join(&change.path);
        std::fs::remove_file(&path).map_err(io("remove", &path))?;
        let below = change.path.ancestors().skip(1).filter(|folder| !folder.as_str().is_empty());
        for folder in below {
            // A folder that still holds something stays.
            let _ = std::fs::remove_dir(plan.dir.join(folder));
        }
    }
    let (file, target) = manifest;
    file.persist(&target).map_err(|error| io("put in place", &target)(error.error))?;
    Ok(())
}
