//! What is generated is compared, value by value, with what the stack says: every value is changed, one at a time, and each
//! change must be refused. So an emitter that is wrong cannot pass.

#[path = "support/mod.rs"]
mod support;

use std::process::Command;
use std::sync::Arc;

use stackgen::artifact::{Artifact, Kind};
use stackgen::dotenv::LocalValues;
use stackgen::model::{Deployment, Stack};
use stackgen::targets::compose::{Emitted, Node, emit};
use stackgen::verify::{Known, file, verify};
use support::{base_with, built, real_input, stackgen, stacks, succeeds};

/// Inputs that between them have every kind of file and of value.
fn inputs() -> Vec<String> {
    let valkey = real_input().replace("redis:7-alpine", "valkey/valkey:8-alpine");
    let names = real_input().lines().filter(|line| !line.starts_with("subnet = ")).collect::<Vec<_>>().join("\n");
    let more = base_with(
        r#"
        [secrets]
        postgres_password = { env = "POSTGRES_PASSWORD" }
        api_key = { file = "./generated/api_key" }
        [postgres]
        superuser = { name = "root", password = { secret = "postgres_password" } }
        [proxy]
        image = "nginx:1.28-alpine"
        port = 8080
        max_body_size = "64 MiB"
        [odoo]
        proxy = { service = "proxy" }
        [services.labels]
        image = "registry.example.com/labels:2.3"
        command = ["labels", "it's", "$HOME"]
        user = "1000"
        working_dir = "/srv/$HOME"
        labels = { "traefik.enable" = "true", rule = "Host(`a.example`)" }
        ports = [{ container = 80, host = 8081, address = "127.0.0.1" }]
        volumes = [{ source = { bind = "./labels" }, target = "/data", read_only = true }]
        healthcheck = { command = ["labels", "check"] }
        resources = { memory = "256 MiB", cpus = 0.25, reserved_memory = "128 MiB", reserved_cpus = 0.1 }
        security = { read_only = true, tmpfs = ["/tmp"], cap_drop = ["ALL"], cap_add = ["CHOWN"] }
        depends_on = { odoo = "started" }
        [services.labels.environment]
        API_KEY = { secret = "api_key" }
        DATABASE_URL = { postgres = { part = "url", connections = 5 } }
        LOG_LEVEL = "in'fo $HOME"
        "#,
    );
    vec![real_input(), valkey, names, more]
}

/// Every word of a line that is changed: a number to the next, another word by a letter.
fn changes(line: &str) -> Vec<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut changed = Vec::new();
    let mut start = None;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (start, is_word(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let word = &line[from..at];
                let other = word.parse::<u64>().map_or_else(|_| format!("{word}x"), |number| (number + 1).to_string());
                changed.push(format!("{}{other}{}", &line[..from], &line[at..]));
                start = None;
            }
            _ => {}
        }
    }
    changed
}

fn with_lines(artifact: &Artifact, lines: Vec<String>) -> Artifact {
    let mut file = Artifact::without_lines(artifact.path.clone(), artifact.kind);
    lines.iter().for_each(|line| file.line(line, None));
    file
}

/// The files that a change of this one makes: of each line every word, its absence, and its repetition.
fn mutants(artifact: &Artifact) -> Vec<(String, Artifact)> {
    let lines: Vec<String> = artifact.lines().map(|line| line.text.to_owned()).collect();
    let mut mutants = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let mut other = |what: &str, lines: Vec<String>| {
            mutants.push((format!("{}:{} {what}", artifact.path, at + 1), with_lines(artifact, lines)));
        };
        for changed in changes(line) {
            let mut lines = lines.clone();
            lines[at].clone_from(&changed);
            other(&changed, lines);
        }
        let mut without = lines.clone();
        without.remove(at);
        other("is missing", without);
        // A rule that Git reads twice is one rule.
        if artifact.kind != Kind::GitIgnore {
            let mut twice = lines.clone();
            twice.insert(at, line.clone());
            other("stands twice", twice);
        }
    }
    mutants
}

#[test]
fn every_value_of_a_file_is_compared_with_the_stack() {
    let mut kinds = std::collections::BTreeMap::new();
    for input in inputs() {
        let (base, modes) = stacks(&input);
        let deployment = Deployment { base: &base, modes: &modes };
        let emitted = emit(deployment, "stack.toml");
        for artifact in &emitted.artifacts {
            if matches!(artifact.kind, Kind::Compose | Kind::ComposeOverride) {
                continue;
            }
            file(artifact, &emitted.artifacts, deployment).unwrap_or_else(|wrong| panic!("{wrong}"));
            // `sentinel-2.production.conf` is of the kind of `sentinel-`.
            let name = artifact.path.file_name().unwrap();
            let of: String = name.chars().take_while(|c| c.is_ascii_alphabetic() || "-_".contains(*c)).collect();
            let of = if artifact.kind == Kind::Config { of } else { format!("{:?}", artifact.kind) };
            let passed: Vec<String> = mutants(artifact)
                .into_iter()
                .inspect(|_| *kinds.entry(of.clone()).or_insert(0) += 1)
                .filter(|(_, mutant)| file(mutant, &emitted.artifacts, deployment).is_ok())
                .map(|(what, _)| what)
                .collect();
            assert!(passed.is_empty(), "accepted: {passed:#?}");
        }
    }
    eprintln!("changes that were refused, by the kind of file: {kinds:?}");
    assert!(kinds.values().all(|count| *count >= 5), "{kinds:?}");
    let kinds: Vec<&str> = kinds.keys().map(String::as_str).collect();
    assert_eq!(
        kinds,
        [
            "EnvTemplate",
            "GitAttributes",
            "GitIgnore",
            "InitScript",
            "Script",
            "haproxy",
            "nginx",
            "odoo",
            "redis-master",
            "redis-replica-",
            "sentinel-"
        ]
    );
}

/// Every leaf of a project, by its path.
fn leaves(node: &Node, path: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
    let mut below = |key: String, node: &Node| {
        path.push(key);
        leaves(node, path, all);
        path.pop();
    };
    match node {
        Node::Map(map) => map.0.iter().for_each(|(key, entry)| below(key.to_string(), &entry.value)),
        Node::List(items) => items.iter().enumerate().for_each(|(at, item)| below(at.to_string(), item)),
        _ => all.push(path.clone()),
    }
}

fn at<'n>(node: &'n mut Node, path: &[String]) -> &'n mut Node {
    let Some((first, rest)) = path.split_first() else { return node };
    match node {
        Node::Map(map) => at(&mut Arc::make_mut(map).0.get_mut(first.as_str()).unwrap().value, rest),
        Node::List(items) => at(&mut items[first.parse::<usize>().unwrap()], rest),
        _ => panic!("{path:?}"),
    }
}

/// Another value of the same kind that the promised shape does not refuse for its spelling alone.
fn other(node: &Node) -> Node {
    match node {
        Node::Bool(it) => Node::Bool(!it),
        Node::Int(it) => Node::Int(it + 1),
        Node::Text(text) => Node::Text(match changes(text).into_iter().next() {
            Some(changed) => changed,
            None => format!("{text}x"),
        }),
        _ => panic!("no leaf"),
    }
}

/// The project alone, without a mode: its text says what an emitter that is wrong in the same way expects.
fn project(stack: &Stack) -> Emitted {
    let emitted = emit(Deployment { base: stack, modes: &[] }, "stack.toml");
    assert_eq!(emitted.expected.len(), 1);
    emitted
}

fn says(emitted: &mut Emitted, node: Node) {
    let text = serde_yaml::to_string(&node.to_json()).unwrap();
    let main = emitted.artifacts.iter_mut().find(|file| file.kind == Kind::Compose).unwrap();
    *main = with_lines(main, text.lines().map(str::to_owned).collect());
    emitted.expected[0].1 = node;
}

#[test]
fn every_value_of_a_project_is_compared_with_the_stack() {
    compare(inputs().into_iter().step_by(2));
}

/// The other half, on another core.
#[test]
fn every_value_of_another_project_is_compared_with_the_stack() {
    compare(inputs().into_iter().skip(1).step_by(2));
}

fn compare(inputs: impl Iterator<Item = String>) {
    let local = LocalValues::default();
    let known = Known { local: &local, accepted: &[] };
    let mut count = 0;
    for input in inputs {
        let (base, modes) = stacks(&input);
        let production =
            modes.iter().find(|stack| stack.mode.as_ref().is_some_and(|mode| mode.as_str() == "production"));
        for stack in [production.unwrap_or(&base)] {
            let node = project(stack).expected[0].1.clone();
            let mut all = Vec::new();
            leaves(&node, &mut Vec::new(), &mut all);
            let accepted = |node: Node| {
                let mut emitted = project(stack);
                says(&mut emitted, node);
                verify(emitted, Deployment { base: stack, modes: &[] }, &known).is_ok()
            };
            assert!(accepted(node.clone()), "{input}");
            for path in all {
                let mut changed = node.clone();
                let leaf = at(&mut changed, &path);
                *leaf = other(leaf);
                assert!(!accepted(changed), "a change of {path:?} is accepted");
                let (last, above) = path.split_last().unwrap();
                let mut without = node.clone();
                match at(&mut without, above) {
                    Node::Map(map) => drop(Arc::make_mut(map).0.shift_remove(last.as_str())),
                    Node::List(items) => drop(items.remove(last.parse().unwrap())),
                    _ => panic!("{path:?}"),
                }
                assert!(!accepted(without), "without {path:?} it is accepted");
                count += 2;
            }
        }
    }
    eprintln!("changes of projects that were refused: {count}");
    assert!(count > 1000, "{count}");
}

/// What a Compose file says is read by a library before it is written: whatever a writer that is wrong makes of it is seen.
#[test]
fn the_witness_reads_every_word_of_a_compose_file() {
    let local = LocalValues::default();
    let known = Known { local: &local, accepted: &[] };
    let (base, modes) = stacks(&real_input());
    let deployment = Deployment { base: &base, modes: &modes };
    let emitted = || emit(deployment, "stack.toml");
    let witnessed = |emitted| verify(emitted, deployment, &known).unwrap().unwrap().witness().is_ok();
    assert!(witnessed(emitted()));
    // No mode can be left out.
    let shortened: [fn(&mut Emitted); 2] =
        [|emitted| drop(emitted.overlays.pop()), |emitted| drop(emitted.expected.pop())];
    for shorten in shortened {
        let mut emitted = emitted();
        shorten(&mut emitted);
        assert!(verify(emitted, deployment, &known).is_err());
    }
    let mut count = 0;
    for (at, artifact) in emitted().artifacts.iter().enumerate() {
        // The base is long: each seventh change of it is tried.
        let step = match artifact.kind {
            Kind::Compose => 7,
            Kind::ComposeOverride => 1,
            _ => continue,
        };
        for (what, mutant) in mutants(artifact).into_iter().step_by(step) {
            let mut emitted = emitted();
            emitted.artifacts[at] = mutant;
            assert!(!witnessed(emitted), "accepted: {what}");
            count += 1;
        }
    }
    eprintln!("changes that the witness refused: {count}");
    assert!(count > 500, "{count}");
}

/// The manifest lists the files that are there with what `sha256sum` says of them, and a change of it is noticed.
#[test]
fn the_manifest_is_what_the_disk_says() {
    let dir = built(&real_input());
    let generated = dir.path().join("generated");
    let path = generated.join(".stackgen.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let listed = manifest["files"].as_object().unwrap();
    let sums: String = listed.iter().map(|(path, sum)| format!("{}  {path}\n", sum.as_str().unwrap())).collect();
    std::fs::write(dir.path().join("sums"), &sums).unwrap();
    succeeds(Command::new("sha256sum").args(["--check", "--strict", "--quiet", "../sums"]).current_dir(&generated));
    let found = succeeds(Command::new("find").args([".", "-type", "f", "-printf", "%P\n"]).current_dir(&generated));
    let mut found: Vec<String> = String::from_utf8(found.stdout).unwrap().lines().map(str::to_owned).collect();
    found.retain(|path| path != ".stackgen.json");
    found.sort();
    assert_eq!(found, listed.keys().cloned().collect::<Vec<_>>());
    assert_eq!(manifest["postgres"], serde_json::json!({ "odoo19_postgres_data": 15 }));

    let accepted = |at: usize, changed: &str| {
        let lines: Vec<&str> = text.lines().enumerate().map(|(n, old)| if n == at { changed } else { old }).collect();
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        stackgen(dir.path()).args(["build", "--check"]).output().unwrap().status.success()
    };
    for (at, line) in text.lines().enumerate().filter(|(_, line)| line.chars().any(char::is_alphanumeric)) {
        if line.contains("generated_by") {
            // Another version may have written the same files.
            assert!(accepted(at, r#"  "generated_by": "stackgen 0.99.0-rc.1","#));
            for other in ["stackgen one", "stackgen 0.99", "stack 0.1.0", "stackgen-0.1.0", ""] {
                assert!(!accepted(at, &format!("  \"generated_by\": \"{other}\",")), "{other}");
            }
        } else {
            let changed = changes(line).pop().unwrap();
            assert!(!accepted(at, &changed), "{changed}");
        }
    }
}
