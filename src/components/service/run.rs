//! The images of additional services.

use crate::components::service::Service;
use crate::model::{Run, Said, file, words};

/// Where the start script is in its container.
pub const SERVICE_START: &str = "/usr/local/bin/stack-start.sh";

pub(in crate::components) fn run(one: &Service) -> Run {
    let script = one.script();
    let command = one.command.as_ref().map(|command| Said {
        value: command.iter().map(|word| word.as_str().to_owned()).collect(),
        origin: Some(command.origin()),
    });
    let mut run = Run {
        entrypoint: script.is_some().then(|| words(["/bin/sh", SERVICE_START])),
        command,
        user: one.user.clone(),
        files: script.map(|path| file(path, SERVICE_START)).into_iter().collect(),
        health: one.health.clone(),
        ..Run::default()
    };
    run.tell_plain(&one.environment);
    run
}
