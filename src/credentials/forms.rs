//! The forms of providers' keys, and of passwords for programs: a table with a source for each.

use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use super::Found;
use super::sign::Sign;

/// A form of a credential.
#[derive(Debug)]
pub struct Form {
    /// The kind of credential.
    pub what: &'static str,
    /// Matches the credential, with as little context as is needed to recognise it.
    pattern: &'static str,
    /// Every match contains one of these: without one, the pattern is not tried.
    signs: Vec<Sign>,
    /// The source of the form.
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
    let signs = signs.split(" / ").map(Sign::read).collect();
    Some(Form { what, pattern, signs, source: columns.next()?, compiled: OnceLock::new() })
}

/// The signs of all forms by their first two bytes in lower case, so that they are found in one pass.
struct Signs {
    /// The class of each byte; 0: no sign has it as its first or second byte.
    class: [u8; 256],
    /// The number of classes.
    classes: usize,
    /// The group that starts with bytes of these two classes; 0: none.
    group: Vec<u8>,
    /// The signs with the same start, with their forms.
    groups: Vec<Vec<(usize, &'static Sign)>>,
}

/// The first two bytes of a text in lower case.
fn beginning(text: &str) -> Option<[u8; 2]> {
    text.as_bytes().first_chunk().map(|two: &[u8; 2]| two.map(|byte| byte.to_ascii_lowercase()))
}

static SIGNS: LazyLock<Signs> = LazyLock::new(|| {
    let all = FORMS.iter().enumerate().flat_map(|(form, of)| of.signs.iter().map(move |sign| (form, sign)));
    let all: Vec<_> = all.filter_map(|(form, sign)| Some((beginning(sign.text)?, form, sign))).collect();
    let mut class = [0; 256];
    let mut classes = 1;
    for byte in all.iter().flat_map(|(two, ..)| *two) {
        if class[usize::from(byte)] == 0 {
            class[usize::from(byte)] = classes;
            class[usize::from(byte.to_ascii_uppercase())] = classes;
            classes += 1;
        }
    }
    let classes = usize::from(classes);
    let mut signs = Signs { class, classes, group: vec![0; classes * classes], groups: vec![Vec::new()] };
    for ([one, two], form, sign) in all {
        let group =
            &mut signs.group[usize::from(class[usize::from(one)]) * classes + usize::from(class[usize::from(two)])];
        if *group == 0 {
            *group = u8::try_from(signs.groups.len()).expect("the signs begin in fewer ways, as a test sees");
            signs.groups.push(Vec::new());
        }
        signs.groups[usize::from(*group)].push((form, sign));
    }
    signs
});

impl Signs {
    /// The forms whose signs are in a text.
    fn forms(&self, text: &str) -> Vec<usize> {
        let (mut forms, mut row) = (Vec::new(), 0);
        for (at, byte) in text.bytes().enumerate() {
            let class = usize::from(self.class[usize::from(byte)]);
            let group = self.group.get(row + class).copied().unwrap_or_default();
            row = class * self.classes;
            if group != 0 {
                let alike = self.groups.get(usize::from(group)).into_iter().flatten();
                forms.extend(alike.filter(|(_, sign)| sign.is_at(text, at - 1)).map(|(form, _)| *form));
            }
        }
        forms
    }
}

/// Every credential that has one of the forms.
pub(super) fn find(text: &str) -> impl Iterator<Item = Found> {
    let mut with_a_sign = SIGNS.forms(text);
    with_a_sign.sort_unstable();
    with_a_sign.dedup();
    with_a_sign
        .into_iter()
        .filter_map(|form| FORMS.get(form))
        .flat_map(|form| form.regex().find_iter(text).map(|one| Found { what: form.what, place: one.range() }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::strategy::ValueTree as _;

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
            assert!(!form.source.is_empty() && form.signs.iter().all(|sign| beginning(sign.text).is_some()), "{what}");
            assert!(form.regex().is_match(example), "{what}: {example}");
            for found in form.regex().find_iter(example) {
                let lower = found.as_str().to_lowercase();
                assert!(form.signs.iter().any(|sign| lower.contains(&sign.text.to_lowercase())), "{what}: {lower}");
            }
            assert!(find(example).any(|found| found.what == *what), "{what}: {example}");
        }
    }

    /// A pattern without what the generator of texts does not know: anchors, and the ends of words.
    fn generated(pattern: &str) -> impl Strategy<Value = String> + use<> {
        let plain = pattern.replace(r"\b", "").replace(r"\z", "").replace("(?im:", "(?:").replace("(?m:", "(?:");
        let plain = plain.replace("(?:^|", "(?:").replace("|$)", ")").replace("$|", "|").replace("$)", ")");
        let plain = plain.replace("(?:^[ ", "(?:[ ").replace("(?i:", "(?:").replace(r"[\s\S]", "[a-z\n]");
        proptest::string::string_regex(&plain).unwrap_or_else(|error| panic!("{plain}: {error}"))
    }

    /// The cheap look for signs must overlook nothing that the pattern finds.
    #[test]
    fn no_pattern_finds_what_has_no_sign() {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        for form in FORMS.iter() {
            let text = ("[ a'\"\n]{0,3}", generated(form.pattern), "[ a'\"\n]{0,3}");
            let texts = text.prop_map(|(before, text, behind)| before + &text + &behind);
            let mut matched = 0;
            for _ in 0..200 {
                let text = texts.new_tree(&mut runner).unwrap().current();
                for text in [text.clone(), text.to_ascii_uppercase()] {
                    let finds = form.regex().find_iter(&text).next().is_some();
                    matched += usize::from(finds);
                    assert!(!finds || find(&text).any(|found| found.what == form.what), "{}: {text:?}", form.what);
                }
            }
            assert!(matched > 20, "{}: {matched} of 400 texts match", form.what);
        }
    }

    /// Compiling a pattern costs more than all else that is done with a line.
    #[test]
    fn the_real_deployment_needs_no_pattern() {
        let files = ignore::WalkBuilder::new("generated").standard_filters(false).build();
        let files = files.map(|entry| entry.unwrap().into_path()).filter(|path| path.is_file());
        let mut lines = 0;
        for path in files.chain(["inputs/stack.toml".into()]) {
            for line in std::fs::read_to_string(&path).unwrap().lines() {
                // As the readers of YAML and of TOML see it.
                let line = line.replace("\\\"", "\"").replace("$$", "$");
                let tried: Vec<&str> = SIGNS.forms(&line).into_iter().map(|form| FORMS[form].what).collect();
                assert!(tried.is_empty(), "{}: {line}: {tried:?}", path.display());
                lines += 1;
            }
        }
        assert!(lines > 1000, "{lines}");
    }
}
