//! The pipeline: from the text of an input to files that are ready to be written.

mod doubts;
mod stacks;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::artifact::VerifyError;
use crate::artifact::input_name;
use crate::codes::Code;
use crate::counted::counted;
use crate::document::{Document, FINDINGS, Found, Hidden, Masked};
use crate::dotenv::LocalValues;
use crate::finding::{Diagnostic, Edit, Severity, has_errors, in_order};
use crate::model::{Deployment, Stack};
use crate::origin::Span;
use crate::policy::Policy;
use crate::redactor::Redactor;
use crate::source::Source;
use crate::surroundings::Surroundings;
use crate::targets::compose::emit;
use crate::units::ModeName;
use crate::verify::{Generated, Known, verify};
use crate::{document, rules};
use doubts::Doubts;
use stacks::{Described, Structured, structured};

/// The result of compiling an input.
#[derive(Debug)]
pub struct Compiled {
    /// The findings, in the order of their places.
    pub found: Vec<Diagnostic>,
    /// The files, unless there are errors.
    pub files: Option<Generated>,
    /// The modes, in the order of the input.
    pub modes: Vec<String>,
    /// The number of findings of rules that are held back because they may follow from a reported mistake.
    pub held_back: usize,
    /// The folder of its files, below the output folder.
    pub output: camino::Utf8PathBuf,
    hidden: Hidden,
    local: LocalValues,
    broken: bool,
    stacks: Arc<[Stack]>,
}

impl Compiled {
    /// The input for display, with every credential hidden.
    #[must_use]
    pub fn masked(&self, source: &Source) -> Masked {
        document::Masked::new(source, &self.hidden, self.broken)
    }

    /// Hides what no output may show of it.
    #[must_use]
    pub fn redactor(&self) -> Redactor {
        self.hidden.redactor()
    }

    /// The stack of a mode, or of the base; `None` if there is no such mode, or no stack.
    #[must_use]
    pub fn stack(&self, mode: Option<&str>) -> Option<&Stack> {
        self.stacks.iter().find(|stack| stack.mode.as_ref().map(ModeName::as_str) == mode)
    }

    /// The base, then each mode; empty if the input does not describe a stack.
    #[must_use]
    pub fn stacks(&self) -> &[Stack] {
        &self.stacks
    }

    /// The major version of PostgreSQL for each volume, by the volume's name in Docker.
    #[must_use]
    pub fn postgres_volumes(&self) -> BTreeMap<String, u32> {
        self.stacks.iter().filter_map(Stack::postgres_volume).map(|(name, major, _)| (name, major)).collect()
    }

    /// Whether there are errors, so that nothing can be built.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.found)
    }
}

/// A parsed input, ready to be resolved.
pub struct Parsed<'s> {
    source: &'s Source,
    document: Document<'s>,
    found: Vec<Diagnostic>,
}

impl<'s> Parsed<'s> {
    /// Parses an input.
    #[must_use]
    pub fn of(source: &'s Source) -> Self {
        let (document, found) = Document::parse(source);
        Self { source, document, found }
    }

    /// The parsed document.
    #[must_use]
    pub fn document(&self) -> &Document<'s> {
        &self.document
    }
}

/// An input whose structure is resolved, ready to be compiled.
pub struct Resolved<'s> {
    source: &'s Source,
    document: Document<'s>,
    found: Vec<Diagnostic>,
    /// `None` if the input cannot be read completely, or not by this version.
    structured: Option<Structured>,
}

impl<'s> Parsed<'s> {
    /// Resolves the stacks that it describes.
    #[must_use]
    pub fn resolved(self) -> Resolved<'s> {
        let Self { source, document, found } = self;
        let is_for_us = found.is_empty() && document.of_other_version().is_none();
        let structured = is_for_us.then(|| structured(&document));
        Resolved { source, document, found, structured }
    }
}

impl Resolved<'_> {
    /// The base, then each mode; empty if the input does not describe a stack, or has structural mistakes.
    #[must_use]
    pub fn stacks(&self) -> Arc<[Stack]> {
        let structured = self.structured.as_ref().filter(|structured| structured.doubts.is_empty());
        let described = structured.and_then(|structured| structured.described.as_ref());
        described.map_or_else(|| -> Arc<[Stack]> { Arc::new([]) }, |described| Arc::clone(&described.stacks))
    }
}

/// Compiles an input to all of its findings, or to files.
///
/// # Errors
/// If a generated file differs from the stack, which is a bug in stackgen.
pub fn compile(source: &Source, surroundings: &dyn Surroundings) -> Result<Compiled, VerifyError> {
    compile_resolved(Parsed::of(source).resolved(), surroundings)
}

/// Compiles a resolved input to all of its findings, or to files.
///
/// # Errors
/// If a generated file differs from the stack, which is a bug in stackgen.
pub fn compile_resolved(resolved: Resolved<'_>, surroundings: &dyn Surroundings) -> Result<Compiled, VerifyError> {
    let Resolved { source, document, mut found, structured } = resolved;
    let local = surroundings.local_values();
    let mut compiled = Compiled {
        found: Vec::new(),
        files: None,
        modes: document.modes(),
        held_back: 0,
        output: camino::Utf8PathBuf::new(),
        hidden: document.hidden(local.redactor()),
        local,
        broken: !found.is_empty(),
        stacks: Arc::new([]),
    };
    let credentials = document.credentials();
    let of_document = rules::check_document(credentials.get(..=FINDINGS).unwrap_or(credentials));
    if let Some(Structured { found: of_structure, doubts, described }) = structured {
        let of_document = without_lost(&document, of_document, &of_structure);
        found.extend(not_credentials(of_structure, &of_document));
        match described.as_ref().and_then(|Described { input, stacks }| Some((input, stacks, stacks.split_first()?))) {
            None => found.extend(of_document),
            Some((input, stacks, (base, modes))) => {
                compiled.output = input.stack.output_dir();
                let mut policy = Policy::new(input.rules.as_ref());
                let (of_stacks, held_back) = sound(&document, &doubts, checked(&document, base, modes, surroundings));
                compiled.held_back = held_back;
                let of_rules = of_document.into_iter().chain(of_stacks).collect();
                found.extend(policy.mistakes());
                found.extend(policy.apply(of_rules, &document));
                if !has_errors(&found) {
                    let known = Known { local: &compiled.local, accepted: policy.accepted() };
                    let deployment = Deployment { base, modes };
                    let emitted = emit(deployment, &input_name(source.path()));
                    match verify(emitted, deployment, &known)? {
                        Ok(files) => compiled.files = Some(files),
                        Err(leaks) => found.extend(leaks),
                    }
                }
                if doubts.is_empty() {
                    let unused = policy.unused(&found);
                    found.extend(unused);
                    compiled.stacks = Arc::clone(stacks);
                }
            }
        }
    } else {
        // An input for another version may mean something else to this one, or nothing.
        found.extend(document.of_other_version().filter(|_| !compiled.broken));
        found.extend(of_document);
    }
    compiled.found = at_most(in_order(found));
    for diagnostic in &mut compiled.found {
        diagnostic.key = document.path_at(diagnostic.primary.span).unwrap_or_default();
        if diagnostic.is_in_key
            && let Some(key) = Found::exactly(&document.root, &diagnostic.key).and_then(|found| found.key)
        {
            diagnostic.primary.span = key;
        }
        // Two values cannot have one key.
        let is_taken = |edit: &Edit| matches!(edit, Edit::Rename(place, key) if document.has_beside(*place, key));
        diagnostic.fixes.retain(|fix| !fix.edits.iter().any(is_taken));
        diagnostic.everywhere = diagnostic.modes.len() == 1 + compiled.modes.len();
        // A mistake that an override causes is fixed there: the base and the other modes are right.
        let modes = document.to_mend(diagnostic);
        if !modes.is_empty() {
            diagnostic.fixes = diagnostic.fixes.iter().filter_map(|fix| document.fix_in_modes(fix, &modes)).collect();
        }
    }
    if compiled.has_errors() {
        compiled.files = None;
    }
    Ok(compiled)
}

/// The most severe findings up to the limit, in their order.
fn at_most(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let Some(further) = found.len().checked_sub(FINDINGS).filter(|further| *further > 0) else { return found };
    let mut severities: Vec<Severity> = found.iter().map(|found| found.severity).collect();
    severities.sort_by(|one, other| other.cmp(one));
    let least = severities.get(FINDINGS).copied().unwrap_or(Severity::Advice);
    let mut of_least = FINDINGS - severities.iter().filter(|severity| **severity > least).count();
    found.retain(|found| {
        found.severity > least
            || (found.severity == least && of_least > 0 && {
                of_least -= 1;
                true
            })
    });
    let message = format!("{} left out: the limit is {FINDINGS}", counted(further, "more finding"));
    found.push(Diagnostic::new(Code::InputTooLarge, least, &Span::default(), message));
    found
}

/// The findings that do not follow from a reported mistake, and the number of those that do.
fn sound(document: &Document<'_>, doubts: &Doubts, found: Vec<Diagnostic>) -> (Vec<Diagnostic>, usize) {
    let misspelt = Doubts::of_misspelt(document, &found);
    let is_sound = |finding: &Diagnostic| !doubts.of_policy(document, finding) && !doubts.touch(document, finding);
    let is_own = |finding: &Diagnostic| finding.meant_keys.is_some() || !misspelt.touch_place(document, finding);
    let all = found.len();
    let kept: Vec<Diagnostic> = found.into_iter().filter(|one| is_sound(one) && is_own(one)).collect();
    let held_back = all - kept.len();
    (kept, held_back)
}

/// In a table whose header is missing, only the form of a value tells that it is a credential: what its name says
/// about it is unknown.
fn without_lost(document: &Document<'_>, found: Vec<Diagnostic>, structure: &[Diagnostic]) -> Vec<Diagnostic> {
    let path = |finding: &Diagnostic| document.path_at(finding.primary.span);
    let lost = structure.iter().filter(|finding| finding.is(Code::HeaderMissing)).filter_map(path);
    let tables: Vec<Vec<String>> = lost.filter_map(|path| Some(path.split_last()?.1.to_vec())).collect();
    let credentials = document.credentials();
    let has_form = |place: Span| credentials.iter().any(|one| one.span == place && one.has_form());
    let is_lost = |finding: &Diagnostic| {
        let path = path(finding).unwrap_or_default();
        tables.iter().any(|table| path.starts_with(table)) && !has_form(finding.primary.span)
    };
    found.into_iter().filter(|finding| !is_lost(finding)).collect()
}

/// A mistake at a credential is reported once: as a credential.
fn not_credentials(problems: Vec<Diagnostic>, credentials: &[Diagnostic]) -> impl Iterator<Item = Diagnostic> {
    let known: BTreeSet<Span> = credentials.iter().map(|credential| credential.primary.span).collect();
    problems.into_iter().filter(move |problem| !known.contains(&problem.primary.span))
}

/// The name of the stack without a profile in the list of modes.
const BASE: &str = "the base";

/// The findings of the rules: in the base, in each mode, and in all of them together.
fn checked(document: &Document<'_>, base: &Stack, modes: &[Stack], surroundings: &dyn Surroundings) -> Vec<Diagnostic> {
    let of = |stack| rules::check_stack(stack).into_iter().chain(rules::check_around(stack, surroundings));
    let mut found: Vec<Diagnostic> = of(base).collect();
    let cause = |finding: &Diagnostic| (finding.rule, finding.primary.span);
    let of_base: BTreeSet<_> = found.iter().map(cause).collect();
    let base_too = !modes.is_empty();
    for finding in &mut found {
        finding.modes.extend(base_too.then(|| BASE.to_owned()));
    }
    let of_modes = modes.iter().flat_map(of).map(|finding| {
        let caused_here = !of_base.contains(&cause(&finding));
        if caused_here { finding.at_override(|place| document.is_in_a_mode(place)) } else { finding }
    });
    found.extend(of_modes);
    let all: Vec<&Stack> = std::iter::once(base).chain(modes).collect();
    found.extend(rules::check_modes(&all));
    found.extend(rules::check_neighbours(&all, &surroundings.neighbours()));
    found
}
