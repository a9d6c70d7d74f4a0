//! `stackgen rules`

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use serde::Serialize;

use super::columns::aligned;
use super::inputs::found;
use super::project::Project;
use super::{Exit, Failure, terminal};
use crate::document::{Document, Masked};
use crate::finding::Severity;
use crate::layers::{Entry, layers};
use crate::pages::{FOLDER, Page, can_be_allowed, file_name, group, grouped};
use crate::redactor::Redactor;
use crate::rule::Rule;
use crate::rules::RULES;
use crate::source::Source;

/// The arguments of `rules`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Inputs whose `[rules.levels]` to show [default: every inputs/*.toml, if any]
    #[arg(value_name = "INPUT")]
    inputs: Vec<Utf8PathBuf>,
    /// Output format of the list
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
}

/// A rule in the list for programs.
#[derive(Debug, Serialize)]
struct Listed<'r> {
    name: &'r str,
    severity: &'static str,
    summary: &'r str,
    /// The title of the rule's group.
    group: &'static str,
    /// Whether findings can be allowed.
    optional: bool,
    /// The path of the page, relative to stackgen's repository.
    page: String,
    /// The levels that inputs set, if they differ from the default, by the paths of the inputs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    levels: BTreeMap<&'r str, &'static str>,
}

/// An input's path, and the levels that it sets.
type Levels = (String, BTreeMap<String, Severity>);

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let paths = if args.inputs.is_empty() { found().unwrap_or_default() } else { args.inputs.clone() };
    let (project, mut inputs) = (Project::find(), Vec::new());
    for path in paths {
        project.accept(&path)?;
        inputs.push(levels(&Source::read(&path)?));
    }
    let list: Vec<Listed<'_>> = RULES.iter().map(|rule| listed(rule, &inputs)).collect();
    match args.format {
        Format::Human => terminal::print(&human(&list))?,
        Format::Json => {
            terminal::print_as_it_is(&serde_json::to_string_pretty(&list).map_err(std::io::Error::from)?)?;
        }
    }
    Ok(Exit::Fine)
}

/// The levels that an input sets, even if the rest of the input is not valid.
fn levels(source: &Source) -> Levels {
    let (document, _) = Document::parse(source);
    let layers = layers(&document, &["rules", "levels"].map(str::to_owned));
    let level = |entry: &Entry| {
        let text = source.text().get(entry.span.range())?.trim_matches(['"', '\'']);
        let all = [Severity::Advice, Severity::Warning, Severity::Error];
        let level = all.into_iter().find(|level| level.as_str() == text)?;
        Some((entry.key.clone(), level))
    };
    let entries = layers.iter().take(1).flat_map(|base| &base.written).flat_map(|written| &written.entries);
    let path = Masked::new(source, &document.hidden(&Redactor::default()), false).path().to_owned();
    (path, entries.filter_map(level).collect())
}

fn listed<'r>(rule: &'r Rule, inputs: &'r [Levels]) -> Listed<'r> {
    let differing = |(path, levels): &'r Levels| {
        let level = levels.get(rule.name).filter(|level| **level != rule.severity)?;
        Some((path.as_str(), level.as_str()))
    };
    Listed {
        name: rule.name,
        severity: rule.severity.as_str(),
        summary: Page::of(rule).summary,
        group: group(rule).map_or("", |(_, title)| title),
        optional: can_be_allowed(rule),
        page: format!("{FOLDER}/{}", file_name(rule)),
        levels: inputs.iter().filter_map(differing).collect(),
    }
}

fn human(list: &[Listed<'_>]) -> String {
    let row = |rule: &Listed<'_>| {
        let other: Vec<String> = rule.levels.iter().map(|(path, level)| format!("{level} in {path}")).collect();
        let other = if other.is_empty() { String::new() } else { format!(" ({})", other.join(", ")) };
        vec![rule.name.to_owned(), rule.severity.to_owned(), format!("{}{other}", rule.summary)]
    };
    // Aligned together, so that the columns are the same in every group.
    let rows = aligned(&list.iter().map(row).collect::<Vec<_>>());
    let mut lines = Vec::new();
    for (title, _) in grouped() {
        lines.push(title.to_owned());
        lines.extend(list.iter().zip(&rows).filter(|(rule, _)| rule.group == title).map(|(_, row)| format!("  {row}")));
        lines.push(String::new());
    }
    let count = |level: &str| list.iter().filter(|rule| rule.severity == level).count();
    lines.push(format!(
        "{} rules: {} errors, {} warnings, {} advice. `stackgen explain RULE` shows the page of a rule.",
        list.len(),
        count("error"),
        count("warning"),
        count("advice"),
    ));
    lines.join("\n")
}
