//! The README says what is so.

#[path = "support/mod.rs"]
mod support;

use support::{both, compile, plain, project, real_input, root, stackgen};

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

fn block(name: &str, language: &str) -> String {
    let text = page(name);
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
    assert_eq!(both(&output).trim_end(), block("README.md", "text"));
}

#[test]
fn the_small_input_builds_without_findings() {
    let input = block("docs/input.md", "toml");
    let compiled = compile(&input);
    assert_eq!(plain(&input, &compiled), "");
    assert_eq!(compiled.modes, ["development", "production"]);
}

/// One screen and a half: what does not fit has a page.
#[test]
fn it_is_short() {
    assert!(page("README.md").lines().count() < 110);
}

#[test]
fn it_names_the_version() {
    let archive = concat!("stackgen-", env!("CARGO_PKG_VERSION"), "-x86_64-unknown-linux-musl");
    for name in ["README.md", "docs/guide.md", "docs/es/guide.md"] {
        let text = page(name);
        assert!(text.contains(archive), "{name}");
        assert_eq!(
            text.matches("tar -xzf stackgen-").count(),
            text.matches(&format!("tar -xzf {archive}.tar.gz")).count()
        );
    }
}

#[test]
fn it_counts_the_rules() {
    let rules = stackgen::rules::RULES.len();
    for name in ["README.md", "docs/pictures/stackgen.svg"] {
        let text = page(name).to_lowercase();
        let told: usize = text.split("more than ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert!(told < rules && rules <= told + 10, "{name}: {told}, and there are {rules}");
    }
}
