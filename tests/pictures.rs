//! The diagnostics of `docs/diagnostics.md` as a terminal shows them: drawn from what the program prints.
//! (`UPDATE_DOCS=1 cargo test --test pictures` draws them again.)

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::process::{Command, Stdio};

use support::{built, project, real_input, root, stackgen, tool};

/// The only place of a text in the real deployment's input is replaced.
fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(real_input(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text.replace(old, new)
    })
}

/// What a command prints on a terminal that is 100 columns wide.
fn printed(dir: &Path, words: &[&str]) -> String {
    let mut command = stackgen(dir);
    command.args(words).args(["--color", "always"]).env("COLUMNS", "100");
    let output = command.output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

fn svg(python: &Path, title: &str, text: &str) -> String {
    let mut command = Command::new(python);
    command.arg(root().join("tests/pictures.py")).arg(title).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_pictures_are_what_is_printed() {
    let Some(python) = tool("python") else { return };
    let page = std::fs::read_to_string(root().join("docs/diagnostics.md")).unwrap();
    let check = |name: &str, title: &str, text: &str| {
        assert!(text.contains('\u{1b}'), "{name} has no colours: {text}");
        assert!(page.contains(&format!("](pictures/{name}.svg)")), "{name} is not on the page");
        let path = root().join(format!("docs/pictures/{name}.svg"));
        let made = svg(&python, title, text);
        if std::env::var_os("UPDATE_DOCS").is_some_and(|value| !value.is_empty()) {
            std::fs::write(&path, &made).unwrap();
        }
        let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(on_disk == made, "{name}: `UPDATE_DOCS=1 cargo test --test pictures` draws it again");
    };

    let quorum = with(&[("quorum = 2", "quorum = 3")]);
    check("rule", "stackgen check", &printed(project(&quorum).path(), &["check"]));

    let mode =
        with(&[("[modes.production] #", "[modes.production.odoo.options]\ndb_maxconn = 32\n\n[modes.production] #")]);
    check("mode", "stackgen check", &printed(project(&mode).path(), &["check"]));

    let slips = with(&[("maxmemory = \"512mb\"", "max_memory = \"512mb\""), ("count = 3", "count = \"three\"")]);
    check("mistakes", "stackgen build", &printed(project(&slips).path(), &["build"]));

    let secret = with(&[("LOG_LEVEL = \"INFO\"", "API_TOKEN = \"Zq8-vT4xLw91\"")]);
    let text = printed(project(&secret).path(), &["build"]);
    assert!(!text.contains("Zq8"), "the value is shown: {text}");
    check("secret", "stackgen build", &text);

    let dir = built(&real_input());
    let conf = dir.path().join("generated/odoo/odoo.conf");
    let edited = std::fs::read_to_string(&conf).unwrap().replace("workers = 4", "workers = 8");
    std::fs::write(conf, edited).unwrap();
    check("drift", "stackgen build --check", &printed(dir.path(), &["build", "--check"]));

    let fix = with(&[("quorum = 2", "quorum = 1")]);
    check("fix", "stackgen fix --suggested --diff", &printed(project(&fix).path(), &["fix", "--suggested", "--diff"]));
}
