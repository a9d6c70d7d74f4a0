//! The imports of the source go one way: that of the table in docs/ARCHITECTURE.md, whose picture is drawn from them.

#[path = "support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use regex::Regex;
use support::root;

type Graph = BTreeMap<String, BTreeSet<String>>;

/// What the picture shows: the way from an input to files, and who asks for it.
const PIPELINE: [&str; 11] =
    ["source", "document", "input", "model", "components", "rules", "targets", "verify", "compile", "files", "cli"];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file without comments and unit tests.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap().to_owned();
    text.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// The modules below a path that code names: `crate::a::b`, and `crate::{a::b, c}`.
fn named(code: &str, below: &str) -> BTreeSet<String> {
    let one = Regex::new(&format!(r"\b{below}::([a-z_]\w*)")).unwrap();
    let several = Regex::new(&format!(r"\b{below}::\{{([^;]*?)\}}(?:;|::)")).unwrap();
    let first = Regex::new(r"(?:^|,)\s*([a-z_]\w*)").unwrap();
    let mut names: BTreeSet<String> = one.captures_iter(code).map(|found| found[1].to_owned()).collect();
    let nested = Regex::new(r"\{[^{}]*\}").unwrap();
    for list in several.captures_iter(code) {
        let flat = nested.replace_all(&list[1], "").into_owned();
        names.extend(first.captures_iter(&flat).map(|found| found[1].to_owned()));
    }
    names
}

/// Which modules of a folder import which others of it; `inside` is how they are called.
fn imports(folder: &Path, inside: &str) -> Graph {
    let mut files = Vec::new();
    rust_files(folder, &mut files);
    let modules: BTreeSet<String> = files.iter().filter_map(|file| module(folder, file)).collect();
    let mut graph: Graph = modules.iter().map(|name| (name.clone(), BTreeSet::new())).collect();
    for file in &files {
        let Some(own) = module(folder, file) else { continue };
        let code = code(file);
        let mut names = named(&code, inside);
        // A file that lies in the folder itself calls its neighbours `super`.
        if file.parent() == Some(folder) {
            names.extend(named(&code, "super"));
        }
        names.remove(&own);
        graph.get_mut(&own).unwrap().extend(names.into_iter().filter(|name| modules.contains(name)));
    }
    graph
}

/// The module of a folder to which a file belongs; none for the folder's own.
fn module(folder: &Path, file: &Path) -> Option<String> {
    let first = file.strip_prefix(folder).unwrap().components().next()?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main", "mod"].contains(&name)).then(|| name.to_owned())
}

fn page() -> PathBuf {
    root().join("docs/ARCHITECTURE.md")
}

/// The modules of the page's table, from the ground up.
fn order() -> Vec<String> {
    let row = Regex::new(r"(?m)^\| `(\w+)` \|").unwrap();
    row.captures_iter(&std::fs::read_to_string(page()).unwrap()).map(|found| found[1].to_owned()).collect()
}

#[test]
fn imports_go_one_way() {
    let (graph, order) = (imports(&root().join("src"), "crate"), order());
    let listed: BTreeSet<String> = order.iter().cloned().collect();
    assert_eq!(listed, graph.keys().cloned().collect(), "the table of docs/ARCHITECTURE.md lists each module once");
    assert_eq!(listed.len(), order.len());
    let height = |name: &String| order.iter().position(|other| other == name).unwrap();
    let mut count = 0;
    for (module, imported) in &graph {
        for other in imported {
            assert!(height(other) < height(module), "{module} imports {other}, which is above it");
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn no_product_imports_itself_through_another() {
    let graph = imports(&root().join("src/components"), "crate::components");
    assert!(graph["redis"].contains("container") && graph["odoo"].contains("redis"), "{graph:?}");
    let left = in_circles(graph);
    assert!(left.is_empty(), "these import each other: {left:?}");
}

/// What is left when what imports nothing that is left is taken away: in a circle something always does.
fn in_circles(mut graph: Graph) -> Vec<String> {
    while let Some(free) = graph.iter().find(|(_, of)| of.iter().all(|one| !graph.contains_key(one))) {
        let free = free.0.clone();
        graph.remove(&free);
    }
    graph.into_keys().collect()
}

/// The paths that a `use` declaration names: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expanded(before: &str, tree: &str, found: &mut Vec<String>) {
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in tree.char_indices().chain([(tree.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = &tree[start..at];
                start = at + 1;
                match part.split_once('{') {
                    Some((head, rest)) => expanded(&format!("{before}{head}"), rest.strip_suffix('}').unwrap(), found),
                    None if part.is_empty() => {}
                    None => found.push(format!("{before}{part}")),
                }
            }
            _ => {}
        }
    }
}

/// What a path of a file names, from the root: the longest start of it that is a module.
fn resolved(modules: &BTreeSet<String>, own: &str, path: &str) -> Option<String> {
    let mut base: Vec<&str> = own.split("::").collect();
    let mut rest = path.split("::").peekable();
    match rest.peek()? {
        &"crate" => drop((base.clear(), rest.next())),
        &"super" => {
            while rest.next_if_eq(&"super").is_some() {
                base.pop();
            }
        }
        &"self" => drop(rest.next()),
        // A module below this one, or a crate.
        first => drop(modules.get(&format!("{own}::{first}"))?),
    }
    let mut full: Vec<&str> = base.into_iter().chain(rest).collect();
    while !full.is_empty() && !modules.contains(&full.join("::")) {
        full.pop();
    }
    (!full.is_empty()).then(|| full.join("::"))
}

/// Files that import each other, directly or through others, can only be read together. A folder's own file and what is below it
/// know each other.
#[test]
fn no_file_imports_itself_through_another() {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let name = |file: &PathBuf| {
        let path = file.strip_prefix(&src).unwrap().with_extension("");
        let parts: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).filter(|part| *part != "mod").collect();
        parts.join("::")
    };
    let modules: BTreeSet<String> = files.iter().map(name).collect();
    let declared = Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?use\s+([^;]+);").unwrap();
    let inline = Regex::new(r"\b(?:crate|super)(?:::\w+)+").unwrap();
    let (alias, blank) = (Regex::new(r"\sas\s+\w+").unwrap(), Regex::new(r"\s+").unwrap());
    let mut graph = Graph::new();
    for file in &files {
        let (own, code) = (name(file), code(file));
        let mut paths: Vec<String> = inline.find_iter(&code).map(|path| path.as_str().to_owned()).collect();
        for tree in declared.captures_iter(&code) {
            expanded("", &blank.replace_all(&alias.replace_all(&tree[1], ""), ""), &mut paths);
        }
        let imported = paths.iter().filter_map(|path| resolved(&modules, &own, path));
        let related = |other: &String| own.starts_with(&format!("{other}::")) || other.starts_with(&format!("{own}::"));
        let imported = imported.filter(|other| *other != own && !related(other)).collect();
        graph.insert(own, imported);
    }
    assert!(graph["policy"].contains("finding") && graph["cli::build"].contains("cli::inputs"), "{graph:?}");
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 1000);
    let left = in_circles(graph);
    assert!(left.is_empty(), "these import each other, or only what does: {left:?}");
}

fn reaches(graph: &Graph, from: &str, to: &str) -> bool {
    graph[from].iter().any(|next| next == to || reaches(graph, next, to))
}

/// The picture: each arrow is an import, directly or through modules that it does not show, and none that follows from others.
fn picture() -> String {
    let graph = imports(&root().join("src"), "crate");
    let mut text = "```mermaid\nflowchart LR\n".to_owned();
    for from in PIPELINE {
        for to in PIPELINE.iter().filter(|to| reaches(&graph, from, to)) {
            let follows = PIPELINE.iter().any(|by| by != to && reaches(&graph, from, by) && reaches(&graph, by, to));
            if !follows {
                writeln!(text, "    {to} --> {from}").unwrap();
            }
        }
    }
    text + "```\n"
}

#[test]
fn the_picture_shows_the_imports() {
    let text = std::fs::read_to_string(page()).unwrap();
    let (start, end) = ("<!-- picture -->\n", "<!-- end of picture -->");
    let (before, rest) = text.split_once(start).unwrap();
    let (shown, after) = rest.split_once(end).unwrap();
    let drawn = picture();
    assert!(drawn.lines().count() > 10, "{drawn}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(page(), format!("{before}{start}{drawn}{end}{after}")).unwrap();
        return;
    }
    assert_eq!(shown, drawn, "UPDATE_DOCS=1 cargo test --test architecture draws it");
}
