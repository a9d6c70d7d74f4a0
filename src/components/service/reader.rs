//! The start script of an additional service, read back.

use super::Service;
use crate::artifact::{Artifact, VerifyError};
use crate::components::script::reader::{self as script, Says, variables};
use crate::model::Stack;

/// Verifies the start script.
pub(super) fn verify(service: &Service, file: &Artifact, stack: &Stack) -> Result<(), VerifyError> {
    let mut says = Says::default();
    let mut texts = variables(&mut says, &service.environment, stack);
    texts.push("exec \"$@\"".to_owned());
    script::verify(file, &says, &texts)
}
