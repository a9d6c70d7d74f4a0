//! The forms in which providers write their keys, and programs take a password: a table with a source for each.

use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use regex::Regex;

use super::Found;

/// A form of credentials.
#[derive(Debug)]
pub struct Form {
    /// What has it.
    pub what: &'static str,
    /// Matches the credential, with as little around it as tells it apart.
    pattern: &'static str,
    /// One of these is in every match: where there is none, the pattern is not tried.
    signs: Vec<&'static str>,
    /// Who says so.
    pub source: &'static str,
    compiled: OnceLock<Regex>,
}

impl Form {
    fn regex(&self) -> &Regex {
        self.compiled.get_or_init(|| Regex::new(self.pattern).expect("the pattern is ours, and a test compiles it"))
    }
}

/// Every form, with its source: `forms.tsv`.
pub static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let lines = include_str!("forms.tsv").lines().filter(|line| !line.starts_with("# "));
    lines.filter_map(form).collect()
});

fn form(line: &'static str) -> Option<Form> {
    let mut columns = line.split('\t');
    let (what, pattern, signs) = (columns.next()?, columns.next()?, columns.next()?);
    let signs = signs.split(" / ").collect();
    Some(Form { what, pattern, signs, source: columns.next()?, compiled: OnceLock::new() })
}

/// Finds the signs of all forms in one pass.
struct Signs {
    automaton: AhoCorasick,
    /// The form of each sign.
    forms: Vec<usize>,
}

static SIGNS: LazyLock<Signs> = LazyLock::new(|| {
    let all = FORMS.iter().enumerate().flat_map(|(form, of)| of.signs.iter().map(move |sign| (form, *sign)));
    let (forms, signs): (Vec<usize>, Vec<&str>) = all.unzip();
    let automaton = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(signs);
    Signs { automaton: automaton.expect("the signs are ours, and a test finds each of them"), forms }
});

/// Every credential that has one of the forms.
pub(super) fn find(text: &str) -> impl Iterator<Item = Found> {
    let signs = SIGNS.automaton.find_overlapping_iter(text);
    let mut with_a_sign: Vec<usize> =
        signs.filter_map(|sign| SIGNS.forms.get(sign.pattern().as_usize()).copied()).collect();
    with_a_sign.sort_unstable();
    with_a_sign.dedup();
    with_a_sign
        .into_iter()
        .filter_map(|form| FORMS.get(form))
        .flat_map(|form| form.regex().find_iter(text).map(|one| Found { what: form.what, place: one.range() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An example of each form, which nobody's key is: the mark is taken out.
    fn examples() -> Vec<(&'static str, String)> {
        let lines = include_str!("../../tests/fixtures/credentials.tsv").lines().filter(|line| !line.starts_with("# "));
        let example = |line: &'static str| {
            let (what, example) = line.split_once('\t').unwrap();
            (what, example.replace('¦', "").replace("\\n", "\n"))
        };
        lines.map(example).collect()
    }

    #[test]
    fn every_form_has_a_source_and_finds_its_example() {
        let examples = examples();
        assert_eq!(examples.len(), FORMS.len());
        for (form, (what, example)) in FORMS.iter().zip(&examples) {
            assert_eq!(form.what, *what);
            assert!(!form.source.is_empty() && form.signs.iter().all(|sign| !sign.is_empty()), "{what}");
            assert!(form.regex().is_match(example), "{what}: {example}");
            for found in form.regex().find_iter(example) {
                let lower = found.as_str().to_lowercase();
                assert!(form.signs.iter().any(|sign| lower.contains(&sign.to_lowercase())), "{what}: {lower}");
            }
            assert!(find(example).any(|found| found.what == *what), "{what}: {example}");
        }
    }
}
