//! Why an output folder cannot be used.

use camino::{Utf8Path, Utf8PathBuf};

use crate::artifact::VerifyError;
use crate::source::Unreadable;

/// The output folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// A generated file does not match the stack.
    #[error(transparent)]
    Wrong(#[from] VerifyError),
    /// The operating system returned an error.
    #[error("cannot {what} {path}: {cause}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// The path.
        path: Utf8PathBuf,
        /// The error of the operating system.
        cause: std::io::Error,
    },
    /// It is not a regular file, is too large to be a generated file, or cannot be read.
    #[error("cannot read {path}: {cause}")]
    Unreadable {
        /// The file.
        path: Utf8PathBuf,
        /// Why not.
        cause: Unreadable,
    },
    /// A symbolic link leads out of the output folder.
    #[error("{path} is a symbolic link: the file would be written to another place")]
    Link {
        /// The link.
        path: Utf8PathBuf,
    },
    /// A file is in the place of the folder of generated files.
    #[error(
        "{path} is a file, but the generated files need a folder of that name: move the file, or choose another folder with `--out`"
    )]
    NotAFolder {
        /// The file.
        path: Utf8PathBuf,
    },
    /// An input is not a regular file.
    #[error("{path} is not a regular file: the fixes cannot be written to it")]
    NotAFile {
        /// The input.
        path: Utf8PathBuf,
    },
    /// An input is read-only.
    #[error("{path} is read-only: nothing was changed")]
    ReadOnly {
        /// The input.
        path: Utf8PathBuf,
    },
    /// An input has changed since it was read.
    #[error("{path} changed while the command ran: nothing was written, run the command again")]
    Changed {
        /// The input.
        path: Utf8PathBuf,
    },
    /// Another stackgen holds the lock of the folder.
    #[error(
        "another stackgen is writing to {path}: nothing was written, run the command again when the other one has ended"
    )]
    Busy {
        /// The folder.
        path: Utf8PathBuf,
    },
    /// A dangling symbolic link would be replaced by a file.
    #[error("{path} is a dangling symbolic link: create its target, or remove the link")]
    Dangling {
        /// The link.
        path: Utf8PathBuf,
    },
    /// A newer version of stackgen wrote the manifest, in a newer format.
    #[error(
        "{path} was written by a newer stackgen: its format is version {version}, this stackgen supports up to {known}\nInstall the version that the stack is built with."
    )]
    Newer {
        /// The manifest.
        path: Utf8PathBuf,
        /// The version of its format.
        version: u32,
        /// The newest supported version of the format.
        known: u32,
    },
    /// The manifest is invalid.
    #[error("{path} is invalid: {what}\nRestore it, or run `stackgen build --force` to replace every generated file.")]
    Manifest {
        /// The manifest.
        path: Utf8PathBuf,
        /// What is wrong with it.
        what: String,
    },
}

impl FilesError {
    /// The generated file that the error is about, if it is about one.
    #[must_use]
    pub fn generated(&self) -> Option<&Utf8Path> {
        match self {
            Self::Unreadable { path, .. }
            | Self::Link { path }
            | Self::NotAFolder { path }
            | Self::Dangling { path }
            | Self::Newer { path, .. }
            | Self::Manifest { path, .. } => Some(path),
            _ => None,
        }
    }
}
