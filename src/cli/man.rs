//! `stackgen man`

use clap::CommandFactory as _;
use clap_mangen::Man;

use super::{Cli, Exit, Failure};

/// What `man` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The command, with its subcommand if it has some
    #[arg(value_name = "COMMAND")]
    words: Vec<String>,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let mut command = Cli::command();
    command.build();
    for word in &args.words {
        let unknown = || Failure::Usage("there is no such command: `stackgen --help` lists them".to_owned());
        command = command.find_subcommand(word).cloned().ok_or_else(unknown)?;
    }
    let page = Man::new(command).section("1").manual("stackgen").source(env!("CARGO_PKG_VERSION"));
    let mut text = Vec::new();
    page.render(&mut text)?;
    std::io::Write::write_all(&mut std::io::stdout().lock(), &text)?;
    Ok(Exit::Fine)
}
