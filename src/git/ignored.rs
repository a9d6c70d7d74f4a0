//! Which files a work tree's `.gitignore` files cover. What only this machine ignores (`.git/info/exclude`, the
//! person's own list) does not count: another clone would track the file.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use camino::{Utf8Path, Utf8PathBuf};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::source::read_regular;

/// The largest `.gitignore` that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The `.gitignore` files of a work tree, each read when it is needed.
#[derive(Debug)]
pub(super) struct Ignored {
    root: Utf8PathBuf,
    known: RefCell<BTreeMap<Utf8PathBuf, Rc<Gitignore>>>,
}

impl Ignored {
    pub(super) fn new(root: Utf8PathBuf) -> Self {
        Self { root, known: RefCell::default() }
    }

    /// Whether a file is covered, by its path from the root. What lies in a folder that is covered cannot be taken out
    /// again (gitignore(5)), so that each folder on the way is asked first.
    pub(super) fn covers(&self, path: &Utf8Path) -> bool {
        let on_the_way: Vec<&Utf8Path> = path.ancestors().filter(|part| !part.as_str().is_empty()).collect();
        on_the_way.iter().rev().any(|part| self.matches(part, *part != path))
    }

    /// Whether the nearest pattern that speaks of this path covers it.
    fn matches(&self, path: &Utf8Path, is_folder: bool) -> bool {
        let said = path.ancestors().skip(1).find_map(|folder| {
            match self.of(folder).matched(self.root.join(path).as_std_path(), is_folder) {
                Match::None => None,
                Match::Ignore(_) => Some(true),
                Match::Whitelist(_) => Some(false),
            }
        });
        said.unwrap_or(false)
    }

    /// The patterns of a folder, by its path from the root.
    fn of(&self, folder: &Utf8Path) -> Rc<Gitignore> {
        let read = || Rc::new(patterns(&self.root.join(folder)));
        Rc::clone(self.known.borrow_mut().entry(folder.to_owned()).or_insert_with(read))
    }
}

fn patterns(folder: &Utf8Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder.as_std_path());
    let bytes = read_regular(&folder.join(".gitignore"), LARGEST).unwrap_or_default();
    for line in String::from_utf8_lossy(&bytes).lines() {
        // A line that is no pattern covers nothing, as for git.
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
