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

/// The heading of the options that every command has.
const OUTPUT: &str = "Output";

/// Printed when stackgen runs without a command and finds no inputs.
const WELCOME: &str = "\
There is no inputs/*.toml in this folder or above it. Run `stackgen init` to write a first one that fits this machine,
then `stackgen build` to compile it into generated/. `stackgen --help` lists all commands.";

/// Compiles one TOML file that describes an Odoo deployment into the files that its servers read,
/// and fails if an invariant is broken.
#[derive(Debug, Parser)]
#[command(name = "stackgen", version = VERSION, about, after_help = examples::ALL, max_term_width = 100)]
struct Cli {
    /// Run as if stackgen had been started in this folder
    #[arg(short = 'C', value_name = "DIR", global = true)]
    directory: Option<camino::Utf8PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true, help_heading = OUTPUT)]
    color: terminal::Colour,
    /// Print only failures and requested output
    #[arg(long, short, global = true, help_heading = OUTPUT, conflicts_with = "verbose")]
    quiet: bool,
    /// Also print a line for each compiled input and each generated file
    #[arg(long, short, global = true, help_heading = OUTPUT)]
    verbose: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a first input that fits the given host
    #[command(after_help = examples::INIT)]
    Init(init::Args),
    /// Compile the inputs and write the generated files
    #[command(after_help = examples::BUILD)]
    Build(build::Args),
    /// Check the inputs without writing anything
    #[command(after_help = examples::CHECK)]
    Check(check::Args),
    /// Show what `build` would change
    Diff(diff::Args),
    /// Create and check the `.env` of a mode, and rotate its secrets
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
    /// Print a JSON Schema, or the reference of all keys
    Schema(schema::Args),
    /// Print the completion script for a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions(completions::Args),
    /// Print a manual page, or write all of them to a folder
    #[command(after_help = examples::MAN)]
    Man(man::Args),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Nothing is wrong.
    Fine,
    /// An input has findings that fail, or a generated file differs from what `build` would write.
    Findings,
}

impl Exit {
    /// The result of a command that reported findings: a failure to write the report does not replace them.
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

/// The command line or the environment is wrong.
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
    #[error("cannot get random numbers from the system: {0}")]
    Random(String),
    #[error("cannot write the output: {0}")]
    Output(#[from] std::io::Error),
}

/// Runs the program. Exit status: 0 success, 1 findings, 2 the command line or the environment is wrong.
#[must_use]
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // The payload could contain a part of the input.
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        terminal::error(&format!(
            "stackgen stopped at {place}. This is a bug: report it together with the input that causes it."
        ));
        // Exit from any thread, whether or not the program unwinds.
        std::process::exit(2);
    }));
    // When a shell asks for completions, answer and do nothing else.
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
        terminal::error(&format!("cannot change to the folder {folder}: {cause}"));
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

/// Prints what to do next when no command was given.
fn welcome() -> ExitCode {
    if inputs::found().is_ok() {
        terminal::note(help::grouped(Cli::command()).render_help().to_string().trim_end());
    } else {
        terminal::note(WELCOME);
    }
    ExitCode::from(2)
}
