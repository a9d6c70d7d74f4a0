//! `stackgen build`

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use camino::Utf8PathBuf;

use super::diff::differences;
use super::drift::{self, Drifted, drifted};
use super::env::unfit;
use super::inputs::{Batch, Input, InputArgs, compile_each, ended};
use super::parallel::in_parallel;
use super::progress::Progress;
use super::report::ReportArgs;
use super::report::counts;
use super::terminal::Volume;
use super::{Exit, Failure, terminal};
use crate::counted::counted;
use crate::files::{Change, FilesError, Lock, MANIFEST, Plan, State, WRITER, apply};
use crate::targets::compose::recreate::{Running, recreated};

/// A check that fails shows at most this many lines of differences.
const MOST_LINES: usize = 200;

/// The arguments of `build`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    report: ReportArgs,
    /// Write nothing; fail if a generated file differs from what `build` would write
    #[arg(long)]
    check: bool,
    /// Also replace files that were edited by hand or not written by stackgen
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// Confirm that PostgreSQL's data is on the new major version
    #[arg(long, conflicts_with = "check")]
    data_migrated: bool,
}

/// An input and the plan for its files.
struct Planned<'i> {
    input: &'i Input,
    plan: Plan,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let start = Instant::now();
    let Batch { inputs, mut failures } = compile_each(&args.inputs, args.data_migrated)?;
    if inputs.is_empty() {
        return ended(failures, Exit::Fine);
    }
    let (failing, sound): (Vec<&Input>, Vec<&Input>) = inputs.iter().partition(|input| args.report.fails_for(input));
    if args.check && !sound.is_empty() {
        let exit = checked(args, &inputs, &sound, &mut failures)?;
        return ended(failures, exit);
    }
    let mut exit = args.report.report(&inputs, false)?;
    if !failing.is_empty() {
        let verdict = args.report.verdict(&inputs);
        terminal::note(&format!("{verdict}: nothing was written{}", for_which(&failing, sound.len())));
    }
    // Files that are compared with the inputs must not change until they are written.
    let locks = locks(&sound, &mut failures);
    let locked = sound.into_iter().filter(|input| locks.contains_key(&input.dir)).collect();
    let (plans, holding): (Vec<Planned<'_>>, Vec<Planned<'_>>) = plans(locked, args.force, &mut failures)
        .into_iter()
        .partition(|planned| args.force || listed(&planned.plan, State::holds_work).is_empty());
    if !holding.is_empty() {
        let work: Vec<String> = holding.iter().flat_map(|of| listed(&of.plan, State::holds_work)).collect();
        terminal::note(&work.join("\n"));
        let holding: Vec<&Input> = holding.iter().map(|of| of.input).collect();
        terminal::error(&format!(
            "nothing was written{}: the changes in these files would be lost\n\
             Run `stackgen diff` to see them, move them into the input, then run `stackgen build --force`.",
            for_which(&holding, plans.len())
        ));
        exit = Exit::Findings;
    }
    let plans = written(plans, &locks, &mut failures);
    if !plans.is_empty() {
        terminal::detail(|| done(&plans));
        args.report.conclude(&(summary(&plans, start) + &recreations(&plans)))?;
        if terminal::volume() != Volume::Quiet {
            plans.iter().filter_map(|of| unfit(of.input)).for_each(|unfit| terminal::note(&unfit));
        }
    }
    ended(failures, exit)
}

/// Names the inputs for which nothing was written, if something was written for others.
fn for_which(without: &[&Input], others: usize) -> String {
    let inputs: Vec<&str> = without.iter().map(|input| input.source.path().as_str()).collect();
    if others == 0 { String::new() } else { format!(" for {}", inputs.join(", ")) }
}

/// Carries out the plans, and returns those that succeeded.
fn written<'i>(
    plans: Vec<Planned<'i>>,
    locks: &BTreeMap<Utf8PathBuf, Lock>,
    failures: &mut Vec<Failure>,
) -> Vec<Planned<'i>> {
    let progress = Progress::of(plans.len(), "written");
    let done = in_parallel(plans, |of| {
        let done = locks.get(&of.plan.dir).map_or(Ok(()), |lock| apply(&of.plan, lock));
        progress.step();
        done.map(|()| of)
    });
    done.into_iter().filter_map(|of| of.map_err(|error| failures.push(error.into())).ok()).collect()
}

/// Reports the findings, and compares the files on disk with the inputs that do not fail.
fn checked(args: &Args, inputs: &[Input], sound: &[&Input], failures: &mut Vec<Failure>) -> Result<Exit, Failure> {
    let (mut plans, mut unreadable) = (Vec::new(), Vec::new());
    for input in sound {
        match plan(input, false) {
            Ok(plan) => plans.push(plan),
            Err(error) if error.generated().is_some() => unreadable.push(error),
            Err(error) => failures.push(error.into()),
        }
    }
    let of_plans = plans.iter().flat_map(drifted);
    let drifted: Vec<Drifted> = unreadable.iter().filter_map(drift::unreadable).chain(of_plans).collect();
    let reported = args.report.report_with(inputs, &drifted, false)?;
    for error in &unreadable {
        terminal::error(&error.to_string());
    }
    let of_plans = check(&plans);
    Ok(reported.max(of_plans))
}

fn plan(input: &Input, force: bool) -> Result<Plan, FilesError> {
    let files = input.compiled.files.as_ref().expect("an input without files has errors, and those were reported");
    Plan::new(&input.dir, files, &input.compiled.postgres_volumes(), force)
}

fn plans<'i>(inputs: Vec<&'i Input>, force: bool, failures: &mut Vec<Failure>) -> Vec<Planned<'i>> {
    let progress = Progress::of(inputs.len(), "compared");
    let plans = in_parallel(inputs, |input| {
        let plan = plan(input, force);
        progress.step();
        plan.map(|plan| Planned { input, plan })
    });
    drop(progress);
    plans.into_iter().filter_map(|plan| plan.map_err(|error| failures.push(error.into())).ok()).collect()
}

/// The locks of all output folders, always taken in the same order so that two builds cannot deadlock.
fn locks(inputs: &[&Input], failures: &mut Vec<Failure>) -> BTreeMap<Utf8PathBuf, Lock> {
    let folders: BTreeSet<&Utf8PathBuf> = inputs.iter().map(|input| &input.dir).collect();
    let mut lock = |folder: &Utf8PathBuf| Lock::of(folder).map_err(|error| failures.push(error.into())).ok();
    folders.into_iter().filter_map(|folder| Some((folder.clone(), lock(folder)?))).collect()
}

fn listed(plan: &Plan, which: impl Fn(State) -> bool) -> Vec<String> {
    let line = |change: &Change| format!("{}: {}", plan.dir.join(&change.path), change.state.as_str());
    plan.pending().filter(|change| which(change.state)).map(line).collect()
}

/// Each file, and what happened to it.
fn done(plans: &[Planned<'_>]) -> String {
    let line = |plan: &Plan, change: &Change| {
        let what = match change.state {
            State::Current => "unchanged",
            State::New | State::Missing => "written",
            State::Stale | State::OtherVersion | State::Conflict | State::Edited | State::Foreign => "replaced",
            State::Orphaned | State::OrphanEdited => "removed",
        };
        format!("{}: {what}", plan.dir.join(&change.path))
    };
    let lines = plans.iter().flat_map(|of| of.plan.changes.iter().map(|change| line(&of.plan, change)));
    lines.collect::<Vec<_>>().join("\n")
}

fn check(plans: &[Plan]) -> Exit {
    if plans.iter().all(Plan::is_current) {
        return Exit::Fine;
    }
    let quiet = terminal::volume() == Volume::Quiet;
    let list: Vec<String> = plans.iter().flat_map(|plan| listed(plan, |_| true)).collect();
    if !list.is_empty() {
        terminal::note(&format!("{}{}", list.join("\n"), if quiet { "" } else { "\n" }));
    }
    let changes: Vec<String> = plans.iter().flat_map(|plan| differences(plan, terminal::stderr_colour())).collect();
    let text = changes.join("\n\n");
    let shown: Vec<&str> = text.lines().take(MOST_LINES).collect();
    if !shown.is_empty() && !quiet {
        terminal::note_as_it_is(&shown.join("\n"));
    }
    match text.lines().count().saturating_sub(MOST_LINES) {
        _ if quiet => {}
        0 => {}
        more => terminal::note(&format!("… {}: `stackgen diff` shows all", counted(more, "more line"))),
    }
    let writer = plans.iter().find_map(|plan| plan.written_by.as_ref());
    let writer = writer.map(|writer| format!(" (written by {writer}; this is {WRITER})")).unwrap_or_default();
    let what_to_do = what_to_do(plans).join("\n");
    terminal::error(&format!("the generated files do not match the input{writer}\n{what_to_do}"));
    Exit::Findings
}

/// What to do, for each kind of difference.
fn what_to_do(plans: &[Plan]) -> Vec<&'static str> {
    let states: Vec<State> = plans.iter().flat_map(Plan::pending).map(|change| change.state).collect();
    let mut remedies = Vec::new();
    // Files that `build` does not overwrite without `--force` come first.
    let kinds = [
        State::Edited,
        State::Foreign,
        State::New,
        State::Stale,
        State::OtherVersion,
        State::Missing,
        State::Conflict,
        State::Orphaned,
    ];
    for kind in kinds {
        let remedy = kind.remedy();
        if states.iter().any(|state| state.remedy() == remedy) {
            remedies.push(remedy);
        }
    }
    if states.is_empty() {
        remedies.push("The list of generated files (.stackgen.json) is out of date: run `stackgen build`.");
    }
    remedies
}

/// The services whose containers Compose recreates for the new files, one line for each deployment.
fn recreations(plans: &[Planned<'_>]) -> String {
    let one = |Planned { input, plan }: &Planned<'_>| {
        if plan.pending().next().is_none() {
            return String::new();
        }
        let change = |path: &str| plan.changes.iter().find(|change| change.path == path);
        let modes = input.compiled.modes.iter().map(|mode| Some(mode.as_str()));
        let modes = modes.chain(input.compiled.modes.is_empty().then_some(None));
        let running = modes.filter_map(|mode| {
            let services = input.compiled.stack(mode)?.active().map(|container| container.service.as_str()).collect();
            Some(Running { mode, services })
        });
        let found = recreated(
            |path| change(path)?.before.as_deref(),
            |path| change(path)?.after.as_deref(),
            &running.collect::<Vec<_>>(),
        );
        let all = |modes: &[&str]| modes.len() == input.compiled.modes.len();
        let groups = found.iter().map(|(modes, services)| match services.join(", ") {
            services if all(modes) => services,
            services => format!("in {}: {services}", modes.join(", ")),
        });
        let groups: Vec<String> = groups.collect();
        if groups.is_empty() {
            return String::new();
        }
        format!("\n{}: the next `docker compose up -d` recreates {}", plan.dir, groups.join("; "))
    };
    plans.iter().map(one).collect()
}

fn summary(plans: &[Planned<'_>], start: Instant) -> String {
    let count = |which: fn(State) -> bool| {
        plans.iter().flat_map(|of| &of.plan.changes).filter(|change| which(change.state)).count()
    };
    let removed = count(|state| matches!(state, State::Orphaned | State::OrphanEdited));
    let all = count(|_| true) - removed;
    let written = count(|state| state != State::Current) - removed;
    let mut modes: Vec<&str> = plans.iter().flat_map(|of| of.input.compiled.modes.iter().map(String::as_str)).collect();
    modes.dedup();
    let modes = if modes.is_empty() { String::new() } else { format!(" for {}", modes.join(", ")) };
    let removed = if removed == 0 { String::new() } else { format!(", {removed} removed") };
    let dirs: Vec<&str> = plans.iter().map(|of| of.plan.dir.as_str()).collect();
    let counts = counts(plans.iter().map(|of| of.input));
    let counts = if counts.is_empty() { String::new() } else { format!("; {counts}") };
    let time = start.elapsed().as_secs_f64() * 1000.0;
    let list = if written + count(|state| state == State::Orphaned) == 0 && plans.iter().any(|of| !of.plan.is_current())
    {
        format!(", {MANIFEST} updated")
    } else {
        String::new()
    };
    let written = if written == 0 { "all up to date".to_owned() } else { format!("{written} changed") };
    format!("{}: {all} files{modes}, {written}{list}{removed} ({time:.1} ms){counts}", dirs.join(", "))
}
