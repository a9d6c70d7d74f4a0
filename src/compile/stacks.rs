//! The stacks that an input describes, and all structural mistakes.

use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use super::doubts::{self, Doubts, MANY};
use crate::codes::Code;
use crate::components::language::{self, LANGUAGE};
use crate::components::resolve::resolve;
use crate::document::Document;
use crate::finding::Diagnostic;
use crate::model::Stack;
use crate::origin::Span;
use crate::units::{ModeName, Unit as _};

/// How many times what is wrong is removed from a tree: without it, something else may be missing.
const ROUNDS: usize = 6;

/// What an input describes, without its mistakes.
pub(super) struct Described {
    pub(super) input: language::Stack,
    /// The base, then each mode.
    pub(super) stacks: Arc<[Stack]>,
}

/// The structure of an input.
pub(super) struct Structured {
    /// Every structural mistake.
    pub(super) found: Vec<Diagnostic>,
    /// What may follow from the mistakes.
    pub(super) doubts: Doubts,
    /// The stacks, if the input describes any without the mistakes.
    pub(super) described: Option<Described>,
}

/// The structure of the base and of each mode.
pub(super) fn structured(document: &Document<'_>) -> Structured {
    let modes: Vec<ModeName> = document.modes().iter().filter_map(|name| ModeName::parse(name).ok()).collect();
    let sections: Vec<&str> = LANGUAGE.sections().collect();
    let mut found = document.misplaced_in_modes(&sections);
    let mut doubts = Doubts::default();
    for problem in &found {
        doubts.add_found(document, problem);
    }
    let cause = |problem: &Diagnostic| (problem.rule, problem.primary.span, problem.message.clone());
    let mut of_base = BTreeSet::new();
    let mut resolved = Vec::new();
    for mode in std::iter::once(None).chain(modes.iter().map(Some)) {
        let mut one = One { document, found: Vec::new(), doubts: &mut doubts };
        let stack = one.stack(mode);
        let mut of_one = one.found;
        // A mistake in the base is not a mistake of the modes: it holds for the whole file.
        match mode {
            None => of_base = of_one.iter().map(cause).collect(),
            Some(_) => of_one.retain(|problem| !of_base.contains(&cause(problem))),
        }
        // A misspelt key of a mode is reported already.
        of_one.retain(|problem| {
            found.iter().all(|told| told.primary.span != problem.primary.span || told.rule != problem.rule)
        });
        for problem in &mut of_one {
            problem.modes.extend(mode.map(|mode| mode.as_str().to_owned()));
        }
        found.extend(of_one);
        resolved.push(stack);
    }
    let mut resolved = resolved.into_iter();
    // Without a reported mistake, a mode that is not a stack would silently be missing.
    let whole = found.is_empty() || (!doubts.is_empty() && found.len() <= MANY);
    let described = resolved.next().flatten().filter(|_| whole).map(|(input, base)| {
        let modes = resolved.flatten().map(|(_, stack)| stack);
        Described { input, stacks: std::iter::once(base).chain(modes).collect() }
    });
    Structured { found, doubts, described }
}

/// Resolves one tree to a stack.
struct One<'a, 'd> {
    document: &'a Document<'d>,
    found: Vec<Diagnostic>,
    doubts: &'a mut Doubts,
}

impl<'d> One<'_, 'd> {
    fn stack(&mut self, mode: Option<&ModeName>) -> Option<(language::Stack, Stack)> {
        let tree = mode.map_or_else(|| self.document.base(), |mode| self.document.of_mode(mode.as_str()));
        let input = self.input(tree)?;
        let resolved = resolve(&input, mode);
        self.found.extend(doubts::own(self.document, self.doubts.without_followers(self.document, resolved.found)));
        for problem in &self.found {
            self.doubts.add_found(self.document, problem);
        }
        resolved.stack.map(|stack| (input, stack))
    }

    /// The input of a tree without what is wrong in it, if that is a stack.
    fn input(&mut self, mut tree: Spanned<DeTable<'d>>) -> Option<language::Stack> {
        for round in 0..ROUNDS {
            if let Some(input) = language::Stack::at(tree.get_ref(), Span::default()) {
                return Some(input);
            }
            let mut problems = LANGUAGE.mistakes(&tree);
            if problems.is_empty() {
                // A test checks that a mistake is found wherever something does not decode.
                problems.push(Diagnostic::error(Code::BadValue, &Span::default(), "a value is not valid here"));
            }
            let table = tree.get_mut();
            // A second problem may name what is already removed.
            let mut take_out = |problem: &&Diagnostic| self.doubts.take_out(table, self.document, problem);
            let is_mended = problems.len() <= MANY && problems.iter().filter(&mut take_out).count() > 0;
            // What is missing after the removal is not a mistake in the input.
            if round == 0 {
                self.found.extend(problems);
            }
            if !is_mended {
                return None;
            }
        }
        None
    }
}
