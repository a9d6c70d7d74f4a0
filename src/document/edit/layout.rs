//! The places of every key, value and comment of a text, which the tree does not have.

use std::collections::BTreeMap;
use std::ops::Range;
use std::slice::Iter;

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

/// The keys and indices that lead to a value.
pub(super) type Path = Vec<String>;

/// A key, or one part of a dotted key.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) span: Range<usize>,
    /// The path that it names.
    pub(super) path: Path,
}

/// A value with its key; an item of an array has none.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) keys: Vec<Part>,
    pub(super) value: Node,
    /// The comma after it, in an array or an inline table.
    pub(super) comma: Option<usize>,
}

/// A value.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) path: Path,
    pub(super) kind: Kind,
}

/// What a value is made of.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Scalar,
    Array(Vec<Entry>),
    Inline(Vec<Entry>),
}

/// A header and what is below it; the first section of a text has no header.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// The header with its brackets; empty at the start of the text.
    pub(super) header: Range<usize>,
    pub(super) keys: Vec<Part>,
    /// The table.
    pub(super) path: Path,
    pub(super) entries: Vec<Entry>,
}

/// The places of a text.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) sections: Vec<Section>,
    pub(super) comments: Vec<Range<usize>>,
}

impl Entry {
    pub(super) fn start(&self) -> usize {
        self.keys.first().map_or(self.value.span.start, |key| key.span.start)
    }

    pub(super) fn end(&self) -> usize {
        self.value.span.end
    }

    /// The place after its comma, or after it.
    pub(super) fn after(&self) -> usize {
        self.comma.map_or(self.end(), |comma| comma + 1)
    }

    /// Whether it is the value at a path, or a part of it.
    pub(super) fn is_in(&self, path: &[String]) -> bool {
        self.value.path.starts_with(path)
    }
}

impl Node {
    pub(super) fn items(&self) -> &[Entry] {
        match &self.kind {
            Kind::Array(items) | Kind::Inline(items) => items,
            Kind::Scalar => &[],
        }
    }
}

impl Layout {
    /// The places of a text that is valid TOML.
    pub(super) fn of(text: &str) -> Self {
        let source = Source::new(text);
        let mut events: Vec<Event> = Vec::new();
        parse_document(&source.lex().into_vec(), &mut events, &mut ());
        let comments = events.iter().filter(|event| event.kind() == EventKind::Comment).map(range).collect();
        let start = begin(text);
        let mut section = Section { header: start..start, keys: Vec::new(), path: Path::new(), entries: Vec::new() };
        let mut sections = Vec::new();
        let mut reader = Reader { source, events: events.iter(), lengths: BTreeMap::new() };
        while let Some(event) = reader.events.next() {
            match event.kind() {
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                    sections.push(std::mem::replace(&mut section, reader.section(event)));
                }
                EventKind::SimpleKey => section.entries.extend(reader.entry(event, &section.path)),
                _ => {}
            }
        }
        sections.push(section);
        Self { sections, comments }
    }

    /// Visits every entry and every item, outer ones first, with the value that contains it.
    fn each<'l>(&'l self, visit: &mut impl FnMut(&'l Entry, Option<(&'l Node, usize)>)) {
        fn below<'l>(node: &'l Node, visit: &mut impl FnMut(&'l Entry, Option<(&'l Node, usize)>)) {
            for (index, item) in node.items().iter().enumerate() {
                visit(item, Some((node, index)));
                below(&item.value, visit);
            }
        }
        for entry in self.sections.iter().flat_map(|section| &section.entries) {
            visit(entry, None);
            below(&entry.value, visit);
        }
    }

    /// The value at a path, if it is written as one: not a table of a header or of dotted keys.
    pub(super) fn node(&self, path: &[String]) -> Option<&Node> {
        let mut found = None;
        self.each(&mut |entry, _| found = found.or(Some(&entry.value).filter(|value| value.path == path)));
        found
    }

    /// The array or inline table that contains the value at a path, or a part of it, and the index of the item.
    pub(super) fn holder(&self, path: &[String]) -> Option<(&Node, usize)> {
        let mut found = None;
        self.each(&mut |entry, holder| found = found.or(entry.is_in(path).then_some(holder)));
        found.flatten()
    }

    /// The last entry whose dotted key goes through a table, the part that names the table, and the inline table that
    /// contains it.
    pub(super) fn dotted(&self, table: &[String]) -> Option<(&Entry, &Part, Option<&Node>)> {
        let mut found = None;
        self.each(&mut |entry, holder| {
            let parents = entry.keys.split_last().map_or(&[][..], |(_, parents)| parents);
            let part = parents.iter().find(|part| part.path == table);
            found = part.map(|part| (entry, part, holder.map(|(node, _)| node))).or(found);
        });
        found
    }

    /// Every place of the key that names a path.
    pub(super) fn keys(&self, path: &[String]) -> Vec<Range<usize>> {
        let mut found: Vec<&Part> = self.sections.iter().flat_map(|section| &section.keys).collect();
        self.each(&mut |entry, _| found.extend(&entry.keys));
        found.into_iter().filter(|part| part.path == path).map(|part| part.span.clone()).collect()
    }

    /// Whether a table or an array is written explicitly, not only through its content.
    pub(super) fn is_written(&self, path: &[String]) -> bool {
        self.sections.iter().any(|section| section.path == path) || self.node(path).is_some()
    }

    /// Whether there is a comment inside a place.
    pub(super) fn has_comment(&self, place: &Range<usize>) -> bool {
        self.comments.iter().any(|comment| place.contains(&comment.start))
    }
}

/// The start of the text, after its byte order mark.
pub(super) fn begin(text: &str) -> usize {
    text.strip_prefix('\u{feff}').map_or(0, |rest| text.len() - rest.len())
}

fn range(event: &Event) -> Range<usize> {
    event.span().start()..event.span().end()
}

struct Reader<'e, 's> {
    source: Source<'s>,
    events: Iter<'e, Event>,
    /// The number of tables in each array of tables so far.
    lengths: BTreeMap<Path, usize>,
}

impl Reader<'_, '_> {
    fn name(&self, key: &Event) -> String {
        let mut name = String::new();
        if let Some(raw) = self.source.get(key) {
            raw.decode_key(&mut name, &mut ());
        }
        name
    }

    fn section(&mut self, open: &Event) -> Section {
        let array = open.kind() == EventKind::ArrayTableOpen;
        let mut keys: Vec<Part> = Vec::new();
        let mut path = Path::new();
        let mut header = range(open);
        while let Some(event) = self.events.next() {
            match event.kind() {
                EventKind::SimpleKey => {
                    if let Some(length) = self.lengths.get(&path) {
                        path.push(length.saturating_sub(1).to_string());
                    }
                    path.push(self.name(event));
                    keys.push(Part { span: range(event), path: path.clone() });
                }
                EventKind::StdTableClose | EventKind::ArrayTableClose => {
                    header.end = event.span().end();
                    break;
                }
                _ => {}
            }
        }
        if array {
            let length = self.lengths.entry(path.clone()).or_insert(0);
            path.push(length.to_string());
            *length += 1;
        }
        Section { header, keys, path, entries: Vec::new() }
    }

    fn entry(&mut self, first: &Event, table: &[String]) -> Option<Entry> {
        let mut path = table.to_vec();
        path.push(self.name(first));
        let mut keys = vec![Part { span: range(first), path: path.clone() }];
        loop {
            let event = self.events.next()?;
            match event.kind() {
                EventKind::SimpleKey => {
                    path.push(self.name(event));
                    keys.push(Part { span: range(event), path: path.clone() });
                }
                EventKind::KeyValSep => break,
                _ => {}
            }
        }
        loop {
            let event = self.events.next()?;
            if event.kind() != EventKind::Whitespace {
                return Some(Entry { keys, value: self.value(event, path), comma: None });
            }
        }
    }

    fn value(&mut self, open: &Event, path: Path) -> Node {
        let mut span = range(open);
        let kind = match open.kind() {
            EventKind::ArrayOpen => Kind::Array(self.items(&path, &mut span)),
            EventKind::InlineTableOpen => Kind::Inline(self.items(&path, &mut span)),
            _ => Kind::Scalar,
        };
        Node { span, path, kind }
    }

    /// The items up to the closing bracket.
    fn items(&mut self, path: &[String], span: &mut Range<usize>) -> Vec<Entry> {
        let mut items: Vec<Entry> = Vec::new();
        while let Some(event) = self.events.next() {
            match event.kind() {
                EventKind::ArrayClose | EventKind::InlineTableClose => {
                    span.end = event.span().end();
                    break;
                }
                EventKind::ValueSep => {
                    if let Some(item) = items.last_mut() {
                        item.comma = Some(event.span().start());
                    }
                }
                EventKind::SimpleKey => items.extend(self.entry(event, path)),
                EventKind::Scalar | EventKind::ArrayOpen | EventKind::InlineTableOpen => {
                    let mut path = path.to_vec();
                    path.push(items.len().to_string());
                    items.push(Entry { keys: Vec::new(), value: self.value(event, path), comma: None });
                }
                _ => {}
            }
        }
        items
    }
}
