//! Writes a file that only its owner may read.

use std::io::Write as _;

use camino::Utf8Path;

use super::place::io;
use super::replace::keep_owner;
use super::temporary::{PRIVATE, remove_old};
use super::{FilesError, Lock};

/// Writes a `.env` in one step, under the lock of its folder. A link is followed. Only the owner may read the file,
/// and the owner does not change. The temporary file next to it has a name that `.gitignore` covers.
///
/// # Errors
/// If it cannot be written, or is a dangling link.
pub fn write_private(path: &Utf8Path, text: &str, _: &Lock) -> Result<(), FilesError> {
    let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    let path = match path.canonicalize_utf8() {
        Ok(path) => path,
        Err(_) if is_link => return Err(FilesError::Dangling { path: path.to_owned() }),
        Err(_) => path.to_owned(),
    };
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    remove_old(folder);
    // Created with mode 0600 (tempfile 3).
    let mut file =
        tempfile::Builder::new().prefix(PRIVATE).tempfile_in(folder).map_err(io("create a file in", folder))?;
    file.write_all(text.as_bytes()).map_err(io("write", &path))?;
    if let Ok(metadata) = path.metadata() {
        keep_owner(file.as_file(), &metadata).map_err(io("keep the owner of", &path))?;
    }
    file.as_file().sync_all().map_err(io("write", &path))?;
    file.persist(&path).map_err(|error| io("move the new file to", &path)(error.error))?;
    Ok(())
}
