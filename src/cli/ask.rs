//! Questions, on a terminal.

use std::io::IsTerminal as _;

use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Input, Password, Select};

use super::{Failure, terminal};

/// Whether standard input and standard error are a terminal.
pub(super) fn possible() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

fn theme() -> Box<dyn Theme> {
    if terminal::stderr_colour() { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) }
}

fn failed(error: dialoguer::Error) -> Failure {
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        std::io::ErrorKind::Interrupted => Failure::Usage("nothing was written".to_owned()),
        _ => Failure::Output(error),
    }
}

/// Asks for a line until `parse` accepts it.
pub(super) fn line<T, E: std::fmt::Display>(
    question: &str,
    default: Option<String>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Failure> {
    let theme = theme();
    let check = |text: &String| parse(text).map(|_| ()).map_err(|error| error.to_string());
    let mut input = Input::<String>::with_theme(&*theme).with_prompt(question).validate_with(check);
    if let Some(default) = default {
        input = input.default(default);
    }
    let text = input.interact_text().map_err(failed)?;
    parse(&text).map_err(|error| Failure::Usage(error.to_string()))
}

/// Asks to choose one item; returns its index.
pub(super) fn choice(question: &str, items: &[String], default: usize) -> Result<usize, Failure> {
    Select::with_theme(&*theme()).with_prompt(question).items(items).default(default).interact().map_err(failed)
}

/// Asks for a value without showing it; `None` if it is left empty.
pub(super) fn hidden(question: &str, check: impl Fn(&str) -> Result<(), String>) -> Result<Option<String>, Failure> {
    let theme = theme();
    let check = |text: &String| if text.is_empty() { Ok(()) } else { check(text) };
    let password = Password::with_theme(&*theme).with_prompt(question).allow_empty_password(true).validate_with(check);
    let value = password.interact().map_err(failed)?;
    Ok(Some(value).filter(|value| !value.is_empty()))
}
