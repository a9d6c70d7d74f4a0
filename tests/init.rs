//! `stackgen init`: what it writes is sound for every host, and what it asks can be answered.

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use stackgen::init::{Answers, Example, Machine, SessionModule, TooSmall, input};
use stackgen::units::{Bytes, Cpus, ProjectName, Unit as _};
use support::{both, compile, plain, snapshot, stackgen, stacks, succeeds};

fn answers(example: Example, memory: Bytes, cpus: Cpus) -> Answers {
    let name = ProjectName::parse("shop").unwrap();
    Answers { name, example, machine: Machine { memory, cpus }, session_module: SessionModule::in_folder("custom") }
}

fn text(example: Example, memory: Bytes, cpus: Cpus) -> Result<String, TooSmall> {
    input(&answers(example, memory, cpus))
}

#[test]
fn the_examples_are_readable() {
    let (memory, cpus) = (Bytes::mib(16 * 1024), Cpus::thousandths(8000));
    for example in Example::ALL {
        snapshot("init", example.as_str(), &text(example, memory, cpus).unwrap());
    }
    let without = Answers { session_module: None, ..answers(Example::ProductionHa, memory, cpus) };
    snapshot("init", "production-ha-without-session-module", &input(&without).unwrap());
}

/// A service that no other one talks to is in no example.
#[test]
fn redis_is_there_where_something_uses_it() {
    for (example, module) in Example::ALL.into_iter().flat_map(|example| [(example, None), (example, Some("custom"))]) {
        let all = answers(example, Bytes::mib(16 * 1024), Cpus::thousandths(8000));
        let text = input(&Answers { session_module: module.and_then(SessionModule::in_folder), ..all }).unwrap();
        let (stack, _) = stacks(&text);
        let uses = stack.odoo().environment.keys().any(|name| name.as_str().starts_with("ODOO_SESSION_REDIS"));
        assert_eq!(stack.redis().is_some(), uses, "{text}");
        assert_eq!(uses, example.wants_redis() && module.is_some(), "{text}");
        assert_eq!(text.contains("There is no Redis because"), example.wants_redis() && module.is_none(), "{text}");
    }
}

#[test]
fn the_module_is_found_among_the_addons() {
    let dir = tempfile::tempdir().unwrap();
    let inits = |name: &str| {
        let folder = dir.path().join(name);
        let said = both(&succeeds(stackgen(&folder).args(["init", "--yes", "--memory", "8 GiB", "--cpus", "4"])));
        build_finds_nothing(&folder);
        (said, std::fs::read_to_string(folder.join("inputs/stack.toml")).unwrap())
    };
    let add = |path: &str| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "{}").unwrap();
    };
    add("with/addons/b b/session_redis/__manifest__.py");
    add("with/addons/oca/session_redis/__manifest__.py");
    add("with/addons/own/sale_extra/__manifest__.py");
    let (said, text) = inits("with");
    assert!(!said.contains("no Redis"), "{said}");
    assert!(text.contains("addons = [\"oca\"]\nsessions = { store = \"redis\" }"), "{text}");
    for (name, path, why) in [
        ("space", "space/addons/b b/session_redis/__manifest__.py", "the folder's name may contain only"),
        ("high", "high/addons/session_redis/__manifest__.py", "modules must be in a folder below it"),
        ("link", "link/elsewhere/session_redis/__manifest__.py", "the folder is a symbolic link"),
    ] {
        add(path);
        if name == "link" {
            std::fs::create_dir_all(dir.path().join("link/addons")).unwrap();
            std::os::unix::fs::symlink("../elsewhere", dir.path().join("link/addons/oca")).unwrap();
        }
        let (said, text) = inits(name);
        assert!(said.contains("The input has no Redis") && said.contains(why), "{said}");
        assert!(!text.contains("[redis]"), "{text}");
    }
    // A folder of that name without a manifest is no module.
    add("without/addons/own/session_redis/README");
    let (said, text) = inits("without");
    assert!(
        said.contains("The input has no Redis: no folder in ./addons contains the module session_redis."),
        "{said}"
    );
    assert!(text.contains("# There is no Redis because nothing here would use it"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_found_whatever_the_host(
        example in prop::sample::select(&Example::ALL[..]),
        more in prop_oneof![0..2048_u64, 0..65536_u64, 0..4_194_304_u64, 0..8_000_000_000_000_u64],
        cpus in prop_oneof![0..9000_u32, 0..4_000_000_u32],
        module in prop::option::of("[a-z0-9][a-z0-9._-]{0,20}"),
        name in prop_oneof![Just("shop".to_owned()), "[a-z0-9][a-z0-9_-]{0,62}", "postgres|template1|pg-x|1|odoo-19"],
    ) {
        let memory = example.least_memory().saturating_add(Bytes::mib(more));
        let cpus = Cpus::thousandths(example.least_cpus().get() + cpus);
        let name = ProjectName::parse(&name).unwrap();
        let session_module = module.and_then(|folder| SessionModule::in_folder(&folder));
        let text = input(&Answers { name, example, machine: Machine { memory, cpus }, session_module }).unwrap();
        let compiled = compile(&text);
        prop_assert_eq!(plain(&text, &compiled), "");
        prop_assert_eq!(&compiled.modes, &["development", "production"]);
    }
}

#[test]
fn a_host_that_is_too_small_is_refused_with_its_bound() {
    for example in Example::ALL {
        let least = example.least_memory();
        let cpus = example.least_cpus();
        assert!(text(example, least, cpus).is_ok());
        let has = Bytes::new(least.get() - 1);
        assert_eq!(text(example, has, cpus).unwrap_err(), TooSmall::Memory { example, has });
        let has = Cpus::thousandths(cpus.get() - 1);
        assert_eq!(text(example, least, has).unwrap_err(), TooSmall::Cpus { example, has });
    }
    let said = says(&["--yes", "--memory", "1 GiB", "--cpus", "4"], 2);
    assert!(said.contains("`no-redis` needs a host with 1856 MiB of memory, this one has 1 GiB"), "{said}");
    let said = says(&["--yes", "--memory", "4 GiB", "--cpus", "0.5"], 2);
    assert!(said.contains("`no-redis` needs a host with 1 CPU, this one has 0.5"), "{said}");
    let said = says(&["--yes", "--memory", "4", "--cpus", "2"], 2);
    assert!(said.contains("a size needs a unit"), "{said}");
}

/// What `init` says in an empty folder; where it fails it leaves nothing there.
fn says(words: &[&str], status: i32) -> String {
    let dir = tempfile::tempdir().unwrap();
    let output = stackgen(dir.path()).arg("init").args(words).output().unwrap();
    assert_eq!(output.status.code(), Some(status), "{}", both(&output));
    assert_eq!(status != 0, std::fs::read_dir(dir.path()).unwrap().next().is_none());
    both(&output)
}

fn in_folder(name: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join(name);
    std::fs::create_dir(&folder).unwrap();
    (dir, folder)
}

fn build_finds_nothing(folder: &Path) {
    let built = both(&succeeds(stackgen(folder).args(["build", "--deny", "warnings"])));
    assert!(built.contains("for development, production") && !built.contains("advice"), "{built}");
    succeeds(stackgen(folder).args(["build", "--check"]));
}

/// On this machine, whatever it has: the test's own machine is large enough for the smallest.
#[test]
fn init_and_build_pass_without_a_finding() {
    let (_dir, folder) = in_folder("Kávézó Nr. 1");
    let said = both(&succeeds(stackgen(&folder).args(["init", "--yes"])));
    assert!(said.starts_with("inputs/stack.toml: "), "{said}");
    let written = std::fs::read_to_string(folder.join("inputs/stack.toml")).unwrap();
    assert!(written.contains("name = \"k-v-z--nr--1\""), "{written}");
    assert!(folder.join("inputs/stack.schema.json").exists());
    build_finds_nothing(&folder);
    // Neither is replaced.
    let again = stackgen(&folder).args(["init", "--yes"]).output().unwrap();
    assert_eq!(again.status.code(), Some(2));
    assert!(both(&again).contains("inputs/stack.toml already exists: nothing was written"), "{}", both(&again));
    assert_eq!(std::fs::read_to_string(folder.join("inputs/stack.toml")).unwrap(), written);
}

#[test]
fn the_kind_is_the_largest_that_fits() {
    for (memory, kind) in
        [("1920 MiB", "no-redis"), ("2 GiB", "no-redis"), ("4 GiB", "small"), ("8 GiB", "production-ha")]
    {
        let said = says(&["--yes", "--memory", memory, "--cpus", "2"], 0);
        assert!(said.starts_with(&format!("inputs/stack.toml: {kind} on {memory} and 2 CPUs")), "{said}");
    }
}

#[test]
fn where_nobody_can_be_asked_this_is_said() {
    assert!(says(&[], 2).contains("there is no terminal to ask questions on: pass `--yes` to use the defaults"));
    let all = ["--name", "shop", "--example", "small", "--memory", "8 GiB", "--cpus", "4"];
    assert!(says(&all, 0).contains("small on 8 GiB and 4 CPUs"));
}

#[test]
fn questions_are_asked_until_they_are_answered() {
    let (_dir, folder) = in_folder("bakery");
    let mut command = stackgen(&folder);
    command.arg("init").env("NO_COLOR", "1");
    let mut terminal = rexpect::session::spawn_command(command, Some(20_000)).unwrap();
    let mut answer = |question: &str, line: &str| {
        terminal.exp_string(question).unwrap();
        terminal.send_line(line).unwrap();
    };
    answer("Name of the Compose project", "");
    answer("Memory that containers may use", "plenty");
    // Asked again.
    answer("a size must start with a number", "\u{15}6 GiB");
    answer("CPUs that containers may use", "\u{15}3");
    // The arrow goes from production-ha to small.
    answer("Deployment to start from", "\u{1b}[B");
    let said = terminal.exp_eof().unwrap();
    assert!(said.contains("small         Odoo and PostgreSQL; no Redis without session_redis"), "{said}");
    assert!(said.contains("inputs/stack.toml: small on 6 GiB and 3 CPUs"), "{said}");
    // The hints can be pasted: what they say stands behind a comment's sign.
    assert!(said.contains("  stackgen build                   # compile it into generated/"), "{said}");
    assert!(std::fs::read_to_string(folder.join("inputs/stack.toml")).unwrap().contains("name = \"bakery\""));
    build_finds_nothing(&folder);
}

#[test]
fn questions_can_be_left() {
    let (_dir, folder) = in_folder("bakery");
    let mut command = stackgen(&folder);
    command.arg("init");
    let mut terminal = rexpect::session::spawn_command(command, Some(20_000)).unwrap();
    terminal.exp_string("Name of the Compose project").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_eof().unwrap();
    std::thread::sleep(Duration::from_millis(10));
    assert!(!folder.join("inputs").exists());
}

#[test]
fn a_folder_without_inputs_is_told_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    for words in [&[][..], &["build"], &["check"]] {
        let output = stackgen(dir.path()).args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(both(&output).contains("stackgen init"), "{words:?}: {}", both(&output));
    }
    succeeds(stackgen(dir.path()).args(["init", "--yes", "--memory", "8 GiB", "--cpus", "4"]));
    let output = stackgen(dir.path()).output().unwrap();
    assert!(both(&output).contains("Usage: stackgen"), "{}", both(&output));
}
