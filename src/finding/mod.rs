//! Findings: what is wrong with an input, where, and what to do about it.

mod fix;
mod order;
mod sum;

pub use fix::{Edit, Fix, Value};
pub use order::in_order;
pub use sum::{Sum, SumLine, table};

use crate::codes::Code;
use crate::origin::{At, Origin, Span};

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Reported, but never fails a command.
    Advice,
    /// Fails a command if warnings are denied.
    Warning,
    /// Nothing is built.
    Error,
}

impl Severity {
    /// The severity as a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place that is involved in a finding, with a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The label.
    pub text: String,
}

/// A finding. It always has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of the rule or the code.
    pub rule: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// What is wrong, including the numbers.
    pub message: String,
    /// The place to change, with its label.
    pub primary: Label,
    /// Other places that are involved.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The arithmetic, line by line; may be empty.
    pub sum: Vec<SumLine>,
    /// Possible changes of the input, the best first.
    pub fixes: Vec<Fix>,
    /// The modes in which it holds; empty if it holds for the whole file.
    pub modes: Vec<String>,
    /// The modes whose numbers differ from those of the message.
    pub differs: Vec<String>,
    /// Whether its numbers may differ between modes, so that findings with the same cause are merged.
    pub has_numbers: bool,
    /// Whether it holds in the base and in every mode.
    pub everywhere: bool,
    /// Whether the key is wrong, rather than the value at the primary place.
    pub is_in_key: bool,
    /// The path that was probably meant: of the key, or of the table to which it belongs.
    pub meant_keys: Option<Vec<String>>,
    /// The keys that lead to the primary place; empty if it is not the place of a key or a value.
    pub key: Vec<String>,
}

/// Something that has a place in the input.
pub trait Placed {
    /// Where it was decided.
    fn placed(&self) -> Origin;
}

impl<T> Placed for At<T> {
    fn placed(&self) -> Origin {
        self.origin()
    }
}

impl Placed for Origin {
    fn placed(&self) -> Origin {
        *self
    }
}

impl Placed for Span {
    fn placed(&self) -> Origin {
        Origin::Written(*self)
    }
}

/// A text on one line: characters that would break it or control a terminal are escaped, since a key of the input can
/// contain anything.
fn one_line(text: String) -> String {
    if !text.contains(char::is_control) {
        return text;
    }
    let escaped = |c: char| if c.is_control() { c.escape_debug().to_string() } else { c.to_string() };
    text.chars().map(escaped).collect()
}

fn text_at(origin: Origin, written: &str) -> String {
    match origin {
        Origin::Written(_) => written.to_owned(),
        Origin::Default { why, .. } if written.is_empty() => format!("by default: {why}"),
        Origin::Default { why, .. } => format!("{written} (by default: {why})"),
    }
}

impl Diagnostic {
    /// A finding with a code, at a place.
    pub fn new(code: Code, severity: Severity, place: &impl Placed, message: impl Into<String>) -> Self {
        Self::of_rule(code.name(), severity, place, message)
    }

    /// A finding of a rule at a place.
    pub fn of_rule(rule: &'static str, severity: Severity, place: &impl Placed, message: impl Into<String>) -> Self {
        let origin = place.placed();
        Self {
            rule,
            severity,
            message: one_line(message.into()),
            primary: Label { span: origin.span(), text: text_at(origin, "") },
            labels: Vec::new(),
            help: None,
            sum: Vec::new(),
            fixes: Vec::new(),
            modes: Vec::new(),
            differs: Vec::new(),
            has_numbers: false,
            everywhere: false,
            is_in_key: false,
            meant_keys: None,
            key: Vec::new(),
        }
    }

    /// An error with a code, at a place.
    pub fn error(code: Code, place: &impl Placed, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, place, message)
    }

    /// Whether it has this code.
    #[must_use]
    pub fn is(&self, code: Code) -> bool {
        self.rule == code.name()
    }

    /// Marks the key of the value at the primary place as wrong.
    #[must_use]
    pub fn in_key(mut self) -> Self {
        self.is_in_key = true;
        self
    }

    /// Sets the label of the primary place.
    #[must_use]
    pub fn here(mut self, place: &impl Placed, text: &str) -> Self {
        self.primary.text = one_line(text_at(place.placed(), text));
        self
    }

    /// Adds another place, with a label.
    #[must_use]
    pub fn also(mut self, place: &impl Placed, text: &str) -> Self {
        let origin = place.placed();
        self.labels.push(Label { span: origin.span(), text: one_line(text_at(origin, text)) });
        self
    }

    /// Proposes a change of the input.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Sets what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding at the place of an override, if one of the other places is an override. The former primary
    /// place becomes one of the other places.
    #[must_use]
    pub fn at_override(mut self, is_override: impl Fn(Span) -> bool) -> Self {
        if is_override(self.primary.span) {
            return self;
        }
        if let Some(label) = self.labels.iter_mut().find(|label| is_override(label.span)) {
            std::mem::swap(label, &mut self.primary);
        }
        self
    }

    /// What is wrong, with its modes unless it holds in all of them.
    #[must_use]
    pub fn message_with_modes(&self) -> String {
        let same = self.modes.iter().filter(|mode| !self.everywhere && !self.differs.contains(mode));
        let list = |modes: Vec<&str>| (!modes.is_empty()).then(|| modes.join(", "));
        let same = list(same.map(String::as_str).collect()).map(|modes| format!("in {modes}"));
        let others = list(self.differs.iter().map(String::as_str).collect());
        let others = others.map(|modes| format!("with other numbers in {modes}"));
        let parts: Vec<String> = same.into_iter().chain(others).collect();
        if parts.is_empty() { self.message.clone() } else { format!("{} ({})", self.message, parts.join("; ")) }
    }

    /// What to do, with the arithmetic below it, as text.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        let sum = (!self.sum.is_empty()).then(|| table(&self.sum));
        let parts: Vec<String> = self.help.clone().into_iter().chain(sum).collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    }

    /// The best of its safe fixes, or also of those that a person has to accept.
    #[must_use]
    pub fn best_fix(&self, also_suggested: bool) -> Option<&Fix> {
        self.fixes.iter().find(|fix| fix.safe || also_suggested)
    }
}

/// Whether there are errors, so that nothing is built.
#[must_use]
pub fn has_errors(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_where_it_holds() {
        let mut finding = Diagnostic::error(Code::BadValue, &Span::default(), "wrong");
        assert_eq!(finding.message_with_modes(), "wrong");
        finding.modes = ["the base", "one", "two"].map(str::to_owned).to_vec();
        assert_eq!(finding.message_with_modes(), "wrong (in the base, one, two)");
        finding.differs = vec!["two".to_owned()];
        assert_eq!(finding.message_with_modes(), "wrong (in the base, one; with other numbers in two)");
        finding.everywhere = true;
        assert_eq!(finding.message_with_modes(), "wrong (with other numbers in two)");
        finding.differs.clear();
        assert_eq!(finding.message_with_modes(), "wrong");
    }
}
