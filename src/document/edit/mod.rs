//! Applies fixes to the text of an input. Only the places that a fix names are changed; the result is parsed again
//! and compared with the intended data.

mod data;
mod items;
mod layout;
mod piece;
mod splice;

use toml::de::{DeTable, DeValue};

use crate::finding::{Edit, Fix, Value};
use crate::origin::Span;
use data::Data;
use layout::{Layout, Path};

/// Why a fix cannot be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Its place does not exist.
    #[error("its place is not in the input")]
    Gone,
    /// It would replace a table.
    #[error("there is a table at its place")]
    Table,
    /// It needs a table.
    #[error("there is no table at its place")]
    NoTable,
    /// It needs a list.
    #[error("there is no list at its place")]
    NoList,
    /// It needs a key.
    #[error("there is no key at its place")]
    NoKey,
    /// It would create a duplicate key.
    #[error("the key already exists")]
    Exists,
    /// It would remove a comment about the value.
    #[error("a comment in the value would be lost")]
    Comment,
}

/// The result of a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was applied.
    Applied,
    /// It touches what another fix changed, so it has to be computed again.
    Waits,
    /// It cannot be applied.
    Refused(Refused),
}

/// An edit whose result is not the intended one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a fix would have damaged the input, so nothing was written. This is a bug in stackgen: report it with the input \
     that causes it."
)]
pub struct Damaged;

/// The text of an input with fixes applied. Only [`apply`] creates one.
#[derive(Clone, PartialEq, Eq)]
pub struct Edited {
    text: String,
    outcomes: Vec<Outcome>,
}

impl std::fmt::Debug for Edited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Edited").field("outcomes", &self.outcomes).finish_non_exhaustive()
    }
}

impl Edited {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The result of each fix, in the order of the fixes.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }
}

/// One change, by the keys that lead to its place.
#[derive(Debug, Clone)]
struct Step<'f> {
    path: Path,
    change: Change<'f>,
}

/// What a step does at its place.
#[derive(Debug, Clone)]
enum Change<'f> {
    Set(&'f Value),
    /// The keys below the table at the place, and the value of the last.
    Insert(Vec<String>, &'f Value),
    Rename(&'f str),
    Remove,
    Push(&'f Value),
}

/// Why a step failed.
enum Problem {
    Refused(Refused),
    Damaged,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Applies fixes to a text that is valid TOML. Of several fixes that touch the same key, the one with the first place
/// is applied and the others wait.
///
/// # Errors
/// If the result is not the intended one, which is a bug in stackgen.
pub fn apply(text: &str, fixes: &[&Fix]) -> Result<Edited, Damaged> {
    let root = DeTable::parse(text).map_err(|_| Damaged)?;
    let mut state = State::read(text.to_owned()).ok_or(Damaged)?;
    let mut plans: Vec<_> = fixes.iter().map(|fix| steps(fix, root.get_ref(), &state.data)).collect();
    let claims: Vec<Vec<Path>> =
        plans.iter().map(|plan| plan.iter().flatten().flat_map(Step::claims).collect()).collect();
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    order.sort_by_key(|index| fixes.get(*index).and_then(|fix| fix.edits.iter().map(|edit| edit.place().start).min()));
    let mut outcomes = vec![Outcome::Waits; fixes.len()];
    let mut claimed: Vec<&Path> = Vec::new();
    for index in order {
        let touches = |path: &Path| claimed.iter().any(|other| path.starts_with(other) || other.starts_with(path));
        let waits = claims[index].iter().any(touches);
        outcomes[index] = match plans[index].take() {
            None => Outcome::Refused(Refused::Gone),
            Some(_) if waits => Outcome::Waits,
            Some(plan) => match state.carry_out(plan, &mut plans) {
                Ok(()) => Outcome::Applied,
                Err(Problem::Refused(refused)) => Outcome::Refused(refused),
                Err(Problem::Damaged) => return Err(Damaged),
            },
        };
        if outcomes[index] == Outcome::Applied {
            claimed.extend(&claims[index]);
        }
    }
    Ok(Edited { text: state.text, outcomes })
}

impl Edit {
    /// The place in the input.
    #[must_use]
    pub fn place(&self) -> Span {
        match self {
            Self::Set(span, _)
            | Self::Insert(span, _, _)
            | Self::Rename(span, _)
            | Self::Remove(span)
            | Self::Push(span, _) => *span,
        }
    }
}

/// The steps of a fix; `None` if one has no place in the text, or if there are none.
fn steps<'f>(fix: &'f Fix, root: &DeTable<'_>, data: &Data) -> Option<Vec<Step<'f>>> {
    let step = |edit: &'f Edit| {
        let mut path = super::path_at(root, edit.place())?;
        let change = match edit {
            Edit::Set(_, value) => Change::Set(value),
            Edit::Insert(_, key, value) => Change::Insert(below(&mut path, key, data), value),
            Edit::Rename(_, key) => Change::Rename(key),
            Edit::Remove(_) => Change::Remove,
            Edit::Push(_, value) => Change::Push(value),
        };
        Some(Step { path, change })
    };
    fix.edits.iter().map(step).collect::<Option<Vec<_>>>().filter(|steps| !steps.is_empty())
}

/// The keys of a new entry, like `resources.memory`, in a table that is `resources` itself, or that has or does not
/// have `resources`. The path becomes that of the innermost table that exists.
fn below(path: &mut Path, key: &str, data: &Data) -> Vec<String> {
    let mut names: Vec<String> = key.split('.').map(str::to_owned).collect();
    let known = (1..names.len()).rev().find(|length| path.ends_with(&names[..*length])).unwrap_or(0);
    names.drain(..known);
    while let [name, _, ..] = names.as_slice() {
        let mut deeper = path.clone();
        deeper.push(name.clone());
        if data.at(&deeper).is_none() {
            break;
        }
        *path = deeper;
        names.remove(0);
    }
    names
}

impl Step<'_> {
    /// The paths that no other fix of the same run may touch.
    fn claims(&self) -> Vec<Path> {
        let beside = |key: &str| {
            let above = self.path.split_last().map_or(&[][..], |(_, above)| above);
            above.iter().cloned().chain([key.to_owned()]).collect()
        };
        match &self.change {
            Change::Insert(names, _) => vec![self.path.iter().chain(names).cloned().collect()],
            Change::Rename(key) => vec![self.path.clone(), beside(key)],
            _ => vec![self.path.clone()],
        }
    }

    /// Adjusts the path of this step to another step that was carried out.
    fn follow(&mut self, done: &Self, was_in_list: bool) {
        let Some((last, above)) = done.path.split_last() else { return };
        let beside = self.path.starts_with(above);
        let Some(own) = self.path.get_mut(above.len()).filter(|_| beside) else { return };
        match done.change {
            Change::Rename(key) if own == last => key.clone_into(own),
            Change::Remove if was_in_list => {
                let indices = own.parse::<usize>().ok().zip(last.parse::<usize>().ok());
                if let Some((index, _)) = indices.filter(|(index, removed)| index > removed) {
                    *own = (index - 1).to_string();
                }
            }
            _ => {}
        }
    }
}

/// A text with its layout and its data.
#[derive(Clone)]
struct State {
    text: String,
    layout: Layout,
    data: Data,
}

impl State {
    fn read(text: String) -> Option<Self> {
        let root = DeTable::parse(&text).ok()?;
        let data = Data::from(&DeValue::Table(root.into_inner()));
        Some(Self { layout: Layout::of(&text), data, text })
    }

    /// Carries out all steps of a fix or none, and adjusts the steps of later fixes.
    fn carry_out<'f>(&mut self, plan: Vec<Step<'f>>, later: &mut [Option<Vec<Step<'f>>>]) -> Result<(), Problem> {
        let (mut next, mut after) = (self.clone(), later.to_vec());
        let mut plan = std::collections::VecDeque::from(plan);
        while let Some(step) = plan.pop_front() {
            let in_list = step.path.split_last().and_then(|(_, above)| next.data.at(above)).is_some_and(Data::is_list);
            next = next.step(&step)?;
            let others = plan.iter_mut().chain(after.iter_mut().flatten().flatten());
            others.for_each(|other| other.follow(&step, in_list));
        }
        *self = next;
        later.clone_from_slice(&after);
        Ok(())
    }

    fn step(&self, step: &Step<'_>) -> Result<Self, Problem> {
        let mut expected = self.data.clone();
        expected.edit(&step.path, &step.change, |path| self.layout.is_written(path))?;
        let mut next = Self::read(self.spliced(step)?).ok_or(Problem::Damaged)?;
        while matches!(step.change, Change::Remove) && next.data != expected {
            // A table of dotted keys in an inline table is removed key by key.
            let text = next.spliced(step)?;
            if text == next.text {
                return Err(Problem::Damaged);
            }
            next = Self::read(text).ok_or(Problem::Damaged)?;
        }
        if next.data == expected { Ok(next) } else { Err(Problem::Damaged) }
    }
}
