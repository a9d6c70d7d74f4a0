//! The pages of the rules and codes: split into parts for the terminal, and as Markdown for `docs/rules/` and
//! `docs/codes/`.

mod contents;
mod groups;
mod keys;

use std::fmt::Write as _;

use crate::codes::Code;
use crate::finding::Severity;
use crate::rule::{Check, Rule};
use crate::rules::RULES;

pub use contents::contents;
pub use groups::{group, grouped};
pub use keys::keys;

/// The folder of the Markdown pages, relative to the project.
pub const FOLDER: &str = "docs/rules";

/// The folder of the pages of the codes, relative to the project.
pub const FOLDER_OF_CODES: &str = "docs/codes";

/// The path of the page of a rule or a code, relative to the folder `docs`.
#[must_use]
pub fn path_in_docs(name: &str) -> String {
    let folder = if Code::named(name).is_some() { "codes" } else { "rules" };
    format!("{folder}/{name}.md")
}

/// The parts of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<'p> {
    /// What is wrong, in one sentence.
    pub summary: &'p str,
    /// Why it is wrong.
    pub why: &'p str,
    /// An input that the rule reports.
    pub wrong: &'p str,
    /// The same input, corrected.
    pub right: &'p str,
}

impl<'p> Page<'p> {
    /// The page of a rule.
    #[must_use]
    pub fn of(rule: &'p Rule) -> Self {
        Self::of_text(rule.page)
    }

    /// The page of a code, where Wrong and Right may be empty.
    #[must_use]
    pub fn of_code(code: Code) -> Self {
        Self::of_text(code.page())
    }

    fn of_text(text: &'p str) -> Self {
        let part = |heading: &str, next: &str| {
            let after = text.split_once(&format!("\n# {heading}\n")).map_or("", |(_, after)| after);
            if next.is_empty() { after } else { after.split(&format!("\n# {next}\n")).next().unwrap_or_default() }
                .trim()
        };
        Self {
            summary: text.lines().next().unwrap_or_default(),
            why: part("Why", "Wrong"),
            wrong: part("Wrong", "Right"),
            right: part("Right", ""),
        }
    }
}

/// The file name of a rule's page in [`FOLDER`].
#[must_use]
pub fn file_name(rule: &Rule) -> String {
    format!("{}.md", rule.name)
}

/// Whether an input can allow a finding of this rule.
#[must_use]
pub fn can_be_allowed(rule: &Rule) -> bool {
    rule.refused_by.is_none() && !matches!(rule.check, Check::Output(_) | Check::Elsewhere)
}

/// What an input can set for a rule: a sentence, and TOML where there is something to write.
#[must_use]
pub fn in_the_input(rule: &Rule) -> (String, Option<String>) {
    let fixed = "Its findings can be neither lowered nor allowed";
    match rule.check {
        _ if rule.refused_by.is_some() => {
            let by = rule.refused_by.unwrap_or_default();
            return (format!("{fixed}: {}.", by.trim_end_matches('.')), None);
        }
        Check::Output(_) => return (format!("{fixed}: stackgen does not write such a file."), None),
        _ => {}
    }
    let other = match rule.severity {
        Severity::Error | Severity::Advice => Severity::Warning,
        Severity::Warning => Severity::Error,
    };
    let (name, level) = (rule.name, other.as_str());
    let levels = format!("[rules.levels]\n{name} = \"{level}\"");
    if !can_be_allowed(rule) {
        return ("You can change the level of its findings, but not allow them:".to_owned(), Some(levels));
    }
    let allow = format!(
        "[rules]\nallow = [\n  # `at`: the key of the finding, or a table above it; default: everywhere\n  \
         {{ rule = \"{name}\", at = \"…\", reason = \"…\" }},\n]"
    );
    let sentence = "You can change the level of its findings, or allow them for a reason:";
    (sentence.to_owned(), Some(format!("{allow}\n\n{levels}")))
}

/// What the severity of a rule means.
#[must_use]
pub fn consequence(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "nothing is built",
        Severity::Warning => "the files are still built",
        Severity::Advice => "something to consider",
    }
}

/// Prose as Markdown: outside of code, `<` would start a tag.
fn prose(text: &str) -> String {
    let mut in_code = false;
    let mut out = String::new();
    for c in text.chars() {
        in_code ^= c == '`';
        match c {
            '<' if !in_code => out.push_str("&lt;"),
            other => out.push(other),
        }
    }
    out
}

/// The page of a rule as Markdown.
#[must_use]
pub fn markdown(rule: &Rule) -> String {
    let page = Page::of(rule);
    let severity = rule.severity;
    let (sentence, toml) = in_the_input(rule);
    let mut out = format!("# {}\n\n{}\n\n", rule.name, prose(page.summary));
    let mut add = |text: &str| out.push_str(text);
    add(&format!("Level: **{}** ({}).\n\n", severity.as_str(), consequence(severity)));
    add(&format!("## Why\n\n{}\n\n", prose(page.why)));
    add(&format!("## Wrong\n\n```toml\n{}\n```\n\n", page.wrong));
    add(&format!("## Right\n\n```toml\n{}\n```\n\n", page.right));
    add(&format!("## In `[rules]`\n\n{}\n", prose(&sentence)));
    if let Some(toml) = toml {
        add(&format!("\n```toml\n{toml}\n```\n"));
    }
    out
}

fn index() -> String {
    let mut out = String::from(
        "# Rules\n\nThe checks that stackgen makes beyond the structure of an input. `stackgen explain RULE` shows\n\
         the page of a rule in the terminal; `stackgen rules` shows this list. When there is an error, nothing is\n\
         built. The `[rules]` section of an input can change the level of findings, and can allow them for a reason\n\
         unless the last column says no.\n",
    );
    for (title, rules) in grouped() {
        let _ = write!(out, "\n## {title}\n\n| rule | level | | can be allowed |\n|---|---|---|---|\n");
        for rule in rules {
            let summary = prose(Page::of(rule).summary).replace('|', "\\|");
            let allowed = if can_be_allowed(rule) { "yes" } else { "no" };
            let (name, level) = (rule.name, rule.severity.as_str());
            let _ = writeln!(out, "| [`{name}`]({}) | {level} | {summary} | {allowed} |", file_name(rule));
        }
    }
    out
}

/// The page of a code as Markdown.
#[must_use]
pub fn markdown_of_code(code: Code) -> String {
    let page = Page::of_code(code);
    let mut out = format!("# {}\n\n{}\n\n## Why\n\n{}\n", code.name(), prose(page.summary), prose(page.why));
    for (heading, toml) in [("Wrong", page.wrong), ("Right", page.right)] {
        if !toml.is_empty() {
            let _ = write!(out, "\n## {heading}\n\n```toml\n{toml}\n```\n");
        }
    }
    out
}

/// The name and the text of every Markdown file in [`FOLDER_OF_CODES`].
#[must_use]
pub fn files_of_codes() -> Vec<(String, String)> {
    let mut index = String::from(
        "# Codes\n\nFindings that do not come from a [rule](../rules/README.md): the input cannot be read or does\n\
         not describe a stack, generated files do not match the input, or `.env` does not match the stack. They\n\
         cannot be allowed.\n\n| code | |\n|---|---|\n",
    );
    for code in Code::ALL {
        let summary = prose(Page::of_code(*code).summary).replace('|', "\\|");
        let _ = writeln!(index, "| [`{0}`]({0}.md) | {summary} |", code.name());
    }
    let pages = Code::ALL.iter().map(|code| (format!("{}.md", code.name()), markdown_of_code(*code)));
    std::iter::once(("README.md".to_owned(), index)).chain(pages).collect()
}

/// The name and the text of every Markdown file in [`FOLDER`].
#[must_use]
pub fn files() -> Vec<(String, String)> {
    let pages = RULES.iter().map(|rule| (file_name(rule), markdown(rule)));
    std::iter::once(("README.md".to_owned(), index())).chain(pages).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stack;
    use crate::rule::Report;

    fn nothing(_: &Stack, _: &mut Report) {}

    const RULE: Rule = Rule {
        name: "a-rule",
        page: "It is so.\n\n# Why\nBecause <x> of `<y>`.\n\n# Wrong\n# without a.b\n[a]\n# a note\nb = 1\n\n# Right\n[a]\nb = 2",
        severity: Severity::Error,
        check: Check::Stack(nothing),
        refused_by: None,
        depends_on: &[],
    };

    #[test]
    fn comments_in_the_blocks_are_no_headings() {
        let page = Page::of(&RULE);
        assert_eq!((page.wrong, page.right), ("# without a.b\n[a]\n# a note\nb = 1", "[a]\nb = 2"));
        assert_eq!((page.summary, page.why), ("It is so.", "Because <x> of `<y>`."));
    }

    #[test]
    fn pages_are_markdown() {
        let text = markdown(&RULE);
        assert!(text.contains("Because &lt;x> of `<y>`."), "{text}");
        assert!(text.contains("```toml\n# without a.b\n[a]\n# a note\nb = 1\n```"), "{text}");
        assert!(text.contains("a-rule = \"warning\"") && text.contains("rule = \"a-rule\""), "{text}");
    }

    #[test]
    fn what_others_refuse_cannot_be_allowed() {
        let text = markdown(&Rule { refused_by: Some("Compose refuses the file"), ..RULE });
        assert!(text.contains("neither lowered nor allowed: Compose refuses the file."), "{text}");
        assert!(!text.contains("allow = ["), "{text}");
        let text = markdown(&Rule { check: Check::Elsewhere, ..RULE });
        assert!(text.contains("[rules.levels]") && !text.contains("allow = ["), "{text}");
    }
}
