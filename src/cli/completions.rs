//! `stackgen completions`

use clap_complete::Shell;
use clap_complete::env::Shells;

use super::{Exit, Failure};

/// The environment variable through which a shell asks for completions.
pub(super) const ASKED: &str = "STACKGEN_COMPLETE";

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Shell that the completion script is for
    shell: Shell,
}

/// Prints a script that makes the shell ask this program, which knows the names in the inputs.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let name = args.shell.to_string();
    let shells = Shells::builtins();
    let shell =
        shells.completer(&name).ok_or_else(|| Failure::Usage(format!("there are no completions for {name}")))?;
    let mut text = Vec::new();
    shell.write_registration(ASKED, "stackgen", "stackgen", "stackgen", &mut text)?;
    std::io::Write::write_all(&mut std::io::stdout().lock(), &text)?;
    Ok(Exit::Fine)
}
