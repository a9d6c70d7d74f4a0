//! Applies fixes to an input in rounds: each round applies the fixes of the findings, then compiles the input again.

use std::collections::BTreeSet;

use crate::artifact::VerifyError;
use crate::compile::{Compiled, compile};
use crate::document::edit::{Damaged, Edited, Outcome, Refused, apply};
use crate::document::{Document, Masked};
use crate::finding::{Diagnostic, Fix};
use crate::source::Source;
use crate::surroundings::Surroundings;

/// The largest number of rounds: fixes that need more undo each other.
const ROUNDS: usize = 50;

/// Which fixes to apply.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    /// Also suggested fixes, which a person has to review.
    pub suggested: bool,
    /// Only fixes of these rules; of all rules if the list is empty.
    pub rules: &'w [String],
}

/// A fix and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The rule that found it.
    pub rule: &'static str,
    /// The path of keys to the place, such as `redis.sentinel.quorum`.
    pub key: String,
    /// The line, from 1, in the text of the round that found it.
    pub line: usize,
    /// What the fix does.
    pub what: String,
}

/// An input after its fixes.
#[derive(Debug)]
pub struct Repaired {
    /// The fixes that were applied, by rule and place.
    pub fixed: Vec<Fixed>,
    /// The fixes that could not be applied, and why.
    pub refused: Vec<(Fixed, Refused)>,
    /// The masked text before the fixes.
    pub before: Masked,
    /// The text after the fixes; `None` if it did not change.
    pub edited: Option<Edited>,
    /// The text after the fixes, as an input.
    pub source: Source,
    /// The result of compiling it.
    pub compiled: Compiled,
}

/// A bug in this program.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// A generated file does not match the stack.
    #[error(transparent)]
    VerifyError(#[from] VerifyError),
    /// An edit did not produce the intended text.
    #[error(transparent)]
    Damaged(#[from] Damaged),
}

impl Wanted<'_> {
    fn fix<'d>(&self, found: &'d Diagnostic) -> Option<&'d Fix> {
        let of_rule = self.rules.is_empty() || self.rules.iter().any(|rule| rule == found.rule);
        found.best_fix(self.suggested).filter(|_| of_rule)
    }
}

/// Applies the wanted fixes until none is left. An input with syntax errors is not changed.
///
/// # Errors
/// If there is a bug in this program; then nothing is applied.
pub fn repair(input: &Source, surroundings: &dyn Surroundings, wanted: Wanted<'_>) -> Result<Repaired, RepairError> {
    let mut source = input.clone();
    let mut compiled = compile(&source, surroundings)?;
    let before = compiled.masked(input);
    let (mut fixed, mut refused, mut edited) = (Vec::new(), Vec::new(), None);
    let mut known = BTreeSet::new();
    for _ in 0..ROUNDS {
        let Some(round) = round(&source, &compiled, wanted, &mut known)? else { break };
        refused = round.refused;
        if round.fixed.is_empty() {
            break;
        }
        fixed.extend(round.fixed);
        source = Source::new(source.path(), round.edited.text());
        edited = Some(round.edited).filter(|edited| edited.text() != input.text());
        compiled = compile(&source, surroundings)?;
    }
    fixed.sort_by(|a: &Fixed, b| (a.rule, a.line).cmp(&(b.rule, b.line)));
    Ok(Repaired { fixed, refused, before, edited, source, compiled })
}

struct Round {
    edited: Edited,
    fixed: Vec<Fixed>,
    refused: Vec<(Fixed, Refused)>,
}

/// A finding that was fixed: rule, place, message. If it is found again, its fix did not help.
type Known = (&'static str, String, String);

/// One round; `None` if there is nothing to apply.
fn round(
    source: &Source,
    compiled: &Compiled,
    wanted: Wanted<'_>,
    known: &mut BTreeSet<Known>,
) -> Result<Option<Round>, Damaged> {
    let (document, errors) = Document::parse(source);
    let key = |found: &Diagnostic| document.path_at(found.primary.span).unwrap_or_default().join(".");
    let is_known = |found: &Diagnostic| known.contains(&(found.rule, key(found), found.message.clone()));
    let chosen = compiled.found.iter().filter_map(|found| Some((found, wanted.fix(found)?)));
    let chosen: Vec<(&Diagnostic, &Fix)> = chosen.filter(|(found, _)| !is_known(found)).collect();
    if chosen.is_empty() || !errors.is_empty() {
        return Ok(None);
    }
    let edited = apply(source.text(), &chosen.iter().map(|(_, fix)| *fix).collect::<Vec<_>>())?;
    let (mut fixed, mut refused) = (Vec::new(), Vec::new());
    for ((found, fix), outcome) in chosen.into_iter().zip(edited.outcomes()) {
        let before = source.text().get(..found.primary.span.start).unwrap_or_default();
        let line = 1 + before.matches('\n').count();
        let fix = Fixed { rule: found.rule, key: key(found), line, what: fix.what.clone() };
        match outcome {
            Outcome::Applied => {
                known.insert((found.rule, fix.key.clone(), found.message.clone()));
                fixed.push(fix);
            }
            Outcome::Waits => {}
            Outcome::Refused(why) => refused.push((fix, *why)),
        }
    }
    if edited.text() == source.text() {
        fixed.clear();
    }
    Ok(Some(Round { edited, fixed, refused }))
}
