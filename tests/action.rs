//! The action for GitHub: its description, and its step as GitHub's runner starts it.

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::process::{Command, Output};

use serde_yaml::Value;
use support::{both, built, real_input, root, succeeds, tool};

/// The script of the step with this name.
fn script(step: &str) -> String {
    let action: Value = serde_yaml::from_str(&std::fs::read_to_string(root().join("action.yml")).unwrap()).unwrap();
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let step = steps.iter().find(|one| one["name"] == step).unwrap();
    step["run"].as_str().unwrap().to_owned()
}

/// Runs the check as the runner does (`bash --noprofile --norc -eo pipefail`); what it printed, and the summary.
fn check(dir: &Path, deny_warnings: &str) -> (Output, String) {
    let summary = tempfile::NamedTempFile::new().unwrap();
    let own = Path::new(env!("CARGO_BIN_EXE_stackgen")).parent().unwrap().to_str().unwrap();
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script("Check")]).current_dir(dir);
    command.env("PATH", format!("{own}:{}", std::env::var("PATH").unwrap())).env("DENY_WARNINGS", deny_warnings);
    let output = command.env("GITHUB_STEP_SUMMARY", summary.path()).output().unwrap();
    (output, std::fs::read_to_string(summary.path()).unwrap())
}

#[test]
fn the_description_is_one() {
    let Some(program) = tool("check-jsonschema") else { return };
    let mut command = Command::new(program);
    succeeds(command.args(["--builtin-schema", "vendor.github-actions"]).arg(root().join("action.yml")));
}

/// Its steps for Linux on x86-64 are those of `scripts/release`, which CI runs.
#[test]
fn the_workflow_and_the_forms_are_what_github_reads() {
    let Some(program) = tool("check-jsonschema") else { return };
    for (schema, file) in [
        ("vendor.github-workflows", ".github/workflows/release.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/bug.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/rule.yml"),
        ("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    ] {
        let mut command = Command::new(&program);
        succeeds(command.args(["--builtin-schema", schema]).arg(root().join(file)));
    }
    let workflow = std::fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
    for target in
        ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl", "x86_64-apple-darwin", "aarch64-apple-darwin"]
    {
        assert!(workflow.contains(target), "{target}");
        let install = std::fs::read_to_string(root().join("scripts/install")).unwrap();
        assert!(install.contains(target), "{target}");
    }
}

/// cargo obeys the `.cargo/config.toml` of the folder that it is started in.
#[test]
fn the_program_is_built_outside_of_the_repository_that_is_checked() {
    let action: Value = serde_yaml::from_str(&std::fs::read_to_string(root().join("action.yml")).unwrap()).unwrap();
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let builds: Vec<&Value> = steps.iter().filter(|step| step["run"].as_str().unwrap().contains("cargo ")).collect();
    assert!(!builds.is_empty());
    for step in builds {
        assert_eq!(step["working-directory"], "${{ github.action_path }}", "{step:?}");
    }
}

/// Runs the step that installs, at the tag of this version, with these first in the path; whether it built, and its status.
fn install(first: &Path, server: &str) -> (bool, Option<i32>) {
    let work = tempfile::tempdir().unwrap();
    let cargo = work.path().join("cargo");
    std::fs::write(&cargo, "#!/bin/sh\ntouch \"$RUNNER_TEMP/built\"\n").unwrap();
    std::fs::set_permissions(&cargo, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script("Install")]).current_dir(root());
    command.env("PATH", format!("{}:{}:/usr/bin:/bin", first.display(), work.path().display()));
    command.env("ACTION_REF", concat!("v", env!("CARGO_PKG_VERSION"))).env("ACTION_REPOSITORY", "owner/stackgen");
    command.env("GITHUB_SERVER_URL", server).env("GITHUB_ACTION_PATH", root()).env("RUNNER_TEMP", work.path());
    let output = command.env("GITHUB_PATH", work.path().join("path")).output().unwrap();
    (work.path().join("built").exists(), output.status.code())
}

/// The installed program of this version is taken; where there is no release it is built; a wrong digest is an error.
#[test]
fn a_wrong_digest_is_no_reason_to_build() {
    let Some(python) = tool("python") else { return };
    let own = Path::new(env!("CARGO_BIN_EXE_stackgen")).parent().unwrap();
    assert_eq!(install(own, "http://127.0.0.1:1"), (false, Some(0)));
    let (nothing, releases) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    drop(socket);
    let mut server = Command::new(python)
        .args(["-m", "http.server", "--bind", "127.0.0.1", &port.to_string(), "--directory"])
        .arg(releases.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let up = || std::net::TcpStream::connect(("127.0.0.1", port)).is_ok();
    assert!((0..100).any(|_| up() || {
        std::thread::sleep(std::time::Duration::from_millis(50));
        false
    }));
    let address = format!("http://127.0.0.1:{port}");
    let without = install(nothing.path(), &address);
    let version = env!("CARGO_PKG_VERSION");
    let release = releases.path().join(format!("owner/stackgen/releases/download/v{version}"));
    std::fs::create_dir_all(&release).unwrap();
    let archive = format!("stackgen-{version}-{}-unknown-linux-musl.tar.gz", std::env::consts::ARCH);
    std::fs::write(release.join(&archive), "forged").unwrap();
    std::fs::write(release.join("SHA256SUMS"), format!("{}  {archive}\n", "0".repeat(64))).unwrap();
    let forged = install(nothing.path(), &address);
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(without, (true, Some(0)));
    assert_eq!(forged, (false, Some(1)));
}

#[test]
fn what_is_as_it_should_be_passes() {
    let dir = built(&real_input());
    let (output, summary) = check(dir.path(), "true");
    assert!(output.status.success(), "{}", both(&output));
    assert_eq!(summary, "### stackgen\nThe generated files match the inputs.\n");
}

#[test]
fn a_hand_edit_fails_and_is_in_the_summary() {
    let dir = built(&real_input());
    let file = dir.path().join("generated/odoo/odoo.conf");
    std::fs::write(&file, std::fs::read_to_string(&file).unwrap() + "# mine\n").unwrap();
    let (output, summary) = check(dir.path(), "false");
    assert_eq!(output.status.code(), Some(1), "{}", both(&output));
    assert!(summary.contains("generated/odoo/odoo.conf: edited by hand\n"), "{summary}");
    assert!(summary.contains("\n    -# mine\n"), "{summary}");
    assert!(summary.lines().skip(2).all(|line| line.starts_with("    ")), "{summary}");
}

#[test]
fn a_finding_stands_beside_its_line() {
    let dir = built(&real_input());
    let wrong = real_input().replace("quorum = 2", "quorum = 9");
    std::fs::write(dir.path().join("inputs/stack.toml"), wrong).unwrap();
    let (output, summary) = check(dir.path(), "false");
    assert_eq!(output.status.code(), Some(1));
    assert!(both(&output).contains("::error file=inputs/stack.toml,line="), "{}", both(&output));
    assert!(summary.contains("quorum-exceeds-sentinels"), "{summary}");
}

#[test]
fn warnings_fail_where_they_are_denied() {
    let dir = built(&real_input());
    let warned = real_input().replace("down_after = \"5s\"", "down_after = \"1s\"");
    assert_ne!(warned, real_input());
    std::fs::write(dir.path().join("inputs/stack.toml"), warned).unwrap();
    succeeds(support::stackgen(dir.path()).arg("build"));
    assert_eq!(check(dir.path(), "false").0.status.code(), Some(0));
    assert_eq!(check(dir.path(), "true").0.status.code(), Some(1));
}
