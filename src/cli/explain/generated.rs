//! The generated lines that come from a key.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::view::{Asked, View, cut};
use crate::cli::columns::aligned;
use crate::document::dotted;
use crate::finding::Severity;
use crate::origin::{Origin, Span};
use crate::targets::compose::in_mode;
use crate::units::{ModeName, Unit};
use crate::verify::Verified;

/// The largest number of lines that are listed.
const MOST: usize = 12;

/// The lines that come from one of these places; if there are none, the reason. Without places, lines that set the option
/// count, but not those that come from `elsewhere`: the places of the base, in a mode that removes the key.
pub(super) fn listed(view: &View<'_>, asked: &Asked<'_>, spans: &[Span], elsewhere: &[Span]) -> Vec<String> {
    let compiled = &view.input.compiled;
    let Some(files) = &compiled.files else {
        let errors = compiled.found.iter().filter(|found| found.severity == Severity::Error).count();
        let errors = if errors == 1 { "an error".to_owned() } else { format!("{errors} errors") };
        return vec![format!("None: {} has {errors}, which `stackgen check` shows.", view.path())];
    };
    let others = not_of_mode(files, &compiled.modes, asked.mode);
    let mut rows = Vec::new();
    for file in files.iter().filter(|file| !others.contains(file.path())) {
        let path = view.input.dir.join(file.path());
        for (number, text) in (1..).zip(file.text().lines()) {
            let Some(Some(origin)) = file.origin(number) else { continue };
            let made_here = made_by(origin, spans);
            let sets_it = || spans.is_empty() && !made_by(origin, elsewhere) && sets(asked, file.path(), text);
            if made_here || sets_it() {
                let text = cut(view.generated(text, Some(origin.span())).trim_start());
                let why = match origin {
                    Origin::Written(_) if made_here => String::new(),
                    Origin::Written(span) => format!("  (from line {} of the input)", view.line_of(span.start)),
                    Origin::Default { why, .. } => format!("  (default: {why})"),
                };
                rows.push(vec![format!("{path}:{number}"), format!("{text}{why}")]);
            }
        }
    }
    let further = rows.len().saturating_sub(MOST);
    rows.truncate(MOST);
    let mut lines = aligned(&rows);
    match (asked.path.split_last(), further) {
        (Some((_, table @ [_, ..])), _) if lines.is_empty() && spans.is_empty() => {
            lines.push(format!("None: lines that come from a default are listed under its table `{}`.", dotted(table)));
        }
        _ if lines.is_empty() => lines.push("None comes from this key.".to_owned()),
        (_, 0) => {}
        (_, further) => lines.push(format!("and {further} more")),
    }
    lines
}

/// The files that a mode does not use: those of other modes, and those that the mode has its own version of.
fn not_of_mode(files: &[Verified], modes: &[String], mode: Option<&str>) -> BTreeSet<Utf8PathBuf> {
    let Some(mode) = mode else { return BTreeSet::new() };
    let paths: BTreeSet<&Utf8Path> = files.iter().map(|file| file.path()).collect();
    let mut others = BTreeSet::new();
    for name in modes.iter().filter_map(|name| ModeName::parse(name).ok()) {
        let template = Utf8Path::new(".env.template");
        for path in paths.iter().copied().chain([template]) {
            let of_mode = in_mode(path, &name);
            let is_base = path != "docker-compose.yml";
            if name.as_str() != mode {
                others.insert(of_mode);
            } else if is_base && paths.contains(of_mode.as_path()) {
                others.insert(path.to_owned());
            }
        }
    }
    others
}

fn made_by(origin: Origin, spans: &[Span]) -> bool {
    let place = origin.span();
    spans.iter().any(|span| span.start <= place.start && place.end <= span.end)
}

/// Whether a line sets an option that the input does not set: a default, or a value that follows from another key.
fn sets(asked: &Asked<'_>, path: &Utf8Path, text: &str) -> bool {
    let folder = match asked.key.option_of {
        Some("Odoo") => "odoo",
        Some("Redis") => "redis",
        Some(_) => "",
        None => return false,
    };
    let name = asked.path.last().map(String::as_str).unwrap_or_default();
    let line = text.trim_start_matches([' ', '-', '"']);
    path.starts_with(folder) && line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '=']))
}
