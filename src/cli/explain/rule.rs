//! The page of a rule or of a code, for a terminal.

use crate::cli::terminal::{filled, painted};
use crate::codes::Code;
use crate::pages::{Page, consequence, in_the_input};
use crate::rule::Rule;

const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "31";
const GREEN: &str = "32";
const CYAN: &str = "36";

/// The whole page; on a terminal its prose is wrapped to `columns`.
pub(super) fn page(rule: &Rule, colour: bool, columns: Option<usize>) -> String {
    let page = Page::of(rule);
    let paint = |text: &str, code: &str| painted(text, code, colour);
    let level = format!("{} ({})", rule.severity.as_str(), consequence(rule.severity));
    let (sentence, toml) = in_the_input(rule);
    let prose = |text: &str| indented(&filled(text, columns.map(|columns| columns - 2)));
    let mut parts = vec![
        format!("{}: {level}", paint(rule.name, BOLD)),
        filled(page.summary, columns),
        format!("{}\n{}", paint("Why", BOLD), prose(page.why)),
        format!("{}\n{}", paint("Wrong", RED), indented(&toml_text(page.wrong, colour))),
        format!("{}\n{}", paint("Right", GREEN), indented(&toml_text(page.right, colour))),
        format!("{}\n{}", paint("In the input", BOLD), prose(&sentence)),
    ];
    parts.extend(toml.map(|toml| indented(&toml_text(&toml, colour))));
    parts.join("\n\n")
}

/// The page of a code.
pub(super) fn page_of_code(code: Code, colour: bool, columns: Option<usize>) -> String {
    let page = Page::of_code(code);
    let paint = |text: &str, code: &str| painted(text, code, colour);
    let prose = |text: &str| indented(&filled(text, columns.map(|columns| columns - 2)));
    let mut parts = vec![
        paint(code.name(), BOLD),
        filled(page.summary, columns),
        format!("{}\n{}", paint("Why", BOLD), prose(page.why)),
    ];
    for (heading, toml, colour_of) in [("Wrong", page.wrong, RED), ("Right", page.right, GREEN)] {
        if !toml.is_empty() {
            parts.push(format!("{}\n{}", paint(heading, colour_of), indented(&toml_text(toml, colour))));
        }
    }
    parts.join("\n\n")
}

fn indented(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("  {line}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// TOML with its headers, keys and comments in different colours.
fn toml_text(text: &str, colour: bool) -> String {
    let line = |line: &str| {
        let start = line.trim_start();
        if start.starts_with('#') {
            return painted(line, DIM, colour);
        }
        if start.starts_with('[') {
            return painted(line, CYAN, colour);
        }
        match line.split_once(" = ") {
            Some((key, value)) if !key.contains(['"', '{', '[']) => {
                format!("{} = {value}", painted(key, GREEN, colour))
            }
            _ => line.to_owned(),
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn colour_adds_nothing_but_colour() {
        let codes = regex::Regex::new("\u{1b}\\[[0-9]+m").unwrap();
        for rule in RULES {
            let plain = page(rule, false, None);
            assert!(!plain.contains('\u{1b}'), "{plain:?}");
            assert!(page(rule, true, None).contains("\u{1b}[36m["));
            assert_eq!(codes.replace_all(&page(rule, true, None), ""), plain);
        }
    }
}
