//! A command that is killed at any moment, or runs beside another one, loses nothing and leaves nothing behind.
#![cfg(unix)]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{both, built, project, real_input, stackgen, succeeds, tool};

/// What changes files, or makes them last.
const CALLS: [&str; 7] = ["mkdir", "fsync", "write", "renameat", "unlink", "unlinkat", "rmdir"];

/// A moment: the `nth` time that a call is made.
type Moment = (&'static str, usize);

/// Every moment of a command, as long as it is killed there: `tried` says whether it was.
fn every_moment(mut tried: impl FnMut(Moment) -> bool) -> usize {
    CALLS.map(|call| (1..).take_while(|nth| tried((call, *nth))).count()).iter().sum()
}

/// Runs a command that the kernel kills at a moment; whether it was killed.
fn killed_at((call, nth): Moment, dir: &Path, words: &[&str]) -> bool {
    let mut command = Command::new(tool("strace").unwrap());
    command.current_dir(dir).args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")]);
    command.args(["-e", &format!("inject={call}:signal=SIGKILL:when={nth}")]);
    let output = command.arg(env!("CARGO_BIN_EXE_stackgen")).args(words).output().unwrap();
    let killed = output.status.code().is_none() || output.status.code() == Some(137);
    assert!(killed || output.status.success(), "{call} {nth} {words:?}: {output:?}");
    killed
}

fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.insert(entry.path(), std::fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// The files below a folder, by their paths from it.
fn generated(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let root = dir.join("generated");
    files(&root).into_iter().map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_owned(), bytes)).collect()
}

fn write_input(dir: &Path, input: &str) {
    std::fs::write(dir.join("inputs/stack.toml"), input).unwrap();
}

/// Another stack: some files change, some go and some come.
fn other_input() -> String {
    real_input().replace("max_connections = 200", "max_connections = 210").replace("ai_service", "assistant")
}

fn run(dir: &Path, words: &[&str]) -> Output {
    stackgen(dir).args(words).output().unwrap()
}

/// Killed at every moment of a build, with each way to go on: the same input, the one before, a third one.
#[test]
fn a_build_that_is_killed_leaves_nothing_that_the_next_one_cannot_mend() {
    if tool("strace").is_none() {
        return;
    }
    let (old, new) = (real_input(), other_input());
    let third = real_input().replace("quorum = 2", "quorum = 1");
    let expected: Vec<_> = [&old, &new, &third].map(|input| (input, generated(built(input).path()))).into();
    assert!(expected[0].1.keys().any(|path| !expected[1].1.contains_key(path)), "a file goes");
    let (mut turn, mut mixtures) = (0, 0);
    let moments = every_moment(|moment| {
        let dir = built(&old);
        write_input(dir.path(), &new);
        if !killed_at(moment, dir.path(), &["build"]) {
            return false;
        }
        turn += 1;
        let (after, expected) = expected.get(turn % 3).unwrap();
        write_input(dir.path(), after);
        let now = generated(dir.path());
        let unfinished = |path: &PathBuf| path.to_str().unwrap().contains(".stackgen-");
        let visible: BTreeMap<_, _> = now.iter().filter(|(path, _)| !unfinished(path)).collect();
        let is_whole = visible == expected.iter().collect();
        mixtures += usize::from(!is_whole);
        let check = run(dir.path(), &["build", "--check"]);
        assert_eq!(check.status.success(), is_whole, "killed at {moment:?}: {}", both(&check));
        assert!(!both(&check).contains("edited by hand"), "killed at {moment:?}: {}", both(&check));
        succeeds(stackgen(dir.path()).arg("build"));
        let now = generated(dir.path());
        let wrong: Vec<_> =
            now.keys().chain(expected.keys()).filter(|path| now.get(*path) != expected.get(*path)).collect();
        assert!(wrong.is_empty(), "killed at {moment:?}: {wrong:?}");
        assert!(!dir.path().join("generated/services/assistant").exists() || after.contains("assistant"), "{moment:?}");
        true
    });
    assert!(moments > 50 && mixtures > 30, "{moments} moments, {mixtures} mixtures");
    eprintln!("killed at {moments} moments; {mixtures} times files of two inputs were mixed, and named so");
}

/// What somebody writes after the kill is theirs.
#[test]
fn a_hand_edit_after_a_kill_is_kept() {
    if tool("strace").is_none() {
        return;
    }
    let dir = built(&real_input());
    write_input(dir.path(), &other_input());
    // The first moves bring the journal, and a few files.
    assert!(killed_at(("renameat", 4), dir.path(), &["build"]));
    std::fs::write(dir.path().join("generated/docker-compose.yml"), "mine").unwrap();
    let output = run(dir.path(), &["build"]);
    assert_eq!(output.status.code(), Some(1), "{}", both(&output));
    assert!(both(&output).contains("docker-compose.yml: edited by hand"), "{}", both(&output));
}

#[test]
fn two_builds_at_once_follow_each_other() {
    let dir = built(&real_input());
    let other = dir.path().join("other.toml");
    std::fs::write(&other, other_input()).unwrap();
    let expected = [generated(built(&real_input()).path()), generated(built(&other_input()).path())];
    for _ in 0..15 {
        let running: Vec<_> = ["inputs/stack.toml", "other.toml", "inputs/stack.toml", "other.toml"]
            .map(|input| {
                stackgen(dir.path()).args(["build", "-q", input]).stderr(std::process::Stdio::piped()).spawn().unwrap()
            })
            .into();
        for child in running {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", both(&output));
        }
        let mut now = generated(dir.path());
        now.retain(|path, _| path.to_str() != Some(".stackgen.json"));
        let is = |expected: &BTreeMap<PathBuf, Vec<u8>>| {
            expected.iter().filter(|(path, _)| path.to_str() != Some(".stackgen.json")).all(|(path, bytes)| {
                // The comment on top names the input.
                let lines = |bytes: &[u8]| {
                    String::from_utf8_lossy(bytes).lines().filter(|line| !line.contains(".toml")).collect::<String>()
                };
                now.get(path).is_some_and(|now| lines(now) == lines(bytes))
            })
        };
        assert!(expected.iter().any(is), "files of two inputs");
    }
}

const OURS: [&str; 3] = ["odoo_admin_password", "odoo_db_password", "redis_password"];

fn dotenv(dir: &Path) -> PathBuf {
    dir.join("generated/.env")
}

fn with_env() -> tempfile::TempDir {
    let dir = built(&real_input());
    succeeds(stackgen(dir.path()).args(["env", "init", "production"]));
    dir
}

fn values(dir: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(dotenv(dir)).unwrap();
    text.lines()
        .filter_map(|line| line.split_once("='"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// At every moment: the file is the old one or the new one, what is beside it has a name that git ignores, and the next
/// command removes it.
#[test]
fn a_rotation_that_is_killed_leaves_no_secret_behind() {
    if tool("strace").is_none() || tool("git").is_none() {
        return;
    }
    let dir = with_env();
    succeeds(Command::new("git").current_dir(dir.path()).args(["init", "-q"]));
    let listed = || {
        let output = succeeds(Command::new("git").current_dir(dir.path()).args(["status", "--porcelain", "-uall"]));
        both(&output)
    };
    let moments = every_moment(|moment| {
        let before = values(dir.path());
        if !killed_at(moment, dir.path(), &["env", "rotate", "redis_password"]) {
            return false;
        }
        let after = values(dir.path());
        let changed: Vec<_> =
            before.iter().filter(|(name, value)| after.get(*name) != Some(value)).map(|(name, _)| name).collect();
        assert!(changed.is_empty() || changed == ["REDIS_PASSWORD"], "killed at {moment:?}: {changed:?}");
        assert!(
            !listed().contains(".env.stackgen") && !listed().contains(".stackgen-tmp"),
            "killed at {moment:?}: {}",
            listed()
        );
        true
    });
    assert!(moments > 5, "{moments} moments");
    let beside = |dir: &Path| {
        let names = std::fs::read_dir(dir.join("generated"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains("stackgen-")).collect::<Vec<_>>()
    };
    assert_eq!(beside(dir.path()), [""; 0]);
    // An earlier version left them under another name.
    std::fs::write(dir.path().join("generated/.stackgen-tmpAbCdEf"), "REDIS_PASSWORD='x'").unwrap();
    succeeds(stackgen(dir.path()).args(["env", "rotate", "redis_password"]));
    assert_eq!(beside(dir.path()), [""; 0]);
}

#[test]
fn rotations_at_once_lose_nothing() {
    let dir = with_env();
    for _ in 0..10 {
        let before = values(dir.path());
        let running = OURS.map(|secret| {
            let mut command = stackgen(dir.path());
            command.args(["env", "rotate", secret]).stdout(std::process::Stdio::null()).spawn().unwrap()
        });
        running.into_iter().for_each(|mut child| assert!(child.wait().unwrap().success()));
        let after = values(dir.path());
        assert_eq!(before.len(), after.len());
        for secret in OURS.map(str::to_uppercase) {
            assert_ne!(before[&secret], after[&secret], "the new value of {secret} is lost");
        }
    }
}

#[test]
fn what_is_not_understood_is_not_rewritten() {
    let broken =
        ["REDIS_PASSWORD='open\n", "A B=c\n", "X='x' y\n", "REDIS_PASSWORD= # soon\n", "\u{feff}X=1\n", "X=1\rY=2\n"];
    for broken in broken {
        let dir = with_env();
        let text = std::fs::read_to_string(dotenv(dir.path())).unwrap();
        let text = format!("{broken}{text}");
        std::fs::write(dotenv(dir.path()), &text).unwrap();
        for words in [&["env", "rotate", "redis_password", "--mode", "production"][..], &["env", "init", "production"]]
        {
            let output = run(dir.path(), words);
            assert_eq!(output.status.code(), Some(2), "{broken}{words:?}: {}", both(&output));
            assert!(
                both(&output).contains(
                    "cannot parse generated/.env, so nothing was changed: run `stackgen env check production`"
                ),
                "{}",
                both(&output)
            );
            assert_eq!(std::fs::read_to_string(dotenv(dir.path())).unwrap(), text, "{broken}");
        }
    }
}

#[test]
fn line_ends_and_links_stay_as_they_are() {
    let dir = with_env();
    let text = std::fs::read_to_string(dotenv(dir.path())).unwrap();
    let windows = text.replace('\n', "\r\n").replace("COMPOSE_PROFILES=production\r\n", "");
    std::fs::write(dotenv(dir.path()), &windows).unwrap();
    succeeds(stackgen(dir.path()).args(["env", "init", "production"]));
    succeeds(stackgen(dir.path()).args(["env", "rotate", "redis_password"]));
    let now = std::fs::read_to_string(dotenv(dir.path())).unwrap();
    assert_eq!(now.matches('\n').count(), now.matches("\r\n").count(), "{now:?}");
    assert!(now.contains("COMPOSE_PROFILES=production\r\n"));
    // A link leads to the file that is changed, and stays a link.
    let elsewhere = dir.path().join("elsewhere.env");
    std::fs::rename(dotenv(dir.path()), &elsewhere).unwrap();
    symlink(&elsewhere, dotenv(dir.path())).unwrap();
    succeeds(stackgen(dir.path()).args(["env", "rotate", "redis_password"]));
    assert!(dotenv(dir.path()).is_symlink() && std::fs::read_to_string(&elsewhere).unwrap() != now);
    // One that leads nowhere is not replaced by a file.
    std::fs::remove_file(&elsewhere).unwrap();
    let output = run(dir.path(), &["env", "init", "production"]);
    assert_eq!(output.status.code(), Some(2), "{}", both(&output));
    assert!(both(&output).contains("generated/.env is a dangling symbolic link"), "{}", both(&output));
    assert!(dotenv(dir.path()).is_symlink() && !elsewhere.exists());
}

/// A folder that somebody else works in is waited for, but not for ever.
#[test]
fn a_folder_in_use_is_waited_for() {
    let dir = project(&real_input());
    let folder = dir.path().join("generated");
    std::fs::create_dir(&folder).unwrap();
    let held = std::fs::File::open(&folder).unwrap();
    held.lock().unwrap();
    let waiting = stackgen(dir.path()).arg("build").stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    held.unlock().unwrap();
    assert!(waiting.wait_with_output().unwrap().status.success());
    held.lock().unwrap();
    write_input(dir.path(), &other_input());
    let before = generated(dir.path());
    let output = run(dir.path(), &["build"]);
    assert_eq!(output.status.code(), Some(2), "{}", both(&output));
    assert!(both(&output).contains("another stackgen is writing to"), "{}", both(&output));
    assert_eq!(generated(dir.path()), before);
}
