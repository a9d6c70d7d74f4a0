//! Where the output goes: terminal or pipe, with colour or without.

use std::borrow::Cow;
use std::io::{IsTerminal, Write as _};
use std::sync::{OnceLock, RwLock};

use crate::document::steers;
use crate::redactor::Redactor;
use crate::report::Renderer;

/// The width of reports where there is no terminal.
const PIPE_WIDTH: usize = 100;

/// A terminal that is narrower, or does not know its width, is taken for one of so many columns.
const NARROWEST: usize = 40;

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
    Renderer::new(stderr_colour(), width.clamp(NARROWEST, 120))
}

/// What no output may show, found so far.
static CONCEALED: RwLock<Vec<Redactor>> = RwLock::new(Vec::new());

/// Keeps values out of everything that is printed from now on. What is shown of an input has gone through its mask
/// already: this is for all the rest, such as a name in an error.
pub(super) fn conceal(values: &Redactor) {
    if let Ok(mut concealed) = CONCEALED.write() {
        concealed.push(values.clone());
    }
}

/// A text as it may be shown: without what is concealed, and without characters that steer a terminal. Colours stay
/// where there are colours.
fn shown(text: &str, colour: bool) -> String {
    let concealed = CONCEALED.read();
    let redactors = concealed.iter().flat_map(|redactors| redactors.iter());
    let text = redactors.fold(Cow::Borrowed(text), |text, redactor| Cow::Owned(redactor.hide(&text).into_owned()));
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(c) = rest.chars().next() {
        let length = if colour { colour_code(rest) } else { 0 };
        let (piece, behind) = rest.split_at(length.max(c.len_utf8()));
        // Where a CI job reads the output, a line that begins so is a command (GitHub Actions).
        let begins_a_command = rest.starts_with("::") && (shown.is_empty() || shown.ends_with('\n'));
        shown.push_str(if begins_a_command { " " } else { "" });
        shown.push_str(if length == 0 && steers(c) { "?" } else { piece });
        rest = behind;
    }
    shown
}

/// The length of the colour code (SGR, ECMA-48) at the start of a text; 0 where there is none.
fn colour_code(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else { return 0 };
    let length = parameters.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    if parameters.as_bytes().get(length) == Some(&b'm') { 2 + length + 1 } else { 0 }
}

/// The width of a terminal, in columns; nothing where a stream leads elsewhere.
fn columns(size: Option<(terminal_size::Width, terminal_size::Height)>) -> Option<usize> {
    size.map(|(width, _)| usize::from(width.0).max(NARROWEST))
}

/// The width of the terminal that the standard output is, in columns; nothing where it is none.
pub(super) fn stdout_columns() -> Option<usize> {
    columns(terminal_size::terminal_size_of(std::io::stdout()))
}

/// Lines of this width, broken between words alone.
fn at_words(width: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(width)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// A text whose lines are not longer than this, unless a word is: what follows in a line begins below its last column, or below
/// its first word.
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

/// Prose in paragraphs, each of which fills its lines; as it is where there is no width.
pub(super) fn filled(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let fill = |paragraph: &str| {
        let one_line = paragraph.lines().collect::<Vec<_>>().join(" ");
        textwrap::wrap(&one_line, at_words(width)).join("\n")
    };
    text.split("\n\n").map(fill).collect::<Vec<_>>().join("\n\n")
}

/// A text as it may be shown, in lines of this width. What is concealed is looked for before a line may end in it.
fn lines_for(text: &str, colour: bool, width: Option<usize>) -> String {
    folded(&shown(text, colour), width)
}

/// Prints on the standard error, in lines that the terminal has room for. That it may be closed is nobody's concern.
pub(super) fn note(text: &str) {
    let columns = columns(terminal_size::terminal_size_of(std::io::stderr()));
    let _ = writeln!(std::io::stderr().lock(), "{}", lines_for(text, stderr_colour(), columns));
}

/// Whether a line of the standard error can be drawn again and again.
pub(super) fn can_redraw() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Draws a line of the standard error in the place of the one before; with no text there is none.
pub(super) fn redraw(line: &str) {
    let mut stderr = std::io::stderr().lock();
    let _ = write!(stderr, "\r\x1b[K{line}").and_then(|()| stderr.flush());
}

/// Prints on the standard error what has its lines already, as an excerpt or a difference.
pub(super) fn note_as_it_is(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", shown(text, stderr_colour()));
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

/// Prints on the standard output, in lines that the terminal has room for.
///
/// # Errors
/// When it cannot be written.
pub(super) fn print(text: &str) -> std::io::Result<()> {
    write(&lines_for(text, stdout_colour(), stdout_columns()))
}

/// Prints on the standard output what has its lines already, as an excerpt or a difference.
///
/// # Errors
/// When it cannot be written.
pub(super) fn print_as_it_is(text: &str) -> std::io::Result<()> {
    write(&shown(text, stdout_colour()))
}

/// Writes a text on the standard output. That nobody reads on changes nothing of how the command ends.
fn write(text: &str) -> std::io::Result<()> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints a document for machines on the standard output. Every string in it has gone through the mask of its input; as a
/// whole it is not searched, so that it keeps its form.
///
/// # Errors
/// When it cannot be written.
pub(super) fn document(text: &str) -> std::io::Result<()> {
    write(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dotenv::LocalValues;

    /// A value with blanks in it is hidden as a whole, wherever the line would end.
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
