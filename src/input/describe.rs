//! Describes a key from its declaration: what it is for, which values it takes, its default.

use super::language::Language;
use super::options::Sought;
use super::shape::{Form, Options, Others, Shape, text_of};
use super::takes::alternatives;

/// The keys of a larger table, which are options, are not listed.
const LARGE: usize = 50;

/// A key of the input, as its declaration describes it.
#[derive(Debug, Clone, Default)]
pub struct Key {
    /// What it is for.
    pub about: String,
    /// The default with the words before it, like `Default: 6379` or `Odoo's default: 0`.
    pub default: Option<String>,
    /// Which values it takes.
    pub takes: String,
    /// Whether it is required.
    pub required: bool,
    /// The keys of a table, in the order of the reference; empty for a large table of options.
    pub keys: Vec<&'static str>,
    /// The program whose option it is, by the program's own name for it.
    pub option_of: Option<&'static str>,
    /// The depths at which the path has a name or a number from the input.
    pub free: Vec<usize>,
}

/// What a path leads to.
#[derive(Debug, Clone)]
pub enum Lookup {
    /// A key.
    Known(Key),
    /// An option that other keys determine, and those keys.
    Elsewhere(&'static str),
    /// Nothing: the path is unknown from this depth on.
    Unknown(usize),
}

/// What is possible at a place: one of these shapes, with its description there.
#[derive(Debug, Clone)]
struct Place {
    shapes: Vec<Shape>,
    about: String,
    required: bool,
    /// Whether its key comes from the input.
    is_free: bool,
    /// The server whose option it is.
    option_of: Option<&'static Options>,
}

impl Place {
    fn new(shapes: Vec<Shape>, about: String) -> Self {
        Self { shapes, about, required: false, is_free: false, option_of: None }
    }

    fn free(shape: Shape) -> Self {
        Self { is_free: true, ..Self::new(vec![shape], String::new()) }
    }
}

enum Step {
    To(Place),
    Elsewhere(&'static str),
    Nowhere,
}

/// The step from a value of a shape to one of its keys.
fn step(shape: &Shape, key: &str) -> Step {
    let to = |place: Option<Place>| place.map_or(Step::Nowhere, Step::To);
    match shape {
        Shape::Table(table) => {
            let _found = table.keys.iter().find(|declared| declared.name == key);
            let place =
                |of: super::shape::Key| Place { required: of.required, ..Place::new(vec![of.shape], of.text()) };
            to(table.find(key).map(place))
        }
        Shape::Entries { each, .. } => Step::To(Place::free(**each)),
        Shape::List { each, .. } => to(key.parse::<usize>().ok().map(|_| Place::free(**each))),
        Shape::Forms(forms) => {
            let form = forms.all.iter().find(|form| form.name == key);
            to(form.and_then(|form| Some(Place::new(vec![form.shape?], text_of(form.about)))))
        }
        Shape::Any(any) => {
            let steps = any.shapes.iter().map(|shape| step(shape, key));
            steps.into_iter().find(|step| !matches!(step, Step::Nowhere)).unwrap_or(Step::Nowhere)
        }
        Shape::Options(options) => match options.find(key) {
            Sought::Elsewhere(by) => Step::Elsewhere(by),
            Sought::Unknown => Step::Nowhere,
            Sought::Option(shapes) => {
                let is_free = (options.shapes)(key).is_none();
                let about = match options.others {
                    Others::Extensions(_, _, about) if is_free => about.to_owned(),
                    _ => (options.about_option)(key),
                };
                Step::To(Place { is_free, option_of: Some(options), ..Place::new(shapes, about) })
            }
        },
        _ => Step::Nowhere,
    }
}

impl Language {
    /// Describes a path from the declaration.
    #[must_use]
    pub fn describe(&self, path: &[String]) -> Lookup {
        let mut place = Place::new(vec![Shape::Table(self.root)], text_of(self.root.about));
        let mut free = Vec::new();
        for (depth, key) in path.iter().enumerate() {
            let steps = place.shapes.iter().map(|shape| step(shape, key));
            match steps.into_iter().find(|step| !matches!(step, Step::Nowhere)) {
                Some(Step::To(next)) => place = next,
                Some(Step::Elsewhere(by)) if depth + 1 == path.len() => return Lookup::Elsewhere(by),
                _ => return Lookup::Unknown(depth),
            }
            free.extend(place.is_free.then_some(depth));
        }
        let (about, default) = match (place.option_of, path.last()) {
            (Some(options), Some(name)) => (options.explained)(name, &place.about),
            _ => split(&about_in(&place)),
        };
        Lookup::Known(Key {
            about,
            default,
            takes: alternatives(&place.shapes),
            required: place.required,
            keys: place.shapes.iter().flat_map(keys_of).collect(),
            option_of: place.option_of.map(|options| options.program),
            free,
        })
    }

    /// Every path that the declaration has without an input.
    #[must_use]
    pub fn known_paths(&self) -> Vec<Vec<&'static str>> {
        let mut found = Vec::new();
        below(&[], &Shape::Table(self.root), &mut found);
        found
    }
}

/// The description of a place: its own, or that of the table there.
fn about_in(place: &Place) -> String {
    match place.shapes.as_slice() {
        [Shape::Table(table)] if place.about.is_empty() => text_of(table.about),
        [Shape::Options(options)] if place.about.is_empty() => options.about.to_owned(),
        _ => place.about.clone(),
    }
}

/// The possible keys of a value of a shape, if they are few.
fn keys_of(shape: &Shape) -> Vec<&'static str> {
    match shape {
        Shape::Table(table) => table.all().map(|key| key.name).collect(),
        Shape::Forms(forms) => forms.all.iter().filter(|form| form.shape.is_some()).map(|form| form.name).collect(),
        Shape::Any(any) => any.shapes.iter().flat_map(keys_of).collect(),
        Shape::Options(options) => {
            let names = (options.names)();
            if names.len() > LARGE { Vec::new() } else { names }
        }
        _ => Vec::new(),
    }
}

/// Splits a description from the default at its end.
pub(crate) fn split(description: &str) -> (String, Option<String>) {
    let text = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let starts = ["Odoo's default: ", "Default: "].iter().find_map(|marker| text.rfind(marker));
    match starts.map(|at| text.split_at(at)) {
        None => (text, None),
        Some((about, default)) => {
            let default = default.strip_suffix('.').unwrap_or(default);
            (about.trim_end().to_owned(), Some(default.to_owned()))
        }
    }
}

fn below(path: &[&'static str], shape: &Shape, found: &mut Vec<Vec<&'static str>>) {
    let mut one = |key: &'static str, shape: Option<&Shape>| {
        let path: Vec<&str> = path.iter().copied().chain([key]).collect();
        found.push(path.clone());
        if let Some(shape) = shape {
            below(&path, shape, found);
        }
    };
    match shape {
        Shape::Table(table) => table.all().for_each(|key| one(key.name, Some(&key.shape))),
        Shape::Forms(forms) => {
            for Form { name, shape, .. } in forms.all.iter().filter(|form| form.shape.is_some()) {
                one(name, shape.as_ref());
            }
        }
        Shape::Any(any) => any.shapes.iter().for_each(|shape| below(path, shape, found)),
        Shape::Options(options) => (options.names)().into_iter().for_each(|name| one(name, None)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::language::LANGUAGE;

    fn known(path: &[&str]) -> Key {
        let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        match LANGUAGE.describe(&path) {
            Lookup::Known(key) => key,
            other => panic!("{path:?}: {other:?}"),
        }
    }

    #[test]
    fn every_known_path_is_described() {
        let paths = LANGUAGE.known_paths();
        assert!(paths.len() > 600, "{}", paths.len());
        for path in paths {
            let key = known(&path);
            assert!(!key.about.is_empty(), "{path:?}");
            assert!(!key.takes.is_empty() && key.free.is_empty(), "{path:?}");
        }
    }

    #[test]
    fn defaults_are_told_from_what_a_key_is_for() {
        let port = known(&["redis", "port"]);
        assert_eq!((port.about.as_str(), port.default.as_deref()), ("The port of every node.", Some("Default: 6379")));
        assert_eq!(port.takes, "a whole number from 1 to 65535");
        let workers = known(&["odoo", "options", "workers"]);
        assert!(
            workers.option_of == Some("Odoo") && workers.default.as_deref().unwrap().starts_with("Odoo's default: ")
        );
        assert_eq!(known(&["redis", "settings", "hz"]).default.as_deref(), Some("Default: Redis's own"));
        assert!(known(&["odoo", "image"]).required && !known(&["redis", "maxmemory"]).required);
    }

    #[test]
    fn names_and_numbers_of_an_input_are_free() {
        assert_eq!(known(&["services", "a.b", "environment", "X", "redis", "db"]).free, [1, 3]);
        assert_eq!(known(&["redis", "persistence", "rdb", "0", "after"]).free, [3]);
        assert_eq!(known(&["postgres", "settings", "pg_stat_statements.max"]).free, [2]);
        let path = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
        assert!(matches!(LANGUAGE.describe(&path("redis.nonsense")), Lookup::Unknown(1)));
        assert!(matches!(LANGUAGE.describe(&path("odoo.options.db_host")), Lookup::Elsewhere("`[postgres]`")));
        assert!(matches!(
            LANGUAGE.describe(&path("redis.settings.requirepass")),
            Lookup::Elsewhere("`redis.password`")
        ));
    }
}
