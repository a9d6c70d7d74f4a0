//! The README says what is so.

#[path = "support/mod.rs"]
mod support;

use support::{both, compile, plain, project, real_input, root, stackgen};

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).unwrap()
}

fn block(language: &str) -> String {
    let text = readme();
    let after = text.split(&format!("```{language}\n")).nth(1).unwrap().to_owned();
    after.split("\n```").next().unwrap().to_owned()
}

#[test]
fn the_diagnostic_is_as_it_prints() {
    let input: Vec<String> = real_input()
        .lines()
        .map(|line| match line.split_once("memory = \"1536 MiB\" }") {
            Some((before, _)) => format!("{before}memory = \"512 MiB\" }}"),
            None => line.to_owned(),
        })
        .collect();
    let dir = project(&(input.join("\n") + "\n"));
    let output = stackgen(dir.path()).arg("build").output().unwrap();
    assert_eq!(both(&output).trim_end(), block("text"));
}

#[test]
fn the_input_in_short_builds_without_findings() {
    let input = block("toml");
    let compiled = compile(&input);
    assert_eq!(plain(&input, &compiled), "");
    assert_eq!(compiled.modes, ["development", "production"]);
}
