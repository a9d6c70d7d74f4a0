//! The keys that lead to each place of a tree, collected once.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::origin::Span;

/// The keys and indices that lead to each place.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Each key or index, with the step above it.
    steps: Vec<(Option<usize>, Step)>,
    /// The last step to the place of a key or a value; for several values at one place, that of the innermost.
    by_span: BTreeMap<Span, usize>,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Places {
    pub(super) fn of(root: &DeTable<'_>) -> Self {
        let mut places = Self::default();
        places.table(None, root);
        places
    }

    fn table(&mut self, above: Option<usize>, table: &DeTable<'_>) {
        for (key, value) in table {
            let step = self.step(above, Step::Key(key.get_ref().to_string()));
            self.value(step, value);
            self.by_span.entry(key.span().into()).or_insert(step);
        }
    }

    fn value(&mut self, step: usize, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(Some(step), table),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let below = self.step(Some(step), Step::Index(index));
                    self.value(below, item);
                }
            }
            _ => {}
        }
        self.by_span.entry(value.span().into()).or_insert(step);
    }

    fn step(&mut self, above: Option<usize>, step: Step) -> usize {
        self.steps.push((above, step));
        self.steps.len() - 1
    }

    /// The keys and indices that lead to the value, or the key, at a place. The root has an empty place and an empty path.
    pub(super) fn path_to(&self, span: Span) -> Option<Vec<String>> {
        if span == Span::default() {
            return Some(Vec::new());
        }
        let last = self.by_span.get(&span).copied();
        let steps = std::iter::successors(last, |step| self.steps.get(*step).and_then(|(above, _)| *above));
        let mut path: Vec<String> = steps
            .filter_map(|step| self.steps.get(step))
            .map(|(_, step)| match step {
                Step::Key(key) => key.clone(),
                Step::Index(index) => index.to_string(),
            })
            .collect();
        path.reverse();
        last.map(|_| path)
    }
}

#[cfg(test)]
mod tests {
    use super::super::path_at;
    use super::*;

    proptest::proptest! {
        /// The same as looking for the place in the tree.
        #[test]
        fn places_are_those_of_the_tree(parts in proptest::collection::vec("[abc]", 1..4), values in proptest::collection::vec("[1-9][0-9]?|\\[1, \\[2\\]\\]|\\{ a = 1, b\\.c = 2 \\}|\"x\"", 1..6)) {
            let lines = values.iter().enumerate().map(|(n, value)| format!("k{n}.{} = {value}\n", parts.join(".")));
            let text = format!("x = 1\n[t.{}]\n{}[[list]]\ny = 2\n[[list]]\nz = [3]\n", parts.join("."), lines.collect::<String>());
            let (root, errors) = DeTable::parse_recoverable(&text);
            proptest::prop_assert!(errors.is_empty());
            let places = Places::of(root.get_ref());
            for start in 0..text.len() {
                for end in start..text.len() {
                    let span = Span { start, end };
                    proptest::prop_assert_eq!(places.path_to(span), path_at(root.get_ref(), span), "{:?}", text.get(start..end));
                }
            }
        }
    }
}
