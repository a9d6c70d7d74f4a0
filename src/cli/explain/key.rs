//! What an input writes for a key, which value applies, and which generated lines come from it.

use super::lookup::{missing_name, no_key, no_mode};
use super::view::{Asked, View};
use super::{generated, written};
use crate::cli::columns::aligned;
use crate::cli::inputs::{InputArgs, compile_all};
use crate::cli::terminal::painted;
use crate::cli::{Exit, Failure, terminal};
use crate::components::language::LANGUAGE;
use crate::document::{Document, dotted};
use crate::input::{Key, Lookup};
use crate::layers::{Layer, layers};
use crate::origin::Span;

pub(super) fn run(path: &[String], mode: Option<&str>, args: &InputArgs) -> Result<Exit, Failure> {
    let (path, mode) = without_mode(path, mode)?;
    let key = match LANGUAGE.describe(path) {
        Lookup::Known(key) => key,
        Lookup::Unknown(depth) => return Err(no_key(path, depth, &[])),
        Lookup::Elsewhere(by) => {
            terminal::print(&format!("`{}` cannot be set here: it follows from {by}", dotted(path)))?;
            return Ok(Exit::Fine);
        }
    };
    let inputs = compile_all(args)?;
    let views: Vec<View<'_>> = inputs.iter().map(View::new).collect();
    let has_mode = |view: &&View<'_>| mode.is_none_or(|mode| view.input.compiled.modes.iter().any(|name| name == mode));
    let in_mode: Vec<&View<'_>> = views.iter().filter(has_mode).collect();
    if let Some(mode) = mode.filter(|_| in_mode.is_empty()) {
        return Err(no_mode(mode, &views));
    }
    let mut blocks = Vec::new();
    let mut missing = None;
    for view in in_mode {
        let (document, _) = Document::parse(&view.input.source);
        match missing_name(|path| layers(&document, path), path, &key.free) {
            Some((depth, names)) => {
                let names: Vec<String> = names.iter().map(|name| view.masked.hide(name)).collect();
                missing = missing.or_else(|| Some(no_key(path, depth, &names)));
            }
            None => blocks.push(block(view, &Asked { path, key: &key, mode }, &layers(&document, path))),
        }
    }
    if let Some(failure) = missing.filter(|_| blocks.is_empty()) {
        return Err(failure);
    }
    let title = views.iter().fold(dotted(path), |title, view| view.masked.hide(&title));
    terminal::print(&format!("{}\n\n{}", head(&title, &key), blocks.join("\n\n")))?;
    let failed = inputs.iter().any(|input| input.compiled.has_errors());
    Ok(if failed { Exit::Findings } else { Exit::Fine })
}

/// A key below `modes.<mode>` is the key of a section in that mode.
fn without_mode<'a>(path: &'a [String], mode: Option<&'a str>) -> Result<(&'a [String], Option<&'a str>), Failure> {
    match path {
        [modes, name, rest @ ..]
            if modes == "modes" && rest.first().is_some_and(|key| LANGUAGE.sections().any(|s| s == key)) =>
        {
            if let Some(section) = rest.first().filter(|key| ["stack", "modes", "rules"].contains(&key.as_str())) {
                return Err(Failure::Usage(format!("a mode cannot override `{section}`")));
            }
            if mode.is_some_and(|mode| mode != name) {
                return Err(Failure::Usage("the key and `--mode` name different modes".to_owned()));
            }
            Ok((rest, Some(name)))
        }
        _ => Ok((path, mode)),
    }
}

/// The description of the key in the schema.
fn head(title: &str, key: &Key) -> String {
    let takes = format!("Takes {}.", key.takes);
    let default = key.default.as_ref().map(|default| format!("{default}."));
    let needed = key.required.then(|| "Required.".to_owned());
    let about = Some(key.about.clone()).filter(|about| !about.is_empty());
    let lines = [Some(bold(title)), about, Some(takes), default, needed];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn bold(text: &str) -> String {
    painted(text, "1", terminal::stdout_colour())
}

/// The key in one input.
fn block(view: &View<'_>, asked: &Asked<'_>, layers: &[Layer]) -> String {
    let Some((base, modes)) = layers.split_first() else { return String::new() };
    let of_mode = asked.mode.and_then(|name| modes.iter().find(|layer| layer.mode.as_deref() == Some(name)));
    let mut lines = aligned(&written::rows(view, asked, base, modes));
    lines.extend(match of_mode {
        Some(layer) => Some(written::holds(view, asked.key, layer, base)),
        None => written::others(view, asked.key, base, modes),
    });
    let spans: Vec<Span> = match of_mode {
        Some(layer) => layer.spans().to_vec(),
        None => layers.iter().flat_map(|layer| layer.spans()).copied().collect(),
    };
    let keys = written::keys(view, asked, of_mode.unwrap_or(base));
    let sections = [
        Some(section("In the input", &lines)),
        (!keys.is_empty()).then(|| section("Keys", &keys)),
        Some(section("Generated lines", &generated::listed(view, asked, &spans, base.spans()))),
    ];
    sections.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn section(title: &str, lines: &[String]) -> String {
    let lines: String = lines.iter().map(|line| format!("\n  {line}")).collect();
    format!("{}{lines}", bold(title))
}
