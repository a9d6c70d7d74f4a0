//! The project that a command runs in: its root, and which paths may be used. A link in an untrusted repository
//! must not lead a command to files outside of the repository.

use std::sync::OnceLock;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::Failure;

/// The project: its root is the repository, or otherwise the folder in which the command runs.
pub(super) struct Project {
    current: Utf8PathBuf,
    root: Utf8PathBuf,
    /// The root with all links resolved.
    real_root: OnceLock<Utf8PathBuf>,
}

impl Project {
    /// The project around the current folder, which does not change while a command runs.
    pub(super) fn find() -> &'static Self {
        static FOUND: OnceLock<Project> = OnceLock::new();
        FOUND.get_or_init(Self::around)
    }

    fn around() -> Self {
        let current = std::env::current_dir().ok().and_then(|dir| Utf8PathBuf::from_path_buf(dir).ok());
        let current = current.unwrap_or_default();
        let root = current.ancestors().find(|dir| dir.join(".git").exists()).unwrap_or(&current).to_owned();
        Self { current, root, real_root: OnceLock::new() }
    }

    /// The current folder and those above it, relative to it: up to the root of the repository, or otherwise as
    /// long as the folders belong to the same user.
    pub(super) fn upward(&self) -> impl Iterator<Item = Utf8PathBuf> {
        let in_repository = self.root.join(".git").exists();
        let owner = owner(&self.current);
        let within = move |folder: &&Utf8Path| {
            if in_repository { folder.starts_with(&self.root) } else { owner.is_some() && self::owner(folder) == owner }
        };
        let folders = self.current.ancestors().enumerate();
        folders
            .take_while(move |(levels, folder)| *levels == 0 || within(folder))
            .map(|(levels, _)| "../".repeat(levels).into())
    }

    /// A path without `.` and `..`; links are not followed.
    pub(super) fn named(&self, path: &Utf8Path) -> Utf8PathBuf {
        let mut named = Utf8PathBuf::new();
        for part in self.current.join(path).components() {
            match part {
                Utf8Component::ParentDir => drop(named.pop()),
                Utf8Component::CurDir => {}
                part => named.push(part.as_str()),
            }
        }
        named
    }

    /// The path of a file relative to the root, with `/` between its parts; the whole path if it is outside of the
    /// root.
    pub(super) fn path_to(&self, file: &Utf8Path) -> String {
        let path = self.named(file);
        let path = path.strip_prefix(&self.root).unwrap_or(&path);
        path.as_str().replace('\\', "/")
    }

    /// Rejects a path in the project that leaves it through a link, and a path with control characters.
    ///
    /// # Errors
    /// In these two cases.
    pub(super) fn accept(&self, path: &Utf8Path) -> Result<(), Failure> {
        if path.as_str().contains(char::is_control) {
            let shown = path.as_str().escape_debug();
            return Err(Failure::Usage(format!("`{shown}` contains a control character: rename it")));
        }
        let named = self.named(path);
        let inside = named.starts_with(&self.root);
        let leads = named.ancestors().find_map(|known| known.canonicalize_utf8().ok());
        let real = || self.root.canonicalize_utf8().unwrap_or_else(|_| self.root.clone());
        match leads {
            Some(place) if inside && !place.starts_with(self.real_root.get_or_init(real)) => {
                Err(Failure::Usage(format!(
                    "{path} leaves the project through a symbolic link, to {place}: if you trust that place, name it directly"
                )))
            }
            _ => Ok(()),
        }
    }
}

/// The user who owns a folder.
#[cfg(unix)]
fn owner(folder: &Utf8Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(folder).ok().map(|metadata| metadata.uid())
}

/// Unknown on this system.
#[cfg(not(unix))]
fn owner(_: &Utf8Path) -> Option<u32> {
    None
}

/// A path as one shell word, for commands that people paste.
pub(super) fn word(path: &Utf8Path) -> String {
    let path = if path.as_str().starts_with('-') { Utf8Path::new(".").join(path) } else { path.to_owned() };
    shlex::try_quote(path.as_str()).map_or_else(|_| path.as_str().escape_debug().to_string(), |word| word.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_root() {
        let project = Project { current: "/repo/deploy".into(), root: "/repo".into(), real_root: OnceLock::new() };
        let path = |file: &str| project.path_to(Utf8Path::new(file));
        assert_eq!(path("inputs/stack.toml"), "deploy/inputs/stack.toml");
        assert_eq!(path("./../shop.toml"), "shop.toml");
        assert_eq!(path("/repo/deploy/x.toml"), "deploy/x.toml");
        assert_eq!(path("/elsewhere/x.toml"), "/elsewhere/x.toml");
    }

    #[test]
    fn paths_are_pasted_as_one_word() {
        for (path, expected) in [
            ("generated", "generated"),
            ("a b/$(id)", "'a b/$(id)'"),
            ("it's;`id`", "\"it's;\"'`id`'"),
            ("-rf", "./-rf"),
            ("~root", "'~root'"),
        ] {
            assert_eq!(word(Utf8Path::new(path)), expected);
            let read = shlex::split(&word(Utf8Path::new(path))).unwrap();
            assert!(read == [path] || read == [format!("./{path}")], "{read:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out() {
        let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = Utf8PathBuf::from_path_buf(inside.path().canonicalize().unwrap()).unwrap();
        std::fs::write(root.join("real.toml"), "").unwrap();
        std::fs::write(outside.path().join("x.toml"), "").unwrap();
        std::os::unix::fs::symlink("real.toml", root.join("link.toml")).unwrap();
        std::os::unix::fs::symlink(outside.path(), root.join("out")).unwrap();
        let project = Project { current: root.clone(), root: root.clone(), real_root: OnceLock::new() };
        let accepts = |path: &str| project.accept(Utf8Path::new(path)).is_ok();
        assert!(accepts("real.toml") && accepts("link.toml") && accepts("none/x.toml"));
        assert!(accepts(outside.path().to_str().unwrap()), "a person may name any place");
        assert!(!accepts("out") && !accepts("out/x.toml") && !accepts("out/none") && !accepts("a\u{1b}[31m.toml"));
    }
}
