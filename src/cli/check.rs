//! `stackgen check`

use super::inputs::{Batch, InputArgs, compile_or_stdin, ended};
use super::report::ReportArgs;
use super::select::SelectArgs;
use super::{Exit, Failure};

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    select: SelectArgs,
    /// Show all findings instead of the 50 most severe
    #[arg(long)]
    all: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    args.select.check()?;
    let Batch { mut inputs, failures } = compile_or_stdin(&args.inputs)?;
    if inputs.is_empty() {
        return ended(failures, Exit::Fine);
    }
    args.select.apply(&mut inputs);
    let exit = args.report.report(&inputs, args.all)?;
    let verdict = Some(args.report.verdict(&inputs)).filter(|verdict| !verdict.is_empty());
    let names: Vec<&str> = inputs.iter().map(|input| input.source.path().as_str()).collect();
    let line = format!("{}: {}", names.join(", "), verdict.as_deref().unwrap_or("no findings"));
    ended(failures, exit.once(args.report.conclude(&line))?)
}
