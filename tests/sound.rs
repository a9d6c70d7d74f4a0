//! Sound stacks of different kinds: no rule finds anything in them, and Docker Compose takes every mode.

#[path = "support/mod.rs"]
mod support;

use std::process::Command;

use camino::Utf8Path;
use stackgen::compile::Compiled;
use stackgen::surroundings::{InGit, Surroundings};
use support::{compile_in, plain, sound_stacks};

/// Surroundings in which every path exists.
struct Everything;

impl Surroundings for Everything {
    fn exists(&self, _: &Utf8Path, _: &str) -> Option<bool> {
        Some(true)
    }

    fn in_git(&self, _: &Utf8Path, _: &str) -> InGit {
        InGit::Ignored
    }
}

fn compiled(input: &str) -> Compiled {
    compile_in(input, &Everything)
}

#[test]
fn nothing_is_found_in_a_sound_stack() {
    let mut wrong = String::new();
    for (name, input) in sound_stacks() {
        assert!(!input.contains("[rules"), "{name} accepts findings");
        let compiled = compiled(&input);
        if compiled.files.is_none() || !compiled.found.is_empty() {
            wrong += &format!("{name}\n{}", plain(&input, &compiled));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn compose_accepts_every_mode_of_a_sound_stack() {
    let Some(compose) = support::compose() else { return };
    for (_, input) in sound_stacks() {
        let compiled = compiled(&input);
        let dir = support::built(&input);
        let generated = dir.path().join("generated").join(&compiled.output);
        for mode in std::iter::once(None).chain(compiled.modes.iter().map(Some)) {
            match mode {
                Some(mode) => {
                    drop(std::fs::copy(generated.join(format!(".env.{mode}.template")), generated.join(".env")))
                }
                None => assert!(!generated.join(".env").exists()),
            }
            let mut command = Command::new(&compose);
            let path = std::env::vars_os().filter(|(name, _)| name == "PATH");
            command.env_clear().envs(path).env("HOME", dir.path()).current_dir(&generated);
            let output = support::succeeds(command.args(["config", "-q"]));
            assert_eq!(support::both(&output), "", "{mode:?}");
        }
    }
}
