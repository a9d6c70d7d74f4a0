//! Prints to a terminal or a pipe, with or without colour.

use std::borrow::Cow;
use std::io::{IsTerminal, Write as _};
use std::sync::{OnceLock, RwLock};

use crate::document::steers;
use crate::redactor::Redactor;
use crate::report::Renderer;

/// The width of reports without a terminal, in columns.
const PIPE_WIDTH: usize = 100;

/// The least width, in columns: a terminal that is narrower, or does not know its width, is treated as this wide.
const NARROWEST: usize = 40;

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless `NO_COLOR` or `TERM=dumb` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How much is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Volume {
    /// Only failures and requested output.
    Quiet,
    /// The usual output.
    #[default]
    Usual,
    /// Also a line for each input and each file.
    Verbose,
}

static CHOSEN: OnceLock<(Colour, Volume)> = OnceLock::new();

/// Sets both for the whole run, once.
pub(super) fn choose(colour: Colour, volume: Volume) {
    let _ = CHOSEN.set((colour, volume));
}

/// How much is printed.
pub(super) fn volume() -> Volume {
    CHOSEN.get().map_or_else(Volume::default, |(_, volume)| *volume)
}

/// Whether to use colour on a stream (<https://no-color.org>).
pub(super) fn colour(is_terminal: bool) -> bool {
    match CHOSEN.get().map(|(colour, _)| *colour).unwrap_or_default() {
        Colour::Auto => {}
        chosen => return chosen == Colour::Always,
    }
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    is_terminal && !no_color && !dumb
}

/// Whether to use colour on standard output.
pub(super) fn stdout_colour() -> bool {
    colour(std::io::stdout().is_terminal())
}

/// Whether to use colour on standard error.
pub(super) fn stderr_colour() -> bool {
    colour(std::io::stderr().is_terminal())
}

/// A text in a colour, by its SGR code.
pub(super) fn painted(text: &str, code: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// The renderer of findings, which go to standard error.
pub(super) fn renderer() -> Renderer {
    let width =
        terminal_size::terminal_size_of(std::io::stderr()).map_or(PIPE_WIDTH, |(width, _)| usize::from(width.0));
    Renderer::new(stderr_colour(), width.clamp(NARROWEST, 120))
}

/// The values found so far that no output may show.
static CONCEALED: RwLock<Vec<Redactor>> = RwLock::new(Vec::new());

/// Hides values in everything that is printed from now on. Text from an input has already gone through its mask:
/// this covers the rest, such as a name in an error.
pub(super) fn conceal(values: &Redactor) {
    if let Ok(mut concealed) = CONCEALED.write() {
        concealed.push(values.clone());
    }
}

/// A text as it may be shown: without concealed values, and without control characters of terminals. Colour codes
/// are kept if `colour` is set.
fn shown(text: &str, colour: bool) -> String {
    let concealed = CONCEALED.read();
    let redactors = concealed.iter().flat_map(|redactors| redactors.iter());
    let text = redactors.fold(Cow::Borrowed(text), |text, redactor| Cow::Owned(redactor.hide(&text).into_owned()));
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(c) = rest.chars().next() {
        let length = if colour { colour_code(rest) } else { 0 };
        let (piece, behind) = rest.split_at(length.max(c.len_utf8()));
        // In a CI job, GitHub Actions executes a line that starts like this as a command.
        let begins_a_command = rest.starts_with("::") && (shown.is_empty() || shown.ends_with('\n'));
        shown.push_str(if begins_a_command { " " } else { "" });
        shown.push_str(if length == 0 && steers(c) { "?" } else { piece });
        rest = behind;
    }
    shown
}

/// The length of the colour code (SGR, ECMA-48) at the start of a text; 0 if there is none.
fn colour_code(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else { return 0 };
    let length = parameters.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    if parameters.as_bytes().get(length) == Some(&b'm') { 2 + length + 1 } else { 0 }
}

/// The width of a terminal, in columns; `None` if the stream is not a terminal.
fn columns(size: Option<(terminal_size::Width, terminal_size::Height)>) -> Option<usize> {
    size.map(|(width, _)| usize::from(width.0).max(NARROWEST))
}

/// The width of standard output, in columns; `None` if it is not a terminal.
pub(super) fn stdout_columns() -> Option<usize> {
    columns(terminal_size::terminal_size_of(std::io::stdout()))
}

/// Lines of this width, broken only between words.
fn at_words(width: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(width)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// Folds the lines of a text to this width, unless a word is longer. Continuation lines are indented to the last
/// column of the line, or to its first word.
fn folded(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let fold = |line: &str| {
        if textwrap::core::display_width(line) <= width {
            return line.to_owned();
        }
        let gaps = line.match_indices("  ").map(|(gap, _)| textwrap::core::display_width(&line[..gap + 2]));
        let indent = " ".repeat(gaps.filter(|column| *column <= width * 3 / 5).last().unwrap_or_default());
        textwrap::wrap(line, at_words(width).subsequent_indent(&indent)).join("\n")
    };
    text.split('\n').map(fold).collect::<Vec<_>>().join("\n")
}

/// Refills the paragraphs of a prose text to this width; without a width the text is unchanged.
pub(super) fn filled(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let fill = |paragraph: &str| {
        let one_line = paragraph.lines().collect::<Vec<_>>().join(" ");
        textwrap::wrap(&one_line, at_words(width)).join("\n")
    };
    text.split("\n\n").map(fill).collect::<Vec<_>>().join("\n\n")
}

/// A text as it may be shown, folded to this width. Values are hidden before folding, which could split them.
fn lines_for(text: &str, colour: bool, width: Option<usize>) -> String {
    folded(&shown(text, colour), width)
}

/// Prints on standard error, folded to the terminal. A closed stream is ignored.
pub(super) fn note(text: &str) {
    let columns = columns(terminal_size::terminal_size_of(std::io::stderr()));
    let _ = writeln!(std::io::stderr().lock(), "{}", lines_for(text, stderr_colour(), columns));
}

/// Whether a line on standard error can be redrawn.
pub(super) fn can_redraw() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Replaces the current line on standard error; an empty text removes it.
pub(super) fn redraw(line: &str) {
    let mut stderr = std::io::stderr().lock();
    let _ = write!(stderr, "\r\x1b[K{line}").and_then(|()| stderr.flush());
}

/// Prints on standard error without folding, for excerpts and diffs.
pub(super) fn note_as_it_is(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", shown(text, stderr_colour()));
}

/// Prints on standard error with `--verbose` only.
pub(super) fn detail(text: impl FnOnce() -> String) {
    if volume() == Volume::Verbose {
        note(&text());
    }
}

/// Prints the reason of a failure.
pub(super) fn error(text: &str) {
    note(&format!("error: {text}"));
}

/// Prints a result on standard output, unless `--quiet` is set.
///
/// # Errors
/// If it cannot be written.
pub(super) fn say(text: &str) -> std::io::Result<()> {
    if volume() == Volume::Quiet { Ok(()) } else { print(text) }
}

/// Prints on standard output, folded to the terminal.
///
/// # Errors
/// If it cannot be written.
pub(super) fn print(text: &str) -> std::io::Result<()> {
    write(&lines_for(text, stdout_colour(), stdout_columns()))
}

/// Prints on standard output without folding, for excerpts and diffs.
///
/// # Errors
/// If it cannot be written.
pub(super) fn print_as_it_is(text: &str) -> std::io::Result<()> {
    write(&shown(text, stdout_colour()))
}

/// Writes a text to standard output. A broken pipe is not an error of the command.
fn write(text: &str) -> std::io::Result<()> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints a document for programs on standard output. Every string in it has gone through the mask of its input; the
/// document as a whole is not masked again, so that its syntax stays valid.
///
/// # Errors
/// If it cannot be written.
pub(super) fn document(text: &str) -> std::io::Result<()> {
    write(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dotenv::LocalValues;

    /// A value with spaces is hidden as a whole, wherever the line is folded.
    #[test]
    fn a_value_is_hidden_before_its_line_is_folded() {
        let values = LocalValues::of(std::iter::once("PHRASE='canary horse battery staple'\n"));
        conceal(values.redactor());
        for before in 1..40 {
            let text = format!("{} canary horse battery staple behind", "x".repeat(before));
            let shown = lines_for(&text, false, Some(40));
            assert!(!shown.contains("canary") && !shown.contains("staple"), "{shown}");
        }
    }

    #[test]
    fn lines_are_folded_at_words() {
        let row = "a-rule    error    A sentence that has more words than a line.";
        let folded_row =
            "a-rule    error    A sentence that\n                   has more words\n                   than a line.";
        assert_eq!(folded(row, Some(36)), folded_row);
        assert_eq!(
            folded("name generated/a/very/long/path:1 or so", Some(20)),
            "name\ngenerated/a/very/long/path:1\nor so"
        );
        assert_eq!(folded(row, None), row);
        assert_eq!(folded("\u{1b}[1mshort\u{1b}[0m", Some(5)), "\u{1b}[1mshort\u{1b}[0m");
        assert_eq!(filled("one two\nthree\n\nfour five six", Some(10)), "one two\nthree\n\nfour five\nsix");
    }

    #[test]
    fn nothing_but_colour_steers_the_terminal() {
        let text = "a\u{1b}[1;31mb\u{1b}[0m\u{1b}[2J\u{1b}]0;x\u{7}\r\u{202e}c\n\td";
        assert_eq!(shown(text, true), "a\u{1b}[1;31mb\u{1b}[0m?[2J?]0;x?\r?c\n\td");
        assert_eq!(shown("\u{1b}[1mb", false), "?[1mb");
        assert_eq!(shown("Ñandú → x", false), "Ñandú → x");
        assert_eq!(shown("::error::x\na::b\n::add-mask::y", false), " ::error::x\na::b\n ::add-mask::y");
    }
}
