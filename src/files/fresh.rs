//! Writes single files that are not part of a plan.

use camino::Utf8Path;

use super::FilesError;
use super::place::{in_place, io, prepare};

/// Writes a new file in one step, and creates its folder. An existing file is not replaced.
///
/// # Errors
/// If the file exists, or cannot be written.
pub fn write_new(folder: &Utf8Path, name: &str, text: &str) -> Result<(), FilesError> {
    let (file, target) = prepare(folder, Utf8Path::new(name), text)?;
    file.persist_noclobber(&target).map_err(|error| io("move the new file to", &target)(error.error))?;
    Ok(())
}

/// Writes a file in one step, and replaces an existing one.
///
/// # Errors
/// If it cannot be written.
pub fn write(folder: &Utf8Path, name: &str, text: &str) -> Result<(), FilesError> {
    in_place(prepare(folder, Utf8Path::new(name), text)?)
}
