//! One stackgen at a time changes the files of a folder.

use std::fs::{File, TryLockError};
use std::time::{Duration, Instant};

use camino::Utf8Path;

use super::FilesError;
use super::place::make_folder;

/// How long another one is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked whether it has ended.
const PAUSE: Duration = Duration::from_millis(20);

/// The right to change the files of a folder, until it is dropped or the process ends, however it does (flock(2)). Where a
/// file system has no locks, everybody has it.
#[derive(Debug)]
pub struct Lock {
    _folder: Option<File>,
}

impl Lock {
    /// Waits until nobody else changes the files of this folder, which is made where there is none.
    ///
    /// # Errors
    /// When the folder cannot be made, or somebody else does not end within ten seconds.
    pub fn of(folder: &Utf8Path) -> Result<Self, FilesError> {
        make_folder(folder)?;
        // A folder cannot be opened on every system.
        let Ok(handle) = File::open(folder) else { return Ok(Self { _folder: None }) };
        let start = Instant::now();
        loop {
            match handle.try_lock() {
                Ok(()) => return Ok(Self { _folder: Some(handle) }),
                Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(FilesError::Busy { path: folder.to_owned() }),
                Err(TryLockError::Error(_)) => return Ok(Self { _folder: None }),
            }
        }
    }
}
