//! What checks need to know about the files and stacks around the generated files. The library does
//! not read them itself: `cli` passes them in.

use camino::Utf8Path;

use crate::dotenv::LocalValues;
use crate::model::Stack;

/// How git treats a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InGit {
    /// There is no work tree around it, or its index cannot be read.
    Unknown,
    /// It is not tracked, and no `.gitignore` covers it.
    Untracked,
    /// It is not tracked, and a `.gitignore` covers it.
    Ignored,
    /// It is tracked: its content is in the history.
    Tracked,
}

/// Another stack that is compiled in the same run.
#[derive(Debug, Clone, Copy)]
pub struct Neighbour<'n> {
    /// The input that describes it.
    pub file: &'n str,
    /// The stack without a mode, then in each of its modes.
    pub stacks: &'n [Stack],
}

impl<'n> Neighbour<'n> {
    /// The pairs of deployments, one of each stack, that can run on the same host at the same time: their inputs
    /// give the host the same name, or none. Modes of the same name belong together. A mode whose name only one of
    /// the stacks has is paired with all modes of its kind, for development or not.
    pub fn together_with<'s>(&self, own: &'s [&'s Stack]) -> impl Iterator<Item = (&'s Stack, &'n Stack)> {
        let others: Vec<&'n Stack> = self.stacks.iter().collect();
        let pairs: Vec<_> = deployed(own)
            .flat_map(|one| deployed(&others).map(move |other| (one, other)))
            .filter(|(one, other)| {
                let alone = |stack: &Stack, among: &[&Stack]| among.iter().all(|of| of.mode != stack.mode);
                let at_once = one.mode == other.mode
                    || ((alone(one, &others) || alone(other, own)) && one.development == other.development)
                    || own.len() == 1
                    || others.len() == 1;
                at_once && host_name(one) == host_name(other)
            })
            .collect();
        pairs.into_iter()
    }
}

/// The name of the host on which a stack runs, if its input has one.
#[must_use]
pub fn host_name(stack: &Stack) -> Option<&str> {
    stack.host.as_ref()?.name.as_ref().map(|name| name.as_str())
}

/// The deployments of a stack: its modes, or the stack itself if it has none.
fn deployed<'s>(stacks: &[&'s Stack]) -> impl Iterator<Item = &'s Stack> {
    let has_modes = stacks.len() > 1;
    stacks.iter().copied().filter(move |stack| stack.mode.is_some() || !has_modes)
}

/// The folders around the generated files of a stack.
pub trait Surroundings {
    /// The values of every `.env` around the generated files.
    fn local_values(&self) -> LocalValues {
        LocalValues::default()
    }

    /// Whether a path exists, as seen from the folder of the generated files; `None` if that is
    /// unknown.
    fn exists(&self, output: &Utf8Path, path: &str) -> Option<bool>;

    /// The text of a file, as seen from the folder of the generated files; `None` if it cannot be read.
    fn text(&self, _output: &Utf8Path, _path: &str) -> Option<String> {
        None
    }

    /// The other stacks that are compiled in the same run; each pair occurs once.
    fn neighbours(&self) -> Vec<Neighbour<'_>> {
        Vec::new()
    }

    /// The major version of PostgreSQL that a volume was last built for, in an output folder.
    fn recorded_postgres(&self, _output: &Utf8Path, _volume: &str) -> Option<u32> {
        None
    }

    /// Whether a folder is that of the generated files or above it, as seen from there; `None` if that is unknown.
    fn holds_output(&self, _output: &Utf8Path, _path: &str) -> Option<bool> {
        None
    }

    /// How git treats a file, as seen from the folder of the generated files.
    fn in_git(&self, output: &Utf8Path, path: &str) -> InGit;
}

/// No surroundings: everything is unknown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nowhere;

impl Surroundings for Nowhere {
    fn exists(&self, _: &Utf8Path, _: &str) -> Option<bool> {
        None
    }

    fn in_git(&self, _: &Utf8Path, _: &str) -> InGit {
        InGit::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn compiled(modes: &[&str]) -> crate::compile::Compiled {
        let modes: String = modes.iter().map(|mode| format!("[modes.{mode}]\n")).collect();
        let source = Source::new("x.toml", include_str!("../tests/fixtures/base.toml").to_owned() + &modes);
        crate::compile::compile(&source, &Nowhere).unwrap()
    }

    fn pairs(own: &[&str], other: &[&str]) -> Vec<String> {
        let (own, other) = (compiled(own), compiled(other));
        let own: Vec<&Stack> = own.stacks().iter().collect();
        let name = |stack: &Stack| stack.mode.as_ref().map_or("-", |mode| mode.as_str()).to_owned();
        let neighbour = Neighbour { file: "other.toml", stacks: other.stacks() };
        neighbour.together_with(&own).map(|(one, other)| format!("{} {}", name(one), name(other))).collect()
    }

    #[test]
    fn modes_that_run_on_one_host_are_compared() {
        assert_eq!(pairs(&[], &[]), ["- -"]);
        assert_eq!(pairs(&[], &["development", "production"]), ["- development", "- production"]);
        assert_eq!(pairs(&["production"], &[]), ["production -"]);
        let both = ["development", "production"];
        assert_eq!(pairs(&both, &both), ["development development", "production production"]);
        assert_eq!(pairs(&both, &["staging"]), ["production staging"]);
        assert_eq!(pairs(&both, &["staging", "production"]), ["production staging", "production production"]);
        assert_eq!(pairs(&["production"], &["devel"]), [""; 0]);
    }
}
