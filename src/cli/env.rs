//! `stackgen env`

mod place;

use std::collections::BTreeMap;

use camino::Utf8Path;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::candidates::{modes, secrets};
use super::inputs::{InputArgs, compile_all};
use super::project::word;
use super::report::report;
use super::{Exit, Failure, ask, terminal};
use crate::codes::Code;
use crate::components::postgres::rotate::steps;
use crate::counted::counted;
use crate::dotenv::{Dotenv, can_stand, check, fill, random, renew};
use crate::files::write_private;
use crate::finding::{Diagnostic, Severity};
use crate::model::Variable;
use crate::origin::Span;
use crate::source::Source;
use crate::suggest::nearest;
use place::Place;
pub(super) use place::unfit;

/// The subcommands of `env`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Write the `.env` of a mode: generate the missing secrets and keep existing values
    Init(Args),
    /// Check the `.env` against the variables that a mode reads, without showing values
    Check(Args),
    /// Write a new value of a secret to the `.env`, and print the steps that deploy it
    Rotate(RotateArgs),
}

/// The arguments of `env init` and `env check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Mode [default: the one that the `.env` selects]
    #[arg(add = modes())]
    mode: Option<String>,
    #[command(flatten)]
    inputs: InputArgs,
}

/// The arguments of `env rotate`.
#[derive(Debug, clap::Args)]
pub(super) struct RotateArgs {
    /// Name of the secret under `[secrets]`
    #[arg(add = secrets())]
    secret: String,
    /// Mode [default: the one that the `.env` selects]
    #[arg(long, add = modes())]
    mode: Option<String>,
    #[command(flatten)]
    inputs: InputArgs,
}

pub(super) fn run(command: &Command) -> Result<Exit, Failure> {
    let (Command::Init(Args { mode, inputs })
    | Command::Check(Args { mode, inputs })
    | Command::Rotate(RotateArgs { mode, inputs, .. })) = command;
    let compiled = compile_all(inputs)?;
    if report(&compiled) {
        terminal::note("nothing was done: correct the input first");
        return Ok(Exit::Findings);
    }
    let [input] = compiled.as_slice() else {
        let all: Vec<&str> = compiled.iter().map(|input| input.source.path().as_str()).collect();
        let all = all.join(", ");
        let how = match command {
            Command::Rotate(_) => "after the secret: `stackgen env rotate SECRET INPUT`",
            _ => "after the mode: `stackgen env check MODE INPUT`",
        };
        return Err(Failure::Usage(format!("there are several inputs ({all}): name one of them {how}")));
    };
    let place = Place::find(input, mode.as_deref())?;
    match command {
        Command::Init(_) => init(&place),
        Command::Check(_) => checked(&place),
        Command::Rotate(args) => rotate(&place, &args.secret),
    }
}

fn today() -> Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

fn init(place: &Place<'_>) -> Result<Exit, Failure> {
    let folder = place.path.parent().unwrap_or(Utf8Path::new("."));
    if !folder.join(".gitignore").exists() {
        let message = format!("{folder} has no .gitignore that keeps .env out of git: run `stackgen build` first");
        return Err(Failure::Usage(message));
    }
    // The questions come before the lock, so that no other command waits for the answers.
    let mut values = BTreeMap::new();
    let text = |known: Option<&Source>| known.map_or_else(|| beginning(place), |source| source.text().to_owned());
    fill(&text(place.understood()?.as_ref()), &place.expected, today(), |variable| {
        let value = value(variable)?;
        values.insert(variable.name.as_str().to_owned(), value.clone());
        Ok::<_, Failure>(value)
    })?;
    let lock = place.lock()?;
    let known = place.understood()?;
    let filled = fill(&text(known.as_ref()), &place.expected, today(), |variable| {
        values.remove(variable.name.as_str()).map_or_else(|| value(variable), Ok)
    })?;
    if known.as_ref().is_none_or(|source| source.text() != filled.text) {
        write_private(&place.path, &filled.text, &lock)?;
    }
    terminal::say(&match filled.made.as_slice() {
        [] => format!("{}: no value had to be generated", place.path),
        [made] => format!("{}: a new value for {made}", place.path),
        made => format!("{}: new values for {}", place.path, made.join(", ")),
    })?;
    let starts_another = |known: &Source| !place.expected.starts(&Dotenv::parse(known.text()));
    if let Some(mode) = place.mode.filter(|_| known.as_ref().is_some_and(starts_another)) {
        terminal::print(&format!("{}: `docker compose` now starts the mode {mode}", place.path))?;
    }
    for (name, issuer) in &filled.left {
        terminal::print(&format!("{name} has no value yet: add the one that {issuer} issued, in single quotes"))?;
    }
    Ok(Exit::Fine)
}

/// A generated value, or the answer to a question if a third party issues the value and there is a terminal.
fn value(variable: &Variable<'_>) -> Result<Option<String>, Failure> {
    let Some(issuer) = variable.issued_by else {
        return random().map(Some).map_err(|error| Failure::Random(error.to_string()));
    };
    if !ask::possible() {
        return Ok(None);
    }
    let check = |value: &str| {
        let reason = "`.env` cannot hold a value that ends with a backslash or has one before a quote";
        if can_stand(value) { Ok(()) } else { Err(reason.to_owned()) }
    };
    ask::hidden(&format!("{}, issued by {issuer} (hidden; leave empty to add it later)", variable.name.as_str()), check)
}

/// A new file: the template without its instructions for filling it in by hand.
fn beginning(place: &Place<'_>) -> String {
    let body = place.template.split_once("\n\n").map_or(place.template, |(_, body)| body);
    let command = place.command("init");
    format!("# Secrets of {}: do not commit this file. Written by `{command}`.\n\n{body}", place.stack.name.as_str())
}

fn checked(place: &Place<'_>) -> Result<Exit, Failure> {
    let Some(source) = place.read()? else {
        return Err(Failure::Usage(format!(
            "there is no {}: run `{}` to create it",
            place.path,
            place.command("init")
        )));
    };
    let dotenv = Dotenv::parse(source.text());
    let mut found = check(&dotenv, &place.expected, today());
    found.extend(readable(&place.path));
    if !found.is_empty() {
        let masked = dotenv.masked(place.path.as_str(), source.text());
        terminal::note_as_it_is(terminal::renderer().render(&found, &masked).trim_end());
    }
    let errors = found.iter().filter(|found| found.severity == Severity::Error).count();
    if errors > 0 {
        terminal::note(&counted(errors, "error"));
        return Ok(Exit::Findings);
    }
    let count = place.expected.variables.len();
    terminal::say(&match count {
        1 => format!("{}: the required secret has a value", place.path),
        _ => format!("{}: all {count} required secrets have values", place.path),
    })?;
    Ok(Exit::Fine)
}

/// Reports a file that other users of this machine may access.
#[cfg(unix)]
fn readable(path: &Utf8Path) -> Option<Diagnostic> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = path.metadata().ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then(|| {
        let message = format!("other users of this machine can access the file (mode {mode:03o})");
        Diagnostic::new(Code::DotenvReadable, Severity::Warning, &Span::default(), message)
            .help(format!("run `chmod 600 {}`", word(path)))
    })
}

#[cfg(not(unix))]
fn readable(_: &Utf8Path) -> Option<Diagnostic> {
    None
}

fn rotate(place: &Place<'_>, secret: &str) -> Result<Exit, Failure> {
    let Some(variable) = place.expected.find(secret) else {
        let names: Vec<&str> = place.expected.variables.iter().map(|one| one.secret.as_str()).collect();
        let near = nearest(secret, names.iter().copied()).map(|near| format!(": did you mean `{near}`?"));
        let message = format!("no secret `{secret}` is read from `.env`{}", near.unwrap_or_default());
        return Err(Failure::Usage(format!("{message}\nThe secrets are {}", names.join(", "))));
    };
    place.existing()?;
    let name = variable.name.as_str();
    let (done, changed) = match (value(variable)?, variable.issued_by) {
        (Some(value), _) => {
            let lock = place.lock()?;
            let source = place.existing()?;
            let text = renew(source.text(), name, &value, today()).ok_or_else(|| {
                Failure::Usage(format!("{name} is missing from {}: run `{}`", place.path, place.command("init")))
            })?;
            write_private(&place.path, &text, &lock)?;
            (format!("{}: {name} has a new value. To deploy it:", place.path), true)
        }
        (None, issuer) => {
            let issuer = issuer.unwrap_or("you");
            (format!("add the value issued by {issuer} to {} as {name}, then:", place.path), false)
        }
    };
    let folder = format!("cd {}", word(place.path.parent().unwrap_or(Utf8Path::new("."))));
    let lines: Vec<String> = [done, folder].into_iter().chain(steps(place.stack, variable)).collect();
    let written = lines.iter().try_for_each(|line| terminal::print(line));
    if written.is_err() && changed {
        // The value has already changed: without these steps the deployment fails at its next start.
        for line in &lines {
            terminal::note(line);
        }
    }
    written?;
    Ok(Exit::Fine)
}
