//! The start script of Odoo.

use super::Odoo;
use crate::artifact::Artifact;
use crate::components::script::{body, exports, script, source};
use crate::model::Stack;

/// The frame of the options that a secret holds.
pub(super) const OPTIONS: &str = "# Prints the options of odoo.conf whose values are secrets.\nsecret_options() {\n}\n";

/// Writes Odoo's live configuration, waits for the database, starts Odoo.
pub(super) const ODOO: &str = include_str!("odoo.sh");

/// Python: waits until PostgreSQL accepts the login of Odoo.
pub(super) const WAIT: &str = include_str!("odoo_wait.py");

/// The script of Odoo: its configuration with the secrets in it, its environment, its start.
pub(super) fn start(odoo: &Odoo, stack: &Stack, input: &str) -> Artifact {
    let mut file = script("odoo/start.sh", input);
    let environment = odoo.environment.iter().map(|(name, term)| (name.as_str(), &**term, term.origin()));
    exports(&mut file, stack, environment);
    file.line("# Prints the options of odoo.conf whose values are secrets.", None);
    file.line("secret_options() {", None);
    for (option, secret) in &odoo.secret_options {
        let line = format!("    option {option} {} {}", secret.as_str(), source(stack, secret));
        file.line(line, Some(secret.origin()));
    }
    file.line("}", None);
    file.line("", None);
    body(&mut file, &ODOO.replace("@odoo_wait.py@\n", WAIT));
    file
}
