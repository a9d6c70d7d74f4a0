//! `stackgen completions`

use clap_complete::Shell;
use clap_complete::env::Shells;

use super::{Exit, Failure};

/// The variable by which a shell asks what could be typed.
pub(super) const ASKED: &str = "STACKGEN_COMPLETE";

/// What `completions` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

/// Prints what makes a shell ask this program: it knows the names in the inputs.
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
