//! What an input writes at a key: in the base, and anew in its modes.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::document::{Document, Found};
use crate::origin::Span;

/// What stands at a key in the base or in a mode, if anything.
#[derive(Debug)]
pub struct Layer {
    /// The mode; nothing for the base.
    pub mode: Option<String>,
    /// What stands there.
    pub written: Option<Written>,
}

/// A value that is written.
#[derive(Debug)]
pub struct Written {
    /// Its place with its key, where it has one.
    pub entry: Entry,
    /// The entries of a table, in the order of the input.
    pub entries: Vec<Entry>,
    /// Every value below it that is no table.
    pub leaves: Vec<Entry>,
    /// The places of all values in it.
    pub spans: Vec<Span>,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The place of the key; of the value, where it is an item of an array.
    pub key_span: Span,
    /// The place of the value.
    pub span: Span,
    /// Whether the value is a table.
    pub is_table: bool,
}

impl Layer {
    fn new(mode: Option<String>, root: &Spanned<DeTable<'_>>, path: &[String], keys: &Keys) -> Self {
        let found = Found::exactly(root, path);
        let written = found.and_then(|found| Some((found, found.value?))).map(|(found, value)| {
            let key = path.last().cloned().unwrap_or_default();
            let mut written = Written {
                entry: Entry {
                    key,
                    key_span: found.key.unwrap_or(found.span),
                    span: found.span,
                    is_table: value.is_table(),
                },
                entries: value.as_table().map(entries).unwrap_or_default(),
                leaves: Vec::new(),
                spans: vec![found.span],
            };
            if !written.entry.is_table {
                written.leaves.push(written.entry.clone());
            }
            collect(value, &mut written);
            written.own_keys(keys);
            written
        });
        Self { mode, written }
    }

    /// The places of all values.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        self.written.as_ref().map_or(&[], |written| &written.spans)
    }

    /// Whether something else stands here than in the base.
    #[must_use]
    pub fn differs_from(&self, base: &Self) -> bool {
        self.spans() != base.spans()
    }

    /// The values that the base does not have.
    #[must_use]
    pub fn anew<'l>(&'l self, base: &Self) -> Vec<&'l Entry> {
        let leaves = self.written.iter().flat_map(|written| &written.leaves);
        leaves.filter(|leaf| !base.spans().contains(&leaf.span)).collect()
    }
}

/// The place of the key of each value, by the value's place.
type Keys = BTreeMap<Span, Span>;

impl Written {
    /// In a mode's tree a value that is set anew stands under the base's key: its own is in the input.
    fn own_keys(&mut self, keys: &Keys) {
        for entry in std::iter::once(&mut self.entry).chain(&mut self.entries).chain(&mut self.leaves) {
            entry.key_span = keys.get(&entry.span).copied().unwrap_or(entry.key_span);
        }
    }
}

fn keys_of(table: &DeTable<'_>, into: &mut Keys) {
    for (key, value) in table {
        into.insert(value.span().into(), key.span().into());
        if let DeValue::Table(below) = value.get_ref() {
            keys_of(below, into);
        }
    }
}

fn entries(table: &DeTable<'_>) -> Vec<Entry> {
    let entry = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| Entry {
        key: key.get_ref().to_string(),
        key_span: key.span().into(),
        span: value.span().into(),
        is_table: value.get_ref().is_table(),
    };
    table.iter().map(entry).collect()
}

fn collect(value: &DeValue<'_>, into: &mut Written) {
    match value {
        DeValue::Table(table) => {
            let of_table = entries(table);
            into.spans.extend(of_table.iter().map(|entry| entry.span));
            into.leaves.extend(of_table.into_iter().filter(|entry| !entry.is_table));
            table.iter().for_each(|(_, value)| collect(value.get_ref(), into));
        }
        DeValue::Array(items) => {
            into.spans.extend(items.iter().map(|item| Span::from(item.span())));
            items.iter().for_each(|item| collect_items(item.get_ref(), into));
        }
        _ => {}
    }
}

/// What is in an array counts as one value: only its places are noted.
fn collect_items(value: &DeValue<'_>, into: &mut Written) {
    let leaves = into.leaves.len();
    collect(value, into);
    into.leaves.truncate(leaves);
}

/// What stands at a key: in the base first, then in each mode. Keys of the modes themselves have one
/// layer.
#[must_use]
pub fn layers(document: &Document<'_>, path: &[String]) -> Vec<Layer> {
    let mut keys = Keys::new();
    keys_of(document.root.get_ref(), &mut keys);
    if path.first().is_some_and(|section| section == "modes") {
        return vec![Layer::new(None, &document.root, path, &keys)];
    }
    let mode = |name: String| {
        let tree = document.of_mode(&name);
        Layer::new(Some(name), &tree, path, &keys)
    };
    let base = Layer::new(None, &document.base(), path, &keys);
    std::iter::once(base).chain(document.modes().into_iter().map(mode)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    const INPUT: &str = "[a]\nx = 1\ny = [{ z = 1 }]\n[a.'b.c']\nd = 2\n[modes.m.a]\nx = 3\n[modes.n.a.'b.c']\ne = 4\n";

    fn of(path: &[&str]) -> Vec<(Option<String>, bool, Vec<String>)> {
        let source = Source::new("x.toml", INPUT);
        let (document, _) = Document::parse(&source);
        let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        let layers = layers(&document, &path);
        let base = &layers[0];
        let line = |entry: &&Entry| INPUT[entry.key_span.start..entry.span.end].to_owned();
        let keys = |layer: &Layer| layer.anew(base).iter().map(line).collect();
        layers.iter().map(|layer| (layer.mode.clone(), layer.differs_from(base), keys(layer))).collect()
    }

    #[test]
    fn a_mode_differs_where_it_sets_a_key_anew() {
        let [_, m, n] = of(&["a", "x"]).try_into().unwrap();
        assert_eq!(m, (Some("m".to_owned()), true, vec!["x = 3".to_owned()]));
        assert_eq!(n, (Some("n".to_owned()), false, Vec::new()));
        let [_, m, n] = of(&["a"]).try_into().unwrap();
        assert_eq!((m.2, n.2), (vec!["x = 3".to_owned()], vec!["e = 4".to_owned()]));
        assert_eq!(of(&["a", "y", "0", "z"]).iter().filter(|(_, differs, _)| *differs).count(), 0);
        assert_eq!(of(&["modes", "m"]).len(), 1);
    }
}
