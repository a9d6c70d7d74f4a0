//! The start script of an additional service.

use super::Service;
use crate::artifact::Artifact;
use crate::components::script::{exports, script};
use crate::model::Stack;

/// The script of an additional service: its command with the secrets in its environment.
pub(super) fn start(stack: &Stack, service: &Service, input: &str) -> Option<Artifact> {
    let mut file = script(&service.script()?, input);
    let environment = service.environment.iter().map(|(name, term)| (name.as_str(), &**term, term.origin()));
    exports(&mut file, stack, environment);
    file.line("exec \"$@\"", None);
    Some(file)
}
