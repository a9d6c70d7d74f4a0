//! `.env` as Docker Compose reads it, and as `stackgen env` does.

use std::collections::BTreeMap;

use stackgen::dotenv::{Dotenv, Value, quoted};

use crate::{compose_in, quiet};

/// Lines whose values Compose takes as they are; the names begin so that no other variable has one of them.
const LINES: &str = "# c\nT_A='it\\'s $HOME # x'\nT_B=\"plain\"\nT_C=bare value # comment\nT_D=bare#nocomment\n\
    export T_E=exported\nT_F = spaced\nT_G:colon\nT_H= # no comment\nT_I=\nT_J='a' # after\nT_K=a'b\nT_L='back\\\\slash\\n'\n\
    T_M=tail   \nT_N=twice\nT_N=again\nT_O='x'dropped\n";

/// What Compose makes of a file.
fn compose(file: &str) -> Option<BTreeMap<String, String>> {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("docker-compose.yml"), "services: { a: { image: x } }\n").unwrap();
    std::fs::write(dir.path().join(".env"), file).unwrap();
    let environment = quiet(compose_in(dir.path())?.args(["config", "--environment"]));
    let own = environment.lines().filter(|line| line.starts_with("T_"));
    Some(own.filter_map(|line| line.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// What the program makes of it.
fn ours(file: &str) -> BTreeMap<String, String> {
    let dotenv = Dotenv::parse(file);
    let text = |name: &str| dotenv.get(name)?.value.as_ref().and_then(Value::text);
    dotenv.entries.iter().filter_map(|entry| Some((entry.name.clone(), text(&entry.name)?))).collect()
}

#[test]
fn values_are_those_of_compose() {
    let Some(expected) = compose(LINES) else { return };
    assert_eq!(expected.len(), 15);
    assert_eq!(ours(LINES), expected);
}

#[test]
fn what_is_quoted_reaches_compose_as_it_is() {
    let values =
        ["plain", "$HOME ${PATH}", "it's", "\"", "# no comment", " spaces ", "a`b`$(c)", "back\\slash", "{}[]:;@/"];
    let lines: Vec<String> = values.iter().enumerate().map(|(at, text)| format!("T_{at}={}\n", quoted(text))).collect();
    let Some(found) = compose(&lines.concat()) else { return };
    for (at, text) in values.iter().enumerate() {
        assert_eq!(found[&format!("T_{at}")], *text);
    }
}
