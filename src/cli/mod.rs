//! The command line. This folder is the only one that prints.

mod build;
mod check;
mod columns;
mod completions;
mod diff;
mod env;
mod explain;
mod fix;
mod inputs;
mod man;
mod report;
mod rules;
mod schema;
mod select;
mod surroundings;
mod terminal;
mod unified;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::files::FilesError;
use crate::fix::RepairError;
use crate::source::SourceError;
use crate::verify::Wrong;

/// What people do most.
const EXAMPLES: &str = "\
Examples:
  stackgen build                      compile inputs/*.toml into generated/
  stackgen build --check              fail where generated/ is not what the inputs make
  stackgen check - < stack.toml       check what another program writes
  stackgen explain quorum-not-majority
  stackgen explain redis.maxmemory --mode production
  stackgen env init production        make generated/.env";

/// Compiles one TOML file that describes an Odoo deployment into the files that its servers read,
/// and refuses where an invariant is broken.
#[derive(Debug, Parser)]
#[command(name = "stackgen", version, about, after_help = EXAMPLES, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    /// When output has colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    color: terminal::Colour,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compile the inputs and write the generated files
    Build(build::Args),
    /// Check the inputs; writes nothing
    Check(check::Args),
    /// Show what build would change
    Diff(diff::Args),
    /// Make, check and renew the `.env` of a mode
    #[command(subcommand)]
    Env(env::Command),
    /// Explain a rule, a key of the input, or a line of a generated file
    Explain(explain::Args),
    /// List the rules
    Rules(rules::Args),
    /// Change the inputs so that findings go away, where the change is certain
    Fix(fix::Args),
    /// Print the JSON Schema of the input, or of the findings as JSON
    Schema(schema::Args),
    /// Print the completions for a shell
    Completions(completions::Args),
    /// Print the manual page of stackgen or of a command
    Man(man::Args),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Fine,
    /// Something is wrong with an input, or a generated file is not as it should be.
    Findings,
}

/// The command or its environment is wrong.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Wrong(#[from] Wrong),
    #[error(transparent)]
    Repair(#[from] RepairError),
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
    }));
    let Cli { color, command } = Cli::parse();
    terminal::choose(color);
    let ended = std::panic::catch_unwind(|| match command {
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
    });
    match ended {
        Ok(Ok(Exit::Fine)) => ExitCode::SUCCESS,
        Ok(Ok(Exit::Findings)) => ExitCode::from(1),
        Ok(Err(Failure::Output(error))) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Ok(Err(failure)) => {
            terminal::error(&failure.to_string());
            ExitCode::from(2)
        }
        Err(_) => ExitCode::from(2),
    }
}
