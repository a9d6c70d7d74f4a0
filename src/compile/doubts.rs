//! What may follow from a mistake: it is unknown what should be there, so no rule checks it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::codes::Code;
use crate::components::language::{self, LANGUAGE};
use crate::document::{Document, Found, strings_in, table_at, take_out};
use crate::finding::Diagnostic;
use crate::origin::Span;
use crate::policy::nearest_rule;
use crate::rule::COMPONENTS;
use crate::rules::rule;
use crate::suggest::nearest;

type Path = Vec<String>;

/// With more structural mistakes than this, the rules do not check the rest: the mistakes have to be fixed first.
pub(super) const MANY: usize = 100;

/// Sections whose entries have names that other keys refer to.
const NAMED: &[&str] = &["networks", "secrets", "services", "modes"];

/// Values for missing keys of required sections, so that the other sections can be checked; for a password, the name
/// of its secret.
const STAND_INS: &[(&str, &str, &str)] = &[
    ("stack", "name", "stand-in"),
    ("postgres", "image", "postgres:17"),
    ("postgres", "database", "stand-in"),
    ("postgres", "user", "stand_in"),
    ("postgres", "password", "stand_in"),
    ("redis", "image", "redis:7"),
    ("odoo", "image", "odoo:19.0"),
];

/// The findings that do not follow from another one.
pub(super) fn own(document: &Document<'_>, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if problems.len() > MANY {
        return problems;
    }
    let doubts: Vec<Doubts> = problems.iter().map(|problem| Doubts::about(document, problem)).collect();
    let touches = |one: usize, other: usize| {
        doubts.get(one).zip(problems.get(other)).is_some_and(|(doubts, problem)| doubts.touch(document, problem))
    };
    let follows = |at: usize| (0..problems.len()).any(|other| touches(other, at) && !touches(at, other));
    let follow: Vec<bool> = (0..problems.len()).map(follows).collect();
    problems.into_iter().zip(follow).filter(|(_, follows)| !follows).map(|(problem, _)| problem).collect()
}

/// Where something is wrong, and what depends on it. Keys are those of the base: an override counts as its key in the
/// base.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    /// What cannot be read; everything below it is doubtful too.
    wrong: BTreeSet<Path>,
    /// Unknown keys.
    unknown: BTreeSet<Path>,
    /// Tables in which what was meant may be missing, and the tables around them: missing keys and defaults there are
    /// doubtful.
    tables: BTreeSet<Path>,
    /// Tables in which a whole table is missing: their other keys are doubtful.
    lacking: BTreeSet<Path>,
    /// Modes whose own keys are wrong: it is unknown what runs in them.
    modes: BTreeSet<String>,
    /// Names in what cannot be read: it is unknown whether they are used, and whether correctly.
    names: BTreeSet<String>,
}

fn is_section(key: &String) -> bool {
    LANGUAGE.sections().any(|section| section == key)
}

/// The keys that lead to a place, as in the base. A mode's own keys, like `profiles`, are not in the base.
fn path_in_base(document: &Document<'_>, span: Span) -> Option<Path> {
    let path = document.path_at(span)?;
    Some(match path.as_slice() {
        [modes, _, of_stack @ ..] if modes == "modes" && of_stack.first().is_some_and(is_section) => of_stack.to_vec(),
        _ => path,
    })
}

impl Doubts {
    /// Whether nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.wrong.is_empty()
    }

    /// Removes what is wrong from a tree, and returns whether that was possible.
    pub(super) fn take_out(&mut self, tree: &mut DeTable<'_>, document: &Document<'_>, problem: &Diagnostic) -> bool {
        let Some(mut path) = path_in_base(document, problem.primary.span) else { return false };
        if problem.is(Code::MissingKey) && self.stand_in(tree, &path) {
            return true;
        }
        // An override is in the tree of the mode where the base would have the key.
        let in_tree = match path.as_slice() {
            [modes, _, key] if modes == "modes" => std::slice::from_ref(key),
            path => path,
        };
        let Some((count, taken)) = take_out(tree, in_tree).or_else(|| take_out(tree, &path)) else { return false };
        let count = count + path.len() - in_tree.len();
        path.truncate(count);
        if problem.is(Code::UnknownKey) && problem.meant_keys.is_none() {
            self.unknown.insert(path.clone());
        }
        if problem.is(Code::HeaderMissing) {
            for path in problem.labels.iter().filter_map(|label| path_in_base(document, label.span)) {
                self.wrong.extend(take_out(tree, &path).map(|_| path));
            }
        }
        problem.meant_keys.iter().for_each(|keys| self.add(keys.clone()));
        if let (DeValue::Table(below), Some((_, table))) = (taken.get_ref(), path.split_last()) {
            self.lacking.insert(table.to_vec());
            // A section, or a name in one, is removed with everything that it names.
            let names = below.keys().map(|key| key.get_ref().to_string());
            self.names.extend(names.filter(|_| path.len() == 1));
        }
        self.names_below(taken.get_ref());
        self.add(path);
        true
    }

    /// Adds a missing key to a section, and returns whether there is a value for it.
    fn stand_in(&mut self, tree: &mut DeTable<'_>, path: &Path) -> bool {
        let [section] = path.as_slice() else { return false };
        let Some(place) = tree.get_key_value(section.as_str()).map(|(key, _)| key.span()) else { return false };
        let Some(table) = table_at(tree, path) else { return false };
        let lacks = |key: &str| !table.contains_key(key);
        let Some((_, key, value)) = STAND_INS.iter().find(|(of, key, _)| of == section && lacks(key)) else {
            return false;
        };
        let text = |text| DeValue::String(Cow::Borrowed(text));
        let value = match *key {
            "password" => {
                let secret = Spanned::new(place.clone(), Cow::Borrowed("secret"));
                DeValue::Table(DeTable::from_iter([(secret, Spanned::new(place.clone(), text(value)))]))
            }
            _ => text(value),
        };
        table.insert(Spanned::new(place.clone(), Cow::Borrowed(*key)), Spanned::new(place, value));
        self.add([path.as_slice(), &[(*key).to_owned()]].concat());
        true
    }

    /// The doubts about keys that are not structural mistakes, although another key was probably meant.
    pub(super) fn of_misspelt(document: &Document<'_>, found: &[Diagnostic]) -> Self {
        let mut doubts = Self::default();
        let misspelt = |finding: &&Diagnostic| {
            let key = finding.meant_keys.as_ref().and_then(|keys| keys.last());
            key.is_some_and(|key| !document.has_beside(finding.primary.span, key))
        };
        found.iter().filter(misspelt).for_each(|one| doubts.add_found(document, one));
        // The option belongs to its own table, and to none around it.
        let own = doubts.wrong.iter().filter_map(|path| path.split_last()).map(|(_, table)| table.to_vec());
        doubts.tables = own.collect();
        doubts
    }

    fn about(document: &Document<'_>, problem: &Diagnostic) -> Self {
        let mut doubts = Self::default();
        doubts.add_found(document, problem);
        doubts
    }

    /// Adds what a finding reports as wrong, where the tree can be read.
    pub(super) fn add_found(&mut self, document: &Document<'_>, problem: &Diagnostic) {
        let Some(path) = path_in_base(document, problem.primary.span) else { return };
        let written = document.path_at(problem.primary.span).unwrap_or_default();
        if let Some(value) = Found::exactly(&document.root, &written).and_then(|found| found.value) {
            self.names_below(value);
        }
        problem.meant_keys.iter().for_each(|keys| self.add(keys.clone()));
        // It is known what is missing: the other keys of its table are right.
        if !problem.is(Code::MissingKey) || problem.meant_keys.is_none() {
            self.add(path);
        }
    }

    fn add(&mut self, path: Path) {
        if let [section, name] = path.as_slice()
            && NAMED.contains(&section.as_str())
        {
            self.names.insert(name.clone());
        }
        if let [modes, name, ..] = path.as_slice()
            && modes == "modes"
        {
            self.modes.insert(name.clone());
        }
        self.tables.extend((1..path.len()).filter_map(|length| path.get(..length)).map(<[String]>::to_vec));
        self.wrong.insert(path);
    }

    fn names_below(&mut self, value: &DeValue<'_>) {
        strings_in(value, &mut |text| self.names.extend([text.to_owned()]));
    }

    /// The problems that do not follow from what is wrong. What the others are about is added to what is wrong.
    pub(super) fn without_followers(
        &mut self,
        document: &Document<'_>,
        mut problems: Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        loop {
            let (follow, own): (Vec<_>, Vec<_>) =
                problems.into_iter().partition(|problem| self.touch(document, problem));
            if follow.is_empty() {
                return own;
            }
            for problem in &follow {
                self.add_found(document, problem);
            }
            problems = own;
        }
    }

    /// Whether a finding may follow from what is wrong.
    pub(super) fn touch(&self, document: &Document<'_>, finding: &Diagnostic) -> bool {
        let depends_on = rule(finding.rule).map(|rule| rule.depends_on).unwrap_or_default();
        !self.is_empty()
            && (depends_on.iter().any(|table| self.is_wrong_in(table))
                || self.touch_place(document, finding)
                || self.is_of_modes(finding))
    }

    /// Whether a finding holds only in modes whose own keys are wrong.
    fn is_of_modes(&self, finding: &Diagnostic) -> bool {
        let all = self.wrong.iter().any(|path| matches!(path.as_slice(), [section] if section == "modes"));
        all || (!finding.modes.is_empty() && finding.modes.iter().all(|mode| self.modes.contains(mode)))
    }

    /// Whether one of a finding's places is doubtful.
    pub(super) fn touch_place(&self, document: &Document<'_>, finding: &Diagnostic) -> bool {
        let mut places = std::iter::once(&finding.primary).chain(&finding.labels);
        !self.is_empty() && places.any(|place| self.is_doubtful(document, place.span))
    }

    /// Whether something is wrong in tables of this name, or in the tables that contain them; an unknown key may have
    /// been any key of its table.
    fn is_wrong_in(&self, table: &str) -> bool {
        if table == COMPONENTS {
            return language::Stack::COMPONENTS.iter().any(|section| self.is_wrong_in(section));
        }
        let keys: Vec<&str> = table.split('.').filter(|key| !key.is_empty()).collect();
        let begins = |path: &[String]| path.iter().zip(&keys).all(|(one, other)| one == other);
        let within = |path: &Path| path.windows(keys.len().max(1)).any(begins) || begins(path);
        let meant = |path: &Path| path.split_last().is_some_and(|(_, above)| begins(above));
        keys.is_empty() || self.wrong.iter().any(within) || self.unknown.iter().any(meant)
    }

    /// Whether it is unknown if the input lowers or allows this finding.
    pub(super) fn of_policy(&self, document: &Document<'_>, finding: &Diagnostic) -> bool {
        let meant = |key: &str| nearest(key, LANGUAGE.sections()).is_none_or(|near| near == "rules");
        let is_of = |name: &str| nearest_rule(name).is_some_and(|rule| rule.name == finding.rule);
        let is_wrong = |path: &Path| match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            // The whole list is removed with one of its entries: whatever it names is in doubt.
            ["rules", "allow", ..] => {
                let allow = Found::exactly(&document.root, &["rules", "allow"].map(str::to_owned));
                let mut named = false;
                match allow.and_then(|found| found.value) {
                    Some(list @ DeValue::Array(_)) => strings_in(list, &mut |text| named |= is_of(text)),
                    _ => named = true,
                }
                named
            }
            ["rules", "levels", name, ..] => is_of(name),
            ["rules", ..] => true,
            _ => false,
        };
        self.wrong.iter().any(is_wrong)
            || self.unknown.iter().any(|path| matches!(path.as_slice(), [section] if meant(section)))
    }

    fn is_doubtful(&self, document: &Document<'_>, span: Span) -> bool {
        let Some(path) = path_in_base(document, span) else { return true };
        let above = path.split_last().map(|(_, above)| above).unwrap_or_default();
        let named = |(key, above): (&String, &[String])| {
            let is_entry = matches!(above, [section] if NAMED.contains(&section.as_str()));
            (is_entry || above.iter().any(|key| key == "depends_on")) && self.names.contains(key)
        };
        let text = || {
            let written = document.path_at(span).unwrap_or_default();
            let value = Found::exactly(&document.root, &written).and_then(|found| found.value);
            value.and_then(DeValue::as_str).is_some_and(|text| self.names.contains(text))
        };
        let mut keys = (0..path.len()).filter_map(|at| Some((path.get(at)?, path.get(..at)?)));
        (0..=path.len()).any(|length| path.get(..length).is_some_and(|above| self.wrong.contains(above)))
            || self.tables.contains(&path)
            // A finding about what a container does not have is at its name.
            || (path.last().is_some_and(|key| key == "service") && self.tables.contains(above))
            || self.lacking.contains(above)
            || keys.any(named)
            || text()
    }
}
