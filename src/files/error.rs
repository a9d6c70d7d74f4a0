//! Why an output folder cannot be used.

use camino::{Utf8Path, Utf8PathBuf};

use crate::artifact::VerifyError;
use crate::source::Unreadable;

/// The output folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// A file is not what the stack says.
    #[error(transparent)]
    Wrong(#[from] VerifyError),
    /// The operating system refused.
    #[error("cannot {what} {path}: {cause}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// With what.
        path: Utf8PathBuf,
        /// What the operating system said.
        cause: std::io::Error,
    },
    /// Something else than a file of a size that can be generated is in its place.
    #[error("cannot read {path}: {cause}")]
    Unreadable {
        /// The file.
        path: Utf8PathBuf,
        /// Why not.
        cause: Unreadable,
    },
    /// A path leads out of the output folder.
    #[error("{path} is a symbolic link: the file would be written somewhere else")]
    Link {
        /// The link.
        path: Utf8PathBuf,
    },
    /// A file is where the folder of generated files belongs.
    #[error(
        "{path} is a file, and generated files need a folder of that name: move it away, or name another folder with `--out`"
    )]
    NotAFolder {
        /// The file.
        path: Utf8PathBuf,
    },
    /// An input is no file that can be replaced.
    #[error("{path} is no regular file: there is nothing to write the fixes to")]
    NotAFile {
        /// The input.
        path: Utf8PathBuf,
    },
    /// An input may not be written.
    #[error("{path} is read-only: nothing was changed")]
    ReadOnly {
        /// The input.
        path: Utf8PathBuf,
    },
    /// An input is no longer what was read.
    #[error("{path} was changed by somebody else meanwhile: nothing was written, run the command again")]
    Changed {
        /// The input.
        path: Utf8PathBuf,
    },
    /// Another stackgen changes the files of the folder.
    #[error("another stackgen is at work in {path}: nothing was written, run the command again when it has ended")]
    Busy {
        /// The folder.
        path: Utf8PathBuf,
    },
    /// A link whose end does not exist would be replaced by a file.
    #[error("{path} is a link that leads nowhere: make the file that it leads to, or remove the link")]
    Dangling {
        /// The link.
        path: Utf8PathBuf,
    },
    /// A newer version of this program wrote the manifest, in a form of its own.
    #[error(
        "{path} was written by a newer stackgen: its form is {version}, and this one knows {known}\nInstall the version that the stack is built with."
    )]
    Newer {
        /// The manifest.
        path: Utf8PathBuf,
        /// The version of its form.
        version: u32,
        /// The version of the form that is known here.
        known: u32,
    },
    /// The manifest cannot be understood.
    #[error(
        "{path} cannot be understood: {what}\nRestore it, or run `stackgen build --force`, which replaces every generated file."
    )]
    Manifest {
        /// The manifest.
        path: Utf8PathBuf,
        /// What is wrong with it.
        what: String,
    },
}

impl FilesError {
    /// The generated file that is not as it should be, where it is that.
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
