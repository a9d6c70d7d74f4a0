//! `stackgen check`

use super::inputs::{InputArgs, compile_all, counts, report};
use super::{Exit, Failure, terminal};

/// What `check` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let inputs = compile_all(&args.inputs)?;
    let failed = report(&inputs);
    let counts = counts(&inputs);
    let names: Vec<&str> = inputs.iter().map(|input| input.source.path().as_str()).collect();
    let verdict = if counts.is_empty() { "no findings".to_owned() } else { counts };
    terminal::print(&format!("{}: {verdict}", names.join(", ")))?;
    Ok(if failed { Exit::Findings } else { Exit::Fine })
}
