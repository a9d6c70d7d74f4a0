//! Finds and compiles the inputs of a command.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use std::io::ErrorKind;

use camino::{Utf8Path, Utf8PathBuf};

use super::parallel::in_parallel;
use super::progress::Progress;
use super::project::Project;
use super::schema_beside::stale;
use super::surroundings::{Disk, local_values};
use super::{Exit, Failure, terminal};
use crate::artifact::VerifyError;
use crate::codes::Code;
use crate::compile::{Compiled, Parsed, Resolved, compile_resolved};
use crate::document::Document;
use crate::finding::{Diagnostic, in_order};
use crate::model::Stack;
use crate::origin::Span;
use crate::redactor::Redactor;
use crate::rules::RULES;
use crate::source::Source;
use crate::surroundings::{Neighbour, host_name};
use crate::units::{ModeName, Unit as _};

/// The folder of the inputs, unless they are named.
pub(super) const INPUTS: &str = "inputs";

/// The folder of the generated files, unless another one is named.
const GENERATED: &str = "generated";

/// The inputs and the output folder, as every command takes them.
#[derive(Debug, Default, clap::Args)]
pub(super) struct InputArgs {
    /// Input files [default: every inputs/*.toml]
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<Utf8PathBuf>,
    /// Folder of the generated files [default: `generated`, next to the folder `inputs`]
    #[arg(long, value_name = "DIR")]
    out: Option<Utf8PathBuf>,
}

impl InputArgs {
    /// The folder of the files that are generated from an input.
    pub(super) fn out_of(&self, input: &Utf8Path) -> Utf8PathBuf {
        self.out.clone().unwrap_or_else(|| above_inputs(input).join(GENERATED))
    }
}

/// A compiled input.
pub(super) struct Input {
    pub(super) source: Source,
    pub(super) compiled: Compiled,
    /// The folder of its generated files.
    pub(super) dir: Utf8PathBuf,
}

/// The inputs of a command, and the failures of those that could not be compiled: one failure does not stop the
/// others.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) inputs: Vec<Input>,
    pub(super) failures: Vec<Failure>,
}

impl Batch {
    /// The inputs, if none failed.
    fn whole(self) -> Result<Vec<Input>, Failure> {
        self.failures.into_iter().next().map_or(Ok(self.inputs), Err)
    }
}

/// Ends a command in which some inputs may have failed: every failure is reported.
pub(super) fn ended(mut failures: Vec<Failure>, exit: Exit) -> Result<Exit, Failure> {
    let Some(last) = failures.pop() else { return Ok(exit) };
    for failure in &failures {
        terminal::error(&failure.to_string());
    }
    Err(last)
}

/// Compiles every input.
pub(super) fn compile_all(args: &InputArgs) -> Result<Vec<Input>, Failure> {
    compile_each(args, false)?.whole()
}

/// Compiles every input that can be read. With `migrated`, PostgreSQL's data may have been migrated to another
/// version since the last build.
pub(super) fn compile_each(args: &InputArgs, migrated: bool) -> Result<Batch, Failure> {
    let read = |path: &Utf8PathBuf| accept(args, path).and_then(|()| Ok(Source::read(path)?));
    compile_sources(args, migrated, listed(args)?.iter().map(read))
}

/// Compiles every input that can be read; `-` is the standard input.
pub(super) fn compile_or_stdin(args: &InputArgs) -> Result<Batch, Failure> {
    let read = |path: &Utf8PathBuf| match path.as_str() {
        "-" => {
            if std::io::stdin().is_terminal() {
                terminal::note("reading the input from the terminal; end it with Ctrl-D");
            }
            Source::read_from(Utf8Path::new("-"), std::io::stdin().lock())
        }
        _ => Source::read(path),
    };
    let read = |path: &Utf8PathBuf| accept(args, path).and_then(|()| Ok(read(path)?));
    compile_sources(args, false, listed(args)?.iter().map(read))
}

fn compile_sources(
    args: &InputArgs,
    migrated: bool,
    read: impl Iterator<Item = Result<Source, Failure>>,
) -> Result<Batch, Failure> {
    let mut batch = Batch::default();
    let of_batch = |source: Result<Source, Failure>| source.map_err(|failure| batch.failures.push(failure)).ok();
    let sources: Vec<Source> = read.filter_map(of_batch).collect();
    let project = Project::find();
    let outs: Vec<Utf8PathBuf> = sources.iter().map(|source| args.out_of(source.path())).collect();
    let parsed: Vec<Parsed<'_>> = in_parallel(sources.iter().collect(), Parsed::of);
    let local = local_values(&outs, &parsed)?;
    terminal::conceal(local.redactor());
    let resolved = in_parallel(parsed, Parsed::resolved);
    let stacks: Vec<Arc<[Stack]>> = resolved.iter().map(Resolved::stacks).collect();
    let beside = Beside::of(&stacks);
    let work: Vec<_> = resolved.into_iter().zip(&outs).enumerate().collect();
    let progress = Progress::of(work.len(), "compiled");
    let compiled = in_parallel(work, |(at, (resolved, out))| {
        let start = Instant::now();
        let neighbours = beside.before(at).filter_map(|other| {
            Some(Neighbour { file: sources.get(other)?.path().as_str(), stacks: stacks.get(other)? })
        });
        let disk = Disk::new(out, local.clone(), neighbours.collect()).where_data_is_migrated(migrated);
        let compiled = compile_resolved(resolved, &disk);
        progress.step();
        (compiled, start.elapsed())
    });
    drop(progress);
    for ((source, out), (compiled, time)) in sources.into_iter().zip(&outs).zip(compiled) {
        match input(source, out, project, compiled, time) {
            Ok(input) => batch.inputs.push(input),
            Err(failure) => batch.failures.push(failure),
        }
    }
    one_folder_each(&mut batch.inputs);
    Ok(batch)
}

/// An input with its compiled form, its schema finding and its output folder.
fn input(
    source: Source,
    out: &Utf8Path,
    project: &Project,
    compiled: Result<Compiled, VerifyError>,
    time: Duration,
) -> Result<Input, Failure> {
    let mut compiled = concealed(&source, compiled)?;
    if let Some(stale) = stale(&source, project) {
        compiled.found.push(stale);
        compiled.found = in_order(compiled.found);
    }
    terminal::detail(|| read(&source, &compiled, time));
    let dir = below(out, &compiled.output);
    project.accept(&dir)?;
    Ok(Input { source, compiled, dir })
}

/// The compiled input. From now on its credentials are hidden in everything that is printed.
fn concealed(source: &Source, compiled: Result<Compiled, VerifyError>) -> Result<Compiled, Failure> {
    terminal::conceal(&match &compiled {
        Ok(compiled) => compiled.redactor(),
        Err(_) => Document::parse(source).0.hidden(&Redactor::default()).redactor(),
    });
    Ok(compiled?)
}

/// Which stacks may run on one host: those whose inputs give it the same name, or none.
struct Beside<'s> {
    hosts: Vec<BTreeSet<Option<&'s str>>>,
    on_host: BTreeMap<Option<&'s str>, Vec<usize>>,
}

impl<'s> Beside<'s> {
    fn of(stacks: &'s [Arc<[Stack]>]) -> Self {
        let hosts: Vec<BTreeSet<_>> = stacks.iter().map(|all| all.iter().map(host_name).collect()).collect();
        let mut on_host: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for (at, hosts) in hosts.iter().enumerate() {
            for host in hosts {
                on_host.entry(*host).or_default().push(at);
            }
        }
        Self { hosts, on_host }
    }

    /// The earlier inputs that may share a host with this one, in their order.
    fn before(&self, at: usize) -> impl Iterator<Item = usize> {
        let hosts = self.hosts.get(at).into_iter().flatten();
        let others = hosts.filter_map(|host| self.on_host.get(host)).flatten();
        others.copied().filter(|other| *other < at).collect::<BTreeSet<_>>().into_iter()
    }
}

/// One line about a compiled input, for `--verbose`.
fn read(source: &Source, compiled: &Compiled, time: Duration) -> String {
    // An invalid name of a mode is a finding, and can contain anything.
    let modes: Vec<&str> =
        compiled.modes.iter().map(String::as_str).filter(|name| ModeName::parse(name).is_ok()).collect();
    let (modes, checked) = match modes.as_slice() {
        [] => ("no modes".to_owned(), "the base"),
        modes => (format!("modes {}", modes.join(", ")), "the base and every mode"),
    };
    let (rules, time) = (RULES.len(), time.as_secs_f64() * 1000.0);
    format!("{}: {modes}; checked {checked} against {rules} rules ({time:.1} ms)", source.path())
}

/// The named inputs without duplicates, or all inputs.
fn listed(args: &InputArgs) -> Result<Vec<Utf8PathBuf>, Failure> {
    if args.inputs.is_empty() {
        return found();
    }
    let mut seen = BTreeSet::new();
    Ok(args.inputs.iter().filter(|path| seen.insert(*path)).cloned().collect())
}

/// Checks that an input and its output folder do not leave the project through a link.
///
/// # Errors
/// If one of these paths must not be used.
fn accept(args: &InputArgs, path: &Utf8Path) -> Result<(), Failure> {
    let project = Project::find();
    if path.is_dir() && args.inputs.is_empty() {
        return Err(Failure::Usage(format!("{path} is a folder, not an input file")));
    }
    if path.is_dir() {
        return Err(Failure::Usage(format!("{path} is a folder: to work in it, run `stackgen -C {path} …`")));
    }
    if path.as_str() != "-" {
        project.accept(path)?;
    }
    project.accept(&args.out_of(path))
}

/// The named inputs, or all inputs. They and their output folders do not leave the project through a link.
///
/// # Errors
/// If there is no input, or one of these paths must not be used.
pub(super) fn paths(args: &InputArgs) -> Result<Vec<Utf8PathBuf>, Failure> {
    let paths = listed(args)?;
    paths.iter().try_for_each(|path| accept(args, path))?;
    Ok(paths)
}

fn below(out: &Utf8Path, output: &Utf8Path) -> Utf8PathBuf {
    let parts = output.components().filter(|part| !matches!(part, camino::Utf8Component::CurDir));
    parts.fold(out.to_owned(), |dir, part| dir.join(part.as_str()))
}

/// Every input of the project: those of this folder, or of the nearest folder above it that has any.
pub(super) fn found() -> Result<Vec<Utf8PathBuf>, Failure> {
    for folder in Project::find().upward() {
        let files = inputs_of(&folder)?;
        if !files.is_empty() {
            return Ok(files);
        }
    }
    Err(Failure::Usage(format!(
        "there is no {INPUTS}/*.toml in this folder or above it: name the input, change to the project's folder (`-C DIR`), \
         or write one with `stackgen init`"
    )))
}

/// Every input of a folder, sorted by name.
pub(super) fn inputs_of(folder: &Utf8Path) -> Result<Vec<Utf8PathBuf>, Failure> {
    let folder = folder.join(INPUTS);
    let entries = match folder.read_dir_utf8() {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Vec::new()),
        Err(error) => return Err(Failure::Usage(format!("cannot list {folder}: {error}"))),
        Ok(entries) => entries,
    };
    let paths: Result<Vec<_>, _> = entries.map(|entry| entry.map(|entry| entry.path().to_owned())).collect();
    let mut files = paths.map_err(|error| Failure::Usage(format!("cannot list {folder}: {error}")))?;
    // Editors and operating systems put their own files next to an input: `.#stack.toml`, `._stack.toml`.
    let hidden = |path: &Utf8PathBuf| path.file_name().is_some_and(|name| name.starts_with('.'));
    files.retain(|path| path.extension() == Some("toml") && !hidden(path));
    files.sort();
    Ok(files)
}

/// The folder above the folder `inputs` that contains an input; the current folder for any other input.
fn above_inputs(input: &Utf8Path) -> Utf8PathBuf {
    if input.as_str() == "-" {
        return found().ok().and_then(|inputs| inputs.first().map(|input| above_inputs(input))).unwrap_or_default();
    }
    let folder = input.parent().unwrap_or(Utf8Path::new(""));
    match folder.file_name() {
        Some(INPUTS) => folder.parent().unwrap_or(folder).to_owned(),
        // The path ends in dots, or is the current folder.
        None if Project::find().named(folder).file_name() == Some(INPUTS) => folder.join(".."),
        _ => Utf8PathBuf::new(),
    }
}

/// Two stacks in one folder would overwrite each other's files, so neither is built. Folders are compared without
/// case, because some file systems ignore it.
fn one_folder_each(inputs: &mut [Input]) {
    let mut of_folder: BTreeMap<String, Vec<(usize, Utf8PathBuf)>> = BTreeMap::new();
    for (at, input) in inputs.iter().enumerate().filter(|(_, input)| !input.compiled.has_errors()) {
        let place = (at, input.source.path().to_owned());
        of_folder.entry(input.dir.as_str().to_lowercase()).or_default().push(place);
    }
    for sharing in of_folder.into_values().filter(|sharing| sharing.len() > 1) {
        for (at, _) in &sharing {
            let other = sharing.iter().find(|(other, _)| other != at);
            let (Some(input), Some((_, other))) = (inputs.get_mut(*at), other) else { continue };
            let message = format!("{other} is also built into {}", input.dir);
            let problem = Diagnostic::error(Code::OutputShared, &Span::default(), message)
                .help("set `output` under `[stack]` so that each stack has its own folder");
            input.compiled.found = in_order(vec![problem]);
            input.compiled.files = None;
        }
    }
}
