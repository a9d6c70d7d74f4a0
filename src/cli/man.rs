//! `stackgen man`

use camino::{Utf8Path, Utf8PathBuf};
use clap::CommandFactory as _;
use clap_mangen::Man;

use super::{Cli, Exit, Failure, terminal};
use crate::files::write;

/// The arguments of `man`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Command, followed by its subcommand if it has any
    #[arg(value_name = "COMMAND")]
    words: Vec<String>,
    /// Write the pages of all commands to this folder: stackgen.1, stackgen-build.1 and so on
    #[arg(long, value_name = "DIR", conflicts_with = "words")]
    all: Option<Utf8PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let mut command = Cli::command();
    command.build();
    for word in &args.words {
        let unknown = || Failure::Usage("there is no such command: `stackgen --help` lists all commands".to_owned());
        command = command.find_subcommand(word).cloned().ok_or_else(unknown)?;
    }
    let title = std::iter::once("stackgen").chain(args.words.iter().map(String::as_str)).collect::<Vec<_>>().join("-");
    if let Some(folder) = &args.all {
        return all(&command, folder);
    }
    std::io::Write::write_all(&mut std::io::stdout().lock(), &page(command, &title)?)?;
    Ok(Exit::Fine)
}

/// The page of a command under a title such as `stackgen-build`.
fn page(command: clap::Command, title: &str) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    Man::new(command)
        .title(title)
        .section("1")
        .manual("stackgen")
        .source(env!("CARGO_PKG_VERSION"))
        .render(&mut text)?;
    Ok(text)
}

/// Writes a page for each command and each subcommand.
fn all(command: &clap::Command, folder: &Utf8Path) -> Result<Exit, Failure> {
    if folder.as_str().is_empty() {
        return Err(Failure::Usage("`--all` needs the name of a folder for the manual pages".to_owned()));
    }
    let mut left = vec![("stackgen".to_owned(), command.clone())];
    while let Some((name, command)) = left.pop() {
        let of_user = |below: &&clap::Command| below.get_name() != "help";
        left.extend(
            command
                .get_subcommands()
                .filter(of_user)
                .map(|below| (format!("{name}-{}", below.get_name()), below.clone())),
        );
        let text = String::from_utf8(page(command, &name)?).unwrap_or_default();
        write(folder, &format!("{name}.1"), &text)?;
    }
    terminal::say(&format!("{folder}: wrote the manual pages of all commands"))?;
    Ok(Exit::Fine)
}
