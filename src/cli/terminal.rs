//! Where the output goes: terminal or pipe, with colour or without.

use std::io::{IsTerminal, Write as _};
use std::sync::OnceLock;

use crate::diagnostic::Renderer;

/// The width of reports where there is no terminal.
const PIPE_WIDTH: usize = 100;

/// When output has colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How much is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Volume {
    /// What fails, and nothing else.
    Quiet,
    /// What somebody wants to know.
    #[default]
    Usual,
    /// Also what was done, one by one.
    Verbose,
}

static CHOSEN: OnceLock<(Colour, Volume)> = OnceLock::new();

/// Chooses for the whole run, once.
pub(super) fn choose(colour: Colour, volume: Volume) {
    let _ = CHOSEN.set((colour, volume));
}

/// How much is to be said.
pub(super) fn volume() -> Volume {
    CHOSEN.get().map_or_else(Volume::default, |(_, volume)| *volume)
}

/// Whether colour is wanted on a stream (<https://no-color.org>).
pub(super) fn colour(is_terminal: bool) -> bool {
    match CHOSEN.get().map(|(colour, _)| *colour).unwrap_or_default() {
        Colour::Auto => {}
        chosen => return chosen == Colour::Always,
    }
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    is_terminal && !no_color && !dumb
}

/// Whether colour is wanted on the standard output.
pub(super) fn stdout_colour() -> bool {
    colour(std::io::stdout().is_terminal())
}

/// Whether colour is wanted on the standard error.
pub(super) fn stderr_colour() -> bool {
    colour(std::io::stderr().is_terminal())
}

/// A text in a colour, by its SGR code.
pub(super) fn painted(text: &str, code: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// The renderer of findings, which go to the standard error.
pub(super) fn renderer() -> Renderer {
    let width =
        terminal_size::terminal_size_of(std::io::stderr()).map_or(PIPE_WIDTH, |(width, _)| usize::from(width.0));
    Renderer::new(stderr_colour(), width.clamp(40, 120))
}

/// Prints on the standard error. That it may be closed is nobody's concern.
pub(super) fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Prints on the standard error what only those want to know who ask for it.
pub(super) fn detail(text: impl FnOnce() -> String) {
    if volume() == Volume::Verbose {
        note(&text());
    }
}

/// Prints the reason of a failure.
pub(super) fn error(text: &str) {
    note(&format!("error: {text}"));
}

/// Prints on the standard output what was done, unless only failures are to be said.
///
/// # Errors
/// When it is closed.
pub(super) fn say(text: &str) -> std::io::Result<()> {
    if volume() == Volume::Quiet { Ok(()) } else { print(text) }
}

/// Prints on the standard output.
///
/// # Errors
/// When it is closed.
pub(super) fn print(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{text}")
}
