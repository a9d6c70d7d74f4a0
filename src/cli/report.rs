//! How findings are reported: for people on the standard error, for machines on the standard output.

use camino::Utf8Path;

use super::drift::Drifted;
use super::inputs::{Input, counts};
use super::project::Project;
use super::terminal::{self, Volume};
use super::{Exit, Failure};
use crate::diagnostic::{Diagnostic, Format, Severity, Shown};
use crate::document::Masked;
use crate::rules::rule;

/// So many findings are shown to people in full.
const IN_FULL: usize = 50;

/// The options of commands that report findings.
#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    /// How findings are written; machines read them on the standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// What fails besides errors
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,
}

/// What can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    /// Warnings fail as errors do
    Warnings,
}

impl ReportArgs {
    fn fails(&self) -> Severity {
        if self.deny.is_some() { Severity::Warning } else { Severity::Error }
    }

    /// Prints what came of a command: where machines read the standard output, on the standard error.
    pub(super) fn conclude(&self, line: &str) -> Result<(), Failure> {
        if self.format == Format::Human {
            return Ok(terminal::say(line)?);
        }
        if terminal::volume() != Volume::Quiet {
            terminal::note(line);
        }
        Ok(())
    }

    /// Whether the command fails for what was found.
    pub(super) fn any_fails(&self, inputs: &[Input]) -> bool {
        found(inputs).any(|found| found.severity >= self.fails())
    }

    /// Reports the findings; says how the command ends for them.
    pub(super) fn report(&self, inputs: &[Input], all: bool) -> Result<Exit, Failure> {
        self.report_with(inputs, &[], all)
    }

    /// Reports the findings, to machines those in generated files too; says how the command ends for them.
    pub(super) fn report_with(&self, inputs: &[Input], drifted: &[Drifted], all: bool) -> Result<Exit, Failure> {
        let fails = self.any_fails(inputs) || !drifted.is_empty();
        let exit = if fails { Exit::Findings } else { Exit::Fine };
        if self.format == Format::Human {
            to_people(inputs, all, self.fails());
        } else {
            let project = Project::find();
            let of_inputs = inputs.iter().map(|input| self.shown(input, &project));
            let of_files = drifted.iter().map(|file| self.shown_file(file, &project));
            let shown: Vec<Shown<'_>> = of_inputs.chain(of_files).collect();
            let document = self.format.document(&shown).filter(|document| !document.is_empty());
            return exit.once(document.map_or(Ok(()), |document| Ok(terminal::document(&document)?)));
        }
        Ok(exit)
    }

    fn shown<'i>(&self, input: &'i Input, project: &Project) -> Shown<'i> {
        let masked = input.compiled.masked(&input.source);
        let path = project.path_to(Utf8Path::new(masked.path()));
        Shown::new(&input.source, &masked, &input.compiled.found, path, self.fails())
    }

    fn shown_file<'f>(&self, file: &'f Drifted, project: &Project) -> Shown<'f> {
        let (path, text) = (file.source.path().as_str(), file.source.text());
        let masked = Masked::of_places(path, text, std::iter::once(0..text.len()).collect());
        Shown::new(&file.source, &masked, &file.found, project.path_to(Utf8Path::new(path)), self.fails())
    }

    /// How many findings there are, and whether it is denied warnings that fail.
    pub(super) fn verdict(&self, inputs: &[Input]) -> String {
        let has = |severity| found(inputs).any(|found| found.severity == severity);
        let denied = self.deny.is_some() && has(Severity::Warning) && !has(Severity::Error);
        format!("{}{}", counts(inputs), if denied { " (warnings are denied)" } else { "" })
    }
}

fn found(inputs: &[Input]) -> impl Iterator<Item = &Diagnostic> {
    inputs.iter().flat_map(|input| &input.compiled.found)
}

/// Shows findings to people: all of them, or the worst so many; those that fail alone where little is to be said.
pub(super) fn to_people(inputs: &[Input], all: bool, fails: Severity) {
    let renderer = terminal::renderer();
    let quiet = terminal::volume() == Volume::Quiet;
    let wanted = |found: &&Diagnostic| !quiet || found.severity >= fails;
    let mut left = if all { usize::MAX } else { IN_FULL };
    let mut shown = [Severity::Error, Severity::Warning, Severity::Advice].map(|severity| {
        let count = found(inputs).filter(wanted).filter(|found| found.severity == severity).count().min(left);
        left -= count;
        (severity, count)
    });
    let mut in_full = |found: &&Diagnostic| {
        let left = shown.iter_mut().find(|(severity, _)| *severity == found.severity);
        left.is_some_and(|(_, left)| left.checked_sub(1).inspect(|less| *left = *less).is_some())
    };
    let mut hidden = 0;
    for input in inputs {
        let of_input = || input.compiled.found.iter().filter(wanted);
        let shown: Vec<Diagnostic> = of_input().filter(&mut in_full).cloned().collect();
        hidden += of_input().count() - shown.len();
        if !shown.is_empty() {
            terminal::note_as_it_is(renderer.render(&shown, &input.compiled.masked(&input.source)).trim_end());
            terminal::note("");
        }
    }
    match hidden {
        0 => {}
        1 => terminal::note("1 more finding is not shown: `stackgen check --all` shows every one."),
        _ => terminal::note(&format!("{hidden} more findings are not shown: `stackgen check --all` shows every one.")),
    }
    if !quiet && found(inputs).any(|found| rule(found.rule).is_some()) {
        terminal::note("`stackgen explain <rule>` prints the page of a rule.");
    }
}
