//! A file that only its owner may read.

use std::io::Write as _;

use camino::Utf8Path;

use super::FilesError;
use super::apply::{TEMPORARY, io};
use super::replace::keep_owner;

/// Writes a file in one step, with its folder, also where a link leads to it; nobody but its owner may read it, who stays
/// the same.
///
/// # Errors
/// When it cannot be written.
pub fn write_private(path: &Utf8Path, text: &str) -> Result<(), FilesError> {
    let path = path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    std::fs::create_dir_all(folder).map_err(io("make", folder))?;
    // Made with mode 0600 (tempfile 3).
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder).map_err(io("write in", folder))?;
    file.write_all(text.as_bytes()).map_err(io("write", &path))?;
    if let Ok(metadata) = path.metadata() {
        keep_owner(file.as_file(), &metadata).map_err(io("keep the owner of", &path))?;
    }
    file.as_file().sync_all().map_err(io("write", &path))?;
    file.persist(&path).map_err(|error| io("put in place", &path)(error.error))?;
    Ok(())
}
