//! The commands: what they write, what they leave alone, what they say and how they end.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::time::SystemTime;

use support::{base_with, both, built, project, real_input, snapshot, stackgen, succeeds};

fn tree(dir: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().into_string().unwrap();
        if path.is_dir() {
            files.extend(tree(&path).into_iter().map(|(below, file)| (format!("{name}/{below}"), file)));
        } else {
            files.insert(name, (std::fs::read(&path).unwrap(), path.metadata().unwrap().modified().unwrap()));
        }
    }
    files
}

fn bytes(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(dir).into_iter().map(|(name, (bytes, _))| (name, bytes)).collect()
}

fn ends(output: &Output, code: i32, words: &[&str]) {
    assert_eq!(output.status.code(), Some(code), "{}", both(output));
    for word in words {
        assert!(both(output).contains(word), "{word}: {}", both(output));
    }
}

#[test]
fn a_second_build_touches_nothing() {
    let dir = built(&real_input());
    let before = tree(&dir.path().join("generated"));
    assert!(before.len() > 20);
    let output = succeeds(stackgen(dir.path()).arg("build"));
    ends(&output, 0, &["all up to date", "development, production, ha"]);
    assert_eq!(tree(&dir.path().join("generated")), before);
}

#[test]
fn the_same_input_makes_the_same_bytes_anywhere() {
    let dir = built(&real_input());
    let elsewhere = tempfile::tempdir().unwrap();
    let input = dir.path().join("inputs/stack.toml");
    succeeds(
        stackgen(elsewhere.path())
            .args(["build", "--out", "deep/er"])
            .arg(&input)
            .env("LC_ALL", "tr_TR.UTF-8")
            .env("TZ", "Pacific/Kiritimati")
            .env("HOME", "/nonexistent"),
    );
    assert_eq!(bytes(&elsewhere.path().join("deep/er")), bytes(&dir.path().join("generated")));
}

#[test]
fn what_is_committed_is_what_the_input_makes() {
    let dir = built(&real_input());
    let (committed, made) = (bytes(&support::root().join("generated")), bytes(&dir.path().join("generated")));
    assert_eq!(committed.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>());
    let stale: Vec<_> =
        committed.iter().filter(|(name, text)| made.get(*name) != Some(text)).map(|(name, _)| name).collect();
    assert!(stale.is_empty(), "{stale:?}");
    for (of, file) in [(&[][..], "stack.schema.json"), (&["findings"], "findings.schema.json")] {
        let schema = succeeds(stackgen(dir.path()).arg("schema").args(of));
        let committed = std::fs::read(support::root().join("schema").join(file)).unwrap();
        assert!(committed == schema.stdout, "schema/{file} is stale");
    }
}

#[test]
fn a_broken_input_changes_nothing_on_disk() {
    let dir = built(&real_input());
    let before = tree(dir.path().join("generated").as_path());
    for (broken, word) in [("quorum = 2", "quorum = 9"), ("[odoo]", "[odo]"), ("[odoo]", "[odoo")] {
        std::fs::write(dir.path().join("inputs/stack.toml"), real_input().replace(broken, word)).unwrap();
        ends(&stackgen(dir.path()).arg("build").output().unwrap(), 1, &["nothing was written"]);
        assert_eq!(tree(&dir.path().join("generated")), before);
    }
}

#[test]
fn a_hand_edit_is_told_from_a_stale_file_and_kept() {
    let dir = built(&real_input());
    let conf = dir.path().join("generated/odoo/odoo.conf");
    std::fs::write(&conf, "[options]\nworkers = 99\n").unwrap();
    std::fs::write(
        dir.path().join("inputs/stack.toml"),
        real_input().replace("max_connections = 200", "max_connections = 210"),
    )
    .unwrap();
    let check = stackgen(dir.path()).args(["build", "--check"]).output().unwrap();
    ends(&check, 1, &["generated/odoo/odoo.conf: edited by hand", "generated/docker-compose.yml: out of date"]);
    ends(&stackgen(dir.path()).arg("build").output().unwrap(), 1, &["odoo.conf: edited by hand", "--force"]);
    assert!(std::fs::read_to_string(&conf).unwrap().contains("99"));
    ends(&stackgen(dir.path()).args(["build", "--force"]).output().unwrap(), 0, &["2 changed"]);
    assert!(!std::fs::read_to_string(&conf).unwrap().contains("99"));
    ends(&stackgen(dir.path()).args(["build", "--check"]).output().unwrap(), 0, &[]);
}

#[test]
fn files_of_others_are_not_replaced() {
    let dir = project(&real_input());
    std::fs::create_dir(dir.path().join("generated")).unwrap();
    std::fs::write(dir.path().join("generated/docker-compose.yml"), "mine").unwrap();
    ends(&stackgen(dir.path()).arg("build").output().unwrap(), 1, &["docker-compose.yml: not written by stackgen"]);
    assert_eq!(tree(&dir.path().join("generated")).len(), 1);
}

#[test]
fn what_is_no_longer_generated_is_removed_and_nothing_else() {
    let dir = built(&real_input());
    let generated = dir.path().join("generated");
    std::fs::write(generated.join("services/notes.txt"), "mine").unwrap();
    std::fs::write(generated.join("redis/mine.conf"), "mine").unwrap();
    let input: toml::Table = real_input().parse().unwrap();
    let mut input = input;
    input.remove("redis");
    input.get_mut("odoo").unwrap().as_table_mut().unwrap().remove("sessions");
    let ai = input.get_mut("services").unwrap().get_mut("ai_service").unwrap();
    ai.get_mut("environment").unwrap().as_table_mut().unwrap().remove("REDIS_URL");
    std::fs::write(dir.path().join("inputs/stack.toml"), toml::to_string(&input).unwrap()).unwrap();
    ends(
        &stackgen(dir.path()).args(["build", "--check"]).output().unwrap(),
        1,
        &["sentinel-1.conf: no longer generated"],
    );
    ends(&stackgen(dir.path()).arg("build").output().unwrap(), 0, &["removed"]);
    let left: Vec<String> =
        tree(&generated).into_keys().filter(|name| name.starts_with("redis/") || name.contains("notes")).collect();
    assert_eq!(left, ["redis/mine.conf", "services/notes.txt"]);
}

#[test]
fn a_manifest_names_no_file_outside() {
    let dir = built(&real_input());
    std::fs::write(dir.path().join("victim"), "mine").unwrap();
    for path in ["../victim", "/etc/hostname", "a/../../victim"] {
        let manifest = format!("{{\"generated_by\":\"stackgen\",\"version\":1,\"files\":{{\"{path}\":\"00\"}}}}");
        std::fs::write(dir.path().join("generated/.stackgen.json"), manifest).unwrap();
        ends(&stackgen(dir.path()).arg("build").output().unwrap(), 2, &["a file that cannot have been generated"]);
    }
    std::fs::write(dir.path().join("generated/.stackgen.json"), "<<<<<<< HEAD\n").unwrap();
    ends(&stackgen(dir.path()).arg("build").output().unwrap(), 2, &[".stackgen.json is invalid", "--force"]);
    ends(&stackgen(dir.path()).args(["build", "--force"]).output().unwrap(), 0, &[]);
    assert_eq!(std::fs::read_to_string(dir.path().join("victim")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn outputs_do_not_follow_links() {
    let dir = project(&real_input());
    let outside = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("generated")).unwrap();
    std::os::unix::fs::symlink(outside.path(), dir.path().join("generated/redis")).unwrap();
    ends(&stackgen(dir.path()).arg("build").output().unwrap(), 2, &["generated/redis is a symbolic link"]);
    std::fs::remove_file(dir.path().join("generated/redis")).unwrap();
    std::os::unix::fs::symlink("/nonexistent", dir.path().join("generated/docker-compose.yml")).unwrap();
    ends(&stackgen(dir.path()).arg("build").output().unwrap(), 2, &["docker-compose.yml is a symbolic link"]);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn two_stacks_of_one_run_do_not_collide() {
    let dir = project(&base_with("[stack]\noutput = 'one'\n"));
    let other = "[stack]\noutput = 'two'\n[networks.shop]\nsubnet = '172.30.0.0/16'\n";
    let write =
        |over: &str| std::fs::write(dir.path().join("inputs/z.toml"), base_with(&(other.to_owned() + over))).unwrap();
    let check = || stackgen(dir.path()).args(["check", "--only", "stacks-collide"]).output().unwrap();
    let subnet = "172.30.0.0/16 overlaps 172.30.0.0/24, the subnet of the network `shop` of inputs/stack.toml";
    let port = "`odoo` of inputs/stack.toml also publishes port 8069 on 127.0.0.1";
    write("");
    let project = "inputs/stack.toml also uses the project name `shop`";
    ends(&check(), 1, &[subnet, port, project, "4 errors"]);
    ends(&stackgen(dir.path()).args(["check", "inputs/z.toml"]).output().unwrap(), 0, &["no findings"]);
    write("[host]\nname = 'another'\n");
    ends(&check(), 0, &["no findings"]);
    write("[[rules.allow]]\nrule = 'stacks-collide'\nreason = 'one is being moved'\n");
    ends(&check(), 0, &["no findings"]);
    let alone = stackgen(dir.path()).args(["check", "inputs/z.toml"]).output().unwrap();
    ends(&alone, 0, &["no findings"]);
}

#[test]
fn two_stacks_need_two_folders() {
    let dir = project(&real_input());
    std::fs::write(dir.path().join("inputs/other.toml"), base_with("[host]\nname = 'another'\n")).unwrap();
    ends(&stackgen(dir.path()).arg("build").output().unwrap(), 1, &["is also built into generated", "output"]);
    std::fs::write(
        dir.path().join("inputs/other.toml"),
        base_with("[stack]\noutput = 'shop'\n[host]\nname = 'another'\n"),
    )
    .unwrap();
    ends(&stackgen(dir.path()).arg("build").output().unwrap(), 0, &["generated/shop"]);
    assert!(dir.path().join("generated/shop/docker-compose.yml").exists());
}

#[test]
fn diff_shows_what_build_would_change() {
    let dir = built(&real_input());
    ends(&stackgen(dir.path()).arg("diff").output().unwrap(), 0, &[]);
    std::fs::write(
        dir.path().join("inputs/stack.toml"),
        real_input().replace("down_after = \"5s\"", "down_after = \"4s\""),
    )
    .unwrap();
    let output = succeeds(stackgen(dir.path()).arg("diff"));
    snapshot("cli", "diff", &String::from_utf8_lossy(&output.stdout));
}

#[test]
fn explain_names_the_line_of_the_input() {
    let dir = built(&real_input());
    let conf = std::fs::read_to_string(dir.path().join("generated/redis/redis-master.conf")).unwrap();
    let line = |start: &str| 1 + conf.lines().position(|line| line.starts_with(start)).unwrap();
    for (name, start) in [("written", "maxmemory 512mb"), ("default", "databases"), ("fixed", "dir")] {
        let place = format!("generated/redis/redis-master.conf:{}", line(start));
        let output = succeeds(stackgen(dir.path()).args(["explain", &place]));
        snapshot("cli", &format!("explain_{name}"), &both(&output));
    }
    ends(
        &stackgen(dir.path()).args(["explain", "generated/redis/redis-master.conf:900"]).output().unwrap(),
        2,
        &["lines"],
    );
    ends(&stackgen(dir.path()).args(["explain", "nowhere:1"]).output().unwrap(), 2, &["not a generated file"]);
    ends(&stackgen(dir.path()).args(["explain", "nowhere"]).output().unwrap(), 2, &["a line of a generated file"]);
}

#[test]
fn failures_of_the_environment_have_a_status_of_their_own() {
    let empty = tempfile::tempdir().unwrap();
    ends(
        &stackgen(empty.path()).arg("build").output().unwrap(),
        2,
        &["there is no inputs/*.toml in this folder or above it"],
    );
    ends(&stackgen(empty.path()).args(["check", "nothing.toml"]).output().unwrap(), 2, &["cannot read nothing.toml"]);
    std::fs::write(empty.path().join("bad.toml"), b"a = \xff").unwrap();
    ends(&stackgen(empty.path()).args(["check", "bad.toml"]).output().unwrap(), 2, &["not UTF-8"]);
    #[cfg(unix)]
    ends(&stackgen(empty.path()).args(["check", "/dev/zero"]).output().unwrap(), 2, &["a device, not a regular file"]);
    ends(&stackgen(empty.path()).arg("frobnicate").output().unwrap(), 2, &["unrecognized subcommand"]);
}

#[test]
fn files_of_secrets_are_kept_out_of_git_whichever_mode_names_them() {
    let secrets = "[secrets]\nx = { file = './secrets/x #1' }\n[modes.m.secrets]\ny = { file = './secrets/y' }\n";
    let dir = built(&base_with(secrets));
    let ignored = std::fs::read_to_string(dir.path().join("generated/.gitignore")).unwrap();
    let lines: Vec<&str> = ignored.lines().filter(|line| line.starts_with('/')).collect();
    assert_eq!(lines, ["/secrets/x\\ \\#1", "/secrets/y"]);
}

#[test]
fn colour_is_for_terminals() {
    let dir = project(&real_input().replace("quorum = 2", "quorum = 9"));
    let output = stackgen(dir.path()).arg("check").output().unwrap();
    assert!(!both(&output).contains('\u{1b}'));
}

/// What runs always runs whenever a service of some profile does.
#[test]
fn a_service_of_a_profile_follows_the_sentinels_that_always_run() {
    let input = base_with(
        "[services.api]\nprofiles = ['tools']\nenvironment = { REDIS_URL = { redis = { db = 1, dialect = 'redis-sentinel-url' } } }\n[modes.tools]\nprofiles = ['tools']\n",
    );
    let dir = built(&input);
    let script = std::fs::read_to_string(dir.path().join("generated/services/api/start.sh")).unwrap();
    assert!(script.contains("redis+sentinel://"), "{script}");
    assert!(!dir.path().join("generated/docker-compose.tools.yml").exists(), "base and mode say the same");
}

#[test]
fn an_env_file_in_git_is_found_and_its_values_stay_hidden() {
    let dir = built(&base_with(""));
    let check = |expected: i32, says: &[&str]| {
        let output = stackgen(dir.path()).args(["check", "--only", "dotenv-not-ignored"]).output().unwrap();
        ends(&output, expected, says);
        assert!(!both(&output).contains("s3cret-value"));
    };
    std::fs::write(dir.path().join("generated/.env"), "REDIS_PASSWORD=s3cret-value\n").unwrap();
    check(0, &["no findings"]);
    let Some(git) = support::tool("git") else { return };
    let git = |arguments: &[&str]| succeeds(Command::new(&git).current_dir(dir.path()).args(arguments));
    git(&["init", "-q"]);
    check(0, &["no findings"]);
    git(&["add", "--force", "generated/.env"]);
    check(1, &["dotenv-not-ignored", "is tracked by git"]);
}
