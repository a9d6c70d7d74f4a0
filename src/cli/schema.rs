//! `stackgen schema`

use super::{Exit, Failure, terminal};
use crate::spec::published_schema;

/// What `schema` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_: &Args) -> Result<Exit, Failure> {
    let schema = serde_json::to_string_pretty(&published_schema()).map_err(std::io::Error::from)?;
    terminal::print(&schema)?;
    Ok(Exit::Fine)
}
