//! Writes a temporary file next to its target, then moves it there.

use std::io::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::NamedTempFile;

use super::FilesError;
use super::temporary::GENERATED;

pub(super) fn io(what: &'static str, path: &Utf8Path) -> impl FnOnce(std::io::Error) -> FilesError {
    move |cause| FilesError::Io { what, path: path.to_owned(), cause }
}

/// A file that is written to disk, but not yet moved to its target.
pub(super) type Prepared = (NamedTempFile, Utf8PathBuf);

pub(super) fn prepare(dir: &Utf8Path, path: &Utf8Path, text: &str) -> Result<Prepared, FilesError> {
    let target = dir.join(path);
    let folder = target.parent().unwrap_or(dir);
    std::fs::create_dir_all(folder).map_err(io("create the folder", folder))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(GENERATED);
    #[cfg(unix)]
    {
        // The umask can remove permissions, as for any new file.
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(FILE));
    }
    let mut file = builder.tempfile_in(folder).map_err(io("create a file in", folder))?;
    file.write_all(text.as_bytes()).map_err(io("write", &target))?;
    file.as_file().sync_all().map_err(io("write", &target))?;
    Ok((file, target))
}

/// Prepares a generated file and its folder, both readable for everyone.
pub(super) fn prepare_generated(dir: &Utf8Path, path: &Utf8Path, text: &str) -> Result<Prepared, FilesError> {
    make_folder(dir.join(path).parent().unwrap_or(dir))?;
    let (file, target) = prepare(dir, path, text)?;
    readable(file.path(), FILE).map_err(io("write", &target))?;
    Ok((file, target))
}

/// The mode of a generated file, and below that of a folder.
pub(super) const FILE: u32 = 0o644;

pub(super) const FOLDER: u32 = 0o755;

/// Makes a generated file or folder readable for everyone, whatever the umask: servers in containers read it as
/// other users.
#[cfg(unix)]
pub(super) fn readable(path: &std::path::Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
pub(super) fn readable(_: &std::path::Path, _: u32) -> std::io::Result<()> {
    Ok(())
}

/// Creates a folder and its parents. Existing folders keep their mode.
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
    .map_err(io("create the folder", folder))
}

/// Moves a prepared file to its target.
pub(super) fn in_place((file, target): Prepared) -> Result<(), FilesError> {
    file.persist(&target).map_err(|error| io("move the new file to", &target)(error.error))?;
    Ok(())
}
