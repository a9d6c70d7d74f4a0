//! Finds every structural mistake of an input, by the declaration of its keys.

mod entries;
mod explain;
mod meant;
mod unknown;
mod words;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::decode::{Plain, has_twins, plain};
use super::language::Language;
use super::options::Sought;
use super::shape::{Bound, Form, Format, Forms, Instead, Options, Others, Range, Shape, Table};
use crate::finding::Diagnostic;

pub use explain::FIXED_STRUCTURE;
pub(super) use words::bound;

/// Something that is wrong at a place of the tree.
#[derive(Debug)]
struct Mistake {
    /// The keys that lead there.
    path: Vec<String>,
    kind: Kind,
}

/// What is wrong at a place.
#[derive(Debug)]
enum Kind {
    /// The table has unknown keys.
    Unknown { keys: Vec<String>, known: Known },
    /// A key is missing; another one would be possible instead.
    Missing { key: &'static str, or: Option<&'static str>, known: Known },
    /// The value is not of this type, with this format.
    Type { needed: &'static str, format: Option<&'static Format> },
    /// The text does not have this format.
    Format(&'static Format),
    /// The text is none of these.
    Choice(Vec<&'static str>),
    /// The text is not this one.
    Constant(&'static str),
    /// The value has none of these forms: the mistakes of each.
    Forms(Vec<Vec<Mistake>>),
    /// The value has none of these shapes: the mistakes of each.
    Any(Vec<Vec<Mistake>>),
    /// The number is below the minimum.
    Least(Bound),
    /// The number is above the maximum.
    Most(Bound),
    /// The list has too few entries.
    NoItems,
    /// The table has too few entries.
    NoEntries,
    /// The list has a duplicate entry.
    Twins,
    /// The key is not a name with this format.
    Name { key: String, format: &'static Format },
    /// Another key determines this option.
    Elsewhere(&'static str),
    /// The key conflicts with this one.
    Excluded(&'static Instead),
}

/// The keys that a table may have.
#[derive(Debug, Clone, Copy)]
enum Known {
    Table(&'static Table),
    Form(&'static str),
    Options(&'static Options),
}

impl Known {
    fn keys(self) -> Vec<&'static str> {
        match self {
            Self::Table(table) => table.all().map(|key| key.name).collect(),
            Self::Form(key) => vec![key],
            Self::Options(options) => (options.names)(),
        }
    }

    /// Old names of the keys, with the new ones.
    fn renamed(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Options(options) => options.renamed,
            Self::Table(_) | Self::Form(_) => &[],
        }
    }
}

impl Language {
    /// Every structural mistake of a tree, with its place.
    #[must_use]
    pub fn mistakes(&self, root: &Spanned<DeTable<'_>>) -> Vec<Diagnostic> {
        let mut walk = Walk::default();
        walk.table(self.root, root.get_ref());
        let explain = explain::Explain { language: self, root };
        let lost = entries::lost(&explain, &walk.found);
        let own = walk.found.iter().filter(|mistake| lost.iter().all(|lost| !lost.explains(self, mistake)));
        let found: Vec<Diagnostic> = own.flat_map(|mistake| explain.mistake(mistake)).collect();
        found.into_iter().chain(lost.into_iter().map(|lost| lost.finding)).collect()
    }
}

/// Whether a value is of one of these shapes.
pub(super) fn is_one_of(value: &DeValue<'_>, shapes: &[Shape]) -> bool {
    let mut walk = Walk::default();
    walk.shapes(shapes, value);
    walk.found.is_empty()
}

/// A walk through a tree and its declaration.
#[derive(Default)]
struct Walk {
    path: Vec<String>,
    found: Vec<Mistake>,
}

impl Walk {
    fn add(&mut self, kind: Kind) {
        self.found.push(Mistake { path: self.path.clone(), kind });
    }

    fn below(&mut self, key: &str, walk: impl FnOnce(&mut Self)) {
        self.path.push(key.to_owned());
        walk(self);
        self.path.pop();
    }

    /// The mistakes of a value, kept separate from the others.
    fn apart(&self, walk: impl FnOnce(&mut Self)) -> Vec<Mistake> {
        let mut other = Self { path: self.path.clone(), found: Vec::new() };
        walk(&mut other);
        other.found
    }

    fn wrong_type(&mut self, needed: &'static str) {
        self.add(Kind::Type { needed, format: None });
    }

    fn value(&mut self, shape: &Shape, value: &DeValue<'_>) {
        match (shape, plain(value)) {
            (Shape::Boolean, Plain::Bool(_)) => {}
            (Shape::Boolean, _) => self.wrong_type("a boolean"),
            (Shape::Integer { range, .. }, number) => {
                if !matches!(number, Plain::Whole(_)) {
                    self.wrong_type("an integer");
                }
                self.range(range, number);
            }
            (Shape::Number { range, .. }, number) => {
                if !matches!(number, Plain::Whole(_) | Plain::Real(_)) {
                    self.wrong_type("a number");
                }
                self.range(range, number);
            }
            (Shape::Text(format), Plain::Text(text)) => {
                if (format.check)(text).is_err() {
                    self.add(Kind::Format(format));
                }
            }
            (Shape::Text(format), _) => self.add(Kind::Type { needed: "a string", format: Some(format) }),
            (Shape::Choice(all), Plain::Text(text)) if all.contains(&text) => {}
            (Shape::Choice(all), _) => self.add(Kind::Choice(all.to_vec())),
            (Shape::Names(names), Plain::Text(text)) if names.has(text) => {}
            (Shape::Names(names), _) => self.add(Kind::Choice(names.all.iter().map(|(name, _)| *name).collect())),
            (Shape::List { each, least, distinct }, Plain::List(items)) => self.list(each, *least, *distinct, items),
            (Shape::List { .. }, _) => self.wrong_type("an array"),
            (Shape::Entries { names, each, least }, Plain::Table(table)) => self.entries(names, each, *least, table),
            (Shape::Table(declared), Plain::Table(table)) => self.table(declared, table),
            (Shape::Options(options), Plain::Table(table)) => self.options(options, table),
            (Shape::Entries { .. } | Shape::Table(_) | Shape::Options(_), _) => self.wrong_type("a table"),
            (Shape::Forms(forms), _) => self.forms(forms, value),
            (Shape::Any(any), _) => self.shapes(any.shapes, value),
        }
    }
    fn range(&mut self, range: &Range, number: Plain<'_>) {
        if let Some(least) = range.below(number) {
            self.add(Kind::Least(least));
        }
        if let Some(most) = range.above(number) {
            self.add(Kind::Most(most));
        }
    }

    fn list(&mut self, each: &Shape, least: usize, distinct: bool, items: &[Spanned<DeValue<'_>>]) {
        for (at, item) in items.iter().enumerate() {
            self.below(&at.to_string(), |walk| walk.value(each, item.get_ref()));
        }
        if items.len() < least {
            self.add(Kind::NoItems);
        }
        if distinct && has_twins(items) {
            self.add(Kind::Twins);
        }
    }

    fn entries(&mut self, names: &'static Format, each: &Shape, least: usize, table: &DeTable<'_>) {
        for (key, value) in table {
            let key = key.get_ref();
            if (names.check)(key).is_err() {
                self.add(Kind::Name { key: key.to_string(), format: names });
            }
            self.below(key, |walk| walk.value(each, value.get_ref()));
        }
        if table.len() < least {
            self.add(Kind::NoEntries);
        }
    }

    fn table(&mut self, declared: &'static Table, table: &DeTable<'_>) {
        let known = Known::Table(declared);
        for key in declared.all() {
            match table.get(key.name) {
                Some(value) => self.below(key.name, |walk| walk.value(&key.shape, value.get_ref())),
                None if key.required => self.add(Kind::Missing { key: key.name, or: None, known }),
                None => {}
            }
        }
        let unknown = |key: &String| declared.find(key).is_none();
        let keys: Vec<String> = table.keys().map(|key| key.get_ref().to_string()).filter(unknown).collect();
        if !keys.is_empty() {
            self.add(Kind::Unknown { keys, known });
        }
        let Some(instead) = declared.instead else { return };
        let excluded: Vec<&str> = instead.excluded(declared, table).collect();
        for key in excluded {
            self.below(key, |walk| walk.add(Kind::Excluded(instead)));
        }
        if instead.lacks(table) {
            self.add(Kind::Missing { key: instead.otherwise, or: Some(instead.key), known });
        }
    }

    fn options(&mut self, options: &'static Options, table: &DeTable<'_>) {
        let mut unknown = Vec::new();
        for (key, value) in table {
            let key = key.get_ref();
            if let Some(names) = options.keys.filter(|names| (names.check)(key).is_err()) {
                self.add(Kind::Name { key: key.to_string(), format: names });
            }
            match options.find(key) {
                Sought::Option(shapes) => self.below(key, |walk| walk.shapes(&shapes, value.get_ref())),
                Sought::Elsewhere(by) if matches!(options.others, Others::Kept(_)) => {
                    self.below(key, |walk| walk.add(Kind::Elsewhere(by)));
                }
                // It may be a key of another table.
                Sought::Elsewhere(_) | Sought::Unknown => unknown.push(key.to_string()),
            }
        }
        if !unknown.is_empty() {
            self.add(Kind::Unknown { keys: unknown, known: Known::Options(options) });
        }
    }

    fn forms(&mut self, forms: &'static Forms, value: &DeValue<'_>) {
        let of_each: Vec<Vec<Mistake>> =
            forms.all.iter().map(|form| self.apart(|walk| walk.form(form, value))).collect();
        if of_each.iter().all(|mistakes| !mistakes.is_empty()) {
            self.add(Kind::Forms(of_each));
        }
    }

    fn form(&mut self, form: &'static Form, value: &DeValue<'_>) {
        match (&form.shape, plain(value)) {
            (None, Plain::Text(text)) if text == form.name => {}
            (None, is) => {
                if !matches!(is, Plain::Text(_)) {
                    self.wrong_type("a string");
                }
                self.add(Kind::Constant(form.name));
            }
            (Some(shape), Plain::Table(table)) => {
                let known = Known::Form(form.name);
                match table.get(form.name) {
                    Some(value) => self.below(form.name, |walk| walk.value(shape, value.get_ref())),
                    None => self.add(Kind::Missing { key: form.name, or: None, known }),
                }
                let others = table.keys().map(|key| key.get_ref().to_string()).filter(|key| key != form.name);
                let keys: Vec<String> = others.collect();
                if !keys.is_empty() {
                    self.add(Kind::Unknown { keys, known });
                }
            }
            (Some(_), _) => self.wrong_type("a table"),
        }
    }

    fn shapes(&mut self, shapes: &[Shape], value: &DeValue<'_>) {
        if let [only] = shapes {
            return self.value(only, value);
        }
        let of_each: Vec<Vec<Mistake>> =
            shapes.iter().map(|shape| self.apart(|walk| walk.value(shape, value))).collect();
        if of_each.iter().all(|mistakes| !mistakes.is_empty()) {
            self.add(Kind::Any(of_each));
        }
    }
}
