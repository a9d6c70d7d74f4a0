//! The lock that lets only one stackgen at a time change the files of a folder.

use std::fs::{File, TryLockError};
use std::time::{Duration, Instant};

use camino::Utf8Path;

use super::FilesError;
use super::place::make_folder;

/// How long to wait for another stackgen.
const PATIENCE: Duration = Duration::from_secs(10);

/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// The lock of a folder (flock(2)). It is released when it is dropped or when the process ends in any way. On a
/// file system without locks, every process gets it.
#[derive(Debug)]
pub struct Lock {
    _folder: Option<File>,
}

impl Lock {
    /// Waits until no other stackgen holds the lock of this folder. Creates the folder if it does not exist.
    ///
    /// # Errors
    /// If the folder cannot be created, or another stackgen holds the lock for more than ten seconds.
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
