//! The command line. This folder is the only one that prints.

mod ask;
mod build;
mod candidates;
mod check;
mod columns;
mod completions;
mod diff;
mod drift;
mod env;
mod examples;
mod explain;
mod fix;
mod help;
mod init;
mod inputs;
mod machine;
mod man;
mod parallel;
mod progress;
mod project;
mod report;
mod rules;
mod schema;
mod schema_beside;
mod select;
mod surroundings;
mod terminal;
mod unified;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::artifact::VerifyError;
use crate::files::FilesError;
use crate::fix::RepairError;
use crate::init::TooSmall;
use crate::source::SourceError;

/// The version, and the commit that it was built from.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), env!("STACKGEN_COMMIT"));

/// What the options are about that every command has.
const OUTPUT: &str = "Output";

/// What is said in a folder without inputs.
const WELCOME: &str = "\
There is no inputs/*.toml here or above. `stackgen init` writes a first one, sound for this machine; then `stackgen build`
compiles it into generated/. `stackgen --help` lists all commands.";

/// Compiles one TOML file that describes an Odoo deployment into the files that its servers read,
/// and refuses where an invariant is broken.
#[derive(Debug, Parser)]
#[command(name = "stackgen", version = VERSION, about, after_help = examples::ALL, max_term_width = 100)]
struct Cli {
    /// Work in this folder, as if the command had been typed there
    #[arg(short = 'C', value_name = "DIR", global = true)]
    directory: Option<camino::Utf8PathBuf>,
    /// When output has colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true, help_heading = OUTPUT)]
    color: terminal::Colour,
    /// Say only what fails
    #[arg(long, short, global = true, help_heading = OUTPUT, conflicts_with = "verbose")]
    quiet: bool,
    /// Say also what was done, one by one
    #[arg(long, short, global = true, help_heading = OUTPUT)]
    verbose: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a first input, sound for the host it is told about
    #[command(after_help = examples::INIT)]
    Init(init::Args),
    /// Compile the inputs and write the generated files
    #[command(after_help = examples::BUILD)]
    Build(build::Args),
    /// Check the inputs; writes nothing
    #[command(after_help = examples::CHECK)]
    Check(check::Args),
    /// Show what build would change
    Diff(diff::Args),
    /// Make, check and renew the `.env` of a mode
    #[command(subcommand, after_help = examples::ENV)]
    Env(env::Command),
    /// Explain a rule, a key of the input, or a line of a generated file
    #[command(after_help = examples::EXPLAIN)]
    Explain(explain::Args),
    /// List the rules
    Rules(rules::Args),
    /// Apply the fixes of findings to the inputs
    #[command(after_help = examples::FIX)]
    Fix(fix::Args),
    /// Print the JSON Schema of the input, or of the findings as JSON
    Schema(schema::Args),
    /// Print the completions for a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions(completions::Args),
    /// Print a manual page, or write them all
    #[command(after_help = examples::MAN)]
    Man(man::Args),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// All is well.
    Fine,
    /// Something is wrong with an input, or a generated file is not as it should be.
    Findings,
}

impl Exit {
    /// How a command ends that has written what it found, or could not: what was found stays found.
    fn once(self, written: Result<(), Failure>) -> Result<Self, Failure> {
        match written {
            Err(failure) if self == Self::Findings => {
                terminal::error(&failure.to_string());
                Ok(self)
            }
            written => written.map(|()| self),
        }
    }
}

/// The command or its environment is wrong.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    VerifyError(#[from] VerifyError),
    #[error(transparent)]
    Repair(#[from] RepairError),
    #[error(transparent)]
    TooSmall(#[from] TooSmall),
    #[error("{0}")]
    Usage(String),
    #[error("no random numbers: {0}")]
    Random(String),
    #[error("cannot write the output: {0}")]
    Output(#[from] std::io::Error),
}

/// Runs the program. Exit status: 0 fine, 1 findings, 2 the command or its environment is wrong.
#[must_use]
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // The payload could hold a piece of the input.
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        terminal::error(&format!(
            "stackgen stopped at {place}. This is a bug; please report it with the input that causes it."
        ));
        // Whatever thread it was, and whether or not this program unwinds.
        std::process::exit(2);
    }));
    // Where a shell asks what could be typed, it is answered, and nothing else is done.
    clap_complete::CompleteEnv::with_factory(|| help::grouped(Cli::command())).var(completions::ASKED).complete();
    let cli = Cli::from_arg_matches(&help::grouped(Cli::command()).get_matches()).unwrap_or_else(|error| error.exit());
    let volume = match (cli.quiet, cli.verbose) {
        (true, _) => terminal::Volume::Quiet,
        (_, true) => terminal::Volume::Verbose,
        _ => terminal::Volume::Usual,
    };
    let command = cli.command;
    terminal::choose(cli.color, volume);
    if let Some(Err(cause)) = cli.directory.as_deref().map(std::env::set_current_dir) {
        let folder = cli.directory.unwrap_or_default();
        terminal::error(&format!("cannot work in {folder}: {cause}"));
        return ExitCode::from(2);
    }
    let Some(command) = command else { return welcome() };
    let ended = match command {
        Command::Init(args) => init::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Env(command) => env::run(&command),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    };
    match ended {
        Ok(Exit::Fine) => ExitCode::SUCCESS,
        Ok(Exit::Findings) => ExitCode::from(1),
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::error(&failure.to_string());
            ExitCode::from(2)
        }
    }
}

/// What to do, where nothing was said.
fn welcome() -> ExitCode {
    if inputs::found().is_ok() {
        terminal::note(help::grouped(Cli::command()).render_help().to_string().trim_end());
    } else {
        terminal::note(WELCOME);
    }
    ExitCode::from(2)
}
