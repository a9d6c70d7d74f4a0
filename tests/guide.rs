//! The pages for users: every block of TOML in them is built, every command is run, every link leads somewhere.
//! What needs a Docker engine is run by the end-to-end tests, what installs the program by `scripts/five-minutes`.

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use stackgen::init::{Answers, Example, Machine, SessionModule, input};
use stackgen::units::{Bytes, Cpus, ProjectName, Unit as _};
use support::{both, compile, overlay, plain, root, succeeds, tool};

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// The input that recipes change.
fn example() -> toml::Table {
    let machine = Machine { memory: Bytes::mib(16 * 1024), cpus: Cpus::thousandths(8000) };
    let name = ProjectName::parse("shop").unwrap();
    let session_module = SessionModule::in_folder("custom");
    let text = input(&Answers { name, example: Example::ProductionHa, machine, session_module }).unwrap();
    text.parse().unwrap()
}

/// Takes a key out, by its path.
fn take_out(input: &mut toml::Table, path: &str) {
    let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
    let table = above.split('.').filter(|part| !part.is_empty()).fold(input, |table, part| {
        table.get_mut(part).and_then(toml::Value::as_table_mut).unwrap_or_else(|| panic!("{path}"))
    });
    assert!(table.remove(key).is_some(), "{path}");
}

/// Adds what a block holds; allowances come behind those that are there.
fn add(input: &mut toml::Table, mut over: toml::Table) {
    let allowed = |of: &toml::Table| of.get("rules")?.get("allow")?.as_array().cloned();
    let all = allowed(input).into_iter().flatten().chain(allowed(&over).into_iter().flatten()).collect();
    if let Some(allow) = over.get_mut("rules").and_then(|rules| rules.get_mut("allow")) {
        *allow = toml::Value::Array(all);
    }
    overlay(input, over);
}

/// The blocks of TOML of a page: the heading above, what is taken out first, the text.
fn blocks(page: &str) -> Vec<(String, Vec<String>, String)> {
    let mut blocks = Vec::new();
    let (mut heading, mut without) = (String::new(), Vec::new());
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(text) = line.strip_prefix("## ") {
            text.clone_into(&mut heading);
        } else if let Some(paths) = line.strip_prefix("<!-- without: ").and_then(|rest| rest.strip_suffix(" -->")) {
            without = paths.split(' ').map(str::to_owned).collect();
        } else if line == "```toml" {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((heading.clone(), std::mem::take(&mut without), text.join("\n")));
        }
    }
    blocks
}

fn builds(page_name: &str, at_least: usize) {
    let text = page(page_name);
    let blocks = blocks(&text);
    assert_eq!(blocks.len(), text.matches("```toml").count());
    assert!(blocks.len() >= at_least, "{}", blocks.len());
    for (heading, without, block) in blocks {
        let mut input = example();
        without.iter().for_each(|path| take_out(&mut input, path));
        let over: toml::Table = block.parse().unwrap_or_else(|error| panic!("{heading}: {error}"));
        if heading == "Editors" {
            continue; // For taplo: see tests/editor.rs and tests/consumers/taplo.rs.
        }
        assert!(!over.is_empty(), "{heading}");
        add(&mut input, over);
        let text = toml::to_string(&input).unwrap();
        let compiled = compile(&text);
        assert_eq!(plain(&text, &compiled), "", "{page_name}, {heading}");
        assert!(compiled.files.is_some());
    }
}

#[test]
fn the_recipes_build_without_findings() {
    builds("docs/recipes.md", 9);
}

#[test]
fn the_second_stack_of_the_recipe_fits_beside_the_first() {
    let recipes = page("docs/recipes.md");
    let title = "… run two stacks on one host";
    let over = blocks(&recipes).into_iter().find(|(heading, ..)| heading == title).unwrap().2;
    let mut first = example();
    add(&mut first, "[host]\nmemory = '32 GiB'\ncpus = 16".parse().unwrap());
    let mut second = first.clone();
    add(&mut second, over.parse().unwrap());
    let dir = support::project(&toml::to_string(&first).unwrap());
    let write = |input: &toml::Table| {
        std::fs::write(dir.path().join("inputs/outlet.toml"), toml::to_string(input).unwrap()).unwrap();
        both(
            &support::stackgen(dir.path())
                .args(["check", "--only", "stacks-collide", "--only", "stacks-exceed-host"])
                .output()
                .unwrap(),
        )
    };
    assert!(write(&second).contains("no findings"), "{}", write(&second));
    assert!(write(&first).contains("errors"));
}

#[test]
fn the_toml_of_the_guide_builds_without_findings() {
    builds("docs/guide.md", 2);
}

/// The commands of a section of the guide: its lines after `$ `.
fn commands(text: &str, title: &str) -> Vec<String> {
    let (_, section) = text.split_once(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("no section {title}"));
    let section = section.split("\n## ").next().unwrap();
    section.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect()
}

/// The sections of the guide whose commands need stackgen and Git alone, in their order.
const RUN_HERE: [&str; 7] =
    ["First stack", "Start it", "When something is wrong", "Modes", "Secrets", "CI", "Upgrading"];

#[test]
fn the_commands_of_the_guide_run() {
    let guide = page("docs/guide.md");
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("shop");
    std::fs::create_dir(&folder).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_stackgen")).parent().unwrap();
    let callers = std::env::var_os("PATH").unwrap();
    let path = std::iter::once(program.to_owned()).chain(std::env::split_paths(&callers));
    let path = std::env::join_paths(path).unwrap();
    let mut said = String::new();
    for title in RUN_HERE {
        let commands = commands(&guide, title);
        assert!(!commands.is_empty(), "{title}");
        let mut shell = Command::new("bash");
        shell.args(["-euo", "pipefail", "-c", &commands.join("\n")]).current_dir(&folder);
        shell.env_clear().env("PATH", &path).env("HOME", dir.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        for who in ["AUTHOR", "COMMITTER"] {
            shell.env(format!("GIT_{who}_NAME"), "A").env(format!("GIT_{who}_EMAIL"), "a@example.com");
        }
        said += &both(&succeeds(&mut shell));
    }
    for words in ["production-ha on 8 GiB and 4 CPUs", "refused, with status 1", "ODOO_ADMIN_PASSWORD has a new value"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let left = both(&succeeds(Command::new("git").args(["status", "--porcelain"]).current_dir(&folder)));
    assert_eq!(left, "", "the guide leaves a clean work tree");
}

/// The titles of the sections that have a block in this language.
fn with_blocks(text: &str, language: &str) -> Vec<String> {
    let sections = text.split("\n## ").skip(1);
    let with = sections.filter(|section| section.contains(&format!("\n```{language}\n")));
    with.map(|section| section.lines().next().unwrap().to_owned()).collect()
}

/// The headings directly above blocks in this language.
fn headings_of(text: &str, language: &str) -> Vec<String> {
    let mut heading = "";
    let mut found: Vec<String> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.starts_with('#') {
            heading = line;
        } else if line.starts_with("```") {
            if line == format!("```{language}") && found.last().is_none_or(|last| last != heading) {
                found.push(heading.to_owned());
            }
            lines.by_ref().find(|line| *line == "```");
        }
    }
    found
}

/// The scripts of the machines of `scripts/five-minutes`.
fn on_machines() -> String {
    ["user", "debian", "builder"].map(|name| page(&format!("tests/five-minutes/{name}.sh"))).concat()
}

#[test]
fn no_command_is_left_out() {
    let guide = page("docs/guide.md");
    let machines = on_machines();
    let headings = headings_of(&guide, "console");
    assert!(headings.len() > RUN_HERE.len() + 5, "{headings:?}");
    for heading in &headings {
        assert!(
            machines.contains(&format!("follow \"{heading}\"\n")) || machines.contains(&format!(": {heading}\"\n")),
            "{heading}"
        );
    }
    assert!(RUN_HERE.iter().all(|title| headings.contains(&format!("## {title}"))));
    // What needs a Docker engine stands in blocks of its own, and the end-to-end tests name them.
    let tests = std::fs::read_dir(root().join("tests/e2e")).unwrap().flatten().map(|entry| entry.path());
    let tests: String = tests.filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let mut count = 0;
    for name in ["docs/guide.md", "docs/recipes.md", "docs/secrets.md", "docs/operations.md"] {
        for title in with_blocks(&page(name), "sh") {
            let named = |what: &str| tests.contains(&format!("\"{what}\""));
            assert!(named(name) && named(&title), "nothing runs {title} of {name}");
            count += 1;
        }
    }
    assert!(count >= 20, "{count}");
}

/// The commands of the other pages: those of the README on the machines of `scripts/five-minutes`, scripts by CI. `scripts/bench`
/// is for who measures.
#[test]
fn commands_of_other_pages_are_run_elsewhere() {
    let ci = page(".ci/run");
    let tests = std::fs::read_dir(root().join("tests/e2e")).unwrap().flatten().map(|entry| entry.path());
    let tests: Vec<(String, String)> = tests
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap()))
        .collect();
    let readme = page("README.md");
    assert_eq!(headings_of(&readme, "console"), ["## Install", "## Use", "## Contributing"]);
    let guide = page("docs/guide.md");
    let install = commands(&readme, "Install");
    assert!(!install.is_empty() && install.iter().all(|line| guide.contains(&format!("\n$ {line}\n"))), "{install:?}");
    assert_eq!(commands(&readme, "Use"), ["cargo run -- build", "stackgen init", "stackgen build"]);
    assert!(page("scripts/test").contains("\ncargo run -- build "));
    let mut count = 0;
    for name in ["README.md", "docs/performance.md", "docs/proof.md", "docs/secrets.md", "docs/static-checks.md"] {
        let lines = page(name);
        let lines = lines.lines().filter_map(|line| line.strip_prefix("$ "));
        for line in lines.filter(|line| line.starts_with("scripts/") && !line.contains("bench")) {
            let (command, of) = line.split_once(' ').unwrap_or((line, ""));
            assert!(ci.split_whitespace().any(|run| run == command), "{name}: nothing runs {line}");
            let (module, test) = of.split_once("::").unwrap_or((of, ""));
            let known = tests.iter().any(|(file, text)| file == module && text.contains(&format!("fn {test}")));
            assert!(of.is_empty() || known, "{name}: {line}");
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}

/// The blocks of a page, with what stands behind their fences.
fn fenced(text: &str) -> Vec<String> {
    text.split("\n```").skip(1).step_by(2).map(str::to_owned).collect()
}

/// The translations have the commands, and the headings, of the pages that they translate.
#[test]
fn translations_keep_the_commands() {
    let blocks = regex::Regex::new(r"(?s)\n```.*?\n```").unwrap();
    for name in ["guide", "operations"] {
        let (english, spanish) = (page(&format!("docs/{name}.md")), page(&format!("docs/es/{name}.md")));
        assert_eq!(fenced(&english), fenced(&spanish), "{name}");
        assert!(fenced(&english).len() > 10);
        let levels = |text: &str| {
            let text = blocks.replace_all(text, "");
            let headings = text.lines().filter(|line| line.starts_with('#'));
            headings.map(|line| line.len() - line.trim_start_matches('#').len()).collect::<Vec<_>>()
        };
        assert_eq!(levels(&english), levels(&spanish), "{name}");
    }
}

#[test]
fn links_lead_somewhere() {
    let of = |folder: &str| std::fs::read_dir(root().join(folder)).unwrap().flatten().map(|entry| entry.path());
    let pages = of("docs").chain(of("docs/es"));
    let pages = pages.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    // The contents are those of the site, into which the pages of the root come.
    let pages = pages.filter(|path| !path.ends_with("SUMMARY.md"));
    let of_root = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"].map(|name| root().join(name));
    let mut count = 0;
    for path in pages.chain(of_root) {
        let text = std::fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap();
            if !link.starts_with("http") && !file.is_empty() {
                assert!(path.parent().unwrap().join(file).exists(), "{}: {link}", path.display());
                count += 1;
            }
        }
    }
    assert!(count > 10, "{count}");
}

/// The blocks in a language, in their order.
fn in_language(text: &str, language: &str) -> Vec<String> {
    let start = format!("\n```{language}\n");
    text.split(&start).skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// The configurations of CI, by the schemas of those who read them. A list of steps stands in a job of its own.
#[test]
fn the_jobs_for_ci_are_jobs() {
    let Some(check) = tool("check-jsonschema") else { return };
    let guide = page("docs/guide.md");
    let dir = tempfile::tempdir().unwrap();
    let mut count = 0;
    for block in in_language(&guide, "yaml").iter().filter(|block| !block.starts_with("repos:")) {
        let (schema, text) = if block.contains("steps:\n") {
            let job: String = block.lines().map(|line| format!("    {line}\n")).collect();
            ("vendor.github-workflows", format!("on: push\njobs:\n  stackgen:\n    runs-on: ubuntu-latest\n{job}"))
        } else {
            ("vendor.gitlab-ci", block.clone())
        };
        let file = dir.path().join("job.yml");
        std::fs::write(&file, text).unwrap();
        succeeds(Command::new(&check).args(["--builtin-schema", schema]).arg(&file));
        count += 1;
    }
    assert_eq!(count, 3);
}

/// nginx reads its own configuration; the names of containers are no hosts here.
#[test]
fn nginx_takes_its_configuration() {
    let (Some(nginx), Some(openssl)) = (tool("nginx"), tool("openssl")) else { return };
    let blocks = in_language(&page("docs/recipes.md"), "nginx");
    let [block] = blocks.as_slice() else { panic!("{} configurations", blocks.len()) };
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().display();
    let mut certificate = Command::new(openssl);
    certificate.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"]);
    certificate.args(["-keyout", "privkey.pem", "-out", "fullchain.pem"]);
    succeeds(certificate.current_dir(dir.path()));
    let check = |block: &str| {
        let block = block.replace("/etc/nginx/tls", &at.to_string()).replace("//odoo:", "//127.0.0.1:");
        let whole = format!(
            "pid {at}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\nclient_body_temp_path {at};\n{block}}}\n"
        );
        std::fs::write(dir.path().join("nginx.conf"), whole).unwrap();
        Command::new(&nginx).args(["-t", "-c"]).arg(dir.path().join("nginx.conf")).output().unwrap()
    };
    assert!(check(block).status.success(), "{}", both(&check(block)));
    assert!(!check(&block.replace("proxy_read_timeout", "proxy_reed_timeout")).status.success());
}
