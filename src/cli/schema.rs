//! `stackgen schema`

use super::{Exit, Failure, terminal};
use crate::components::language::LANGUAGE;
use crate::pages::keys;
use crate::report::findings_schema;

/// What `schema` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What the schema is of
    #[arg(value_enum, value_name = "OF", default_value_t = Of::Input)]
    of: Of,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Of {
    /// The input
    Input,
    /// The findings that `--format json` writes
    Findings,
    /// The input, as a page of Markdown for people
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
