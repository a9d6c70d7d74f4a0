//! Replaces an input with its edited text.

use std::fs::{File, Metadata};
use std::io::Write as _;

use camino::Utf8Path;

use super::place::io;
use super::temporary::{GENERATED, remove_old};
use super::{FilesError, Lock};
use crate::document::edit::Edited;
use crate::source::Source;

/// Replaces an input in one step, and keeps its owner and permissions. A link is followed.
///
/// # Errors
/// If it cannot be written, is read-only, or has changed since it was read.
pub fn replace(read: &Source, edited: &Edited) -> Result<(), FilesError> {
    if read.text() == edited.text() {
        return Ok(());
    }
    let named = read.path();
    let path = named.canonicalize_utf8().map_err(io("find", named))?;
    let metadata = path.metadata().map_err(io("read", named))?;
    if !metadata.is_file() {
        return Err(FilesError::NotAFile { path: named.to_owned() });
    }
    if metadata.permissions().readonly() {
        return Err(FilesError::ReadOnly { path: named.to_owned() });
    }
    File::options().append(true).open(&path).map_err(io("write", named))?;
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    let _lock = Lock::of(folder)?;
    remove_old(folder);
    let mut file =
        tempfile::Builder::new().prefix(GENERATED).tempfile_in(folder).map_err(io("create a file in", folder))?;
    file.write_all(edited.text().as_bytes()).map_err(io("write", named))?;
    keep(file.as_file(), &metadata).map_err(io("keep the permissions of", named))?;
    file.as_file().sync_all().map_err(io("write", named))?;
    if super::read(&path)?.as_deref() != Some(read.text().as_bytes()) {
        return Err(FilesError::Changed { path: named.to_owned() });
    }
    file.persist(&path).map_err(|error| io("move the new file to", named)(error.error))?;
    Ok(())
}

/// Gives a file the owner and the permissions of another file.
fn keep(file: &File, of: &Metadata) -> std::io::Result<()> {
    keep_owner(file, of)?;
    file.set_permissions(of.permissions())
}

/// Gives a file the owner of another file, if that is allowed.
pub(super) fn keep_owner(file: &File, of: &Metadata) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (of.uid(), of.gid()) {
            // Only root may change the owner; for other users the file becomes their own, as with editors.
            let _ = fchown(file, Some(of.uid()), Some(of.gid()));
        }
    }
    #[cfg(not(unix))]
    let _ = (file, of);
    Ok(())
}
