//! A file that is not there yet.

use camino::Utf8Path;

use super::FilesError;
use super::place::{in_place, io, prepare};

/// Writes a file in one step, with its folder. Another one in its place stays as it is.
///
/// # Errors
/// When there is one, or it cannot be written.
pub fn write_new(folder: &Utf8Path, name: &str, text: &str) -> Result<(), FilesError> {
    let (file, target) = prepare(folder, Utf8Path::new(name), text)?;
    file.persist_noclobber(&target).map_err(|error| io("put in place", &target)(error.error))?;
    Ok(())
}

/// Writes a file, in the place of one that is there.
///
/// # Errors
/// When the operating system refuses.
pub fn write(folder: &Utf8Path, name: &str, text: &str) -> Result<(), FilesError> {
    in_place(prepare(folder, Utf8Path::new(name), text)?)
}
