//! `stackgen build`

use std::time::Instant;

use super::inputs::{Input, InputArgs, compile_all, counts};
use super::report::ReportArgs;
use super::{Exit, Failure, terminal};
use crate::files::{Plan, State, apply};
use crate::verify::Verified;

/// What `build` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    report: ReportArgs,
    /// Write nothing; fail if a generated file is not as it should be
    #[arg(long)]
    check: bool,
    /// Replace files that were edited by hand or not made by stackgen
    #[arg(long, conflicts_with = "check")]
    force: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let start = Instant::now();
    let inputs = compile_all(&args.inputs)?;
    if args.report.report(&inputs, false)? {
        terminal::note(&format!("{}: nothing was written", args.report.verdict(&inputs)));
        return Ok(Exit::Findings);
    }
    let mut plans = Vec::new();
    for input in &inputs {
        plans.push(Plan::new(&input.dir, files(input), args.force)?);
    }
    if args.check {
        return Ok(check(&plans));
    }
    let work: Vec<String> = plans.iter().flat_map(|plan| listed(plan, State::holds_work)).collect();
    if !work.is_empty() && !args.force {
        terminal::note(&work.join("\n"));
        terminal::error(
            "nothing was written: the work in these files would be lost\n\
             See it with `stackgen diff`, move it into the input, then replace the files with `stackgen build --force`.",
        );
        return Ok(Exit::Findings);
    }
    plans.iter().try_for_each(apply)?;
    args.report.conclude(&summary(&inputs, &plans, start))?;
    Ok(Exit::Fine)
}

fn files(input: &Input) -> &[Verified] {
    input.compiled.files.as_deref().unwrap_or_default()
}

fn listed(plan: &Plan, which: impl Fn(State) -> bool) -> Vec<String> {
    let line = |change: &crate::files::Change| format!("{}: {}", plan.dir.join(&change.path), change.state.as_str());
    plan.pending().filter(|change| which(change.state)).map(line).collect()
}

fn check(plans: &[Plan]) -> Exit {
    if plans.iter().all(Plan::is_current) {
        return Exit::Fine;
    }
    let mut lines: Vec<String> = plans.iter().flat_map(|plan| listed(plan, |_| true)).collect();
    if lines.is_empty() {
        lines.push("the list of generated files (.stackgen.json) is out of date".to_owned());
    }
    terminal::note(&lines.join("\n"));
    terminal::error(
        "the generated files are not those of the input\nSee the differences with `stackgen diff`, then run `stackgen build`.",
    );
    Exit::Findings
}

fn summary(inputs: &[Input], plans: &[Plan], start: Instant) -> String {
    let count = |which: fn(State) -> bool| {
        plans.iter().flat_map(|plan| &plan.changes).filter(|change| which(change.state)).count()
    };
    let removed = count(|state| matches!(state, State::Orphaned | State::OrphanEdited));
    let all = count(|_| true) - removed;
    let written = count(|state| state != State::Current) - removed;
    let mut modes: Vec<&str> =
        inputs.iter().flat_map(|input| input.compiled.modes.iter().map(String::as_str)).collect();
    modes.dedup();
    let modes = if modes.is_empty() { String::new() } else { format!(" for {}", modes.join(", ")) };
    let removed = if removed == 0 { String::new() } else { format!(", {removed} removed") };
    let dirs: Vec<&str> = plans.iter().map(|plan| plan.dir.as_str()).collect();
    let counts = counts(inputs);
    let counts = if counts.is_empty() { String::new() } else { format!("; {counts}") };
    let time = start.elapsed().as_secs_f64() * 1000.0;
    format!("{}: {all} files{modes}, {written} changed{removed} ({time:.1} ms){counts}", dirs.join(", "))
}
