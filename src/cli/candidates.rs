//! Completions for a shell: names of rules, keys, modes and secrets, including those of the inputs in this folder.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap_complete::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use toml::de::{DeTable, DeValue};

use super::inputs::{InputArgs, found};
use super::project::Project;
use super::surroundings::local_values;
use crate::codes::Code;
use crate::compile::Parsed;
use crate::components::language::LANGUAGE;
use crate::document::{Document, Masked};
use crate::input::FIXED_STRUCTURE;
use crate::pages::Page;
use crate::rules::RULES;
use crate::source::Source;

/// The rules.
pub(super) fn rules() -> ArgValueCandidates {
    ArgValueCandidates::new(|| of_rules().collect())
}

/// The rules whose findings can be fixed.
pub(super) fn fixed_rules() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        of_rules().chain(FIXED_STRUCTURE.iter().map(|code| CompletionCandidate::new(code.name()))).collect()
    })
}

/// What `explain` accepts: rules, codes, and the keys below the typed text.
pub(super) fn explained() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_str().unwrap_or_default();
        let codes = Code::ALL.iter().map(|code| candidate(code.name(), Page::of_code(*code).summary));
        let named = of_rules().chain(codes).chain(keys(typed).into_iter().map(CompletionCandidate::new));
        named.filter(|one| one.get_value().to_str().is_some_and(|name| name.starts_with(typed))).collect()
    })
}

/// The modes of the inputs.
pub(super) fn modes() -> ArgValueCandidates {
    ArgValueCandidates::new(|| names_of("modes"))
}

/// The secrets of the inputs.
pub(super) fn secrets() -> ArgValueCandidates {
    ArgValueCandidates::new(|| names_of("secrets"))
}

fn of_rules() -> impl Iterator<Item = CompletionCandidate> {
    RULES.iter().map(|rule| candidate(rule.name, Page::of(rule).summary))
}

fn candidate(name: &str, about: &str) -> CompletionCandidate {
    CompletionCandidate::new(name).help(Some(about.to_owned().into()))
}

/// The keys that extend the typed text by one part, including those of the inputs.
fn keys(typed: &str) -> BTreeSet<String> {
    let depth = typed.matches('.').count() + 1;
    let mut keys: BTreeSet<String> =
        LANGUAGE.known_paths().iter().filter(|path| path.len() == depth).map(|path| path.join(".")).collect();
    with_inputs(|root, is_shown| below(root, depth, &mut Vec::new(), is_shown, &mut keys));
    keys
}

fn below(
    table: &DeTable<'_>,
    depth: usize,
    path: &mut Vec<String>,
    is_shown: &dyn Fn(&str) -> bool,
    keys: &mut BTreeSet<String>,
) {
    for (key, value) in table.iter().filter(|(key, _)| is_shown(key.get_ref())) {
        path.push(key.get_ref().to_string());
        if path.len() == depth {
            keys.insert(path.join("."));
        } else if let DeValue::Table(table) = value.get_ref() {
            below(table, depth, path, is_shown, keys);
        }
        path.pop();
    }
}

fn names_of(section: &str) -> Vec<CompletionCandidate> {
    let mut names = BTreeSet::new();
    with_inputs(|root, is_shown| {
        let table = root.get(section).and_then(|section| section.get_ref().as_table());
        let keys = table.into_iter().flat_map(DeTable::keys).map(|key| key.get_ref().to_string());
        names.extend(keys.filter(|name| is_shown(name)));
    });
    names.into_iter().map(CompletionCandidate::new).collect()
}

/// Whether a name needs no quotes in any shell and is not an option: a shell inserts it into the command line
/// unchanged, and the next key runs it. Names that need quotes are rare, and are not completed.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    !name.is_empty() && !name.starts_with('-') && name.chars().all(plain)
}

/// Calls `look` for each input in this folder, with a function that tells which of its names may be shown. Inputs
/// that cannot be read are skipped.
fn with_inputs(mut look: impl FnMut(&DeTable<'_>, &dyn Fn(&str) -> bool)) {
    let project = Project::find();
    let paths = found().unwrap_or_default().into_iter().filter(|path| project.accept(path).is_ok());
    let sources: Vec<Source> = paths.filter_map(|path| Source::read(&path).ok()).collect();
    let outs: Vec<_> = sources.iter().map(|source| InputArgs::default().out_of(source.path())).collect();
    // If the values cannot be read, they could be among the names.
    let Ok(local) = local_values(&outs, &sources.iter().map(Parsed::of).collect::<Vec<_>>()) else { return };
    for source in &sources {
        let (document, errors) = Document::parse(source);
        let hidden = document.hidden(local.redactor());
        let masked = Masked::new(source, &hidden, false);
        if errors.is_empty() {
            look(document.root.get_ref(), &|name| is_plain(name) && masked.hide(name) == name);
        }
    }
}
