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

static CHOSEN: OnceLock<Colour> = OnceLock::new();

/// Chooses for the whole run, once.
pub(super) fn choose(colour: Colour) {
    let _ = CHOSEN.set(colour);
}

/// Whether colour is wanted on a stream (<https://no-color.org>).
pub(super) fn colour(is_terminal: bool) -> bool {
    match CHOSEN.get().copied().unwrap_or_default() {
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

/// Prints the reason of a failure.
pub(super) fn error(text: &str) {
    note(&format!("error: {text}"));
}

/// Prints on the standard output.
///
/// # Errors
/// When it is closed.
pub(super) fn print(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{text}")
}
