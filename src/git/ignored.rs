//! Which files the `.gitignore` files of a work tree cover. Files that only this machine ignores
//! (`.git/info/exclude`, the user's global excludes) do not count: another clone would track them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use camino::{Utf8Path, Utf8PathBuf};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::source::read_regular;

/// The largest `.gitignore` that is read, in bytes: enough for thousands of patterns.
const LARGEST: u64 = 64 << 10;

/// The patterns of a folder; `None` if they cannot be read.
type Patterns = Option<Rc<Gitignore>>;

/// The `.gitignore` files of a work tree, each read when needed.
#[derive(Debug)]
pub(super) struct Ignored {
    root: Utf8PathBuf,
    known: RefCell<BTreeMap<Utf8PathBuf, Patterns>>,
}

impl Ignored {
    pub(super) fn new(root: Utf8PathBuf) -> Self {
        Self { root, known: RefCell::default() }
    }

    /// Whether a file is covered, by its path from the root; `None` if that is unknown. A file in a covered folder
    /// cannot be re-included (gitignore(5)), so each folder on the way is checked first.
    pub(super) fn covers(&self, path: &Utf8Path) -> Option<bool> {
        let on_the_way: Vec<&Utf8Path> = path.ancestors().filter(|part| !part.as_str().is_empty()).collect();
        for part in on_the_way.into_iter().rev() {
            if self.matches(part, part != path)? {
                return Some(true);
            }
        }
        Some(false)
    }

    /// Whether the nearest pattern that matches this path covers it.
    fn matches(&self, path: &Utf8Path, is_folder: bool) -> Option<bool> {
        for folder in path.ancestors().skip(1) {
            match self.of(folder)?.matched(self.root.join(path).as_std_path(), is_folder) {
                Match::None => {}
                Match::Ignore(_) => return Some(true),
                Match::Whitelist(_) => return Some(false),
            }
        }
        Some(false)
    }

    /// The patterns of a folder, by its path from the root.
    fn of(&self, folder: &Utf8Path) -> Patterns {
        let read = || patterns(&self.root.join(folder)).map(Rc::new);
        self.known.borrow_mut().entry(folder.to_owned()).or_insert_with(read).clone()
    }
}

/// Escapes the braces in a pattern: they are literal for git (gitignore(5)), but alternatives for the library.
pub(crate) fn without_braces(pattern: &str) -> String {
    let mut escaped = String::with_capacity(pattern.len());
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                escaped.push(letter);
                escaped.extend(letters.next());
            }
            '{' | '}' => escaped.extend(['[', letter, ']']),
            _ => escaped.push(letter),
        }
    }
    escaped
}

fn patterns(folder: &Utf8Path) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new(folder.as_std_path());
    let bytes = match read_regular(&folder.join(".gitignore"), LARGEST) {
        Err(cause) if !cause.is_missing() => return None,
        bytes => bytes.unwrap_or_default(),
    };
    for line in String::from_utf8_lossy(&bytes).lines() {
        // A line that is not a valid pattern covers nothing, as with git.
        let _ = builder.add_line(None, &without_braces(line));
    }
    builder.build().ok()
}
