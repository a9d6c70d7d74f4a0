//! `stackgen schema`

use super::{Exit, Failure, terminal};
use crate::components::language::LANGUAGE;
use crate::pages::keys;
use crate::report::findings_schema;

/// The arguments of `schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to print
    #[arg(value_enum, value_name = "OF", default_value_t = Of::Input)]
    of: Of,
}

/// What can be printed.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Of {
    /// JSON Schema of the input
    Input,
    /// JSON Schema of the findings that `--format json` writes
    Findings,
    /// Reference of all keys of the input, in Markdown
    Keys,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let schema = match args.of {
        Of::Keys => {
            terminal::print_as_it_is(keys().trim_end())?;
            return Ok(Exit::Fine);
        }
        Of::Input => LANGUAGE.published_schema(),
        Of::Findings => findings_schema(),
    };
    terminal::document(&serde_json::to_string_pretty(&schema).map_err(std::io::Error::from)?)?;
    Ok(Exit::Fine)
}
