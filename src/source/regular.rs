//! Reads only regular files. In an untrusted repository any name can be a link to a device, a named pipe or an
//! endless file: opening or reading it could hang, fill the memory, or have a side effect.

use std::fs::File;
use std::io::Read as _;

use camino::Utf8Path;

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The operating system returned an error.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// It is a device, a named pipe, a socket or a folder, or a link to one.
    #[error("it is {0}, not a regular file")]
    Special(&'static str),
    /// It is a link whose target does not exist.
    #[error("it is a dangling symbolic link")]
    Dangling,
    /// It is larger than this number of bytes.
    #[error("it is larger than {}", limit(*.0))]
    TooLarge(u64),
}

impl Unreadable {
    /// Whether the file does not exist.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        match self {
            Self::Io(cause) => cause.kind() == std::io::ErrorKind::NotFound,
            Self::Dangling => true,
            Self::Special(_) | Self::TooLarge(_) => false,
        }
    }
}

fn limit(bytes: u64) -> String {
    match (bytes >> 20, bytes % (1 << 20)) {
        (mebibytes @ 1.., 0) => format!("{mebibytes} MiB"),
        _ => format!("{bytes} bytes"),
    }
}

/// The content of a regular file of at most `most` bytes. Links are followed.
///
/// # Errors
/// If it cannot be read, is not a regular file, or is larger.
pub fn read_regular(path: &Utf8Path, most: u64) -> Result<Vec<u8>, Unreadable> {
    // Opening a device can have a side effect (a watchdog, a tape), so the kind of the file is checked first.
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && path.is_symlink() => {
            return Err(Unreadable::Dangling);
        }
        metadata => regular(&metadata?)?,
    }
    let file = open(path)?;
    let metadata = file.metadata()?;
    regular(&metadata)?;
    if metadata.len() > most {
        return Err(Unreadable::TooLarge(most));
    }
    // Files in /proc report a size of 0, so the limit applies to the bytes that are read.
    // One byte more than the size, so that the end is reached without another buffer.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).map_or(0, |length| length + 1));
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(Unreadable::TooLarge(most)) } else { Ok(bytes) }
}

/// Opens a file without blocking: it could have been replaced by a named pipe in the meantime.
fn open(path: &Utf8Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    options.open(path)
}

fn regular(metadata: &std::fs::Metadata) -> Result<(), Unreadable> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return Ok(());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        let special = [
            (kind.is_fifo(), "a named pipe"),
            (kind.is_socket(), "a socket"),
            (kind.is_block_device() || kind.is_char_device(), "a device"),
        ];
        if let Some((_, name)) = special.into_iter().find(|(is, _)| *is) {
            return Err(Unreadable::Special(name));
        }
    }
    Err(Unreadable::Special(if kind.is_dir() { "a folder" } else { "a special file" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_of_a_bounded_size_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let dir = Utf8Path::from_path(dir.path()).unwrap();
        let file = dir.join("file");
        std::fs::write(&file, "12345").unwrap();
        assert_eq!(read_regular(&file, 5).unwrap(), b"12345");
        let says = |path: &Utf8Path, most| read_regular(path, most).unwrap_err().to_string();
        assert_eq!(says(&file, 4), "it is larger than 4 bytes");
        assert_eq!(says(dir, 4), "it is a folder, not a regular file");
        assert!(read_regular(&dir.join("none"), 4).unwrap_err().is_missing());
        assert_eq!(limit(4 << 20), "4 MiB");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/dev/zero", dir.join("zero")).unwrap();
            assert_eq!(says(&dir.join("zero"), 4), "it is a device, not a regular file");
            let _listener = std::os::unix::net::UnixListener::bind(dir.join("socket")).unwrap();
            assert_eq!(says(&dir.join("socket"), 4), "it is a socket, not a regular file");
            std::os::unix::fs::symlink(&file, dir.join("link")).unwrap();
            assert_eq!(read_regular(&dir.join("link"), 9).unwrap(), b"12345");
        }
        #[cfg(target_os = "linux")]
        {
            let pipe = dir.join("pipe");
            rustix::fs::mknodat(rustix::fs::CWD, pipe.as_std_path(), rustix::fs::FileType::Fifo, 0o600.into(), 0)
                .unwrap();
            assert_eq!(says(&pipe, 4), "it is a named pipe, not a regular file");
            assert_eq!(says("/proc/self/status".into(), 4), "it is larger than 4 bytes");
        }
    }
}
