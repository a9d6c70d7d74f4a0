//! Reports findings: to people on standard error, to programs on standard output.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use super::columns::aligned;
use super::drift::Drifted;
use super::inputs::Input;
use super::project::Project;
use super::terminal::{self, Volume};
use super::{Exit, Failure};
use crate::codes::Code;
use crate::document::Masked;
use crate::files::write;
use crate::finding::{Diagnostic, Severity};
use crate::pages::Page;
use crate::report::{DocsUrl, Format, Shown};
use crate::rules::rule;

/// At most this many findings are shown to people in full.
const IN_FULL: usize = 50;

/// The options of commands that report findings.
#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    /// Output format of the findings; formats for programs go to standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Write the findings to this file instead of standard output; needs a format for programs
    #[arg(long, value_name = "FILE")]
    output_file: Option<Utf8PathBuf>,
    /// Count the findings of each kind instead of showing them
    #[arg(long, conflicts_with = "format")]
    statistics: bool,
    /// Findings that fail in addition to errors
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,
    /// URL of stackgen's published `docs` folder: SARIF links each rule to its page there
    #[arg(long, value_name = "URL", value_parser = DocsUrl::parse)]
    docs_url: Option<DocsUrl>,
}

/// Findings that can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    /// Warnings fail in the same way as errors
    Warnings,
}

impl ReportArgs {
    fn fails(&self) -> Severity {
        if self.deny.is_some() { Severity::Warning } else { Severity::Error }
    }

    /// Prints the result of a command: on standard error if a program reads standard output.
    pub(super) fn conclude(&self, line: &str) -> Result<(), Failure> {
        if self.format == Format::Human {
            return Ok(terminal::say(line)?);
        }
        if terminal::volume() != Volume::Quiet {
            terminal::note(line);
        }
        Ok(())
    }

    /// Whether the findings of an input make the command fail.
    pub(super) fn fails_for(&self, input: &Input) -> bool {
        input.compiled.found.iter().any(|found| found.severity >= self.fails())
    }

    /// Reports the findings, and returns how the command ends.
    pub(super) fn report(&self, inputs: &[Input], all: bool) -> Result<Exit, Failure> {
        self.report_with(inputs, &[], all)
    }

    /// Reports the findings, to programs also those in generated files, and returns how the command ends.
    pub(super) fn report_with(&self, inputs: &[Input], drifted: &[Drifted], all: bool) -> Result<Exit, Failure> {
        let fails = inputs.iter().any(|input| self.fails_for(input)) || !drifted.is_empty();
        let exit = if fails { Exit::Findings } else { Exit::Fine };
        if self.output_file.is_some() && self.format == Format::Human {
            return Err(Failure::Usage("`--output-file` needs a `--format` other than `human`".to_owned()));
        }
        if let Some((path, why)) = self.output_file.as_ref().and_then(|path| Some((path, is_taken(path, inputs)?))) {
            return Err(Failure::Usage(format!("cannot write the findings to {path}: {why}")));
        }
        if self.statistics {
            terminal::print(&statistics(inputs, drifted).join("\n"))?;
        } else if self.format == Format::Human {
            to_people(inputs, all, self.fails());
        } else {
            let project = Project::find();
            let of_inputs = inputs.iter().map(|input| self.shown(input, project));
            let of_files = drifted.iter().map(|file| self.shown_file(file, project));
            let shown: Vec<Shown<'_>> = of_inputs.chain(of_files).collect();
            let document = self.format.document(&shown, self.docs_url.as_ref()).unwrap_or_default();
            return exit.once(match &self.output_file {
                Some(path) => into_file(path, &document),
                None if document.is_empty() => Ok(()),
                None => terminal::document(&document).map_err(Failure::from),
            });
        }
        Ok(exit)
    }

    fn shown<'i>(&self, input: &'i Input, project: &Project) -> Shown<'i> {
        let masked = input.compiled.masked(&input.source);
        let path = project.path_to(Utf8Path::new(masked.path()));
        Shown::new(&input.source, &masked, &input.compiled.found, path, self.fails())
            .holding_back(input.compiled.held_back)
    }

    fn shown_file<'f>(&self, file: &'f Drifted, project: &Project) -> Shown<'f> {
        let (path, text) = (file.source.path().as_str(), file.source.text());
        let masked = Masked::of_places(path, text, std::iter::once(0..text.len()).collect());
        Shown::new(&file.source, &masked, &file.found, project.path_to(Utf8Path::new(path)), self.fails())
    }

    /// How many findings there are, and whether only denied warnings make the command fail.
    pub(super) fn verdict(&self, inputs: &[Input]) -> String {
        let has = |severity| found(inputs).any(|found| found.severity == severity);
        let denied = self.deny.is_some() && has(Severity::Warning) && !has(Severity::Error);
        format!("{}{}", counts(inputs), if denied { " (warnings are denied)" } else { "" })
    }
}

/// Why a document must not be written to a path: it would replace something else.
fn is_taken(path: &Utf8Path, inputs: &[Input]) -> Option<&'static str> {
    let real = |path: &Utf8Path| path.canonicalize_utf8().ok();
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let is_input = |input: &Input| real(path).is_some_and(|path| real(input.source.path()) == Some(path));
    let is_generated = |input: &Input| {
        folder.ancestors().find_map(real).zip(real(&input.dir)).is_some_and(|(of, dir)| of.starts_with(dir))
    };
    match path.symlink_metadata() {
        _ if path == "-" => Some("leave out `--output-file` to write to standard output"),
        _ if path.file_name().is_none() => Some("it is not the name of a file"),
        Ok(metadata) if !metadata.is_file() => Some("it exists and is not a regular file"),
        _ if inputs.iter().any(is_input) => Some("it is an input"),
        _ if inputs.iter().any(is_generated) => Some("it is in the folder of the generated files"),
        _ => None,
    }
}

/// Writes a document to a file in one step.
fn into_file(path: &Utf8Path, document: &str) -> Result<(), Failure> {
    let name = path.file_name().unwrap_or_default();
    let end = if document.is_empty() || document.ends_with('\n') { "" } else { "\n" };
    Ok(write(path.parent().unwrap_or(Utf8Path::new("")), name, &format!("{document}{end}"))?)
}

/// The number of findings of each kind: the most severe first, then the most frequent.
fn statistics(inputs: &[Input], drifted: &[Drifted]) -> Vec<String> {
    let mut counts: BTreeMap<(Reverse<Severity>, &str), usize> = BTreeMap::new();
    for found in found(inputs).chain(drifted.iter().flat_map(|file| &file.found)) {
        *counts.entry((Reverse(found.severity), found.rule)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|((severity, name), count)| (*severity, Reverse(*count), *name));
    let summary = |name: &str| {
        let of_rule = rule(name).map(|rule| Page::of(rule).summary);
        of_rule.or_else(|| Code::named(name).map(|code| Page::of_code(code).summary)).unwrap_or_default().to_owned()
    };
    let row = |((severity, name), count): &((Reverse<Severity>, &str), usize)| {
        vec![format!("{count:>4}"), severity.0.as_str().to_owned(), (*name).to_owned(), summary(name)]
    };
    aligned(&counts.iter().map(row).collect::<Vec<_>>())
}

fn found(inputs: &[Input]) -> impl Iterator<Item = &Diagnostic> {
    inputs.iter().flat_map(|input| &input.compiled.found)
}

/// Shows findings to people: all of them or the most severe ones; with `--quiet` only those that fail.
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
        1 => terminal::note("1 more finding is not shown: run `stackgen check --all` to see it."),
        _ => terminal::note(&format!("{hidden} more findings are not shown: run `stackgen check --all` to see them.")),
    }
    if !quiet && inputs.iter().any(|input| input.compiled.held_back > 0) {
        terminal::note(
            "Findings that may follow from these errors are not shown: correct the errors, then check again.",
        );
    }
    if !quiet && found(inputs).next().is_some() {
        terminal::note("For more about a finding, run `stackgen explain <name>` with the name in brackets.");
    }
}

/// Shows the findings, and returns whether any of them is an error.
pub(super) fn report(inputs: &[Input]) -> bool {
    to_people(inputs, false, Severity::Error);
    inputs.iter().any(|input| input.compiled.has_errors())
}

/// How many findings there are, in words; empty if there are none.
pub(super) fn counts<'i>(inputs: impl IntoIterator<Item = &'i Input>) -> String {
    let mut count: BTreeMap<Severity, usize> = BTreeMap::new();
    for found in inputs.into_iter().flat_map(|input| &input.compiled.found) {
        *count.entry(found.severity).or_default() += 1;
    }
    let count = |severity: Severity| count.get(&severity).copied().unwrap_or_default();
    let words = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {many}")),
    };
    let parts = [
        words(count(Severity::Error), "error", "errors"),
        words(count(Severity::Warning), "warning", "warnings"),
        words(count(Severity::Advice), "piece of advice", "pieces of advice"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
