//! `stackgen fix`

use super::candidates::fixed_rules;
use super::inputs::{InputArgs, paths};
use super::surroundings::{Disk, local_values};
use super::unified::{Side, unified};
use super::{Exit, Failure, terminal};
use crate::codes::Code;
use crate::compile::Parsed;
use crate::document::{Document, Masked};
use crate::files::replace;
use crate::fix::{Fixed, Repaired, Wanted, repair};
use crate::input::FIXED_STRUCTURE;
use crate::redactor::Redactor;
use crate::rules::rule;
use crate::source::Source;

/// The arguments of `fix`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// Also apply suggested fixes; these need a review, so look at them with `--diff` first
    #[arg(long)]
    suggested: bool,
    /// Apply only the fixes of this rule; can be repeated
    #[arg(long = "rule", value_name = "NAME", add = fixed_rules())]
    rules: Vec<String>,
    /// Show the changes instead of writing them; fail if there are any
    #[arg(long)]
    diff: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    if let Some(name) =
        args.rules.iter().find(|name| rule(name).is_none() && !FIXED_STRUCTURE.iter().any(|code| code.name() == *name))
    {
        return Err(Failure::Usage(format!("there is no rule `{name}`")));
    }
    let wanted = Wanted { suggested: args.suggested, rules: &args.rules };
    let mut exit = Exit::Fine;
    for path in paths(&args.inputs)? {
        let source = Source::read(&path)?;
        let out = args.inputs.out_of(source.path());
        let local = local_values(std::slice::from_ref(&out), &[Parsed::of(&source)])?;
        terminal::conceal(local.redactor());
        terminal::conceal(&Document::parse(&source).0.hidden(&Redactor::default()).redactor());
        let repaired = repair(&source, &Disk::new(&out, local, Vec::new()), wanted)?;
        if one(args, &source, &repaired)? == Exit::Findings {
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

fn one(args: &Args, source: &Source, repaired: &Repaired) -> Result<Exit, Failure> {
    let after = repaired.compiled.masked(&repaired.source);
    let found = &repaired.compiled.found;
    if found.iter().any(|found| found.is(Code::TomlSyntax)) {
        terminal::note_as_it_is(terminal::renderer().render(found, &after).trim_end());
        terminal::note(&format!("{}: nothing was changed: correct the TOML syntax first", after.path()));
        return Ok(Exit::Findings);
    }
    let report = report(args, repaired, &after);
    if args.diff {
        let written = repaired.edited.as_ref().map_or(Ok(()), |edited| {
            let (from, to) = (Side { raw: source.text(), masked: &repaired.before }, edited.text());
            let to = Side { raw: to, masked: &after };
            terminal::print_as_it_is(&unified(source.path().as_str(), &from, &to, terminal::stdout_colour()))
        });
        terminal::note(&report);
        let exit = if repaired.edited.is_some() { Exit::Findings } else { Exit::Fine };
        return exit.once(written.map_err(Failure::from));
    }
    if let Some(edited) = &repaired.edited {
        replace(source, edited)?;
    }
    terminal::say(&report)?;
    Ok(if repaired.compiled.has_errors() { Exit::Findings } else { Exit::Fine })
}

fn report(args: &Args, repaired: &Repaired, after: &Masked) -> String {
    let path = after.path();
    let mut lines = Vec::new();
    let place = |fix: &Fixed| {
        let key = if fix.key.is_empty() { String::new() } else { format!("{}, ", fix.key) };
        format!("{key}line {}: {}", fix.line, fix.what)
    };
    if repaired.edited.is_some() {
        let would = if args.diff { "would be " } else { "" };
        lines.push(format!("{path}: {} {would}fixed", repaired.fixed.len()));
        for of_rule in repaired.fixed.chunk_by(|one, next| one.rule == next.rule) {
            lines.extend(of_rule.first().map(|first| format!("  {}", first.rule)));
            lines.extend(of_rule.iter().map(|fix| format!("    {}", place(fix))));
        }
    } else {
        lines.push(format!("{path}: nothing to fix"));
    }
    for (fix, why) in &repaired.refused {
        lines.push(format!("{path}: not fixed: {}: {} ({why})", fix.rule, place(fix)));
    }
    lines.push(format!("{path}: {}", remaining(repaired, args.diff)));
    repaired.before.hide(&after.hide(&lines.join("\n")))
}

/// How many findings are left, and how many of them have a suggested fix.
fn remaining(repaired: &Repaired, diff: bool) -> String {
    let found = &repaired.compiled.found;
    let (count, one, many) = match (found.len(), diff && repaired.edited.is_some()) {
        (0, false) => return "no finding remains".to_owned(),
        (0, true) => return "no finding would remain".to_owned(),
        (count, false) => (count, "finding remains", "findings remain"),
        (count, true) => (count, "finding would remain", "findings would remain"),
    };
    let left = format!("{count} {} (stackgen check)", if count == 1 { one } else { many });
    let suggested = found.iter().filter(|found| found.best_fix(false).is_none() && found.best_fix(true).is_some());
    match suggested.count() {
        0 => left,
        1 => format!("{left}, 1 with a suggested fix (stackgen fix --suggested)"),
        many => format!("{left}, {many} with suggested fixes (stackgen fix --suggested)"),
    }
}
