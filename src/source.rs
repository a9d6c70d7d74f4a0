//! The text of an input file.

mod position;
mod regular;

pub use position::{Lines, Position, Unit};
pub use regular::{Unreadable, read_regular};

use std::io::Read as _;

use camino::{Utf8Path, Utf8PathBuf};

/// The largest input, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// An input file: its path for messages and its text.
#[derive(Debug, Clone)]
pub struct Source {
    path: Utf8PathBuf,
    text: String,
}

/// The input could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// It cannot be read, or is not a regular file.
    #[error("cannot read {path}: {cause}")]
    Read {
        /// The file.
        path: Utf8PathBuf,
        /// Why not.
        cause: Unreadable,
    },
    /// The file is not UTF-8.
    #[error("{path}:{line}:{column}: the file is not UTF-8 from here on: save it as UTF-8")]
    NotUtf8 {
        /// The file.
        path: Utf8PathBuf,
        /// The line of the first invalid byte, from 1.
        line: usize,
        /// Its column, from 1, in characters.
        column: usize,
    },
    /// The file is too large.
    #[error("{path} is larger than 4 MiB, the limit for an input")]
    TooLarge {
        /// The file.
        path: Utf8PathBuf,
    },
}

impl Source {
    /// An input from memory.
    pub fn new(path: impl Into<Utf8PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// Reads an input file.
    ///
    /// # Errors
    /// If it cannot be read, is not a regular file, is not UTF-8, or is larger than 4 MiB.
    pub fn read(path: &Utf8Path) -> Result<Self, SourceError> {
        match read_regular(path, LARGEST) {
            Ok(bytes) => Self::from_bytes(path, bytes),
            Err(Unreadable::TooLarge(_)) => Err(SourceError::TooLarge { path: path.to_owned() }),
            Err(cause) => Err(SourceError::Read { path: path.to_owned(), cause }),
        }
    }

    /// Reads an input from a stream, under a name for messages.
    ///
    /// # Errors
    /// If it cannot be read, is not UTF-8, or is larger than 4 MiB.
    pub fn read_from(path: &Utf8Path, stream: impl std::io::Read) -> Result<Self, SourceError> {
        let read_error = |cause| SourceError::Read { path: path.to_owned(), cause: Unreadable::Io(cause) };
        let mut bytes = Vec::new();
        stream.take(LARGEST + 1).read_to_end(&mut bytes).map_err(read_error)?;
        if bytes.len() as u64 > LARGEST {
            return Err(SourceError::TooLarge { path: path.to_owned() });
        }
        Self::from_bytes(path, bytes)
    }

    fn from_bytes(path: &Utf8Path, bytes: Vec<u8>) -> Result<Self, SourceError> {
        let text = String::from_utf8(bytes).map_err(|wrong| {
            let valid = wrong.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(wrong.as_bytes().get(..valid).unwrap_or_default()).into_owned();
            let Position { line, column, .. } = Lines::new(&before).position(valid);
            SourceError::NotUtf8 { path: path.to_owned(), line, column }
        })?;
        Ok(Self::new(path, text))
    }

    /// The path of the file, as it was given on the command line.
    #[must_use]
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
