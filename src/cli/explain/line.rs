//! Which line of the input made a line of a generated file.

use camino::{Utf8Path, Utf8PathBuf};

use super::view::View;
use crate::cli::inputs::{Input, InputArgs, compile_all};
use crate::cli::report::{counts, report};
use crate::cli::{Exit, Failure, terminal};
use crate::counted::counted;
use crate::finding::{Diagnostic, Severity};
use crate::origin::Origin;

pub(super) fn run(path: &Utf8Path, line: usize, args: &InputArgs) -> Result<Exit, Failure> {
    let inputs = compile_all(args)?;
    if inputs.iter().any(|input| input.compiled.has_errors()) {
        report(&inputs);
        terminal::note(&format!("{}: there is nothing to explain", counts(&inputs)));
        return Ok(Exit::Findings);
    }
    for input in &inputs {
        let files = input.compiled.files.as_deref().unwrap_or_default();
        let named =
            |file: &&crate::verify::Verified| same(&input.dir.join(file.path()), path) || same(file.path(), path);
        let Some(file) = files.iter().find(named) else { continue };
        let Some(origin) = file.origin(line) else {
            let count = file.text().lines().count();
            return Err(Failure::Usage(format!("{path} has {} as it is generated now", counted(count, "line"))));
        };
        let view = View::new(input);
        let text = file.text().lines().nth(line - 1).unwrap_or_default();
        terminal::print_as_it_is(&view.generated(text, origin.map(Origin::span)))?;
        terminal::print(&explanation(&view, origin))?;
        return Ok(Exit::Fine);
    }
    Err(Failure::Usage(format!("{path} is no generated file of {}", names(&inputs))))
}

fn names(inputs: &[Input]) -> String {
    inputs.iter().map(|input| input.source.path().as_str()).collect::<Vec<_>>().join(", ")
}

/// Whether two paths name one file: by their text, or by where they lead.
fn same(one: &Utf8Path, other: &Utf8Path) -> bool {
    let clean = |path: &Utf8Path| path.components().filter(|part| part.as_str() != ".").collect::<Utf8PathBuf>();
    let leads = |path: &Utf8Path| path.canonicalize_utf8().ok();
    clean(one) == clean(other) || leads(one).is_some_and(|place| leads(other) == Some(place))
}

fn explanation(view: &View<'_>, origin: Option<Origin>) -> String {
    let Some(origin) = origin else {
        return "Every stack of this form has this line: no key of the input changes it.".to_owned();
    };
    let message = match origin {
        Origin::Written(_) => "this makes the line".to_owned(),
        Origin::Default { why, .. } => format!("nothing is written: the line is a default ({why})"),
    };
    let place = origin.span();
    let diagnostic = Diagnostic::of_rule("", Severity::Advice, &place, message);
    let text = match origin {
        Origin::Written(_) => "written here",
        Origin::Default { .. } => "it would be written in this table",
    };
    terminal::renderer().render(&[diagnostic.here(&place, text)], &view.masked).trim_end().to_owned()
}
