//! `stackgen init`

use camino::Utf8Path;

use super::inputs::{INPUTS, found, inputs_of};
use super::project::Project;
use super::{Exit, Failure, ask, machine, terminal};
use crate::components::language::LANGUAGE;
use crate::files::write_new;
use crate::init::{Answers, Example, Machine, SessionModule, input};
use crate::units::{Bytes, Cpus, ProjectName, Unit as _, UnitError};

/// The names of the files that `init` writes.
const INPUT: &str = "stack.toml";
const SCHEMA: &str = "stack.schema.json";

/// The arguments of `init`. It asks for those that are missing.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Name of the Compose project [default: the name of this folder]
    #[arg(long, value_name = "NAME", value_parser = ProjectName::parse)]
    name: Option<ProjectName>,
    /// Kind of deployment to start from [default: the largest that fits the host]
    #[arg(long, value_enum, value_name = "KIND")]
    example: Option<Example>,
    /// Memory for all containers together, such as '8 GiB' [default: the memory of this machine]
    #[arg(long, value_name = "SIZE", value_parser = Bytes::parse)]
    memory: Option<Bytes>,
    /// CPUs for all containers together [default: the CPUs of this machine]
    #[arg(long, value_name = "NUMBER", value_parser = Cpus::parse)]
    cpus: Option<Cpus>,
    /// Use the defaults instead of asking
    #[arg(long, short)]
    yes: bool,
}

impl Args {
    fn complete(&self) -> bool {
        self.name.is_some() && self.example.is_some() && self.memory.is_some() && self.cpus.is_some()
    }
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    if let Some(there) = inputs_of(Utf8Path::new(""))?.into_iter().next() {
        return Err(Failure::Usage(format!("{there} already exists: nothing was written")));
    }
    Project::find().accept(Utf8Path::new(INPUTS))?;
    let asks = !args.yes && !args.complete();
    if asks && !ask::possible() {
        return Err(Failure::Usage(
            "there is no terminal to ask questions on: pass `--yes` to use the defaults".to_owned(),
        ));
    }
    if let Ok(above) = found() {
        let above = above.iter().map(|path| path.as_str()).collect::<Vec<_>>().join(", ");
        terminal::note(&format!(
            "note: commands in this folder have used {above} so far; from now on they use the new input"
        ));
    }
    let (answers, why) = answers(args, asks)?;
    let text = input(&answers)?;
    let schema = serde_json::to_string_pretty(&LANGUAGE.published_schema()).map_err(std::io::Error::from)? + "\n";
    let folder = Utf8Path::new(INPUTS);
    write_new(folder, INPUT, &text)?;
    if !folder.join(SCHEMA).exists() {
        write_new(folder, SCHEMA, &schema)?;
    }
    terminal::say(&done(&answers, &why))?;
    Ok(Exit::Fine)
}

/// The answers for the input, and the reason if Odoo cannot use Redis.
fn answers(args: &Args, asks: bool) -> Result<(Answers, String), Failure> {
    let name = answer(args.name.clone(), asks, "Name of the Compose project", Some(folder_name()), ProjectName::parse)?;
    let module = session_module();
    let engine = if args.memory.is_some() && args.cpus.is_some() { None } else { machine::engine() };
    let here = engine.map(|engine| engine.memory).or_else(machine::memory).map(Bytes::human);
    let memory = answer(args.memory, asks, "Memory that containers may use", here, Bytes::parse)?;
    let here = engine.map(|engine| engine.cpus).or_else(machine::cpus).map(Cpus::decimal);
    let cpus = answer(args.cpus, asks, "CPUs that containers may use", here, Cpus::parse)?;
    let machine = Machine { memory, cpus };
    let example = match args.example {
        Some(example) => example,
        None if asks => choose(machine, &module)?,
        // If even the smallest does not fit, report its requirement.
        None => machine.largest().unwrap_or(Example::NoRedis),
    };
    let (session_module, why) = match module {
        Module::Found(module) => (Some(module), String::new()),
        Module::Unusable(folder, why) => {
            (None, format!("cannot use the module session_redis in {}: {why}", folder.escape_debug()))
        }
        Module::Missing => (None, MISSING.to_owned()),
    };
    Ok((Answers { name, example, machine, session_module }, why))
}

/// The given value, the answer to the question, or the default.
fn answer<T>(
    given: Option<T>,
    asks: bool,
    question: &str,
    default: Option<String>,
    parse: impl Fn(&str) -> Result<T, UnitError>,
) -> Result<T, Failure> {
    if let Some(given) = given {
        return Ok(given);
    }
    if asks {
        return ask::line(question, default, parse);
    }
    let default = default
        .ok_or_else(|| Failure::Usage(format!("{question}: not known on this machine, so pass it as an option")))?;
    parse(&default).map_err(|error| Failure::Usage(error.to_string()))
}

/// Why Redis would have no client.
const MISSING: &str = "no folder in ./addons contains the module session_redis";

/// Asks which of the kinds of deployment that fit the machine to start from.
fn choose(machine: Machine, module: &Module) -> Result<Example, Failure> {
    let fitting: Vec<Example> = Example::ALL.into_iter().filter(|example| machine.check(*example).is_ok()).collect();
    if fitting.is_empty() {
        machine.check(Example::NoRedis)?;
    }
    // Without the module Odoo would not use Redis, so Redis is left out.
    let without = |example: &Example| example.wants_redis() && !matches!(module, Module::Found(_));
    let line = |example: &Example| {
        let (kind, none) = (example.as_str(), Example::NoRedis.summary());
        if without(example) {
            return format!("{kind:13} {none}; no Redis without session_redis");
        }
        format!("{kind:13} {}", example.summary())
    };
    let chosen = ask::choice("Deployment to start from", &fitting.iter().map(line).collect::<Vec<_>>(), 0)?;
    Ok(fitting.get(chosen).copied().unwrap_or(Example::NoRedis))
}

/// The result of the search for the module.
enum Module {
    Found(SessionModule),
    /// It is in this folder, but Odoo cannot load it, for this reason.
    Unusable(String, &'static str),
    Missing,
}

/// The module in the first folder of addons, by name, from which Odoo can load it.
fn session_module() -> Module {
    let addons = Utf8Path::new(SessionModule::ADDONS_DIR);
    let folders = match addons.read_dir_utf8() {
        Ok(folders) => folders,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Module::Missing,
        Err(_) => return Module::Unusable(addons.to_string(), "the folder cannot be read"),
    };
    let mut entries: Vec<_> = folders.filter_map(Result::ok).collect();
    entries.sort_by(|a, b| a.file_name().cmp(b.file_name()));
    let mut unusable = Module::Missing;
    for entry in entries {
        if !SessionModule::is_in(entry.path()) {
            continue;
        }
        let why = match SessionModule::in_folder(entry.file_name()) {
            // Only the folder of addons is mounted: the target of a link in it is not in the container.
            Some(_) if entry.path().is_symlink() => {
                "the folder is a symbolic link, whose target is not in the container"
            }
            Some(module) => return Module::Found(module),
            None => {
                "the folder's name may contain only letters, digits, `-`, `_` and `.`, and must not start with a sign"
            }
        };
        unusable = Module::Unusable(entry.path().to_string(), why);
    }
    match unusable {
        Module::Missing if SessionModule::is_in(addons) => {
            Module::Unusable(addons.to_string(), "modules must be in a folder below it, such as ./addons/custom")
        }
        other => other,
    }
}

/// The name of this folder as a valid name of a project.
fn folder_name() -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let name = here.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let allowed = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let name: String = name.chars().map(allowed).collect();
    let name = name.trim_matches('-');
    if ProjectName::parse(name).is_ok() { name.to_owned() } else { "odoo".to_owned() }
}

fn done(answers: &Answers, why: &str) -> String {
    let Answers { example, machine, .. } = answers;
    let (kind, memory, cpus) = (example.as_str(), machine.memory.human(), machine.cpus.human());
    let database = answers.database();
    let redis = match (answers.redis_client(), example.wants_redis()) {
        (None, true) => format!(
            "The input has no Redis: {why}.\n\
             To get one, put the module into a folder such as ./addons/custom, remove {INPUTS}/{INPUT}, and run \
             `stackgen init` again.\n"
        ),
        _ => String::new(),
    };
    format!(
        "{INPUTS}/{INPUT}: {kind} on {memory} and {cpus}\n\
         {redis}Review the input, then run:\n  \
         stackgen build                   # compile it into generated/\n  \
         stackgen env init development    # create the passwords of a mode\n  \
         cd generated\n  \
         docker compose run --rm odoo odoo -d {database} -i base --stop-after-init    # once: creates Odoo's database\n  \
         docker compose up -d --wait",
    )
}
