//! Rules: a rule reads a resolved stack and reports findings. Each file is one rule: the name of the file is its
//! name, the comment at the top is its page. The rules of a product are in its folder, all others in
//! [`rules`](crate::rules).

pub mod prelude;

use crate::document::Credential;
use crate::finding::{Diagnostic, Fix, Placed, Severity, SumLine};
use crate::model::Stack;
use crate::surroundings::{Neighbour, Surroundings};

/// What a rule checks.
#[derive(Clone, Copy)]
pub enum Check {
    /// A stack in one mode.
    Stack(fn(&Stack, &mut Report)),
    /// The stack in the base and in every mode, together.
    Modes(fn(&[&Stack], &mut Report)),
    /// The input itself, even if it does not describe a stack.
    Document(fn(&[Credential], &mut Report)),
    /// The generated files: `verify` reports the finding, the function only writes its message.
    Output(fn(&Leak<'_>) -> String),
    /// A stack and the folders around its generated files.
    Around(fn(&Stack, &dyn Surroundings, &mut Report)),
    /// The stack in the base and in every mode, and the other stacks of the run.
    Neighbours(fn(&[&Stack], &[Neighbour<'_>], &mut Report)),
    /// Nothing itself: the type of a value or the policy of the input reports under its name.
    Elsewhere,
}

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// Its page: Why, Wrong, Right.
    pub page: &'static str,
    /// The severity of its findings, unless the input sets another one.
    pub severity: Severity,
    /// What it looks at.
    pub check: Check,
    /// What would reject the generated files: such a rule can be neither lowered nor allowed.
    pub refused_by: Option<&'static str>,
    /// Sections and tables, besides those of its places, on which a finding depends, like `redis.sentinel` or
    /// `networks`: with a structural mistake in one of them the finding may be wrong.
    pub depends_on: &'static [&'static str],
}

/// The dependencies of a rule that counts or searches everything that runs.
pub const EVERYTHING: &[&str] = &[""];

/// In the dependencies of a rule: the section of each component.
pub const COMPONENTS: &str = "(components)";

/// A credential in a generated file. There is no field for its value.
#[derive(Debug, Clone, Copy)]
pub struct Leak<'a> {
    /// The generated file.
    pub file: &'a str,
    /// The line in it, counted from 1.
    pub line: usize,
    /// The kind of credential, or the variable that has it.
    pub what: &'a str,
}

/// Collects the findings of one rule.
pub struct Report {
    rule: &'static str,
    severity: Severity,
    mode: Option<String>,
    found: Vec<Diagnostic>,
}

impl Report {
    /// Reports a finding at a place.
    pub fn at(&mut self, place: &impl Placed, message: impl Into<String>) -> Entry<'_> {
        let mut diagnostic = Diagnostic::of_rule(self.rule, self.severity, place, message);
        diagnostic.modes.extend(self.mode.clone());
        diagnostic.has_numbers = true;
        self.found.push(diagnostic);
        let last = self.found.len() - 1;
        Entry(&mut self.found[last])
    }
}

/// A finding that is being built.
pub struct Entry<'r>(&'r mut Diagnostic);

#[expect(clippy::must_use_candidate, reason = "the report holds the finding already")]
impl Entry<'_> {
    /// Sets the label of the primary place.
    pub fn here(self, place: &impl Placed, text: &str) -> Self {
        *self.0 = self.0.clone().here(place, text);
        self
    }

    /// Marks the key of the value at the primary place as wrong.
    pub fn in_key(self) -> Self {
        self.0.is_in_key = true;
        self
    }

    /// Sets the path that was probably meant by the wrong key.
    pub fn meant(self, keys: Vec<String>) -> Self {
        self.0.meant_keys = Some(keys);
        self
    }

    /// Adds another place that is involved.
    pub fn also(self, place: &impl Placed, text: &str) -> Self {
        *self.0 = self.0.clone().also(place, text);
        self
    }

    /// Sets what to do.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Adds other places that are involved, each once.
    pub fn also_all<'p, P: Placed + 'p>(self, places: impl IntoIterator<Item = (&'p P, String)>) -> Self {
        let mut entry = self;
        for (place, text) in places {
            let span = place.placed().span();
            if entry.0.primary.span != span && entry.0.labels.iter().all(|label| label.span != span) {
                entry = entry.also(place, &text);
            }
        }
        entry
    }

    /// Shows the arithmetic.
    pub fn sum(self, lines: Vec<SumLine>) -> Self {
        self.0.sum = lines;
        self
    }

    /// Proposes a change of the input.
    pub fn fix(self, fix: Fix) -> Self {
        self.0.fixes.push(fix);
        self
    }

    /// Proposes a change where there is one.
    pub fn fix_if(self, fix: Option<Fix>) -> Self {
        self.0.fixes.extend(fix);
        self
    }

    /// Adds the mode in which it holds, if the stack has modes.
    pub fn in_mode_of(self, stack: &Stack) -> Self {
        self.0.modes.extend(stack.mode.as_ref().map(|mode| mode.as_str().to_owned()));
        self
    }

    /// Sets the severity of this finding, if it differs from that of the rule.
    pub fn severity(self, severity: Severity) -> Self {
        self.0.severity = severity;
        self
    }
}

impl Rule {
    /// Runs a check in a mode, and returns its findings under the name of the rule.
    pub fn run(&self, mode: Option<String>, check: impl FnOnce(&mut Report)) -> Vec<Diagnostic> {
        let mut report = Report { rule: self.name, severity: self.severity, mode, found: Vec::new() };
        check(&mut report);
        report.found
    }
}
