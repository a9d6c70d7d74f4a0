//! Hostile strings mean the same to YAML 1.1 (PyYAML), to Compose and to the input.

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use stackgen::credentials::form;

use crate::support::{base_with, compile, tool};
use crate::{compose_in, python, quiet};

/// Strings that some reader of YAML, of variables or of templates takes for something else.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "Y",
    "NO",
    "true",
    "False",
    "null",
    "Null",
    "~",
    "nan",
    ".inf",
    "-.INF",
    "22:22",
    "190:20:30",
    "0755",
    "0o7",
    "0x1F",
    "0b1",
    "1e3",
    ".5",
    "1.",
    "+1",
    "-0",
    "1_000",
    "2026-01-01",
    "2001-12-14t21:59:43.10-05:00",
    "$x",
    "${",
    "${X}",
    "${X:-y}",
    "$$",
    "$$$",
    "$",
    "${HOME}",
    "'",
    "\"",
    "''",
    "#",
    " #x",
    "a #b",
    ":",
    "a: b",
    "a:",
    "-",
    "- a",
    "---",
    "...",
    " a",
    "a ",
    "\ta",
    "a\t",
    "\n",
    "a\n",
    "\na",
    "a\n\nb",
    " \n ",
    "ñandú",
    "日本語",
    "🐘",
    "👩‍👩‍👧",
    "\u{2028}",
    "a\u{2029}b",
    "\u{200f}a",
    "\u{202e}abc",
    "\u{2066}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{1fffe}",
    "\u{10ffff}",
    "\u{e000}",
    "\\",
    "\\n",
    "\\\"",
    "\\u0041",
    "C:\\x",
    "{{x}}",
    "{a: b}",
    "[a]",
    "{}",
    "[]",
    "%",
    "%TAG",
    "@",
    "&",
    "&a",
    "*",
    "*a",
    "!",
    "!a",
    "!override",
    "!reset null",
    "!!str x",
    "|",
    "|-",
    ">",
    ">+",
    "=",
    "<<",
    "<<: *a",
    "`",
    ",",
    "?",
    "? a",
    "a,b",
    "a=b",
    "a\u{feff}",
];

/// Whether the input takes it: no control characters, nothing that looks like a credential.
fn acceptable(text: &str) -> bool {
    let refused = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{feff}';
    !text.chars().any(refused) && form(text).is_none()
}

/// Pieces that make another thing together than alone.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(HOSTILE).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        2 => proptest::char::range(' ', '~').prop_map(String::from),
        1 => proptest::sample::select(&['\n', '\t', ' ', '$', '"', '\\'][..]).prop_map(String::from),
    ];
    let joined = proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat());
    joined.prop_filter("the input refuses it", |text| acceptable(text))
}

fn input(texts: &[String]) -> String {
    let variables: toml::Table = texts.iter().enumerate().map(|(i, s)| (format!("V{i}"), s.as_str().into())).collect();
    let over = toml::toml! {
        [services.probe]
        image = "example.com/probe:1"
    };
    let mut over: toml::Table = over;
    over["services"]["probe"].as_table_mut().unwrap().insert("environment".into(), variables.into());
    base_with(&toml::to_string(&over).unwrap())
}

/// A string of the environment as one reader has it.
fn value(project: &Value, index: usize) -> Option<&str> {
    project.pointer(&format!("/services/probe/environment/V{index}"))?.as_str()
}

/// How the readers read a document with these strings; both escape `$` as `$$`.
fn readings(dir: &Path, texts: &[String]) -> [(&'static str, Value); 2] {
    let compiled = compile(&input(texts));
    let files = compiled.files.unwrap_or_else(|| panic!("{:?}", compiled.found));
    let main = files.iter().find(|file| file.path() == "docker-compose.yml").unwrap();
    let path = dir.join("docker-compose.yml");
    std::fs::write(&path, main.text()).unwrap();
    let compose = quiet(compose_in(dir).unwrap().args(["config", "--format", "json"]));
    [("PyYAML", python("read_yaml.py", &[&path]).unwrap()), ("Compose", serde_json::from_str(&compose).unwrap())]
}

fn same_to_all(dir: &Path, texts: &[String]) -> Result<(), TestCaseError> {
    for (reader, project) in readings(dir, texts) {
        for (index, text) in texts.iter().enumerate() {
            let read = value(&project, index).map(|read| read.replace("$$", "$"));
            prop_assert_eq!(read.as_ref(), Some(text), "{} reads it otherwise", reader);
        }
    }
    Ok(())
}

fn readers_are_there() -> bool {
    tool("python").is_some() && crate::support::compose().is_some()
}

#[test]
fn each_hostile_string_reads_the_same() {
    if !readers_are_there() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let texts: Vec<String> = HOSTILE.iter().filter(|text| acceptable(text)).map(|text| (*text).to_owned()).collect();
    assert!(texts.len() > HOSTILE.len() - 3, "nearly all of them are possible");
    same_to_all(dir.path(), &texts).unwrap();
}

#[test]
fn strings_of_hostile_pieces_read_the_same() {
    if !readers_are_there() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let config = Config { cases: 48, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let texts = proptest::collection::vec(text(), 40);
    TestRunner::new(config).run(&texts, |texts| same_to_all(dir.path(), &texts)).unwrap();
}
