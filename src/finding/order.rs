//! Sorts findings, and merges those with the same cause.

use std::collections::BTreeMap;

use super::{Diagnostic, Severity};
use crate::origin::Span;

/// Whether two findings hold in different modes.
fn holds_elsewhere(one: &Diagnostic, other: &Diagnostic) -> bool {
    !one.modes.is_empty() && !other.modes.is_empty() && one.modes.iter().all(|mode| !other.modes.contains(mode))
}

/// Sorts findings by their places, and merges those with the same cause in several modes. Findings of different
/// severity are not merged: an error in one mode must not be hidden by a warning in another.
#[must_use]
pub fn in_order(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut merged: Vec<Diagnostic> = Vec::new();
    let mut of_cause: BTreeMap<(&str, Span, Severity), Vec<usize>> = BTreeMap::new();
    for diagnostic in found {
        let same_cause = of_cause.entry((diagnostic.rule, diagnostic.primary.span, diagnostic.severity)).or_default();
        let first = |which: &dyn Fn(&Diagnostic) -> bool| {
            same_cause.iter().copied().find(|index| merged.get(*index).is_some_and(which))
        };
        let known = first(&|other| other.message == diagnostic.message)
            .or_else(|| first(&|other| other.has_numbers && holds_elsewhere(other, &diagnostic)));
        if let Some(other) = known.and_then(|index| merged.get_mut(index)) {
            let differs = other.message != diagnostic.message;
            for mode in diagnostic.modes {
                if other.modes.contains(&mode) {
                    continue;
                }
                other.differs.extend(differs.then(|| mode.clone()));
                other.modes.push(mode);
            }
        } else {
            same_cause.push(merged.len());
            merged.push(diagnostic);
        }
    }
    merged.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.primary.span, std::cmp::Reverse(d.severity), d.rule);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same by comparing each finding with every other one.
    fn in_order_by_definition(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut merged: Vec<Diagnostic> = Vec::new();
        for diagnostic in found {
            let of = |one: &Diagnostic| (one.rule, one.primary.span, one.severity);
            let cause = |other: &Diagnostic| of(other) == of(&diagnostic);
            let same_text = merged.iter().position(|other| cause(other) && other.message == diagnostic.message);
            let other_mode = || {
                let apart = |other: &Diagnostic| !other.modes.iter().any(|mode| diagnostic.modes.contains(mode));
                let named = !diagnostic.modes.is_empty();
                merged.iter().position(|other| cause(other) && named && !other.modes.is_empty() && apart(other))
            };
            let Some(index) = same_text.or_else(other_mode) else {
                merged.push(diagnostic);
                continue;
            };
            let differs = merged[index].message != diagnostic.message;
            for mode in diagnostic.modes {
                let known = merged[index].modes.contains(&mode);
                merged[index].differs.extend((differs && !known).then(|| mode.clone()));
                merged[index].modes.extend((!known).then_some(mode));
            }
        }
        merged.sort_by_key(|d| (d.primary.span, std::cmp::Reverse(d.severity), d.rule, d.message.clone()));
        merged
    }

    proptest! {
        #[test]
        fn findings_of_one_cause_are_merged(made in prop::collection::vec((0..2_usize, 0..3_usize, 0..3_u8, 0..4_u8, any::<bool>()), 0..30)) {
            let finding = |(rule, start, message, mode, lesser): (usize, usize, u8, u8, bool)| {
                let place = Span { start, end: start + 1 };
                let severity = if lesser { Severity::Warning } else { Severity::Error };
                let mut finding = Diagnostic::of_rule(["a", "b"][rule], severity, &place, message.to_string());
                finding.has_numbers = true;
                finding.modes.extend((mode > 0).then(|| mode.to_string()));
                finding
            };
            let found: Vec<_> = made.into_iter().map(finding).collect();
            prop_assert_eq!(in_order(found.clone()), in_order_by_definition(found));
        }
    }

    #[test]
    fn many_findings_are_ordered_in_time() {
        let finding = |start| Diagnostic::error(crate::codes::Code::BadValue, &Span { start, end: start + 1 }, "wrong");
        let start = std::time::Instant::now();
        assert_eq!(in_order((0..50_000).rev().map(finding).collect()).len(), 50_000);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
